//! Which delimiter a file has, from its first rows.

use crate::table::number::Decimals;
use crate::table::options::Delimiter;
use crate::table::records::{OwnedRecord, Records};

/// So many records are looked at.
const SAMPLE: usize = 20;

/// The delimiter that makes three fields or more and most of them numbers; where none does, the one that
/// makes most fields. `start` is the start of a file, or all of it.
pub fn detect(start: &[u8], has_only_carriage_returns: bool) -> Delimiter {
    let score = |delimiter| {
        let records = Records::new(start, delimiter, has_only_carriage_returns);
        score(&sample(records), Decimals::beside(delimiter))
    };
    let mut best = (Delimiter::Comma, (0, 0));
    for delimiter in Delimiter::ALL {
        let score = score(delimiter);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    best.0
}

fn sample(mut records: Records<&[u8]>) -> Vec<OwnedRecord> {
    let mut sample = Vec::new();
    // What cannot be read is seen once it is read in earnest.
    while sample.len() < SAMPLE
        && let Ok(Some(record)) = records.next()
    {
        sample.push(record.to_owned());
    }
    sample
}

/// How many of a million fields are numbers, those of records of an unusual width or of fewer than
/// three fields counted as text; and the usual width.
fn score(sample: &[OwnedRecord], decimals: Decimals) -> (usize, usize) {
    let width = usual_width(sample);
    let mut share = 0;
    for record in sample.iter().map(OwnedRecord::get) {
        if record.len() == width && width >= 3 {
            let numbers = record
                .fields()
                .filter(|field| decimals.finite(field).is_some());
            share += 1_000_000 * numbers.count() / width;
        }
    }
    (share / sample.len().max(1), width)
}

/// The number of fields that most records have, the greater one of two that are as frequent.
pub fn usual_width(sample: &[OwnedRecord]) -> usize {
    let widths = || sample.iter().map(|record| record.get().len());
    let frequency = |width| widths().filter(|other| *other == width).count();
    widths()
        .max_by_key(|&width| (frequency(width), width))
        .unwrap_or(0)
}
