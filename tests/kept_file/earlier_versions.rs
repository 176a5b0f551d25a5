//! Tests that files of earlier versions repeat their runs, although defaults have changed since.

use super::{TestFile, lines, sgdscope, weights};

/// Written by version 0.1.0, whose default start seed was 0. The run is shuffled: its order has that seed too.
const KEPT: &str = include_str!("../data/runs/0_1_0.jsonl");

/// Returns the last line that `train` prints for a file with more options.
fn repeated(file: &TestFile, more: &[&str]) -> serde_json::Value {
    let arguments = ["train", "--from", file.name(), "--format=jsonl"];
    let output = sgdscope(&[&arguments[..], more].concat());
    assert_eq!(output.status.code(), Some(0));
    lines(&String::from_utf8(output.stdout).unwrap())
        .pop()
        .unwrap()
}

#[test]
fn a_run_of_version_0_1_0_is_repeated_with_the_start_seed_that_it_had() {
    let file = TestFile::new("of-0-1-0", KEPT);
    let kept = lines(KEPT).pop().unwrap();
    assert_eq!(weights(&repeated(&file, &[])), weights(&kept));
    // Told options count more: those of the command line, and those of the file.
    let other = repeated(&file, &["--init-seed=7"]);
    assert_ne!(weights(&other), weights(&kept));
    let told = KEPT.replacen("--shuffle", "--shuffle\",\"--init-seed=7", 1);
    let told = TestFile::new("of-0-1-0-told", told);
    assert_eq!(weights(&repeated(&told, &[])), weights(&other));
}

#[test]
fn a_run_of_this_version_is_repeated_with_the_default_of_this_version() {
    let kept = KEPT.replacen("0.1.0", env!("CARGO_PKG_VERSION"), 1);
    let file = TestFile::new("of-this-version", kept);
    let plain = repeated(&file, &[]);
    assert_eq!(
        weights(&plain),
        weights(&repeated(&file, &["--init-seed=445"]))
    );
    assert_ne!(
        weights(&plain),
        weights(&repeated(&file, &["--init-seed=0"]))
    );
}
