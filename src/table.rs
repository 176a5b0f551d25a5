//! A person's own data, read from a file: two columns of numbers and one of two classes.
//!
//! Delimiter (comma, semicolon, tab, spaces), header and columns are found out where they are not said.
//! The bytes are taken apart by `csv_core`; a quoted field may hold delimiters, quotes and line ends.
//! Lines that begin with `#` are comments, and rows of empty fields are blank. At most [`MOST_ROWS`] rows are read, a row has at most 1 MiB,
//! a class 1 KiB, and there are at most 1000 classes; numbers lie within ±1e150.

mod alignment;
mod classes;
mod dialect;
pub mod error;
mod escaped;
mod header;
mod layout;
mod message;
mod number;
mod options;
mod records;
mod rows;

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

pub use error::TableError;
pub use escaped::escaped;
pub use options::{ColumnName, Delimiter, TableOptions};

use crate::learning::dataset::{self, Names, Points};
use error::Problem;
use layout::Layout;
use number::Decimals;
use records::Records;
use rows::Rows;

/// A table has at most so many rows.
pub const MOST_ROWS: usize = 100_000_000;
/// So many bytes at the start may be looked at for the delimiter: the longest record there is.
const START: u64 = records::LONGEST as u64;
/// So many records are looked at for the header and the columns, or fewer where they are long.
const SAMPLE: usize = 100;
const SAMPLE_BYTES: usize = 1 << 20;
/// After so many bytes the progress is shown.
const NOW_AND_THEN: u64 = 1 << 20;

/// A table that was read, column by column. All texts are escaped and no longer than 41 characters before
/// that, but for the name.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The name of the file without folder and ending, or `stdin`; escaped.
    pub name: String,
    /// The first feature, finite, within ±1e150.
    pub x1: Vec<f64>,
    /// The second feature, likewise.
    pub x2: Vec<f64>,
    /// The label, 0.0 or 1.0; both occur.
    pub labels: Vec<f64>,
    /// What the columns of both features and the label are called: as the header says, or `column 1`.
    pub column_names: [String; 3],
    /// The texts of class 0 and class 1, as they first occur.
    pub classes: [String; 2],
    /// How many bad rows were passed over.
    pub skipped: u64,
}

impl Table {
    /// What is learned from: the samples and their names.
    #[must_use]
    pub fn into_samples(self) -> dataset::Table {
        let [x1, x2, _] = self.column_names;
        dataset::Table {
            name: self.name,
            points: Arc::new(Points {
                x1: self.x1,
                x2: self.x2,
                labels: self.labels,
            }),
            skipped: self.skipped,
            names: Arc::new(Names {
                columns: [x1, x2],
                classes: self.classes,
            }),
        }
    }
}

/// Reads the file at `path`, or standard input where it is `-`. Now and then `show` is told which share of
/// a file was read, from 0 to 1.
///
/// # Errors
/// Where the file cannot be read, or has no usable table.
pub fn open(path: &str, options: &TableOptions, show: &dyn Fn(f64)) -> Result<Table, TableError> {
    if path == "-" {
        return read("stdin", io::stdin(), None, options, show);
    }
    let failed = |error: io::Error| TableError::new(path, Problem::from(error));
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    let size = metadata.is_file().then_some(metadata.len());
    read(path, file, size, options, show)
}

/// Reads a table from `source`; errors call it `name`. Where its `size` in bytes is known, `show` is told
/// now and then which share of it was read, from 0 to 1.
///
/// At the end 24 bytes a row are taken, and 26 for a moment before.
///
/// # Errors
/// Where the source fails, or has no usable table.
pub fn read(
    name: &str,
    source: impl Read,
    size: Option<u64>,
    options: &TableOptions,
    show: &dyn Fn(f64),
) -> Result<Table, TableError> {
    let source = Shown {
        source,
        size,
        read: 0,
        show,
    };
    let table = read_rows(name, source, options, MOST_ROWS);
    table.map_err(|problem| TableError::new(name, problem))
}

fn read_rows(
    name: &str,
    mut source: impl Read,
    options: &TableOptions,
    most: usize,
) -> Result<Table, Problem> {
    let mut start = Vec::new();
    source.by_ref().take(START).read_to_end(&mut start)?;
    if start.contains(&0) {
        return Err(Problem::NotText);
    }
    if start.starts_with(b"\xef\xbb\xbf") {
        start.drain(..3);
    }
    let has_only_carriage_returns = start.contains(&b'\r') && !start.contains(&b'\n');
    let detect = || dialect::detect(&start, has_only_carriage_returns);
    let delimiter = options.delimiter.unwrap_or_else(detect);
    let source = Cursor::new(start).chain(source);
    let mut records = Records::new(source, delimiter, has_only_carriage_returns);

    let mut sample = Vec::new();
    let mut sample_bytes = 0;
    while sample.len() < SAMPLE && sample_bytes < SAMPLE_BYTES {
        let Some(record) = records.next()? else {
            break;
        };
        let record = record.to_owned();
        sample_bytes += record.size();
        sample.push(record);
    }
    if sample.is_empty() {
        return Err(Problem::NoRows);
    }
    let layout = Layout::find(&sample, options, delimiter)?;
    let header_rows = usize::from(layout.has_header);
    let decimals = Decimals::beside(delimiter);
    let mut rows = Rows::new(layout, decimals, most, options.skip_bad);
    for record in &sample[header_rows..] {
        rows.take(record.get())?;
    }
    while let Some(record) = records.next()? {
        rows.take(record)?;
    }
    table(name, rows, options)
}

fn table(name: &str, mut rows: Rows, options: &TableOptions) -> Result<Table, Problem> {
    rows.check_count()?;
    let classes = rows.classes.decide(options.positive.as_deref())?;
    let label = |class: &u16| f64::from(u8::from(classes.is_one[usize::from(*class)]));
    rows.x1.shrink_to_fit();
    rows.x2.shrink_to_fit();
    Ok(Table {
        name: stem(name),
        labels: rows.class_numbers.iter().map(label).collect(),
        column_names: rows.column_names(),
        x1: rows.x1,
        x2: rows.x2,
        classes: classes.names,
        skipped: rows.skipped,
    })
}

/// The name of a file without folder and ending.
fn stem(path: &str) -> String {
    let stem = Path::new(path).file_stem().and_then(|stem| stem.to_str());
    escaped(stem.unwrap_or(path))
}

/// A source whose progress is shown.
struct Shown<'a, R> {
    source: R,
    size: Option<u64>,
    read: u64,
    show: &'a dyn Fn(f64),
}

impl<R: Read> Read for Shown<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        let before = self.read / NOW_AND_THEN;
        self.read += count as u64;
        if let Some(size) = self.size
            && (count == 0 || self.read / NOW_AND_THEN != before)
        {
            (self.show)((self.read as f64 / size.max(1) as f64).min(1.0));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_not_more_rows_than_allowed() {
        let rows = "1,2,a\n3,4,b\n5,6,a\n";
        let read = |most| read_rows("x", rows.as_bytes(), &TableOptions::default(), most);
        assert_eq!(read(3).unwrap().x1, [1.0, 3.0, 5.0]);
        assert_eq!(read(2), Err(Problem::TooManyRows { most: 2 }));
    }
}
