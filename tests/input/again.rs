//! Tests that the rows which are read again are those of the table, whatever the file contains.

use std::io::Cursor;

use rand::SeedableRng;
use rand::rngs::SmallRng;
use sgdscope::input::again::{Needed, WrittenRows};
use sgdscope::input::{TableOptions, read};

use crate::mutations::{corpus, mutated};
use crate::options;

const FILES: usize = 6_000;

/// Returns the points of all rows in order, and the number of rows without one; `None` if the file is refused.
fn points(bytes: &[u8], options: &TableOptions, needed: Needed) -> Option<(Vec<[u64; 2]>, u64)> {
    let source = Box::new(Cursor::new(bytes.to_vec()));
    let mut rows = WrittenRows::read("again.csv", source, options, needed).ok()?;
    let width = rows.header().map(|header| header.len());
    let (mut points, mut without) = (Vec::new(), 0);
    while let Some(row) = rows.next_row().ok()? {
        assert!(row.fields.len() >= width.unwrap_or(2));
        match row.point {
            Some((x1, x2)) => points.push([x1, x2].map(f64::to_bits)),
            None => without += 1,
        }
    }
    Some((points, without))
}

#[test]
fn broken_files_have_the_points_of_the_table() {
    let corpus = corpus();
    let mut random = SmallRng::seed_from_u64(12);
    let all = [
        "",
        "skip-bad",
        "x=2 y=1 label=3 skip-bad",
        "delimiter=space",
    ]
    .map(options);
    let (mut compared, mut skipped) = (0, 0);
    for round in 0..FILES {
        let bytes = mutated(&corpus, &mut random);
        let options = &all[round % all.len()];
        let again = points(&bytes, options, Needed::FeaturesAndLabel);
        let _ = points(&bytes, options, Needed::Features);
        let Ok(table) = read("again.csv", bytes.as_slice(), None, options, &|_| ()) else {
            continue;
        };
        let columns = table.x1.iter().zip(&table.x2);
        let trained: Vec<[u64; 2]> = columns
            .map(|(x1, x2)| [*x1, *x2].map(f64::to_bits))
            .collect();
        let (points, without) = again.expect("a table that was read can be read again");
        compared += 1;
        if table.skipped == 0 {
            assert_eq!((points, without), (trained, 0));
        } else {
            // A row without a label has a point.
            assert!(without <= table.skipped);
            assert_eq!(
                points.len() as u64 + without,
                trained.len() as u64 + table.skipped
            );
            let mut points = points.into_iter();
            assert!(trained.iter().all(|row| points.any(|point| point == *row)));
            skipped += 1;
        }
    }
    assert!(
        compared > FILES / 20 && skipped > FILES / 200,
        "{compared} {skipped}"
    );
}
