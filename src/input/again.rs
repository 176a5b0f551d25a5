//! Reads the rows of a table as they are written, each with its point, to put predictions beside them.

use std::fs::File;
use std::io::{Read, stdin};
use std::vec;

use crate::input::error::{BadRow, Problem, TableError};
use crate::input::layout::{FeatureColumns, Layout};
use crate::input::number::Decimals;
use crate::input::options::{ColumnName, Delimiter, TableOptions};
use crate::input::records::{OwnedRecord, Record, Records};
use crate::input::{Begun, Continued, begin, rows};

/// Which columns a table must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// Those of a table for training, found as for training.
    FeaturesAndLabel,
    /// The features, which the options name. A label is not needed.
    Features,
}

/// Rows of a table in their order, without comments and blank rows.
pub struct WrittenRows {
    /// Name of the table, for errors.
    name: String,
    header: Option<OwnedRecord>,
    /// Records that were read already to find the columns.
    sample: vec::IntoIter<OwnedRecord>,
    records: Records<Continued<Box<dyn Read>>>,
    /// Record of the row that was returned last, if it is one of the sample.
    present: Option<OwnedRecord>,
    features: FeatureColumns,
    delimiter: Delimiter,
    skip_bad: bool,
}

/// A row as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenRow<'a> {
    /// Fields, at least one for each column. Empty ones stand for those that the row lacks.
    pub fields: Vec<&'a [u8]>,
    /// Features of the row; `None` if the row is bad and passed over.
    pub point: Option<(f64, f64)>,
}

impl WrittenRows {
    /// Opens the file at `path`, or standard input if `path` is `-`, and finds its columns.
    ///
    /// # Errors
    /// If it cannot be read, or does not have the columns.
    pub fn open(path: &str, options: &TableOptions, needed: Needed) -> Result<Self, TableError> {
        let failed = |error| TableError::new(path, Problem::from(error));
        let source: Box<dyn Read> = if path == "-" {
            Box::new(stdin())
        } else {
            Box::new(File::open(path).map_err(failed)?)
        };
        Self::read(path, source, options, needed)
    }

    /// Finds the columns of a table from `source`, which errors call `name`.
    ///
    /// # Errors
    /// If it cannot be read, or does not have the columns.
    pub fn read(
        name: &str,
        source: Box<dyn Read>,
        options: &TableOptions,
        needed: Needed,
    ) -> Result<Self, TableError> {
        let begun = Self::begin(name, source, options, needed);
        begun.map_err(|problem| TableError::new(name, problem))
    }

    fn begin(
        name: &str,
        source: Box<dyn Read>,
        options: &TableOptions,
        needed: Needed,
    ) -> Result<Self, Problem> {
        let Begun {
            delimiter,
            sample,
            records,
        } = begin(source, options)?;
        let features = match needed {
            Needed::FeaturesAndLabel => Layout::find(&sample, options, delimiter)?.into(),
            Needed::Features => FeatureColumns::find(&sample, options, delimiter)?,
        };
        let mut sample = sample.into_iter();
        Ok(Self {
            name: name.to_owned(),
            header: if features.has_header {
                sample.next()
            } else {
                None
            },
            sample,
            records,
            present: None,
            features,
            delimiter,
            skip_bad: options.skip_bad,
        })
    }

    /// Returns the byte that separates fields when the rows are written again: the delimiter of the table, or a
    /// tab instead of spaces, between which an empty field would be lost.
    #[must_use]
    pub fn delimiter(&self) -> u8 {
        match self.delimiter {
            Delimiter::Space => Delimiter::Tab.byte(),
            delimiter => delimiter.byte(),
        }
    }

    /// Returns the names of all columns; `None` if there is no header.
    #[must_use]
    pub fn header(&self) -> Option<Vec<&[u8]>> {
        let header = self.header.as_ref()?;
        let mut names: Vec<&[u8]> = header.get().fields().collect();
        // The first column of R's `write.table`, which numbers the rows, has no name in the header.
        while names.len() < self.features.width {
            names.insert(0, b"");
        }
        Some(names)
    }

    /// Returns the columns of both features, each by its name, or by its number if it has no name.
    #[must_use]
    pub fn features(&self) -> [ColumnName; 2] {
        let header = self.header().unwrap_or_default();
        self.features.columns.map(|place| {
            let name = header.get(place).copied().unwrap_or_default();
            let name = str::from_utf8(name).ok().and_then(|name| name.parse().ok());
            name.unwrap_or_else(|| ColumnName::of_number(place + 1))
        })
    }

    /// Returns the next row; `None` at the end.
    ///
    /// # Errors
    /// If the source fails, or if a row is bad and such rows are not passed over.
    pub fn next_row(&mut self) -> Result<Option<WrittenRow<'_>>, TableError> {
        self.find_next()
            .map_err(|(name, problem)| TableError::new(name, problem))
    }

    fn find_next(&mut self) -> Result<Option<WrittenRow<'_>>, (&str, Problem)> {
        let name = self.name.as_str();
        self.present = self.sample.next();
        let record = match &self.present {
            Some(record) => Some(record.get()),
            None => self.records.next().map_err(|problem| (name, problem))?,
        };
        let decimals = Decimals::beside(self.delimiter);
        let row = record.map(|record| self.features.row(record, decimals, self.skip_bad));
        row.transpose().map_err(|problem| (name, problem))
    }
}

impl FeatureColumns {
    fn row<'a>(
        &self,
        record: Record<'a>,
        decimals: Decimals,
        skip_bad: bool,
    ) -> Result<WrittenRow<'a>, Problem> {
        let point = match rows::point(record, self.columns, self.width, decimals) {
            Ok(point) => Some(point),
            Err(_) if skip_bad => None,
            Err((role, fault)) => {
                return Err(Problem::BadRow(BadRow {
                    line: record.line(),
                    column: self.shown[role].clone(),
                    fault,
                }));
            }
        };
        let mut fields: Vec<&[u8]> = record.fields().collect();
        while fields.len() > self.width && fields.last().is_some_and(|last| last.is_empty()) {
            fields.pop();
        }
        fields.resize(fields.len().max(self.width), b"");
        Ok(WrittenRow { fields, point })
    }
}
