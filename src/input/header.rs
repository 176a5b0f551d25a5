//! Finds the header of a table: the names of the columns, and what else the first rows say about them.

use crate::input::classes;
use crate::input::dialect::usual_width;
use crate::input::marks::Evidence;
use crate::input::missing::Missing;
use crate::input::number::{parse, trimmed};
use crate::input::options::{Delimiter, TableOptions};
use crate::input::orange;
use crate::input::profile::Profile;
use crate::input::records::OwnedRecord;

/// What the first rows say about the columns.
#[derive(Debug, Default)]
pub struct Header {
    /// Names of the columns; `None` if there is no header.
    pub names: Option<Vec<Vec<u8>>>,
    /// Number of rows of the header.
    pub rows: usize,
    /// Number of fields in a row.
    pub width: usize,
    /// Column that is declared as the label.
    pub label: Option<usize>,
    /// Columns that are declared as neither a feature nor the label.
    pub excluded: Vec<usize>,
    /// Whether the names are those of a comment before the table.
    pub is_from_comment: bool,
    /// First row of a file of scikit-learn, if it was passed over. Its texts are no names of columns.
    pub passed_over: Vec<Vec<u8>>,
}

impl Header {
    /// Finds the header in the first records. `declared` are names from before the table, and `heading` is the
    /// text of the last comment before it.
    pub fn find(
        sample: &[OwnedRecord],
        declared: Option<&[Vec<u8>]>,
        heading: &[u8],
        options: &TableOptions,
        delimiter: Delimiter,
    ) -> Self {
        if let Some(names) = declared {
            return Self::named(names.to_vec(), 0);
        }
        let first = fields(&sample[0]);
        let rows = &sample[1..];
        if let Some(header) = orange::header(sample) {
            return header;
        }
        let profiles = Profile::all(rows, first.len(), &options.missing);
        if is_of_scikit_learn(&first, rows, &profiles) {
            return Self {
                rows: 1,
                width: usual_width(rows),
                passed_over: first.into_iter().map(<[u8]>::to_vec).collect(),
                ..Self::default()
            };
        }
        if !is_header(&first, &profiles, options) {
            let width = usual_width(sample);
            return match names_in(heading, width, delimiter) {
                Some(names) => Self {
                    is_from_comment: true,
                    ..Self::named(names, 0)
                },
                None => Self {
                    width,
                    ..Self::default()
                },
            };
        }
        let mut names: Vec<Vec<u8>> = first.into_iter().map(<[u8]>::to_vec).collect();
        // R's `write.table` names the rows in a first column that has no name in the header. This is not
        // assumed if commas delimit, because one field too many can then come from a decimal comma.
        let is_longer = |row: &OwnedRecord| {
            let last = row.get().field(names.len());
            row.get().len() == names.len() + 1 && last.is_some_and(|last| !trimmed(last).is_empty())
        };
        let rows_are_named = !rows.is_empty() && rows.iter().all(is_longer);
        if delimiter != Delimiter::Comma && rows_are_named {
            names.insert(0, Vec::new());
        }
        orange::marked(names).unwrap_or_else(|names| Self::named(names, 1))
    }

    fn named(names: Vec<Vec<u8>>, rows: usize) -> Self {
        Self {
            width: names.len(),
            names: Some(names),
            rows,
            ..Self::default()
        }
    }

    /// Returns the name of a column; empty if it has none.
    pub fn name(&self, place: usize) -> &[u8] {
        let names = self.names.as_deref().unwrap_or_default();
        names.get(place).map_or(b"", Vec::as_slice)
    }
}

/// Returns the fields of a record without spaces around them.
pub fn fields(record: &OwnedRecord) -> Vec<&[u8]> {
    record.get().fields().map(trimmed).collect()
}

/// Returns whether a first row is one of scikit-learn's: the numbers of rows and of features, and the names of the
/// classes, which are above numbers. There may be fewer rows than it says, for example in the head of a file.
fn is_of_scikit_learn(first: &[&[u8]], rows_below: &[OwnedRecord], below: &[Profile]) -> bool {
    let width = usual_width(rows_below);
    let [rows, features, classes @ ..] = first else {
        return false;
    };
    let whole = |field: &[u8]| parse(field).filter(|number| number.fract() == 0.0);
    let is_text = |field: &&[u8]| !field.is_empty() && parse(field).is_none();
    whole(rows).is_some_and(|rows| rows >= rows_below.len() as f64)
        && width > 2
        && whole(features) == Some((width - 1) as f64)
        && !classes.is_empty()
        && classes.iter().all(is_text)
        && below[2..]
            .iter()
            .all(|below| below.numbers > 0 && below.texts == 0)
}

/// Returns the names in a comment, as NumPy's `savetxt` writes a header; `None` if it has not one text for each of
/// `width` columns.
fn names_in(comment: &[u8], width: usize, delimiter: Delimiter) -> Option<Vec<Vec<u8>>> {
    let parts = comment.trim_ascii().split(|byte| *byte == delimiter.byte());
    let names: Vec<Vec<u8>> = parts.map(|part| trimmed(part).to_vec()).collect();
    let are_texts = names
        .iter()
        .all(|name| !name.is_empty() && parse(name).is_none());
    (names.len() == width && are_texts).then_some(names)
}

/// Returns whether the first row is a header: whether it has text in most of the columns that have numbers
/// below. If no column has numbers below, a first row without numbers is a header. A first row that
/// contains the name of a column from the options is always a header, and so is one that counts the columns.
fn is_header(first: &[&[u8]], below: &[Profile], options: &TableOptions) -> bool {
    let missing = &options.missing;
    let is_text = |field: &&[u8]| is_text(field, missing);
    let asked = [&options.x, &options.y, &options.label];
    let mut asked = asked
        .into_iter()
        .flatten()
        .map(|name| name.as_str().as_bytes());
    if asked.any(|name| first.iter().any(|field| *field == name && is_text(field))) {
        return true;
    }
    if names_index(first, below) || counts_columns(first, below, missing) {
        return true;
    }
    let texts = first.iter().filter(|field| is_text(field)).count();
    let told = first.iter().filter(|field| !missing.is(field)).count();
    let above_numbers = || {
        let columns = first.iter().zip(below);
        columns
            .filter(|(_, below)| below.is_numeric())
            .map(|(field, _)| field)
    };
    if above_numbers().next().is_none() {
        return texts > 0 && texts == told;
    }
    let told = above_numbers().filter(|field| !missing.is(field)).count();
    2 * above_numbers().filter(|field| is_text(field)).count() > told
}

/// Returns whether the first field is empty, above a column whose values all differ, and the others are numbers that
/// increase: so R and pandas write a header of numbers above the names of the rows.
fn names_index(first: &[&[u8]], below: &[Profile]) -> bool {
    let [index, names @ ..] = first else {
        return false;
    };
    let rows = below[0].numbers + below[0].texts;
    let numbers: Vec<Option<f64>> = names.iter().map(|name| parse(name)).collect();
    index.is_empty()
        && names.len() > 1
        && numbers.iter().all(Option::is_some)
        && numbers.windows(2).all(|pair| pair[0] < pair[1])
        && below[0].missing == 0
        && rows > 1
        && below[0].values == rows.min(classes::MOST + 1)
}

/// Returns whether the numbers of the first row count the columns, from 0 or from 1, as pandas names columns that
/// have no names. If the row has texts too, one of them must be above numbers, or there must be three numbers.
fn counts_columns(first: &[&[u8]], below: &[Profile], missing: &Missing) -> bool {
    let is_name = |field: &&[u8]| is_text(field, missing);
    // The numbers may count all columns, or only those without a text.
    let counts_from = |start: usize| {
        let mut all = first
            .iter()
            .enumerate()
            .filter(|(_, field)| !is_name(field));
        let numbers = first.iter().filter(|field| !is_name(field));
        let is = |place: usize, field: &[u8]| field == (start + place).to_string().as_bytes();
        all.all(|(place, field)| is(place, field))
            || numbers.enumerate().all(|(place, field)| is(place, field))
    };
    let texts = first.iter().filter(|field| is_name(field)).count();
    let mut columns = first.iter().zip(below);
    let is_above_numbers = |below: &Profile| below.numbers > 0 && below.texts == 0;
    let names_numbers = columns.any(|(field, below)| is_name(field) && is_above_numbers(below));
    first.len() >= 3
        && first.len() - texts >= 2
        && (texts == 0 || names_numbers || first.len() - texts >= 3)
        && (counts_from(0) || counts_from(1))
}

fn is_text(field: &[u8], missing: &Missing) -> bool {
    !missing.is(field) && !Evidence::default().take(field)
}
