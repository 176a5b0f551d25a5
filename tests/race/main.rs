//! Tests races without a screen: their lanes are single runs, whatever the threads do.

mod kept;
#[path = "../support/proptests.rs"]
mod proptests;
mod recipes;
mod refusals;
#[path = "../support/test_file.rs"]
mod test_file;

use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn sgdscope(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sgdscope"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn stdout(arguments: &[&str]) -> String {
    let output = sgdscope(arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// Returns the words of a command line that has no quotes.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Returns the lines of a lane, without the letter.
fn lane(text: &str, letter: char) -> Vec<&str> {
    let lines = text.lines();
    lines
        .filter_map(|line| line.strip_prefix(letter)?.strip_prefix('\t'))
        .collect()
}

#[test]
fn each_lane_is_its_own_single_run_bit_for_bit() {
    for (race, common, lanes) in [
        (
            "--race alpha=0.001,0.02,2",
            "-e 20",
            &["-a 0.001", "-a 0.02", "-a 2"][..],
        ),
        (
            "--race optimizer=sgd,momentum,adam --race batch-size=1,32,all",
            "-e 7 --noise 5 --train-share 70 --shuffle",
            &[
                "--optimizer sgd -b 1",
                "--optimizer momentum -b 32",
                "--optimizer adam -b all",
            ],
        ),
        (
            "--race init-seed=1..5",
            "-e 9 --at 30:alpha=0.3 --every 2 --header",
            &[
                "--init-seed 1",
                "--init-seed 2",
                "--init-seed 3",
                "--init-seed 4",
                "--init-seed 5",
            ],
        ),
        (
            "--race features=x1,x2;x1,x2,x1x2;x1 --at B:40:alpha=0.5 --until C:77 --until B:100",
            "-e 30 --family xor --standardize --target-loss 0.2 --loss cross-entropy",
            &[
                "--features x1,x2",
                "--features x1,x2,x1x2 --at 40:alpha=0.5 --until 100",
                "--features x1 --until 77",
            ],
        ),
        (
            "--race alpha=0.1,0.1 --at A:3:W1=2 --until 50 --until A:end",
            "-e 10 --every 0",
            &["-a 0.1 --at 3:W1=2", "-a 0.1 --until 50"],
        ),
    ] {
        let race = stdout(&words(&format!("train {race} {common}")));
        let mut counted = 0;
        for (letter, own) in ('A'..).zip(lanes) {
            let single = stdout(&words(&format!("train {common} {own}")));
            let single: Vec<&str> = single
                .lines()
                .filter(|line| !line.starts_with("epoch"))
                .collect();
            assert_eq!(lane(&race, letter), single, "lane {letter} of {race}");
            counted += single.len();
        }
        let header = usize::from(common.contains("--header"));
        assert_eq!(race.lines().count(), counted + header);
    }
}

#[test]
fn lines_come_by_epoch_and_then_by_lane() {
    let text = stdout(&words("train --race alpha=0.1,0.2,0.3 -e 40 --until B:300"));
    let order: Vec<(u64, String)> = text
        .lines()
        .map(|line| {
            let mut columns = line.split('\t');
            let lane = columns.next().unwrap().to_owned();
            (columns.next().unwrap().parse().unwrap(), lane)
        })
        .collect();
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!(order.len(), 40 + 24 + 40);
    let again = stdout(&words("train --race alpha=0.1,0.2,0.3 -e 40 --until B:300"));
    assert_eq!(text, again);
}

#[test]
fn a_lane_has_a_column_a_name_and_a_field() {
    let race = "train --race init-seed=1,2 -e 2";
    let text = stdout(&words(&format!("{race} --header")));
    let names = text.lines().next().unwrap();
    assert_eq!(names, "lane\tepoch\tloss\taccuracy\tW0\tW1\tW2");
    assert_eq!(text.lines().nth(2).unwrap().split('\t').count(), 7);
    let text = stdout(&words(&format!("{race} --format jsonl")));
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let letters: Vec<&str> = lines
        .iter()
        .map(|line| line["lane"].as_str().unwrap())
        .collect();
    assert_eq!(letters, ["A", "B", "A", "B"]);
    let single = stdout(&words("train --init-seed 2 -e 2 --format jsonl"));
    let own = text
        .lines()
        .filter_map(|line| line.strip_prefix("{\"lane\":\"B\","));
    let own: Vec<String> = own.map(|line| format!("{{{line}")).collect();
    assert_eq!(own, single.lines().collect::<Vec<_>>());
}

#[test]
fn a_lane_that_diverges_is_named_and_the_others_go_on() {
    let output = sgdscope(&words(
        "train --race alpha=0.01,1e308,0.02 -b 400 --noise 9 -e 30",
    ));
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.starts_with("error: lane B: the run diverged at update "),
        "{said}"
    );
    assert_eq!(said.lines().count(), 1);
    let text = String::from_utf8(output.stdout).unwrap();
    let single = sgdscope(&words("train -a 1e308 -b 400 --noise 9 -e 30"));
    assert_eq!(single.status.code(), Some(1));
    let single = String::from_utf8(single.stdout).unwrap();
    assert_eq!(lane(&text, 'B'), single.lines().collect::<Vec<_>>());
    assert_eq!(lane(&text, 'A').len(), 30);
    assert_eq!(lane(&text, 'C').len(), 30);
}

#[test]
fn a_reader_that_has_read_enough_ends_it() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sgdscope"))
        .args(words("train --race alpha=0.1,0.2 -e 1000000000"))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.starts_with("A\t1\t"), "{line}");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
