//! Tests the names of the columns, the quality in the last line, and the split of printed data.

use serde_json::Value;

use crate::{Folder, table};

#[test]
fn a_header_names_the_columns() {
    let folder = Folder::new("header");
    for (options, names) in [
        ("", "epoch loss accuracy W0 W1 W2"),
        (
            "--train-share 50",
            "epoch loss accuracy test_loss test_accuracy W0 W1 W2",
        ),
        ("--features x1,x2,x1x2", "epoch loss accuracy W0 W1 W2 W3"),
    ] {
        let [plain, _] = folder.says(&format!("train -e 3 {options}"));
        let [named, _] = folder.says(&format!("train -e 3 {options} --header"));
        assert_eq!(named, names.replace(' ', "\t") + "\n" + &plain);
    }
}

#[test]
fn the_last_json_line_has_the_quality() {
    let folder = Folder::new("quality");
    let lines = |options: &str| -> Vec<Value> {
        let [out, _] = folder.says(&format!("train -e 3 --format jsonl {options}"));
        out.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let names = ["precision", "recall", "f1", "auc"];
    let noisy = lines("--noise 8 --train-share 60");
    for line in &noisy[..2] {
        assert!(names.iter().all(|name| line.get(name).is_none()), "{line}");
    }
    for name in names {
        let value = noisy[2][name].as_f64().unwrap();
        assert!(value > 0.5 && value < 1.0, "{name} {value}");
    }
    // Every point is predicted as class 0.
    let none = &lines("--init=-1,0,0 --alpha 1e-9")[2];
    assert_eq!(none["precision"], Value::Null);
    assert_eq!(
        (&none["recall"], &none["f1"]),
        (&Value::from(0.0), &Value::from(0.0))
    );
    assert!(none["auc"].is_number());
}

#[test]
fn the_split_is_a_column_and_the_points_keep_their_order() {
    let folder = Folder::new("split");
    folder.write("own.csv", table());
    for (data, count) in [
        ("--flip 10%", 400),
        ("--data own.csv --label kind --seed 3", 90),
    ] {
        let [plain, _] = folder.says(&format!("data {data}"));
        let [split, _] = folder.says(&format!("data {data} --train-share 70"));
        let sets: Vec<&str> = split
            .lines()
            .map(|line| line.rsplit(',').next().unwrap())
            .collect();
        let rows = plain
            .lines()
            .zip(&sets)
            .map(|(row, set)| format!("{row},{set}\n"));
        assert_eq!(split, rows.collect::<String>());
        assert_eq!(sets[0], "set");
        let of = |name: &str| sets.iter().filter(|set| **set == name).count();
        assert_eq!(
            (of("training"), of("test")),
            (count * 7 / 10, count * 3 / 10)
        );
        let [all, _] = folder.says(&format!("data {data} --train-share 100"));
        assert_eq!(all.matches(",training\n").count(), count);
    }
}
