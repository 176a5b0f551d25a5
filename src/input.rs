//! Reads a person's own data from a file: two columns of numbers and one column of two classes.
//!
//! The encoding, the delimiter, the header, the columns and the notation of the numbers are detected unless the
//! options name them. Files that are compressed by gzip are unpacked. The bytes are parsed by `csv_core`; a quoted
//! field may contain delimiters, quotes and line ends. Lines that begin with `#` are comments before the first row;
//! later, only if they have not the fields of a row. Rows of empty fields are blank. A table has at most
//! [`MOST_ROWS`] rows, a row at most 1 MiB, and a class at most 1 KiB; there are at most 1000 classes, and numbers
//! lie within ±1e150.

mod affix;
pub mod again;
mod alignment;
mod begin;
mod classes;
mod columns;
mod describe;
mod dialect;
pub mod error;
mod escaped;
mod feature_columns;
mod header;
mod layout;
mod marks;
mod message;
mod missing;
mod number;
mod options;
mod orange;
mod preamble;
mod profile;
pub mod reading;
mod records;
mod rows;
mod text;
pub mod training_log;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

pub use describe::Summary;
pub use error::TableError;
pub use escaped::escaped;
pub use marks::Decimal;
pub use missing::Missing;
pub use options::{ColumnName, Delimiter, TableOptions};

use crate::learning::data::{Names, Origin, OwnData, Points, collected};
use begin::Begun;
use columns::Columns;
use describe::Description;
use error::Problem;
use layout::Layout;
use reading::Reading;
use records::Record;
use rows::Rows;

/// Largest number of rows in a table.
pub const MOST_ROWS: usize = 100_000_000;
/// Number of bytes between two progress reports.
const NOW_AND_THEN: u64 = 1 << 20;

/// A table that was read, column by column. All texts are escaped. Every text except `name` has at most 41
/// characters before it is escaped.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name of the file without folder and extension, or `stdin`; escaped.
    pub name: String,
    /// First feature, finite and within ±1e150.
    pub x1: Vec<f64>,
    /// Second feature, finite and within ±1e150.
    pub x2: Vec<f64>,
    /// Label, 0.0 or 1.0; both occur.
    pub labels: Vec<f64>,
    /// Names of the columns of both features and the label: the name in the header, or for example
    /// `column 1`.
    pub column_names: [String; 3],
    /// Texts of class 0 and class 1, as each first occurs in the file.
    pub classes: [String; 2],
    /// Number of bad rows that were skipped.
    pub skipped: u64,
    /// What is told of the reading.
    pub reading: Reading,
    /// Statistics of the columns of numbers; empty unless the options ask for them.
    pub summaries: Vec<Summary>,
}

impl Table {
    /// Returns the data for training: the samples and their names.
    #[must_use]
    pub fn into_samples(self) -> OwnData {
        let [x1, x2, _] = self.column_names;
        let names = Names {
            columns: [x1, x2],
            classes: self.classes,
        };
        let points = Points {
            x1: self.x1,
            x2: self.x2,
            labels: self.labels,
        };
        let origin = Origin::of(&points, names, self.skipped, self.reading.told());
        OwnData {
            name: self.name,
            points: Arc::new(points),
            origin: Arc::new(origin),
        }
    }
}

/// Reads the file at `path`, or standard input if `path` is `-`. For a file, `show` is called at intervals
/// with the share that has been read, from 0 to 1.
///
/// # Errors
/// If the file cannot be read, or has no usable table.
pub fn open(path: &str, options: &TableOptions, show: &dyn Fn(f64)) -> Result<Table, TableError> {
    if path == "-" {
        return read("stdin", io::stdin(), None, options, show);
    }
    if path.is_empty() {
        return Err(TableError::new("--data", Problem::NoName));
    }
    let failed = |error: io::Error| TableError::new(path, Problem::from(error));
    let file = File::open(path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    let size = metadata.is_file().then_some(metadata.len());
    read(path, file, size, options, show)
}

/// Reads the statistics of all columns of numbers of the file at `path`, whether training can use the table or not.
///
/// # Errors
/// If the file cannot be read, or has no rows.
pub fn summaries(path: &str, options: &TableOptions) -> Result<Vec<Summary>, TableError> {
    let read = || {
        let mut begun = Begun::new(File::open(path)?, options)?;
        let columns = Columns::new(&begun.header, &begun.rows, options, begun.delimiter);
        let columns = columns.all(options);
        let mut description = Description::new(columns, options.missing.clone());
        for record in &begun.rows {
            description.take(record.get());
        }
        while let Some(record) = begun.records.next()? {
            description.take(record);
        }
        Ok(description.summaries())
    };
    read().map_err(|problem| TableError::new(path, problem))
}

/// Reads a table from `source`, which errors call `name`. If its `size` in bytes is known, `show` is called
/// at intervals with the share that has been read, from 0 to 1.
///
/// The table takes 24 bytes per row at the end, and 26 bytes per row for a moment before.
///
/// # Errors
/// If the source fails, or has no usable table.
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
    source: impl Read,
    options: &TableOptions,
    most: usize,
) -> Result<Table, Problem> {
    let mut begun = Begun::new(source, options)?;
    let layout = Layout::find(&begun.header, &begun.rows, options, begun.delimiter)?;
    let columns = options
        .describes
        .then(|| Columns::new(&begun.header, &begun.rows, options, begun.delimiter).all(options));
    let missing = options.missing.clone();
    let mut description = columns.map(|columns| Description::new(columns, missing));
    let mut rows = Rows::new(layout, options, most);
    if begun.is_whole {
        // The person hears of the classes first, and of bad rows only then.
        rows.check_classes(&begun.rows, options)?;
    }
    let mut take = |record: Record<'_>| {
        if let Some(description) = &mut description {
            description.take(record);
        }
        rows.take(record)
    };
    for record in begun.rows.iter().chain(&begun.comments) {
        take(record.get())?;
    }
    while let Some(record) = begun.records.next()? {
        take(record)?;
    }
    let mut table = table(name, rows, options, begun.delimiter)?;
    table.summaries = description.map_or_else(Vec::new, Description::summaries);
    table.reading.comments += begun.comments_before;
    table.reading.encoding = begun.encoding;
    if begun.is_compressed {
        table.reading.remarks.push("unpacked by gzip".to_owned());
    }
    Ok(table)
}

fn table(
    name: &str,
    mut rows: Rows,
    options: &TableOptions,
    delimiter: Delimiter,
) -> Result<Table, Problem> {
    rows.check_count()?;
    let classes = rows
        .classes
        .decide(options.positive.as_deref(), rows.label())?;
    let label = |class: &u16| f64::from(u8::from(classes.is_one[usize::from(*class)]));
    rows.x1.shrink_to_fit();
    rows.x2.shrink_to_fit();
    let labels = collected(rows.class_numbers.iter().map(label));
    let labels = labels.map_err(|_| Problem::NoMemory {
        rows: rows.class_numbers.len(),
    })?;
    let reading = rows.reading(delimiter, &labels, &classes.names);
    Ok(Table {
        name: stem(name),
        labels,
        column_names: rows.column_names(),
        x1: rows.x1,
        x2: rows.x2,
        classes: classes.names,
        skipped: rows.skipped,
        reading,
        summaries: Vec::new(),
    })
}

/// Returns the name of a file without folder and extension, escaped.
fn stem(path: &str) -> String {
    let stem = Path::new(path).file_stem().and_then(|stem| stem.to_str());
    escaped(stem.unwrap_or(path))
}

/// A source that reports the progress of reading.
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
