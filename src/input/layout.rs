//! Finds the layout of a table: the columns of the features and the label, and the notation of their numbers.

use crate::input::affix::Affix;
use crate::input::columns::{self, Columns};
use crate::input::error::{Choices, Column, Problem};
use crate::input::escaped::shortened;
use crate::input::header::Header;
use crate::input::marks::Evidence;
use crate::input::number::Notation;
use crate::input::options::{Delimiter, TableOptions};
use crate::input::records::OwnedRecord;

/// Columns of the features and the label, and the notation of their numbers.
pub struct Layout {
    /// Places of both features and the label, from 0.
    pub columns: [usize; 3],
    /// Columns of both features and the label, as they are shown.
    pub shown: [Column; 3],
    pub notations: [Notation; 3],
    /// Number of fields in a row; further fields must be empty.
    pub width: usize,
    /// Other columns that could be the label.
    pub choices: Choices,
    /// What a person may not expect of the choice, in sentences.
    pub remarks: Vec<String>,
}

impl Layout {
    /// Finds the layout from the header and the rows below it, of which there must be at least one.
    ///
    /// # Errors
    /// If there are fewer than three columns, if the chosen columns do not exist or are not three, if no columns
    /// can be chosen, or if a number has two meanings.
    pub fn find(
        header: &Header,
        rows: &[OwnedRecord],
        options: &TableOptions,
        delimiter: Delimiter,
    ) -> Result<Self, Problem> {
        if header.width < 3 {
            let found = header.width;
            return Err(Problem::FewColumns { found, delimiter });
        }
        let columns = Columns::new(header, rows, options, delimiter);
        let mut remarks = Vec::new();
        if !header.passed_over.is_empty() {
            remarks.push("line 1 counts the rows and the columns, and is passed over".to_owned());
        }
        let chosen = columns.choose(options, &mut remarks)?;
        let mut notations = [const { None }; 3];
        for (notation, place) in notations.iter_mut().zip(chosen) {
            *notation = Some(columns.notation(place, options, &mut remarks)?);
        }
        let [x1, x2, label] = notations.map(Option::unwrap_or_default);
        let label = Notation {
            affix: Affix::None,
            ..label
        };
        Ok(Self {
            columns: chosen,
            shown: chosen.map(|place| columns.shown(place)),
            choices: columns.choices(chosen, rows, &label),
            notations: [x1, x2, label],
            width: header.width,
            remarks,
        })
    }
}

impl Columns<'_> {
    /// Returns the notation of the numbers of a column. Adds what a person may not expect to `remarks`.
    ///
    /// # Errors
    /// If a number has two meanings.
    pub fn notation(
        &self,
        place: usize,
        options: &TableOptions,
        remarks: &mut Vec<String>,
    ) -> Result<Notation, Problem> {
        let all: Vec<Evidence> = self.profiles.iter().map(|it| it.evidence.clone()).collect();
        let profile = &self.profiles[place];
        let is_european = self.delimiter == Delimiter::Semicolon;
        let marks = profile.evidence.decide(&all, options.decimal, is_european);
        let marks = marks.map_err(|unclear| Problem::Unclear {
            column: self.shown(place),
            text: shortened(&unclear.example),
        })?;
        let notation = Notation {
            marks,
            affix: profile.affix,
        };
        if options.decimal.is_none()
            && let Some(remark) = profile.evidence.remark(&notation, &self.shown(place))
        {
            remarks.push(remark);
        }
        Ok(notation)
    }

    /// Returns all columns, as they are shown, and the notation of their numbers. A notation that is not clear is
    /// that of programs, with a decimal point.
    pub fn all(&self, options: &TableOptions) -> Vec<(Column, Notation)> {
        let notation = |place| self.notation(place, options, &mut Vec::new());
        let places = 0..self.header.width;
        places
            .map(|place| (self.shown(place), notation(place).unwrap_or_default()))
            .collect()
    }

    /// Returns what else the label could be.
    fn choices(&self, chosen: [usize; 3], rows: &[OwnedRecord], notation: &Notation) -> Choices {
        let label = chosen[2];
        let is_possible = |place: &usize| {
            *place != label
                && self.profiles[*place].has_two_values()
                && self.leaves_features(*place, &[None; 3])
        };
        let mut two = (0..self.header.width).filter(is_possible);
        let above = |place: usize| {
            let profile = &self.profiles[place];
            let median = profile.is_numeric().then(|| median(rows, place, notation));
            median.flatten()
        };
        let others = (0..self.header.width).filter(|place| *place != label);
        let others = others.filter(|place| !self.is_counter(*place) && !self.is_excluded(*place));
        let mut numbers = others
            .filter(|place| self.leaves_features(*place, &[None; 3]))
            .filter_map(|place| Some((self.shown(place), above(place)?)));
        Choices {
            with_two_values: two
                .by_ref()
                .take(columns::LISTED)
                .map(|place| self.shown(place))
                .collect(),
            above: above(label),
            numbers: numbers.next_back(),
            has_gaps: chosen.iter().any(|place| self.profiles[*place].missing > 0),
        }
    }
}

/// Returns the median of a column, or the greatest value below the greatest one, because no value is above that.
fn median(rows: &[OwnedRecord], place: usize, notation: &Notation) -> Option<f64> {
    let numbers = rows.iter().filter_map(|row| row.get().field(place));
    let mut numbers: Vec<f64> = numbers.filter_map(|field| notation.finite(field)).collect();
    numbers.sort_by(f64::total_cmp);
    let greatest = numbers.last().copied()?;
    let median = numbers.get(numbers.len() / 2).copied();
    let median = median.filter(|median| *median < greatest);
    median.or_else(|| numbers.into_iter().rfind(|number| *number < greatest))
}
