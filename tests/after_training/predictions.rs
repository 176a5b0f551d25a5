//! Tests the predictions of `train --predict` and of `predict`.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::{Folder, kept, table};

fn data(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// Returns the share of rows of a comma-separated text whose two columns agree, of columns without commas at the
/// end of a row, counted from the last.
fn agreement(text: &str, columns: [usize; 2]) -> f64 {
    let rows: Vec<&str> = text.lines().skip(1).collect();
    let agree = |row: &&&str| {
        let fields: Vec<&str> = row.rsplit(',').collect();
        fields[columns[0]] == fields[columns[1]]
    };
    rows.iter().filter(agree).count() as f64 / rows.len() as f64
}

#[test]
fn every_row_keeps_its_columns_and_the_classes_are_those_of_the_accuracy() {
    let folder = Folder::new("rows");
    folder.write("own.csv", table());
    for more in [
        "",
        "--standardize",
        "--features=x1,x1x2,sinx2 --standardize",
        "--epochs=3",
    ] {
        let run = "train --data own.csv --x a --y b --label kind --format jsonl --every 0";
        let [out, err] = folder.says(&format!("{run} {more} --predict out.csv"));
        assert_eq!(err, "");
        let told: Value = serde_json::from_str(&out).unwrap();
        let text = folder.read("out.csv");
        assert!(
            text.starts_with("note,a,b,kind,place,probability,class\n"),
            "{text}"
        );
        for (row, predicted) in table().lines().zip(text.lines()) {
            assert!(predicted.starts_with(row), "{predicted}");
        }
        let share = agreement(&text, [0, 3]);
        assert!(share < 1.0, "the classes overlap");
        assert_eq!(told["accuracy"], share, "{more}");
        for row in text.lines().skip(1) {
            let fields: Vec<&str> = row.rsplit(',').collect();
            let probability: f64 = fields[1].parse().unwrap();
            // "high" comes before "low" in the alphabet.
            assert_eq!(fields[0] == "low", probability > 0.5, "{row}");
        }
    }
    assert_eq!(folder.names(), ["out.csv", "own.csv"], "no draft is left");
}

#[test]
fn a_kept_run_predicts_what_its_training_predicts_bit_for_bit() {
    let folder = Folder::new("kept");
    folder.write("own.csv", table());
    folder.write("bad.csv", table().replacen('\n', "\nx,?,1,low,y\n", 1));
    let runs: [&[&str]; 5] = [
        &["--standardize"],
        &[
            "--standardize",
            "--features=x1,x2,x1^2",
            "--optimizer=adam",
            "--until=7",
        ],
        &[
            "--train-share=70%",
            "--shuffle",
            "--standardize",
            "--at=3:W1=0.5",
        ],
        &["--label=kind", "--x=a", "--y=3"],
        &["--skip-bad"],
    ];
    for options in runs {
        let file = if options.contains(&"--skip-bad") {
            "bad.csv"
        } else {
            "own.csv"
        };
        let data = format!("--data={file}");
        let columns = ["--x=a", "--y=b", "--label=kind"];
        let options = [&[data.as_str()], &columns[..], options].concat();
        folder.write("run.jsonl", kept(&options));
        let [_, err] = folder.says("train --from run.jsonl --every 0 --predict out.csv");
        let [out, told] = folder.says(&format!("predict --from run.jsonl --data {file}"));
        assert_eq!(out, folder.read("out.csv"), "{options:?}");
        assert_eq!(err, told);
        assert_eq!(
            err.contains("1 row has no prediction"),
            file == "bad.csv",
            "{err}"
        );
        // The same rows have the same predictions without a label, in another order of columns, and from a pipe.
        let columns = |line: &str| {
            let fields: Vec<String> = line.rsplit(',').map(str::to_owned).collect();
            (
                fields[5].clone(),
                fields[4].clone(),
                fields[1].clone(),
                fields[0].clone(),
            )
        };
        let (mut other, mut wanted) = (String::new(), String::new());
        for line in out.lines() {
            let (a, b, probability, class) = columns(line);
            writeln!(other, "{b},{a}").unwrap();
            writeln!(wanted, "{b},{a},{probability},{class}").unwrap();
        }
        let piped = folder.run_with("predict --from run.jsonl --data - -o new.csv", &other);
        assert_eq!(piped.status.code(), Some(0), "{options:?}");
        assert!(piped.stdout.is_empty());
        assert_eq!(folder.read("new.csv"), wanted, "{options:?}");
    }
}

#[test]
fn a_run_on_drawn_points_predicts_any_two_columns() {
    let folder = Folder::new("drawn");
    let [out, _] =
        folder.says("train --noise 5 --train-share 60 --format jsonl --every 0 --predict out.csv");
    let text = folder.read("out.csv");
    assert!(text.starts_with("x1,x2,label,probability,class\n"));
    let [points, _] = folder.says("data --noise 5");
    for (point, predicted) in points.lines().zip(text.lines()) {
        assert!(
            predicted.starts_with(point),
            "in the order of the data: {predicted}"
        );
    }
    let told: Value = serde_json::from_str(&out).unwrap();
    let [training, test_share] =
        ["accuracy", "test_accuracy"].map(|name| told[name].as_f64().unwrap());
    let right = (training * 240.0 + test_share * 160.0).round();
    assert_eq!((agreement(&text, [0, 2]) * 400.0).round(), right);
    folder.write("run.jsonl", kept(&["--noise=5", "--train-share=60%"]));
    folder.write("points.csv", &points);
    let [again, _] = folder.says("predict --from run.jsonl --data points.csv");
    assert_eq!(again, text);
    // Without a header, the first two columns are the features.
    folder.write("bare.csv", "1.5,-2\n3,4e1\n");
    let [bare, _] = folder.says("predict --from run.jsonl --data bare.csv");
    assert!(
        bare.starts_with("1.5,-2,0.") && bare.contains("\n3,4e1,"),
        "{bare}"
    );
    let [swapped, _] = folder.says("predict --from run.jsonl --data bare.csv --x 2 --y 1");
    assert!(bare != swapped && swapped.lines().count() == 2);
}

#[test]
fn tables_of_every_kind_keep_their_text() {
    let folder = Folder::new("kinds");
    for (name, label, start) in [
        (
            "semicolon.csv",
            3,
            "width;height;kind;probability;class\n1,5;-2,0;round;0.",
        ),
        ("no_header.csv", 3, "1.5,-2,0,9,0."),
        (
            "tab.csv",
            3,
            "x\ty\tclass\tprobability\tpredicted_class\n1,5\t-2\ta thing\t0.",
        ),
        (
            "space.csv",
            3,
            "x1\tx2\tlabel\tprobability\tclass\n1.5\t-2\ta thing\t0.",
        ),
        (
            "write_table.csv",
            4,
            "\theight\tweight\tsex\tprobability\tclass\n1\t1.5\t-2\tf\t0.",
        ),
        (
            "quoted.csv",
            4,
            "name,x,y,class,probability,predicted_class\n\"Smith, \"\"J\"\"\",1.5,",
        ),
    ] {
        folder.write("own.csv", data(name));
        folder.says("train --data own.csv --every 0 --predict out.csv");
        let text = folder.read("out.csv");
        assert!(text.starts_with(start), "{name}: {text}");
        // What was written is a table that is read as the first one was.
        let [before, _] = folder.says("data --data own.csv");
        let [after, _] = folder.says(&format!("data --data out.csv --label {label}"));
        assert_eq!(before, after, "{name}");
    }
}

#[test]
fn rows_without_two_numbers_have_empty_values_and_are_counted() {
    let folder = Folder::new("bad");
    folder.write(
        "own.csv",
        "x1,x2,label\n1,2,no\nNA,1,no\n3,4,yes\n5,6\n7,8,no,9\n2,,yes\n",
    );
    let refused = folder.refusal("train --data own.csv --predict out.csv", "");
    assert!(refused.contains("line 3, column 1 (x1)"), "{refused}");
    let [_, err] = folder.says("train --data own.csv --skip-bad --every 0 --predict out.csv");
    assert!(err.contains("3 rows have no prediction"), "{err}");
    let text = folder.read("out.csv");
    let rows: Vec<&str> = text.lines().collect();
    assert_eq!(rows.len(), 7);
    assert_eq!(rows[2], "NA,1,no,,");
    // A row without a label was not trained on, but it can be predicted.
    assert!(rows[4].starts_with("5,6,,0."), "{}", rows[4]);
    assert_eq!(rows[5], "7,8,no,9,,");
    assert_eq!(rows[6], "2,,yes,,");
}

/// Arguments that are refused, with the value and the remedy that are named.
const REFUSED: &[[&str; 3]] = &[
    [
        "train --data own.csv --label kind --predict own.csv",
        "own.csv",
        "another file",
    ],
    [
        "train --data own.csv --label kind --predict hard.csv",
        "hard.csv",
        "another file",
    ],
    [
        "train --data own.csv --label kind --predict soft.csv",
        "soft.csv",
        "another file",
    ],
    [
        "train --from run.jsonl --predict run.jsonl",
        "run.jsonl",
        "another file",
    ],
    [
        "train --data - --label kind --predict out.csv",
        "standard input",
        "to a file first",
    ],
    [
        "train --data /dev/stdin --predict out.csv",
        "/dev/stdin",
        "to a file first",
    ],
    ["train --predict -", "--predict -", "name a file"],
    ["train --predict .", "folder", "name a file in it"],
    [
        "train --predict gone/out.csv",
        "gone/out.csv",
        "that you may write to",
    ],
    [
        "train --header --format jsonl",
        "--header",
        "leave --header out",
    ],
    [
        "predict --from run.jsonl --data other.csv",
        "--x a",
        "choose one of 1 (u), 2 (v)",
    ],
    [
        "predict --from run.jsonl --data own.csv -o own.csv",
        "own.csv",
        "another file",
    ],
    [
        "predict --from run.jsonl --data other.csv -o own.csv",
        "own.csv",
        "another file",
    ],
    [
        "predict --from piped.jsonl --data own.csv",
        "standard input",
        "--data FILE",
    ],
    [
        "predict --from own.csv --data own.csv",
        "own.csv",
        "press w",
    ],
    [
        "predict --from gone.jsonl --data own.csv",
        "gone.jsonl",
        "written with w",
    ],
    [
        "predict --from run.jsonl",
        "--data",
        "see sgdscope predict --help",
    ],
];

#[test]
fn what_cannot_be_predicted_is_refused_before_training_with_the_remedy() {
    let folder = Folder::new("refused");
    folder.write("own.csv", table());
    folder.write("run.jsonl", kept(&["--data=own.csv", "--label=kind"]));
    folder.write("piped.jsonl", kept(&["--data=-"]));
    folder.write("other.csv", "u,v\n1,2\n");
    fs::hard_link(folder.0.join("own.csv"), folder.0.join("hard.csv")).unwrap();
    std::os::unix::fs::symlink("own.csv", folder.0.join("soft.csv")).unwrap();
    let input = table();
    for [arguments, what, remedy] in REFUSED {
        let said = folder.refusal(arguments, &input);
        assert!(
            said.contains(what) && said.contains(remedy),
            "{arguments}: {said}"
        );
        assert!(!said.contains(".sgdscope-"), "{said}");
    }
    assert_eq!(folder.read("own.csv"), table());
    let names = [
        "hard.csv",
        "other.csv",
        "own.csv",
        "piped.jsonl",
        "run.jsonl",
        "soft.csv",
    ];
    assert_eq!(folder.names(), names);
}

#[test]
fn predictions_are_written_although_nobody_reads_the_lines() {
    let folder = Folder::new("pipe");
    let program = env!("CARGO_BIN_EXE_sgdscope");
    let script = format!("{program} train --epochs 20000 --predict out.csv | head -n 1");
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(&folder.0)
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1);
    assert_eq!(folder.read("out.csv").lines().count(), 401);
}
