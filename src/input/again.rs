//! Reads the rows of a table as they are written, each with its point, to put predictions beside them.

use std::fs::File;
use std::io::{Read, stdin};
use std::vec;

use crate::input::begin::{Begun, Continued};
use crate::input::error::{BadRow, Problem, TableError};
use crate::input::feature_columns::FeatureColumns;
use crate::input::options::{ColumnName, Delimiter, TableOptions};
use crate::input::records::{OwnedRecord, Record, Records};

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
    /// Names of all columns, if there is a header.
    names: Option<Vec<Vec<u8>>>,
    /// Records that were read already to find the columns.
    sample: vec::IntoIter<OwnedRecord>,
    records: Records<Continued<'static>>,
    /// Record of the row that was returned last.
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
        let begun = Begun::new(source, options)?;
        let features = match needed {
            Needed::FeaturesAndLabel => FeatureColumns::with_label(&begun, options)?,
            Needed::Features => FeatureColumns::find(&begun, options)?,
        };
        let Begun {
            delimiter,
            header,
            mut rows,
            comments,
            records,
            ..
        } = begun;
        rows.extend(comments);
        rows.retain(|record| !is_comment(record.get(), &features));
        Ok(Self {
            name: name.to_owned(),
            names: header.names,
            sample: rows.into_iter(),
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
        let names = self.names.as_ref()?;
        Some(names.iter().map(Vec::as_slice).collect())
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
        while self.present.is_none() {
            match self.records.next() {
                Ok(Some(record)) if is_comment(record, &self.features) => {}
                Ok(Some(record)) => self.present = Some(record.to_owned()),
                Ok(None) => break,
                Err(problem) => return Err((name, problem)),
            }
        }
        let record = self.present.as_ref().map(OwnedRecord::get);
        let row = record.map(|record| self.features.row(record, self.skip_bad));
        row.transpose().map_err(|problem| (name, problem))
    }
}

/// Returns whether a line that may be a comment is one: whether it is not as wide as the table.
fn is_comment(record: Record<'_>, features: &FeatureColumns) -> bool {
    record.may_be_comment() && record.len() != features.width
}

impl FeatureColumns {
    fn row<'a>(&self, record: Record<'a>, skip_bad: bool) -> Result<WrittenRow<'a>, Problem> {
        let point = match self.point(record) {
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
