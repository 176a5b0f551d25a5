//! Tests the command line of the real binary, without a terminal.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn sgdscope(arguments: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sgdscope"))
        .args(arguments.split_whitespace())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn stdout(arguments: &str) -> String {
    let output = sgdscope(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        (output.status.code(), said.as_str()),
        (Some(0), ""),
        "{arguments}"
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn train_ends_with_the_tutorials_numbers() {
    let text = stdout("train --format jsonl");
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 100);
    for (place, line) in lines.iter().enumerate() {
        assert_eq!(line["epoch"], place + 1);
        // The last line also has precision, recall, F1 and the area under the ROC curve.
        let others = if place == 99 { 4 } else { 0 };
        assert_eq!(line.as_object().unwrap().len(), 5 + others);
    }
    let last = &lines[99];
    let golden: Value = serde_json::from_str(include_str!("golden/default_run.json")).unwrap();
    let close = |value: &Value, golden: &Value| {
        (value.as_f64().unwrap() / golden.as_f64().unwrap() - 1.0).abs() < 1e-12
    };
    for (line, loss) in lines.iter().zip(golden["losses"].as_array().unwrap()) {
        assert!(close(&line["loss"], loss), "{line}");
    }
    assert_eq!(last["accuracy"], 1.0);
    for (place, weight) in golden["weights"].as_array().unwrap().iter().enumerate() {
        assert!(close(&last["weights"][place], weight), "{last}");
    }
}

#[test]
fn both_formats_carry_the_same_bits() {
    let tsv = stdout("train -e 7 -a 0.3 -b 5 --noise 5 --seed 3 --init normal --shuffle");
    let jsonl =
        stdout("train -e 7 -a 0.3 -b 5 --noise 5 --seed 3 --init normal --shuffle --format jsonl");
    assert_eq!(tsv.lines().count(), 7);
    for (tsv, jsonl) in tsv.lines().zip(jsonl.lines()) {
        let columns: Vec<f64> = tsv
            .split('\t')
            .map(|column| column.parse().unwrap())
            .collect();
        let json: Value = serde_json::from_str(jsonl).unwrap();
        let weights = json["weights"].as_array().unwrap().iter();
        let keys = ["epoch", "loss", "accuracy"].iter().map(|key| &json[*key]);
        let numbers: Vec<f64> = keys
            .chain(weights)
            .map(|value| value.as_f64().unwrap())
            .collect();
        assert_eq!(columns, numbers);
    }
}

#[test]
fn every_thins_the_lines_and_keeps_the_last() {
    let epochs = |arguments| {
        let text = stdout(arguments);
        let first = |line: &str| line.split('\t').next().unwrap().to_owned();
        text.lines().map(first).collect::<Vec<_>>()
    };
    assert_eq!(epochs("train -e 25 --every 10"), ["10", "20", "25"]);
    assert_eq!(epochs("train -e 25 --every 0"), ["25"]);
    assert_eq!(epochs("train -e 20 --every 20"), ["20"]);
}

#[test]
fn data_is_scikit_learns_to_the_letter() {
    assert_eq!(stdout("data"), include_str!("golden/blobs_400_seed95.csv"));
    let other = stdout("data --samples 5 --noise 0 --seed 4294967295");
    assert_eq!(other.lines().count(), 6);
    assert_eq!(other.lines().filter(|line| line.ends_with(",0")).count(), 3);
}

#[test]
fn it_explains_itself() {
    assert_eq!(
        stdout("--version"),
        format!("sgdscope {}\n", env!("CARGO_PKG_VERSION"))
    );
    let help = stdout("--help");
    for word in [
        "Data:",
        "Training:",
        "Screen:",
        "--alpha",
        "[default: 0.01]",
        "a finite number above 0",
        "0 to 4294967295",
        "train",
    ] {
        assert!(help.contains(word), "no {word} in\n{help}");
    }
    assert!(stdout("train --help").contains("Output:"));
    let manual = stdout("man");
    assert!(manual.contains(".TH sgdscope 1") && !manual.contains("sgdscope\\-train(1)"));
    for word in ["every", "format", "speed", "shell"] {
        assert!(
            manual.to_lowercase().contains(word),
            "no {word} in the manual"
        );
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(
            stdout(&format!("completions {shell}")).contains("init-seed"),
            "{shell}"
        );
    }
}

#[test]
fn bad_input_gets_one_line_with_the_value_and_the_remedy() {
    for (arguments, value, remedy) in [
        ("train --alpha nan", "--alpha nan", "above 0"),
        ("train --alpha inf", "--alpha inf", "above 0"),
        ("train --alpha 0", "--alpha 0", "try 0.01"),
        ("train --alpha=-3", "--alpha -3", "above 0"),
        ("train -a -0.1", "--alpha -0.1", "above 0"),
        ("train -a much", "--alpha much", "try 0.01"),
        ("train -b 0", "--batch-size 0", "at least 1, or all"),
        ("train -b -1", "--batch-size -1", "at least 1, or all"),
        ("train -b 1.5", "--batch-size 1.5", "try 32"),
        ("train -e 0", "--epochs 0", "from 1"),
        ("train -e many", "--epochs many", "try 100"),
        ("train --samples 0", "--samples 0", "from 2 to 100000000"),
        ("train --samples 1", "--samples 1", "from 2"),
        (
            "data --samples 100000001",
            "--samples 100000001",
            "100000000",
        ),
        ("data --samples few", "--samples few", "try 400"),
        ("data --noise -1", "--noise -1", "from 0"),
        ("data --noise nan", "--noise nan", "from 0"),
        ("data --seed 4294967296", "--seed 4294967296", "4294967295"),
        ("data --seed -1", "--seed -1", "from 0"),
        (
            "train --init-seed 4294967296",
            "--init-seed 4294967296",
            "4294967295",
        ),
        ("train --init 1,2", "--init 1,2", "3 numbers"),
        (
            "train --init 1,2,nan",
            "--init 1,2,nan",
            "numbers: W0,W1,W2",
        ),
        ("train --init -1,2", "--init -1,2", "3 numbers"),
        ("train --every x", "--every x", "whole number"),
        ("train --format xml", "--format xml", "tsv or jsonl"),
        ("-a 0.1 train", "--alpha", "after the subcommand"),
        ("train --bogus", "--bogus", "see sgdscope train --help"),
        ("completions", "<SHELL>", "see sgdscope completions --help"),
        ("--speed 0", "--speed 0", "or max"),
        ("--speed 1000001", "--speed 1000001", "or max"),
        ("--fps 0", "--fps 0", "from 1 to 60"),
        ("--theme pink", "--theme pink", "must be dark or light"),
        ("trian", "trian", "train"),
        ("--alhpa 1", "--alhpa", "--alpha"),
    ] {
        let output = sgdscope(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        assert_eq!(said.lines().count(), 1, "{arguments}: {said}");
        assert!(said.starts_with("error: "), "{arguments}: {said}");
        assert!(
            said.contains(value) && said.contains(remedy),
            "{arguments}: {said}"
        );
        assert!(output.stdout.is_empty(), "{arguments}");
    }
}

#[test]
fn a_value_of_thousands_of_characters_is_named_without_its_middle() {
    for value in ["x".repeat(5000), "1 ".repeat(2500), "é,".repeat(2500)] {
        for (arguments, remedy) in [
            (&["train", "--alpha"][..], "number"),
            (&["train", "--init"], "number"),
            (&["train", "--at"], "; try 100:alpha=0.1"),
            (&["train", "--data"], "cannot"),
            (&["--theme"], "must be dark or light"),
            (&[], "see sgdscope --help"),
        ] {
            let output = Command::new(env!("CARGO_BIN_EXE_sgdscope"))
                .args(arguments)
                .arg(&value)
                .output()
                .unwrap();
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(!output.status.success(), "{arguments:?}");
            assert!(said.contains('…') && said.chars().count() < 850, "{said}");
            assert!(said.contains(remedy), "{said}");
        }
    }
}

#[test]
fn what_was_typed_cannot_write_to_the_terminal() {
    let output = Command::new(env!("CARGO_BIN_EXE_sgdscope"))
        .args(["train", "--alpha", "\x1b[2J"])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        !said.contains('\x1b') && said.contains("\\u{1b}[2J"),
        "{said}"
    );
}

#[test]
fn without_a_terminal_it_names_train() {
    let output = sgdscope("--paused");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1);
    assert!(said.contains("sgdscope train"), "{said}");
}

#[test]
fn a_run_that_diverges_fails_after_what_was_finite() {
    let output = sgdscope("train -a 1e308 -b 400 --noise 9 --init-seed 0");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("diverged") && said.contains("lower --alpha"),
        "{said}"
    );
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(!printed.is_empty() && !printed.contains("NaN") && !printed.contains("inf"));
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    for arguments in ["train --epochs 100000000", "data --samples 1000000"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sgdscope"))
            .args(arguments.split_whitespace())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        reader.read_line(&mut line).unwrap();
        drop(reader);
        let status = child.wait().unwrap();
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert_eq!((status.code(), said.as_str()), (Some(0), ""), "{arguments}");
        assert!(!line.is_empty());
    }
}
