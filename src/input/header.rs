//! Detects from its first row and the rows below whether a file has a header.

use crate::input::number::{Decimals, is_missing};
use crate::input::options::TableOptions;
use crate::input::records::OwnedRecord;

/// Returns for each column whether it has more numbers than texts.
pub fn numeric(rows: &[OwnedRecord], width: usize, decimals: Decimals) -> Vec<bool> {
    let is_numeric = |place| {
        let fields = rows.iter().filter_map(|row| row.get().field(place));
        let present = fields.filter(|field| !is_missing(field));
        let (numbers, texts): (Vec<_>, Vec<_>) =
            present.partition(|field| decimals.number(field).is_some());
        numbers.len() > texts.len()
    };
    (0..width).map(is_numeric).collect()
}

/// Returns whether the first row is a header: whether it has text in most of the columns that have numbers
/// below. If no column has numbers below, a first row without numbers is a header. A first row that
/// contains the name of a column from the options is always a header.
pub fn is_header(
    first: &[&[u8]],
    is_numeric: &[bool],
    options: &TableOptions,
    decimals: Decimals,
) -> bool {
    let is_text = |field: &&[u8]| decimals.number(field).is_none() && !is_missing(field);
    let asked = [&options.x, &options.y, &options.label];
    let mut asked = asked
        .into_iter()
        .flatten()
        .map(|name| name.as_str().as_bytes());
    if asked.any(|name| first.iter().any(|field| *field == name && is_text(field))) {
        return true;
    }
    // This is how pandas writes a header for columns without names: an empty field for the index, then
    // numbers.
    if first.starts_with(&[b"", b"0", b"1"]) {
        return true;
    }
    let texts = first.iter().filter(|field| is_text(field)).count();
    let told = first.iter().filter(|field| !is_missing(field)).count();
    let above_numbers = || {
        first
            .iter()
            .zip(is_numeric)
            .filter(|(_, is)| **is)
            .map(|(field, _)| field)
    };
    if above_numbers().next().is_none() {
        return texts > 0 && texts == told;
    }
    let told = above_numbers().filter(|field| !is_missing(field)).count();
    2 * above_numbers().filter(|field| is_text(field)).count() > told
}
