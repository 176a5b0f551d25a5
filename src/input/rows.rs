//! Converts records to columns of numbers, and finds what is wrong with bad rows.

use crate::input::classes::Classes;
use crate::input::error::{BadRow, Column, Fault, Problem};
use crate::input::escaped::shortened;
use crate::input::layout::Layout;
use crate::input::number::{Decimals, is_missing, trimmed};
use crate::input::options::Delimiter;
use crate::input::reading::Reading;
use crate::input::records::Record;

/// Largest magnitude of a value. Up to it, the squares of values and their sum over 100 million rows are
/// finite.
pub const GREATEST: f64 = 1e150;

/// Number of rows that there is room for at first.
const LEAST_ROOM: usize = 1024;

/// Rows that were read so far, 18 bytes each.
pub struct Rows {
    layout: Layout,
    decimals: Decimals,
    most: usize,
    skip_bad: bool,
    pub x1: Vec<f64>,
    pub x2: Vec<f64>,
    /// Number of each row's class.
    pub class_numbers: Vec<u16>,
    pub classes: Classes,
    pub skipped: u64,
    first_bad: Option<BadRow>,
}

impl Rows {
    /// Makes an empty table for at most `most` rows.
    pub fn new(layout: Layout, decimals: Decimals, most: usize, skip_bad: bool) -> Self {
        Self {
            layout,
            decimals,
            most,
            skip_bad,
            x1: Vec::new(),
            x2: Vec::new(),
            class_numbers: Vec::new(),
            classes: Classes::new(decimals),
            skipped: 0,
            first_bad: None,
        }
    }

    /// Adds a record as a row.
    ///
    /// # Errors
    /// If the record is bad and bad rows are not skipped, or if there are too many rows or classes.
    #[inline]
    pub fn take(&mut self, record: Record<'_>) -> Result<(), Problem> {
        match self.values(record) {
            Ok(_) if self.x1.len() == self.most => Err(Problem::TooManyRows { most: self.most }),
            Ok((x1, x2, class)) => {
                if self.x1.len() == self.x1.capacity() {
                    self.make_room()?;
                }
                self.x1.push(x1);
                self.x2.push(x2);
                self.class_numbers.push(class);
                Ok(())
            }
            Err(bad) => self.refuse(bad, record.line()),
        }
    }

    /// Makes room for more rows, for about half as many again as there are.
    #[cold]
    fn make_room(&mut self) -> Result<(), Problem> {
        let rows = self.x1.len();
        let more = (rows / 2).max(LEAST_ROOM);
        let x1 = self.x1.try_reserve_exact(more);
        x1.and_then(|()| self.x2.try_reserve_exact(more))
            .and_then(|()| self.class_numbers.try_reserve_exact(more))
            .map_err(|_| Problem::NoMemory { rows })
    }

    #[inline]
    fn values(&mut self, record: Record<'_>) -> Result<(f64, f64, u16), (usize, Fault)> {
        if record.len() > self.layout.width {
            self.check_width(record)?;
        }
        let field = |role: usize| {
            let field = record.field(self.layout.columns[role]);
            field.ok_or((role, Fault::NoField))
        };
        let number = |role: usize| {
            let field = field(role)?;
            match self.decimals.number(field) {
                Some(number) if number.abs() <= GREATEST => Ok(number),
                found => Err((role, number_fault(field, found))),
            }
        };
        let (x1, x2) = (number(0)?, number(1)?);
        let class = self.classes.number_of(field(2)?);
        Ok((x1, x2, class.map_err(|fault| (2, fault))?))
    }

    #[cold]
    fn check_width(&self, record: Record<'_>) -> Result<(), (usize, Fault)> {
        let mut beyond = record.fields().skip(self.layout.width);
        if beyond.all(|field| trimmed(field).is_empty()) {
            return Ok(());
        }
        let fault = Fault::ManyFields {
            found: record.len(),
            expected: self.layout.width,
        };
        Err((0, fault))
    }

    #[cold]
    fn refuse(&mut self, (role, fault): (usize, Fault), line: u64) -> Result<(), Problem> {
        let column = self.layout.shown[role].clone();
        if fault == Fault::TooManyClasses {
            return Err(Problem::TooManyClasses { line, column });
        }
        let bad = BadRow {
            line,
            column,
            fault,
        };
        if !self.skip_bad {
            return Err(Problem::BadRow(bad));
        }
        self.skipped += 1;
        self.first_bad.get_or_insert(bad);
        Ok(())
    }

    /// Checks that there are at least two rows.
    ///
    /// # Errors
    /// If there are fewer than two rows.
    pub fn check_count(&self) -> Result<(), Problem> {
        let skipped = self.skipped;
        match (self.x1.len(), self.first_bad.clone()) {
            (0, Some(first)) => Err(Problem::AllBad { skipped, first }),
            (0, None) => Err(Problem::NoRows),
            (1, _) => Err(Problem::OneRow { skipped }),
            _ => Ok(()),
        }
    }

    /// Returns what is told of the rows, which were read with this delimiter and got these labels and classes.
    pub fn reading(&self, delimiter: Delimiter, labels: &[f64], classes: &[String; 2]) -> Reading {
        let ones = labels.iter().filter(|label| **label == 1.0).count() as u64;
        let rows = labels.len() as u64;
        let [zero, one] = classes.clone();
        Reading {
            delimiter,
            encoding: None,
            rows,
            skipped: self.skipped,
            first_skipped: self.first_bad.as_ref().map(ToString::to_string),
            comments: 0,
            columns: self.layout.shown.clone(),
            classes: [(zero, rows - ones), (one, ones)],
            remarks: Vec::new(),
        }
    }

    /// Returns the names of the three columns.
    pub fn column_names(&self) -> [String; 3] {
        let name = |column: &Column| match &column.name {
            Some(name) => name.clone(),
            None => format!("column {}", column.number),
        };
        self.layout.shown.each_ref().map(name)
    }
}

fn number_fault(field: &[u8], found: Option<f64>) -> Fault {
    let text = shortened(trimmed(field));
    match found {
        _ if text.is_empty() => Fault::Empty,
        Some(number) if number.is_finite() => Fault::TooGreat(text),
        Some(_) if !is_missing(field) => Fault::Infinite(text),
        _ => Fault::NoNumber(text),
    }
}
