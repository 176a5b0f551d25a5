//! Tests that each kind of table is read as pandas reads it, or refused if it has two meanings. The script
//! `kinds.py` makes the expected values from the small files in `tests/data/kinds`.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;
use sgdscope::input::error::Problem;
use sgdscope::input::open;

use crate::{options, path, text};

/// What a file holds.
#[derive(Debug, Deserialize)]
struct Reading {
    options: Vec<String>,
    columns: [usize; 3],
    x1: Vec<f64>,
    x2: Vec<f64>,
    ones: Vec<f64>,
    skipped: u64,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Expected {
    /// It can be read in one way.
    One(Reading),
    /// It is refused, and each of these options reads it in one way.
    Several { readings: Vec<Reading> },
}

fn expected() -> BTreeMap<String, Expected> {
    let golden = fs::read_to_string(path("../golden/kinds.json")).unwrap();
    serde_json::from_str(&golden).unwrap()
}

/// Returns options of the command line, such as `--decimal` and `,`, in the words of these tests.
fn words(options: &[String]) -> String {
    let word = |option: &String| match option.strip_prefix("--") {
        Some(name) => format!(" {name}"),
        None => format!("={option}"),
    };
    options.iter().map(word).collect()
}

/// Returns what differs from the expected reading; empty if nothing does.
fn difference(name: &str, reading: &Reading) -> String {
    let options = options(&words(&reading.options));
    let table = match open(&path(&format!("kinds/{name}")), &options, &|_| ()) {
        Ok(table) => table,
        Err(error) => return error.to_string(),
    };
    let columns = table.reading.columns.each_ref().map(|column| column.number);
    let found = (columns, table.x1, table.x2, table.labels, table.skipped);
    let Reading {
        columns,
        x1,
        x2,
        ones,
        skipped,
        ..
    } = reading;
    let wanted = (*columns, x1.clone(), x2.clone(), ones.clone(), *skipped);
    if found == wanted {
        return String::new();
    }
    format!(
        "{name}: {found:?} instead of {wanted:?}; {:?}",
        table.reading
    )
}

#[test]
fn each_kind_of_table_is_read_as_pandas_reads_it() {
    let expected = expected();
    assert!(expected.len() > 60, "{}", expected.len());
    let mut differences = Vec::new();
    for (name, expected) in &expected {
        match expected {
            Expected::One(reading) => differences.push(difference(name, reading)),
            Expected::Several { readings } => {
                let bytes = fs::read(path(&format!("kinds/{name}"))).unwrap();
                let error = text(bytes, "").unwrap_err();
                assert!(
                    matches!(error.problem(), Problem::Unclear { .. }),
                    "{name}: {error}"
                );
                for reading in readings {
                    let option = reading.options.join(" ");
                    assert!(error.to_string().contains(&option), "{name}: {error}");
                    differences.push(difference(name, reading));
                }
            }
        }
    }
    differences.retain(|difference| !difference.is_empty());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
