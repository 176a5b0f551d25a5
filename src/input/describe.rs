//! Statistics of all columns of numbers of a file, gathered while its rows are read.

use crate::input::error::Column;
use crate::input::missing::Missing;
use crate::input::number::Notation;
use crate::input::records::Record;
use crate::input::rows::GREATEST;

/// Statistics of a column of numbers within ±1e150. A deviation below 1e-160 may be lost.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The column.
    pub column: Column,
    /// Number of rows that have a number in it.
    pub numbers: u64,
    /// Smallest number.
    pub minimum: f64,
    /// Largest number.
    pub maximum: f64,
    /// Mean of the numbers.
    pub mean: f64,
    /// Population standard deviation of the numbers.
    pub deviation: f64,
}

/// Statistics of all columns, of the rows so far.
pub struct Description {
    columns: Vec<Tally>,
    missing: Missing,
}

/// Statistics of a column, updated by each number (Welford's method).
struct Tally {
    column: Column,
    notation: Notation,
    texts: u64,
    numbers: u64,
    minimum: f64,
    maximum: f64,
    mean: f64,
    squares: f64,
}

impl Description {
    /// Makes the statistics of these columns, without any row.
    pub fn new(columns: Vec<(Column, Notation)>, missing: Missing) -> Self {
        let tally = |(column, notation)| Tally {
            column,
            notation,
            texts: 0,
            numbers: 0,
            minimum: f64::INFINITY,
            maximum: f64::NEG_INFINITY,
            mean: 0.0,
            squares: 0.0,
        };
        Self {
            columns: columns.into_iter().map(tally).collect(),
            missing,
        }
    }

    /// Adds a row, whether training can use it or not. Missing values are left out.
    pub fn take(&mut self, record: Record<'_>) {
        for (tally, field) in self.columns.iter_mut().zip(record.fields()) {
            match tally.notation.number(field) {
                Some(number) if number.abs() <= GREATEST => tally.add(number),
                _ if self.missing.is(field) => {}
                _ => tally.texts += 1,
            }
        }
    }

    /// Returns the statistics of the columns that have more numbers than texts.
    pub fn summaries(self) -> Vec<Summary> {
        let numeric = self.columns.into_iter();
        let numeric = numeric.filter(|tally| tally.numbers > tally.texts);
        numeric.map(Tally::summary).collect()
    }
}

impl Tally {
    fn add(&mut self, number: f64) {
        self.numbers += 1;
        self.minimum = self.minimum.min(number);
        self.maximum = self.maximum.max(number);
        let before = number - self.mean;
        self.mean += before / self.numbers as f64;
        self.squares += before * (number - self.mean);
    }

    fn summary(self) -> Summary {
        Summary {
            column: self.column,
            numbers: self.numbers,
            minimum: self.minimum,
            maximum: self.maximum,
            mean: self.mean,
            deviation: (self.squares / self.numbers as f64).sqrt(),
        }
    }
}
