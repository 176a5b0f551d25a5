//! Tests `sgdscope data --describe`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{root, said, sgdscope};

const GOLDEN: &str = include_str!("../golden/describe.json");

/// Returns the lines before the empty one and the rows of the statistics, each as its name and its numbers.
fn described(arguments: &str, input: &str) -> (Vec<String>, BTreeMap<String, Vec<f64>>) {
    let (code, text, error) = said(sgdscope(root(), arguments, input));
    assert_eq!((code, error.as_str()), (Some(0), ""), "{arguments}");
    let (told, table) = text.split_once("\n\n").unwrap();
    let rows = table.lines().skip(1).map(|row| {
        // A name of a column stands in brackets, and may hold blanks.
        let end = row
            .find(')')
            .map_or_else(|| row.find(' ').unwrap(), |end| end + 1);
        let (name, numbers) = row.split_at(end);
        let name = name.to_owned();
        let numbers = numbers.split_whitespace();
        (
            name,
            numbers.map(|number| number.parse().unwrap()).collect(),
        )
    });
    (told.lines().map(str::to_owned).collect(), rows.collect())
}

#[test]
fn statistics_are_pythons_to_six_digits() {
    let golden: Value = serde_json::from_str(GOLDEN).unwrap();
    for (table, columns) in golden.as_object().unwrap() {
        let options = if table.contains("iris") {
            "--positive Iris-setosa"
        } else {
            ""
        };
        let (_, found) = described(&format!("data --describe {table} {options}"), "");
        let columns = columns.as_object().unwrap();
        assert_eq!(found.len(), columns.len(), "{table}: {found:?}");
        for (name, expected) in columns {
            let expected = expected.as_array().unwrap().iter();
            for (found, expected) in found[name].iter().zip(expected) {
                let expected = expected.as_f64().unwrap();
                let error = (found - expected).abs();
                assert!(
                    error <= 5e-6 * expected.abs(),
                    "{table} {name}: {found} for {expected}"
                );
            }
        }
    }
}

#[test]
fn a_table_that_is_refused_is_described_all_the_same() {
    let file = "tests/data/kinds/headerless_three_classes.data";
    let (code, text, error) = said(sgdscope(root(), &format!("data --describe {file}"), ""));
    assert_eq!(code, Some(2));
    assert!(error.contains("has 3 values, not two"), "{error}");
    assert!(text.starts_with("column  numbers  minimum"), "{text}");
    assert_eq!(text.lines().count(), 5, "{text}");
}

#[test]
fn it_tells_what_was_read() {
    let file = "tests/data/iris.csv";
    let (told, _) = described(
        &format!("data --describe {file} --positive Iris-setosa --x PetalWidthCm"),
        "",
    );
    assert_eq!(
        told,
        [
            "x1 = column 5 (PetalWidthCm)",
            "x2 = column 2 (SepalLengthCm)",
            "label = column 6 (Species)",
            "class 1 = Iris-setosa (2 rows)",
            "class 0 = not Iris-setosa (2 rows)",
            "4 rows read",
            "column 1 (Id) counts the rows, and is passed over",
        ]
    );
    let (told, found) = described("data --describe - --skip-bad", "1;2;a\n3;x;b\n5;6;b\n");
    let lines = [
        "x1 = column 1",
        "x2 = column 2",
        "label = column 3",
        "class 1 = b (1 row)",
        "class 0 = a (1 row)",
        "2 rows read",
        "1 row passed over: line 2, column 2: \"x\" is not a number",
        "delimiter: semicolon",
    ];
    assert_eq!(told, lines);
    // The statistics are those of all rows.
    assert_eq!(found["1"][..4], [3.0, 1.0, 5.0, 3.0]);
    assert_eq!(found["2"], [2.0, 2.0, 6.0, 4.0, 2.0]);
}

#[test]
fn it_warns_with_the_way_out() {
    let rows = (0..40).map(|row| format!("{row},{},{}\n", row * 1000, row / 20));
    let table = format!("x1,x2,label\n{}", rows.collect::<String>());
    let (told, _) = described("data --describe -", &table);
    let warnings: Vec<&String> = told
        .iter()
        .filter(|line| line.starts_with("warning: "))
        .collect();
    assert_eq!(warnings.len(), 2, "{told:?}");
    assert!(warnings[0].contains("x2 spreads 1000 times as wide as x1; z standardizes"));
    assert!(warnings[1].contains("sorted by class") && warnings[1].contains("--shuffle"));
}

#[test]
fn a_table_that_cannot_be_read_is_refused_in_one_line() {
    for (arguments, words) in [
        ("data --describe nowhere.csv", "no such file"),
        ("data --describe - --x 9", "--x 9"),
        ("data --describe - --data -", "give only one of them"),
        ("data --x 1", "--data <FILE>"),
    ] {
        let (code, text, error) = said(sgdscope(root(), arguments, "1,2,a\n3,4,b\n"));
        assert_eq!((code, text.as_str()), (Some(2), ""), "{arguments}");
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(error.contains(words), "{error}");
    }
}
