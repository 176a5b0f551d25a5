//! Reads the start of a table: its encoding, its grammar, its header and its first rows.

use std::io::{Chain, Cursor, Read};

use crate::input::dialect;
use crate::input::error::Problem;
use crate::input::header::Header;
use crate::input::options::{Delimiter, TableOptions};
use crate::input::preamble::Preamble;
use crate::input::records::{Grammar, OwnedRecord, Record, Records};
use crate::input::text::Text;

/// Number of records that are examined for the header and the columns; fewer if the records are long.
const SAMPLE: usize = 10_000;
/// Number of bytes after which no further record is examined for the header and the columns.
const SAMPLE_BYTES: usize = 1 << 20;

/// A source of which the start is in memory.
pub type Continued<'a> = Chain<Cursor<Vec<u8>>, Box<dyn Read + 'a>>;

/// The start of a table, and the records after it.
pub struct Begun<'a> {
    pub delimiter: Delimiter,
    pub header: Header,
    /// First rows, at least one.
    pub rows: Vec<OwnedRecord>,
    /// Lines among the first rows that are comments, unless they are as wide as the table.
    pub comments: Vec<OwnedRecord>,
    /// Number of comments before the first row. One that has the names of the columns does not count.
    pub comments_before: u64,
    pub records: Records<Continued<'a>>,
    /// Whether there are no other records.
    pub is_whole: bool,
    /// Name of the encoding, if it is not UTF-8.
    pub encoding: Option<&'static str>,
    pub is_compressed: bool,
}

impl<'a> Begun<'a> {
    /// Reads the start of the table in `source`.
    ///
    /// # Errors
    /// If the source fails or is no text, or if there is no row.
    pub fn new(source: impl Read + 'a, options: &TableOptions) -> Result<Self, Problem> {
        let Text {
            mut start,
            rest,
            encoding,
            is_compressed,
        } = Text::new(source)?;
        let preamble = Preamble::find(&start)?;
        start.drain(..preamble.bytes);
        let plain = Grammar {
            delimiter: Delimiter::Comma,
            quote: preamble.quote.unwrap_or(b'"'),
            comment: preamble.comment.unwrap_or(b'#'),
            has_only_carriage_returns: start.contains(&b'\r') && !start.contains(&b'\n'),
            lines_before: preamble.lines,
        };
        let said = options.delimiter.or(preamble.delimiter);
        let delimiter = said.unwrap_or_else(|| dialect::detect(&start, plain));
        let grammar = Grammar { delimiter, ..plain };
        let mut records = Records::new(Cursor::new(start).chain(rest), grammar);
        let (sample, is_whole) = sample(&mut records)?;
        let (comments_before, heading) = records.comments();
        // A line that may be a comment is a row if it is as wide as the others, of which the first may be wider or
        // narrower than the rest.
        let all = sample.iter().map(OwnedRecord::get);
        let sure: Vec<usize> = all
            .filter(|it| !it.may_be_comment())
            .map(Record::len)
            .collect();
        let is_wide = |width: usize| sure.first() == Some(&width) || sure.last() == Some(&width);
        let (comments, mut rows): (Vec<_>, Vec<_>) = sample
            .into_iter()
            .partition(|record| record.get().may_be_comment() && !is_wide(record.get().len()));
        if rows.is_empty() {
            return Err(Problem::NoRows);
        }
        let names = preamble.names.as_deref();
        let header = Header::find(&rows, names, heading, options, delimiter);
        rows.drain(..header.rows.min(rows.len()));
        if rows.is_empty() {
            return Err(Problem::NoRows);
        }
        Ok(Self {
            delimiter,
            comments_before: comments_before - u64::from(header.is_from_comment),
            header,
            rows,
            comments,
            records,
            is_whole,
            encoding,
            is_compressed,
        })
    }
}

/// Reads the first records, in which the header and the columns are looked for. Returns also whether there are no
/// others.
fn sample(records: &mut Records<impl Read>) -> Result<(Vec<OwnedRecord>, bool), Problem> {
    let mut sample = Vec::new();
    let mut bytes = 0;
    while sample.len() < SAMPLE && bytes < SAMPLE_BYTES {
        let Some(record) = records.next()? else {
            return Ok((sample, true));
        };
        let record = record.to_owned();
        bytes += record.size();
        sample.push(record);
    }
    Ok((sample, false))
}
