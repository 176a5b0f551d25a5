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

/// Rules by which bytes become records.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    pub delimiter: Delimiter,
    pub quote: u8,
    /// First byte of a line that may be a comment.
    pub comment: u8,
    /// Whether lines end in carriage returns alone.
    pub has_only_carriage_returns: bool,
    /// Number of lines of the file before the source.
    pub lines_before: u64,
}

/// Records of a source, without blank rows and without comments before the first record. A line that may be a
/// comment is a record too after the first record.
pub struct Records<R> {
    source: R,
    core: Reader,
    grammar: Grammar,
    /// Number of lines that were passed over as comments.
    comments: u64,
    /// Last line that was passed over as a comment, without its first byte.
    last_comment: Vec<u8>,
    has_begun: bool,
    /// Bytes that were read; `next..end` has not been parsed yet.
    input: Box<[u8]>,
    next: usize,
    end: usize,
    state: State,
    alignment: Option<Alignment>,
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
    may_be_comment: bool,
}

/// A record that owns its bytes.
pub struct OwnedRecord {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    last_line: u64,
    may_be_comment: bool,
}

impl<R: Read> Records<R> {
    /// Makes the records of `source`, which has no byte order mark.
    pub fn new(source: R, grammar: Grammar) -> Self {
        let delimiter = grammar.delimiter;
        let core = ReaderBuilder::new()
            .delimiter(delimiter.byte())
            .quote(grammar.quote)
            .build();
        Self {
            source,
            core,
            grammar,
            comments: 0,
            last_comment: Vec::new(),
            has_begun: false,
            input: vec![0; CHUNK].into_boxed_slice(),
            next: 0,
            end: 0,
            state: State::Reading,
            alignment: (delimiter == Delimiter::Space).then(Alignment::default),
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
        if !self.has_begun {
            self.pass_over_comments()?;
        }
        loop {
            let may_be_comment = self.is_at_comment()?;
            let Some((length, fields)) = self.advance()? else {
                return Ok(None);
            };
            // Spreadsheets write a blank row as a row of delimiters alone.
            let is_blank = self.bytes[..length].trim_ascii().is_empty();
            if !is_blank {
                self.has_begun = true;
                let ends_in_line_end = self.next > 0 && self.input[self.next - 1] == b'\n';
                return Ok(Some(Record {
                    bytes: &self.bytes[..length],
                    ends: &self.ends[..fields],
                    last_line: self.line() - u64::from(ends_in_line_end),
                    may_be_comment,
                }));
            }
        }
    }

    /// Returns the number of comments before the first record, and the last of them without its first byte.
    pub fn comments(&self) -> (u64, &[u8]) {
        (self.comments, &self.last_comment)
    }

    /// Returns the number of the present line, from 1.
    fn line(&self) -> u64 {
        self.core.line() + self.grammar.lines_before + self.comments
    }

    /// Returns whether the next record begins with the byte of a comment.
    #[inline]
    fn is_at_comment(&mut self) -> Result<bool, Problem> {
        loop {
            let ahead = &self.input[self.next..self.end];
            let first = ahead.iter().find(|byte| !matches!(byte, b'\r' | b'\n'));
            if first.is_some() || self.state == State::Over {
                return Ok(first == Some(&self.grammar.comment));
            }
            self.pass_over_line_ends();
            self.refill()?;
        }
    }

    /// Parses line ends that are all that is left of the input. They belong to no record.
    fn pass_over_line_ends(&mut self) {
        while self.next < self.end {
            let ahead = &self.input[self.next..self.end];
            let (_, taken, ..) = self
                .core
                .read_record(ahead, &mut self.bytes, &mut self.ends);
            self.next += taken;
        }
    }

    /// Passes over lines that begin with the byte of a comment, before the first record.
    fn pass_over_comments(&mut self) -> Result<(), Problem> {
        while self.is_at_comment()? {
            let line_ends = self.input[self.next..self.end]
                .iter()
                .take_while(|byte| matches!(byte, b'\r' | b'\n'));
            let lines = line_ends.clone().filter(|byte| **byte == b'\n').count();
            self.next += line_ends.count() + 1;
            self.grammar.lines_before += lines as u64;
            self.comments += 1;
            self.last_comment.clear();
            loop {
                let ahead = &self.input[self.next..self.end];
                let line = ahead.iter().position(|byte| *byte == b'\n');
                let length = line.unwrap_or(ahead.len());
                let kept = length.min(LONGEST - self.last_comment.len());
                self.last_comment.extend_from_slice(&ahead[..kept]);
                self.next += length;
                if line.is_some() {
                    self.next += 1;
                    break;
                }
                if self.state == State::Over {
                    break;
                }
                self.refill()?;
            }
        }
        Ok(())
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
        self.line() - line_ends(&self.bytes[..length])
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
            if self.grammar.has_only_carriage_returns {
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

    /// Returns whether the record begins with the byte of a comment.
    pub fn may_be_comment(self) -> bool {
        self.may_be_comment
    }

    /// Copies the record into one that owns its bytes.
    pub fn to_owned(self) -> OwnedRecord {
        OwnedRecord {
            bytes: self.bytes.to_vec(),
            ends: self.ends.to_vec(),
            last_line: self.last_line,
            may_be_comment: self.may_be_comment,
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
            may_be_comment: self.may_be_comment,
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
