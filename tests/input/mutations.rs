//! Tests files that are broken in many ways: reading never panics, and no shown text controls a terminal.

use std::fs;

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use sgdscope::input::{TableOptions, read};

use crate::{options, path};

const FILES: usize = 100_000;
/// Bytes that have a meaning in a table, in a number, in UTF-8 or for a terminal.
const SPECIAL: &[u8] = b"\",;\t \r\n#0.e-\x00\x1b\x9b\xff\xe2";

#[test]
fn broken_files_are_read_or_refused() {
    let corpus = corpus();
    let halves = [95, 96].map(|seed| {
        let corpus = corpus.clone();
        std::thread::spawn(move || read_broken_files(&corpus, seed, FILES / 2))
    });
    let [(read_one, refused_one), (read_two, refused_two)] =
        halves.map(|half| half.join().expect("no file panics"));
    let (read_well, refused) = (read_one + read_two, refused_one + refused_two);
    assert!(
        read_well > FILES / 20 && refused > FILES / 20,
        "{read_well} {refused}"
    );
}

/// Reads this number of broken files, and returns how many were read and how many were refused.
fn read_broken_files(corpus: &[Vec<u8>], seed: u64, files: usize) -> (usize, usize) {
    let options: Vec<TableOptions> = [
        "",
        "skip-bad",
        "positive=1 skip-bad",
        "delimiter=space skip-bad",
        "delimiter=semicolon",
        "x=2 y=1 label=4",
        "x=x1 label=y",
    ]
    .map(options)
    .to_vec();
    let mut random = SmallRng::seed_from_u64(seed);
    let (mut read_well, mut refused) = (0, 0);
    for round in 0..files {
        let bytes = mutated(corpus, &mut random);
        match read(
            "m\u{9b}.csv",
            bytes.as_slice(),
            None,
            &options[round % options.len()],
            &|_| (),
        ) {
            Ok(table) => {
                read_well += 1;
                let rows = table.labels.len();
                assert!(rows >= 2 && table.x1.len() == rows && table.x2.len() == rows);
                let numbers = table.x1.iter().chain(&table.x2);
                assert!(numbers.clone().all(|number| number.abs() <= 1e150));
                assert!(table.labels.contains(&0.0) && table.labels.contains(&1.0));
                let texts = table.column_names.iter().chain(&table.classes);
                texts.for_each(|text| check_shown(text, &bytes));
            }
            Err(error) => {
                refused += 1;
                check_shown(&error.to_string(), &bytes);
            }
        }
    }
    (read_well, refused)
}

fn check_shown(text: &str, bytes: &[u8]) {
    let is_hidden = |c: char| c.is_control() || "\u{feff}\u{202e}\u{200b}\u{2028}".contains(c);
    let bytes = String::from_utf8_lossy(bytes);
    assert!(!text.contains(is_hidden), "{text:?} of {bytes:?}");
    assert!(text.chars().count() < 1200, "{text} of {bytes:?}");
}

pub fn corpus() -> Vec<Vec<u8>> {
    let files = ["", "kinds"].map(|folder| fs::read_dir(path(folder)).unwrap());
    let files = files.into_iter().flatten();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.is_file());
    files.sort();
    assert!(files.len() > 80);
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Returns a file of the corpus after one to four cuts, splices or changed bytes.
pub fn mutated(corpus: &[Vec<u8>], random: &mut SmallRng) -> Vec<u8> {
    let mut bytes = corpus[random.random_range(0..corpus.len())].clone();
    for _ in 0..random.random_range(1..5) {
        let place = random.random_range(0..=bytes.len());
        let end = random.random_range(place..=bytes.len());
        match random.random_range(0..6) {
            0 => bytes.truncate(place),
            1 => drop(bytes.drain(place..end)),
            2 => {
                let other = &corpus[random.random_range(0..corpus.len())];
                let start = random.random_range(0..=other.len());
                bytes.splice(place..end, other[start..].iter().copied());
            }
            3 if place < bytes.len() => bytes[place] ^= 1 << random.random_range(0..8),
            4 if place < bytes.len() => {
                bytes[place] = SPECIAL[random.random_range(0..SPECIAL.len())];
            }
            _ => bytes.insert(place, SPECIAL[random.random_range(0..SPECIAL.len())]),
        }
    }
    bytes
}
