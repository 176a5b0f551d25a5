//! Converts records to columns of numbers, and finds what is wrong with bad rows.

use crate::input::classes::Classes;
use crate::input::error::{BadRow, Choices, Column, Fault, Problem};
use crate::input::escaped::shortened;
use crate::input::layout::Layout;
use crate::input::marks::Evidence;
use crate::input::missing::Missing;
use crate::input::number::{Notation, trimmed};
use crate::input::options::{Delimiter, TableOptions};
use crate::input::reading::Reading;
use crate::input::records::{OwnedRecord, Record};

/// Largest magnitude of a value. Up to it, the squares of values and their sum over 100 million rows are
/// finite.
pub const GREATEST: f64 = 1e150;

/// Number of rows that there is room for at first.
const LEAST_ROOM: usize = 1024;

/// Rows that were read so far, 18 bytes each.
pub struct Rows {
    layout: Layout,
    missing: Missing,
    most: usize,
    skip_bad: bool,
    pub x1: Vec<f64>,
    pub x2: Vec<f64>,
    /// Number of each row's class.
    pub class_numbers: Vec<u16>,
    pub classes: Classes,
    pub skipped: u64,
    /// Number of comments among the rows.
    comments: u64,
    first_bad: Option<BadRow>,
}

impl Rows {
    /// Makes an empty table for at most `most` rows.
    pub fn new(layout: Layout, options: &TableOptions, most: usize) -> Self {
        let notation = layout.notations[2].clone();
        Self {
            classes: Classes::new(notation, options),
            layout,
            missing: options.missing.clone(),
            most,
            skip_bad: options.skip_bad,
            x1: Vec::new(),
            x2: Vec::new(),
            class_numbers: Vec::new(),
            skipped: 0,
            comments: 0,
            first_bad: None,
        }
    }

    /// Adds a record as a row.
    ///
    /// # Errors
    /// If the record is bad and bad rows are not skipped, or if there are too many rows or classes.
    #[inline]
    pub fn take(&mut self, record: Record<'_>) -> Result<(), Problem> {
        if record.may_be_comment() && record.len() != self.layout.width {
            self.comments += 1;
            return Ok(());
        }
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
        let [x1, x2, label] = self.layout.columns;
        let notations = &self.layout.notations;
        let point = point(
            record,
            [x1, x2],
            self.layout.width,
            [&notations[0], &notations[1]],
            &self.missing,
        );
        let (x1, x2) = point?;
        let label = record.field(label).ok_or((2, Fault::NoField))?;
        let class = self.classes.number_of(label);
        Ok((x1, x2, class.map_err(|fault| (2, fault))?))
    }

    #[cold]
    fn refuse(&mut self, (role, fault): (usize, Fault), line: u64) -> Result<(), Problem> {
        let column = self.layout.shown[role].clone();
        if fault == Fault::TooManyClasses {
            let choices = Box::new(self.layout.choices.clone());
            return Err(Problem::TooManyClasses {
                line,
                column,
                choices,
            });
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

    /// Checks the classes of all rows of the file that are rows of numbers, with gaps or not, if nothing is said
    /// about classes.
    ///
    /// # Errors
    /// If there are several classes, and not two.
    pub fn check_classes(
        &self,
        all: &[OwnedRecord],
        options: &TableOptions,
    ) -> Result<(), Problem> {
        if options.positive.is_some() || options.above.is_some() {
            return Ok(());
        }
        let mut classes = Classes::new(self.layout.notations[2].clone(), options);
        let [x1, x2, place] = self.layout.columns;
        let is_number = |record: &Record, role: usize, place: usize| {
            let field = record.field(place).unwrap_or_default();
            self.missing.is(field) || self.layout.notations[role].number(field).is_some()
        };
        let records = all.iter().map(OwnedRecord::get);
        let rows = records.filter(|record| record.len() <= self.layout.width);
        let rows = rows.filter(|record| is_number(record, 0, x1) && is_number(record, 1, x2));
        for label in rows.filter_map(|record| record.field(place)) {
            if let Err(Fault::TooManyClasses) = classes.number_of(label) {
                return Ok(());
            }
        }
        match classes.decide(None, self.label()) {
            Err(problem @ Problem::ManyClasses { count: 3.., .. }) => Err(problem),
            _ => Ok(()),
        }
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
            comments: self.comments,
            columns: self.layout.shown.clone(),
            classes: [(zero, rows - ones), (one, ones)],
            remarks: self
                .layout
                .remarks
                .iter()
                .cloned()
                .chain(self.classes.remark())
                .collect(),
        }
    }

    /// Returns the column of the label, and what else could be the label.
    pub fn label(&self) -> (&Column, &Choices) {
        (&self.layout.shown[2], &self.layout.choices)
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

/// Returns the numbers of a record at the places of both features, in a table with `width` columns.
///
/// # Errors
/// If one of them is not a number that can be used, with its role (0 or 1), or if the record is too wide.
#[inline]
pub fn point(
    record: Record<'_>,
    places: [usize; 2],
    width: usize,
    notations: [&Notation; 2],
    missing: &Missing,
) -> Result<(f64, f64), (usize, Fault)> {
    if record.len() > width {
        check_width(record, width)?;
    }
    let number = |role: usize| {
        let field = record.field(places[role]).ok_or((role, Fault::NoField))?;
        match notations[role].number(field) {
            Some(number) if number.abs() <= GREATEST => Ok(number),
            found => Err((role, number_fault(field, found, missing))),
        }
    };
    Ok((number(0)?, number(1)?))
}

#[cold]
fn check_width(record: Record<'_>, width: usize) -> Result<(), (usize, Fault)> {
    let mut beyond = record.fields().skip(width);
    if beyond.all(|field| trimmed(field).is_empty()) {
        return Ok(());
    }
    let fault = Fault::ManyFields {
        found: record.len(),
        expected: width,
    };
    Err((0, fault))
}

fn number_fault(field: &[u8], found: Option<f64>, missing: &Missing) -> Fault {
    let text = shortened(trimmed(field));
    match found {
        _ if text.is_empty() => Fault::Empty,
        Some(number) if number.is_finite() => Fault::TooGreat(text),
        Some(_) if !missing.is(field) => Fault::Infinite(text),
        None if Evidence::default().take(field) => Fault::OtherNotation(text),
        _ => Fault::NoNumber(text),
    }
}
