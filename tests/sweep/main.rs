//! Tests sweeps: each run is a single run, the output has the order of the grid, and the pictures.

mod pictures;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

fn sgdscope(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sgdscope"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn stdout(arguments: &str) -> String {
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    let output = sgdscope(&arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(
        (output.status.code(), &*said),
        (Some(0), ""),
        "{arguments:?}"
    );
    String::from_utf8(output.stdout).unwrap()
}

fn json(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn each_run_is_its_own_single_run_bit_for_bit_and_in_the_order_of_the_grid() {
    for (swept, common, runs) in [
        (
            "--alpha 0.01..1:3 -b 1,all",
            "-e 20 --noise 5 --train-share 70",
            &[
                "-a 0.01 -b 1",
                "-a 0.01 -b all",
                "-a 0.1 -b 1",
                "-a 0.1 -b all",
                "-a 1 -b 1",
                "-a 1 -b all",
            ][..],
        ),
        (
            "--features x1;x1,x2,x1x2 --seed 3..4",
            "-e 5 --optimizer adam --shuffle --at 20:alpha=0.5 --until 60",
            &[
                "--features x1 --seed 3",
                "--features x1 --seed 4",
                "--features x1,x2,x1x2 --seed 3",
                "--features x1,x2,x1x2 --seed 4",
            ],
        ),
        (
            "--optimizer sgd,momentum",
            "--target-loss 0.05",
            &["", "--optimizer momentum"],
        ),
    ] {
        let all = json(&stdout(&format!("sweep {swept} {common} --format jsonl")));
        assert_eq!(all.len(), runs.len());
        for (line, own) in all.iter().zip(runs) {
            let single = json(&stdout(&format!(
                "train {common} {own} --every 0 --format jsonl"
            )));
            for name in [
                "epoch",
                "loss",
                "accuracy",
                "weights",
                "test_loss",
                "test_accuracy",
            ] {
                assert_eq!(line.get(name), single[0].get(name), "{name} of {own}");
            }
        }
    }
}

#[test]
fn lines_have_the_values_and_how_each_run_ended() {
    let text =
        stdout("sweep --alpha 0.01,1e308 --init zeros -b 400 --noise 9 -e 9 --format tsv --header");
    let lines: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(
        lines[0],
        ["alpha", "loss", "accuracy", "epochs", "updates", "ended"]
    );
    assert_eq!((lines[1][0], lines[1][5]), ("0.01", "finished"));
    assert_eq!((lines[2][0], lines[2][5]), ("1e308", "diverged"));
    let text =
        stdout("sweep --init zeros,normal --target-loss 1 --patience 3 --format jsonl --last 2");
    for line in json(&text) {
        assert_eq!(line["ended"], "target");
        let last = line["last"].as_array().unwrap();
        assert_eq!(last.last(), Some(&line["loss"]));
    }
}

#[test]
fn a_table_has_rows_and_columns() {
    let text = stdout("sweep --alpha 0.01,0.1,1 -b 8,all --init zeros -e 20");
    let lines: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(
        lines[0].join(" "),
        "loss, a sum over the batch; --loss mse compares; batch size across"
    );
    assert_eq!(lines[1], ["alpha", "8", "all"]);
    let column: Vec<&str> = lines[2..5].iter().map(|line| line[0]).collect();
    assert_eq!(column, ["0.01", "0.1", "1"]);
    assert!(text.ends_with("at alpha 1, batch size 8\n"), "{text}");
    let width = text.lines().nth(1).unwrap().len();
    assert!(
        text.lines().skip(1).take(4).all(|line| line.len() == width),
        "{text}"
    );
    let one = stdout("sweep --init-seed 1..3 --train-share 60");
    let names = one.lines().next().unwrap();
    assert_eq!(
        names
            .split("  ")
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect::<Vec<_>>(),
        [
            "start seed",
            "loss",
            "accuracy",
            "test loss",
            "test accuracy",
            "updates",
            "ended"
        ]
    );
    assert_eq!(one.lines().count(), 5);
    let three = stdout("sweep --alpha 0.1,1 -b 8,16,all --init zeros,normal -e 2");
    assert_eq!(
        three.lines().next(),
        Some("loss, a sum over the batch; --loss mse compares; start across")
    );
    assert_eq!(three.lines().count(), 1 + 1 + 6 + 1);
}

/// The full-batch descent of the default points with noise 5 begins to double its period at 2/λ = 2.034, where λ is
/// the largest eigenvalue of the curvature at the minimum.
#[test]
fn the_period_doubles_between_two_rates_around_the_edge_of_stability() {
    let text = stdout(
        "sweep --noise 5 --init zeros -b all -e 9000 --alpha 2.02,2.03,2.04,2.05 --last 4 --format jsonl",
    );
    let periods = json(&text).into_iter().map(|line| {
        let last: Vec<f64> = serde_json::from_value(line["last"].clone()).unwrap();
        let are_close = |one: f64, other: f64| (one - other).abs() < 1e-6 * one;
        assert_eq!(last.len(), 4);
        assert!(
            are_close(last[0], last[2]) && are_close(last[1], last[3]),
            "{last:?}"
        );
        if are_close(last[0], last[1]) { 1 } else { 2 }
    });
    assert_eq!(periods.collect::<Vec<_>>(), [1, 1, 2, 2]);
    let text = stdout("sweep -b all -e 3 --alpha 2,3 --last 2");
    let lines: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(lines[0], ["alpha", "epoch", "loss"]);
    let places: Vec<(&str, &str)> = lines[1..].iter().map(|line| (line[0], line[1])).collect();
    assert_eq!(places, [("2", "2"), ("2", "3"), ("3", "2"), ("3", "3")]);
}

#[test]
fn every_refusal_names_the_value_and_the_remedy() {
    for (options, said) in [
        (
            &["--alpha", "1"][..],
            "nothing is swept; give an option several values, as in --alpha 1e-4..10:20",
        ),
        (
            &["--alpha", "2..1:3"],
            "--alpha 2..1:3: 2..1:3 must go up; try 1..2:3",
        ),
        (
            &["--alpha", "1,x"],
            "--alpha 1,x: x must be a finite number above 0; try 0.01",
        ),
        (
            &["--init-seed", "1..100001"],
            "--init-seed 1..100001: more than 100000 values are too many; give fewer",
        ),
        (
            &["--init-seed", "1..1000", "--seed", "1..1000"],
            "1000000 runs are too many; give values for 100000 at most",
        ),
        (
            &["--loss", "sum,mse"],
            "--loss: losses of different kinds cannot be compared; give one kind",
        ),
        (
            &["--alpha", "1,2", "--until", "B:3"],
            "--until B:3: a sweep has no lanes; leave B: out",
        ),
        (
            &["--features", "x1;x1,x2", "--at", "3:W2=1"],
            "--at 3:W2=1: must be one of the weights W0 to W1; try W1=0",
        ),
        (
            &["--init-seed", "1..1000", "--last", "20000"],
            "--last: 20000000 losses of all runs are too many; try --last 10000",
        ),
        (
            &["--alpha", "1,2", "--last", "0"],
            "--last 0: must be a whole number of at least 1; try 64",
        ),
        (
            &["--alpha", "1,2", "--header"],
            "--header: only --format tsv has no names without it; leave --header out",
        ),
    ] {
        let output = sgdscope(&[&["sweep"], options].concat());
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{options:?}: {text}");
        assert_eq!(text, format!("error: {said}\n"));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn an_interrupt_prints_the_runs_that_have_finished() {
    for (format, most) in [("jsonl", 3), ("tsv", 3), ("table", 6)] {
        let arguments = [
            "sweep",
            "--epochs",
            "2,3,1000000000,4",
            "--init",
            "zeros",
            "--format",
            format,
        ];
        let child = Command::new(env!("CARGO_BIN_EXE_sgdscope"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // The short runs finish within milliseconds, and the long one takes longer than anybody waits.
        thread::sleep(Duration::from_secs(2));
        let id = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        kill_process(id, Signal::INT).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130));
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.lines().count(), most, "{text}");
        let values = if format == "jsonl" {
            "\"epochs\":4"
        } else {
            "4"
        };
        assert!(text.contains(values), "{text}");
    }
}

#[test]
fn a_reader_that_has_read_enough_ends_it() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sgdscope"))
        .args([
            "sweep",
            "--init-seed",
            "1..100000",
            "--format",
            "tsv",
            "--epochs",
            "50",
        ])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.starts_with("1\t"), "{line}");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_table_of_ones_own_is_swept_too() {
    let name = format!("sgdscope-sweep-{}.csv", std::process::id());
    let file = std::env::temp_dir().join(name);
    fs::write(&file, stdout("data --samples 40 --family moons")).unwrap();
    let data = file.to_str().unwrap();
    let swept = stdout(&format!(
        "sweep --data {data} --alpha 0.1,1 -e 9 --format jsonl"
    ));
    let single = stdout(&format!(
        "train --data {data} -a 1 -e 9 --every 0 --format jsonl"
    ));
    let split = stdout(&format!(
        "sweep --data {data} --train-share 50,70 -e 9 --format jsonl"
    ));
    let _ = fs::remove_file(&file);
    assert_eq!(json(&swept)[1]["weights"], json(&single)[0]["weights"]);
    assert_eq!(json(&split).len(), 2);
}
