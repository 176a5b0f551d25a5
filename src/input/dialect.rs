//! Detects the delimiter of a file from its first rows.

use crate::input::marks::Evidence;
use crate::input::options::Delimiter;
use crate::input::records::{Grammar, OwnedRecord, Records};

/// Number of records that are examined.
const SAMPLE: usize = 20;

/// Returns the delimiter of a file that begins with `start`: the one that gives at least three fields, equally many
/// in each record, and most numbers. If no delimiter does that, returns the one that gives most numbers, or most
/// fields.
pub fn detect(start: &[u8], grammar: Grammar) -> Delimiter {
    let score = |delimiter| {
        let grammar = Grammar {
            delimiter,
            ..grammar
        };
        score(&sample(Records::new(start, grammar)))
    };
    let mut best = (Delimiter::Comma, (false, 0, 0));
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

/// Returns whether all records have the same number of fields, at least three, and some of them are numbers; how
/// many of a million fields are numbers; and the usual width. All fields of a record count as text if the record
/// has an unusual width or fewer than three fields.
fn score(sample: &[OwnedRecord]) -> (bool, usize, usize) {
    let width = usual_width(sample);
    let mut share = 0;
    for record in sample.iter().map(OwnedRecord::get) {
        if record.len() == width && width >= 3 {
            let is_number = |field: &&[u8]| Evidence::default().take(field);
            share += 1_000_000 * record.fields().filter(is_number).count() / width;
        }
    }
    let is_even = width >= 3 && sample.iter().all(|record| record.get().len() == width);
    (is_even && share > 0, share / sample.len().max(1), width)
}

/// Returns the number of fields that most records have; of two equally frequent numbers, the greater one.
pub fn usual_width(sample: &[OwnedRecord]) -> usize {
    let widths = || sample.iter().map(|record| record.get().len());
    let frequency = |width| widths().filter(|other| *other == width).count();
    widths()
        .max_by_key(|&width| (frequency(width), width))
        .unwrap_or(0)
}
