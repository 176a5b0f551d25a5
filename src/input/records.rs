//! Parses bytes into records by csv-core's rules, with limits and line numbers.

use std::io::{ErrorKind, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::input::alignment::Alignment;
use crate::input::error::Problem;
use crate::input::options::Delimiter;

/// Largest number of bytes in a record, and largest number of fields.
pub const LONGEST: usize = 1 << 20;
/// Number of bytes that are read at once.
const CHUNK: usize = 1 << 16;

/// Records of a source, without comments and blank rows.
pub struct Records<R> {
    source: R,
    core: Reader,
    /// Bytes that were read; `next..end` has not been parsed yet.
    input: Box<[u8]>,
    next: usize,
    end: usize,
    state: State,
    alignment: Option<Alignment>,
    has_only_carriage_returns: bool,
    /// Fields of the present record, one after the other; `ends` holds the end of each.
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Reading,
    /// The end of the source was reached, and a line end was put after it. The line end ends any record
    /// except one with an open quote.
    LastLine,
    Over,
}

/// A row, as fields of bytes.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    bytes: &'a [u8],
    ends: &'a [usize],
    last_line: u64,
}

/// A record that owns its bytes.
pub struct OwnedRecord {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    last_line: u64,
}

impl<R: Read> Records<R> {
    /// Makes the records of `source`, which has no byte order mark. `has_only_carriage_returns` must be
    /// true if its lines end in carriage returns alone.
    pub fn new(source: R, delimiter: Delimiter, has_only_carriage_returns: bool) -> Self {
        let core = ReaderBuilder::new()
            .delimiter(delimiter.byte())
            .comment(Some(b'#'))
            .build();
        Self {
            source,
            core,
            input: vec![0; CHUNK].into_boxed_slice(),
            next: 0,
            end: 0,
            state: State::Reading,
            alignment: (delimiter == Delimiter::Space).then(Alignment::default),
            has_only_carriage_returns,
            bytes: vec![0; 1 << 10],
            ends: vec![0; 1 << 4],
        }
    }

    /// Returns the next record that is not blank; `None` at the end.
    ///
    /// # Errors
    /// If the source fails, if a record is longer than [`LONGEST`], or if a quote is never closed.
    #[inline]
    pub fn next(&mut self) -> Result<Option<Record<'_>>, Problem> {
        while let Some((length, fields)) = self.advance()? {
            // Spreadsheets write a blank row as a row of delimiters alone.
            let is_blank = self.bytes[..length].trim_ascii().is_empty();
            if !is_blank {
                let ends_in_line_end = self.next > 0 && self.input[self.next - 1] == b'\n';
                return Ok(Some(Record {
                    bytes: &self.bytes[..length],
                    ends: &self.ends[..fields],
                    last_line: self.core.line() - u64::from(ends_in_line_end),
                }));
            }
        }
        Ok(None)
    }

    /// Parses the next record and returns its number of bytes and its number of fields; `None` at the end.
    #[inline]
    fn advance(&mut self) -> Result<Option<(usize, usize)>, Problem> {
        let (mut length, mut fields) = (0, 0);
        loop {
            // The parser takes an empty input for the end of the source.
            if self.next == self.end && self.state != State::Over {
                self.refill()?;
            }
            let (result, taken, written, ended) = self.core.read_record(
                &self.input[self.next..self.end],
                &mut self.bytes[length..],
                &mut self.ends[fields..],
            );
            self.next += taken;
            length += written;
            fields += ended;
            match result {
                ReadRecordResult::Record => return Ok(Some((length, fields))),
                ReadRecordResult::InputEmpty if self.state == State::LastLine && written > 0 => {
                    let line = self.first_line(length);
                    return Err(Problem::OpenQuote { line });
                }
                ReadRecordResult::InputEmpty => (),
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::OutputFull if length < LONGEST => {
                    self.bytes.resize(2 * self.bytes.len(), 0);
                }
                ReadRecordResult::OutputEndsFull if fields < LONGEST => {
                    self.ends.resize(2 * self.ends.len(), 0);
                }
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    let line = self.first_line(length);
                    return Err(Problem::LongRecord { line });
                }
            }
        }
    }

    fn first_line(&self, length: usize) -> u64 {
        self.core.line() - line_ends(&self.bytes[..length])
    }

    #[cold]
    fn refill(&mut self) -> Result<(), Problem> {
        if self.state == State::LastLine {
            self.state = State::Over;
            return Ok(());
        }
        loop {
            let count = match self.source.read(&mut self.input[1..]) {
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(Problem::from(error)),
            };
            if count == 0 {
                self.state = State::LastLine;
                self.input[1] = b'\n';
                (self.next, self.end) = (1, 2);
                return Ok(());
            }
            (self.next, self.end) = (1, 1 + count);
            let read = &mut self.input[..=count];
            if self.has_only_carriage_returns {
                for byte in read.iter_mut().filter(|byte| **byte == b'\r') {
                    *byte = b'\n';
                }
            }
            if let Some(alignment) = &mut self.alignment {
                (self.next, self.end) = (0, alignment.compact(read));
            }
            if self.next < self.end {
                return Ok(());
            }
        }
    }
}

impl<'a> Record<'a> {
    /// Returns the number of fields, at least 1.
    pub fn len(self) -> usize {
        self.ends.len()
    }

    /// Returns the field at a place, counted from 0; `None` if there is no such field.
    #[inline]
    pub fn field(self, place: usize) -> Option<&'a [u8]> {
        let end = *self.ends.get(place)?;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some(&self.bytes[start..end])
    }

    /// Returns all fields in order.
    pub fn fields(self) -> impl Iterator<Item = &'a [u8]> {
        (0..self.len()).filter_map(move |place| self.field(place))
    }

    /// Returns the number of the line on which the record begins, from 1.
    pub fn line(self) -> u64 {
        self.last_line - line_ends(self.bytes)
    }

    /// Copies the record into one that owns its bytes.
    pub fn to_owned(self) -> OwnedRecord {
        OwnedRecord {
            bytes: self.bytes.to_vec(),
            ends: self.ends.to_vec(),
            last_line: self.last_line,
        }
    }
}

impl OwnedRecord {
    /// Returns the record.
    pub fn get(&self) -> Record<'_> {
        Record {
            bytes: &self.bytes,
            ends: &self.ends,
            last_line: self.last_line,
        }
    }

    /// Returns roughly how many bytes of memory the record takes.
    pub fn size(&self) -> usize {
        self.bytes.len() + size_of::<usize>() * self.ends.len()
    }
}

fn line_ends(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}
