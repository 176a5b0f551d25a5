//! Tests that rows that are passed over are told, and that tables of tiny numbers train to finite weights.

use serde_json::Value;

use crate::{root, said, sgdscope};

const TABLE: &str = "x1,x2,label\n1,2,a\n3,?,b\n5,6,b\n7,8\n9,1,a\n";

#[test]
fn train_and_data_say_how_many_rows_were_passed_over_and_why_the_first() {
    for command in ["train --every 0", "data"] {
        let (code, text, error) = said(sgdscope(
            root(),
            &format!("{command} --data - --skip-bad"),
            TABLE,
        ));
        assert_eq!(code, Some(0));
        assert!(!text.is_empty());
        assert_eq!(
            error,
            "note: -: 2 rows passed over; the first: line 3, column 2 (x2): \"?\" is not a number\n"
        );
        let whole = TABLE.replace("3,?,b\n", "").replace("7,8\n", "");
        let arguments = format!("{command} --data - --skip-bad");
        let (_, same, error) = said(sgdscope(root(), &arguments, &whole));
        assert_eq!((same, error.as_str()), (text, ""), "nothing is passed over");
    }
}

#[test]
fn the_last_line_of_jsonl_has_the_number_and_no_other_line_changes() {
    let lines = |table| {
        let arguments = "train --format jsonl --data - --skip-bad -e 3";
        let (_, text, _) = said(sgdscope(root(), arguments, table));
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        lines.collect::<Vec<Value>>()
    };
    let lines_with = lines(TABLE);
    assert_eq!(lines_with.len(), 3);
    assert_eq!(lines_with[2]["skipped"], 2);
    assert!(
        lines_with[..2]
            .iter()
            .all(|line| line.get("skipped").is_none())
    );
    let whole = lines("x1,x2,label\n1,2,a\n5,6,b\n9,1,a\n");
    assert!(whole.iter().all(|line| line.get("skipped").is_none()));
    assert_eq!(lines_with[2]["weights"], whole[2]["weights"]);
}

#[test]
fn weights_of_tiny_numbers_are_finite() {
    let tiny = std::fs::read_to_string(root().join("tests/data/denormal_standardize.csv")).unwrap();
    let small = "x1,x2,label\n1e-299,1,a\n3e-299,2,b\n2e-299,0,a\n";
    let squares = "x1,x2,label\n1e-155,1,a\n3e-155,2,b\n2e-155,0,a\n";
    let far = "x1,x2,label\n9e149,1,a\n9.000000000000002e149,2,b\n9e149,0,a\n";
    for table in [&tiny, small, squares, far] {
        for options in [
            "",
            "--alpha 100",
            "--init normal --optimizer adam",
            "--features x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2",
        ] {
            let arguments = format!("train --standardize --format jsonl --data - {options}");
            let (code, text, error) = said(sgdscope(root(), &arguments, table));
            assert_eq!((code, error.as_str()), (Some(0), ""), "{options}\n{table}");
            for line in text.lines() {
                let line: Value = serde_json::from_str(line).unwrap();
                let weights = line["weights"].as_array().unwrap();
                assert!(weights.iter().all(Value::is_number), "{line}\n{table}");
            }
        }
    }
}

#[test]
fn a_run_whose_weights_overflow_in_the_datas_units_has_diverged() {
    let small = "x1,x2,label\n1e-299,1,a\n3e-299,2,b\n2e-299,0,a\n";
    let arguments = "train --standardize --alpha 1e12 --format jsonl --data -";
    let (code, text, error) = said(sgdscope(root(), arguments, small));
    assert_eq!(code, Some(1), "{text}");
    assert!(error.contains("lower --alpha"), "{error}");
    assert!(!text.contains("null"), "{text}");
}
