//! Tests reading tables from files: every dialect, every error, and arbitrary bytes.

mod again;
mod dialects;
mod errors;
mod kinds;
mod mutations;
mod options;
mod properties;

use sgdscope::input::{Table, TableError, TableOptions, open, read};

/// Returns the path of a file in `tests/data`.
fn path(file: &str) -> String {
    format!("{}/tests/data/{file}", env!("CARGO_MANIFEST_DIR"))
}

/// Parses options in the words of the command line: `x=height label=3 delimiter=tab positive=a skip-bad`.
fn options(words: &str) -> TableOptions {
    let mut options = TableOptions::default();
    for word in words.split_whitespace() {
        match word.split_once('=').unwrap_or((word, "")) {
            ("x", name) => options.x = Some(name.parse().unwrap()),
            ("y", name) => options.y = Some(name.parse().unwrap()),
            ("label", name) => options.label = Some(name.parse().unwrap()),
            ("delimiter", name) => options.delimiter = Some(name.parse().unwrap()),
            ("positive", name) => options.positive = Some(name.to_owned()),
            ("above", value) => options.above = Some(value.parse().unwrap()),
            ("decimal", mark) => options.decimal = Some(mark.parse().unwrap()),
            ("na", marks) => options.missing = marks.parse().unwrap(),
            ("skip-bad", _) => options.skip_bad = true,
            _ => panic!("{word} is no option"),
        }
    }
    options
}

/// Reads a file in `tests/data`.
fn file(file: &str, words: &str) -> Table {
    open(&path(file), &options(words), &|_| ()).unwrap()
}

/// Reads text as if it were a file called `points.csv`.
fn text(text: impl AsRef<[u8]>, words: &str) -> Result<Table, TableError> {
    read("points.csv", text.as_ref(), None, &options(words), &|_| ())
}

/// Returns the error message for a text that is read as if it were a file called `points.csv`.
fn complaint(bytes: impl AsRef<[u8]>, words: &str) -> String {
    text(bytes, words).unwrap_err().to_string()
}
