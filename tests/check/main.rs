//! Tests `sgdscope check` with the real binary, on logs of NumPy programs that make one slip each (`make_logs.py`).

mod forms;
mod other_values;
mod refusals;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs a check of a log on standard input. Returns the exit code, standard output and standard error.
fn check(log: &str, options: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sgdscope"))
        .args(["check", "-"])
        .args(shlex::split(options).unwrap())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(log.as_bytes());
    let output = child.wait_with_output().unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    (output.status.code().unwrap(), out, err)
}

/// Returns the text of a log.
fn file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/logs");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// Returns the first rows of the log of a program.
fn log(slip: &str, rows: usize) -> String {
    let text = file(&format!("{slip}.jsonl"));
    let lines: Vec<&str> = text.lines().take(rows).collect();
    lines.join("\n") + "\n"
}

/// The options of the runs of the logs.
const START: &str = "--init=0,-1,-1";

/// Each slip, and the words that name it.
const NAMED: [(&str, &str); 24] = [
    ("summed", "the gradient is summed over the mini-batch"),
    ("divided_by_n", "divided by the number of all samples"),
    ("halved", "the gradient is halved"),
    ("mean_over_weights", "averaged over the weights, too"),
    (
        "short_dropped",
        "the short last mini-batch of an epoch is dropped",
    ),
    ("short_by_full_size", "divided by the full batch size"),
    (
        "sample_by_sample",
        "each sample moves the weights on its own",
    ),
    ("bias_out", "the bias is left out"),
    ("bias_fixed", "the bias is left out"),
    ("bias_last", "the bias is the last weight"),
    ("columns_swapped", "the columns x1 and x2 are swapped"),
    ("labels_flipped", "the labels are turned"),
    ("labels_signs", "the labels are -1 and 1"),
    ("wrong_sign", "the step has the wrong sign"),
    ("reversed", "from the last to the first"),
    ("whole_data", "each update uses all the data"),
    ("before_update", "reported before the update"),
    (
        "half_squared",
        "half the squared error: it has the factor p(1-p)",
    ),
    ("squared", "the factor 2p(1-p)"),
    ("standardised", "the features are standardised"),
    ("zeros", "the weights start at 0"),
    ("alpha", "alpha is 0.03, not 0.01"),
    (
        "loss_mean",
        "the loss is the mean squared error of a sample, not the sum",
    ),
    (
        "loss_entropy",
        "the loss is the mean cross-entropy of a sample, not the sum",
    ),
];

#[test]
fn each_slip_is_named() {
    for (slip, named) in NAMED {
        let (code, out, _) = check(&log(slip, 24), START);
        assert!(code == 1 && out.contains(named), "{slip}: {out}");
        // A factor of each step has two names that no log tells apart.
        let is_factor = ["halved", "mean_over_weights", "alpha"].contains(&slip);
        let certain = if is_factor {
            "Each step has the same factor"
        } else {
            "Confirmed: "
        };
        assert!(out.contains(certain), "{slip}: {out}");
        let explained = out.contains("What explains it: ") != (slip == "halved");
        assert!(explained, "{slip}: {out}");
    }
}

#[test]
fn a_slip_is_among_the_names_however_short_the_log_is_and_is_not_confirmed_before_update_18() {
    for (slip, named) in NAMED {
        for rows in [1, 2, 5, 12, 17] {
            let (code, out, _) = check(&log(slip, rows), START);
            let is_named = out.contains(named);
            assert!(
                is_named && !out.contains("Confirmed"),
                "{slip}, {rows} rows: {out}"
            );
            // Before the short mini-batch, dropping it changes nothing.
            let is_right_so_far = slip.starts_with("short") && rows <= 12;
            assert_eq!(
                code,
                i32::from(!is_right_so_far),
                "{slip}, {rows} rows: {out}"
            );
        }
    }
}

#[test]
fn the_right_program_is_confirmed_at_the_short_mini_batch_and_not_before() {
    for (rows, is_confirmed) in [(1, false), (12, false), (13, true), (24, true)] {
        let (code, out, _) = check(&log("none", rows), START);
        assert!(
            code == 0 && out.contains("agrees with the reference in all rows"),
            "{out}"
        );
        assert_eq!(out.contains("Confirmed: "), is_confirmed, "{out}");
        assert_eq!(
            out.contains("comes at update 13; log up to there"),
            !is_confirmed,
            "{out}"
        );
        assert_eq!(out.contains("is dropped"), !is_confirmed, "{out}");
    }
}

#[test]
fn a_slip_is_named_from_epochs() {
    for (slip, named) in [
        ("summed", "the gradient is summed"),
        ("divided_by_n", "divided by the number of all samples"),
        ("short_dropped", "is dropped"),
        ("whole_data", "each update uses all the data"),
        ("before_update", "reported before the update"),
        ("alpha", "alpha is 0.03, not 0.01"),
        (
            "loss_mean",
            "the loss is the mean over the mini-batches of their mean squared errors",
        ),
    ] {
        let (code, out, _) = check(&file(&format!("epochs_{slip}.csv")), START);
        assert!(code == 1 && out.contains(named), "{slip}: {out}");
    }
    let (code, out, _) = check(&file("epochs_none.csv"), START);
    assert!(code == 0 && out.contains("Confirmed: "), "{out}");
}

#[test]
fn another_order_is_a_guess() {
    for slip in ["shuffled", "replacement"] {
        let (code, out, _) = check(&log(slip, 24), START);
        let guess = "What might explain it: the mini-batches may have other samples";
        assert!(
            code == 1 && out.contains(guess) && !out.contains("Confirmed"),
            "{out}"
        );
    }
}

#[test]
fn two_slips_at_once_are_not_named_as_a_third() {
    for rows in [5, 18, 24] {
        let (code, out, _) = check(&log("two_slips", rows), START);
        assert!(
            code == 1 && out.contains("None of the usual slips"),
            "{out}"
        );
    }
}

#[test]
fn a_program_in_32_bits_agrees() {
    let (code, out, _) = check(&log("float32", 24), START);
    assert!(code == 0 && out.contains("in float32"), "{out}");
}

#[test]
fn the_first_parting_is_told_with_both_numbers() {
    let (_, out, _) = check(&log("short_dropped", 24), START);
    let parting = "part at update 13 (line 13): W0 is 0.000121, the reference has 0.000711311416 (difference -0.00059)";
    assert!(out.contains(parting), "{out}");
}

#[test]
fn one_wrong_row_does_not_spoil_the_steps_after_it() {
    // Line 9 is written wrongly: the steps to it and from it are not the reference's.
    let text = log("none", 24);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines[8] = r#"{"update": 9, "weights": [0.5, 0.5, 0.5]}"#.to_owned();
    let (code, out, _) = check(&lines.join("\n"), START);
    assert!(code == 1 && out.contains("21 of 23 steps"), "{out}");
    assert!(out.contains("Look at update 9"), "{out}");
}

#[test]
fn without_a_short_mini_batch_nothing_is_confirmed() {
    let options = "--init=0,-1,-1 --batch-size 50 --epochs 3 --format jsonl";
    let trained = trained(options);
    let (code, out, _) = check(&trained, "--init=0,-1,-1 --batch-size 50");
    assert!(code == 0 && !out.contains("Confirmed"), "{out}");
    assert!(
        out.contains("Mini-batches of 50 leave no short one"),
        "{out}"
    );
}

#[test]
fn what_train_prints_agrees_with_its_own_options() {
    for options in [
        "--epochs 4",
        "--epochs 4 --loss cross-entropy --alpha 0.2",
        "--epochs 3 --noise 5 --shuffle --optimizer adam --train-share 70",
        "--epochs 5 --at 20:alpha=0.3 --features x1,x2,x1x2 --standardize",
        "--epochs 3 --schedule cosine --regularization l2 --batch-size all",
    ] {
        for format in ["--format jsonl", "--header"] {
            let log = trained(&format!("{options} {format}"));
            let (code, out, err) = check(&log, options);
            assert_eq!(code, 0, "{options}: {out}{err}");
        }
    }
}

#[test]
fn other_options_than_those_of_the_log_are_told() {
    let log = trained("--epochs 3 --shuffle --format jsonl");
    let (code, out, _) = check(&log, "");
    assert!(code == 1 && out.contains("compare with --shuffle"), "{out}");
    let log = trained("--epochs 3 --optimizer momentum --format jsonl");
    let (code, out, _) = check(&log, "--optimizer nesterov");
    assert!(
        code == 1 && out.contains("They were only compared: "),
        "{out}"
    );
    let log = trained("--epochs 3 --alpha 0.5 --format jsonl");
    let (code, out, _) = check(&log, "--until 20");
    assert_eq!(code, 1);
    assert!(out.contains("beyond --until 20"), "{out}");
}

/// Returns what `sgdscope train` prints.
fn trained(options: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_sgdscope"))
        .arg("train")
        .args(shlex::split(options).unwrap())
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}
