//! Detects the delimiter of a file from its first rows.

use crate::input::number::Decimals;
use crate::input::options::Delimiter;
use crate::input::records::{OwnedRecord, Records};

/// Number of records that are examined.
const SAMPLE: usize = 20;

/// Returns the delimiter that gives at least three fields, most of them numbers; if no delimiter does, the
/// one that gives most fields. `start` is the start of a file, or all of it.
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
    // An error ends the sample here; it is reported when the whole file is read.
    while sample.len() < SAMPLE
        && let Ok(Some(record)) = records.next()
    {
        sample.push(record.to_owned());
    }
    sample
}

/// Returns how many of a million fields are numbers, and the usual width. All fields of a record count as
/// text if the record has an unusual width or fewer than three fields.
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

/// Returns the number of fields that most records have; of two equally frequent numbers, the greater one.
pub fn usual_width(sample: &[OwnedRecord]) -> usize {
    let widths = || sample.iter().map(|record| record.get().len());
    let frequency = |width| widths().filter(|other| *other == width).count();
    widths()
        .max_by_key(|&width| (frequency(width), width))
        .unwrap_or(0)
}
