//! What the fields of a column look like at the start of a file: numbers, texts, a count of the rows.

use std::collections::HashSet;

use crate::input::affix::Affix;
use crate::input::classes;
use crate::input::marks::Evidence;
use crate::input::missing::Missing;
use crate::input::number::{parse, trimmed};
use crate::input::records::OwnedRecord;

/// Smallest number of rows in which a count of the rows can be told from other numbers.
const LEAST_COUNTED: usize = 3;

/// What the fields of a column look like.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Numbers of fields that are numbers, texts and missing.
    pub numbers: usize,
    pub texts: usize,
    pub missing: usize,
    /// Sign of the numbers; a number with another sign counts as text.
    pub affix: Affix,
    pub evidence: Evidence,
    /// Number of different values, of which more than [`classes::MOST`] are not counted.
    pub values: usize,
    /// Whether the fields count the rows, from 0 or from 1.
    pub counts_rows: bool,
}

impl Profile {
    /// Returns the profiles of the first `width` columns.
    pub fn all(rows: &[OwnedRecord], width: usize, missing: &Missing) -> Vec<Self> {
        (0..width)
            .map(|place| {
                let fields = rows.iter().map(|row| row.get().field(place));
                Self::of(
                    fields.map(|field| trimmed(field.unwrap_or_default())),
                    missing,
                )
            })
            .collect()
    }

    fn of<'a>(fields: impl Iterator<Item = &'a [u8]>, missing: &Missing) -> Self {
        let mut profile = Self::default();
        let mut values = HashSet::new();
        let (mut counted, mut first) = (0_usize, None);
        for (place, field) in fields.enumerate() {
            if missing.is(field) {
                profile.missing += 1;
                continue;
            }
            if values.len() <= classes::MOST {
                values.insert(field.to_ascii_lowercase());
            }
            let number = parse(field);
            let first = *first.get_or_insert(number);
            let begins = first.is_some_and(|first| first == 0.0 || first == 1.0);
            counted += usize::from(begins && number == first.map(|first| first + place as f64));
            profile.take(field);
        }
        let rows = profile.numbers + profile.texts + profile.missing;
        profile.values = values.len();
        profile.counts_rows = counted == rows && rows >= LEAST_COUNTED;
        profile
    }

    fn take(&mut self, field: &[u8]) {
        let (affix, _) = Affix::split(field);
        let is_first = self.numbers == 0;
        if (is_first || affix == self.affix) && self.evidence.take(field) {
            self.affix = affix;
            self.numbers += 1;
        } else {
            self.texts += 1;
        }
    }

    /// Returns whether there are more numbers than texts.
    pub fn is_numeric(&self) -> bool {
        self.numbers > self.texts
    }

    /// Returns whether the column can be a feature: whether most fields are numbers and not missing.
    pub fn is_feature(&self) -> bool {
        self.numbers > self.texts + self.missing
    }

    /// Returns whether there are exactly two values.
    pub fn has_two_values(&self) -> bool {
        self.values == 2
    }
}
