//! Tests the options that are built from the table of settings, and the changes that are planned with them.

mod plan;
#[path = "../support/proptests.rs"]
mod proptests;
use std::process::{Command, Output};

use clap::Parser;
use proptest::prelude::*;
use proptests::cases;
use sgdscope::cli::{Cli, LiveArgs, Task, TrainArgs};
use sgdscope::session::settings::{Direction, Reach, Setting, SettingGroup, Settings, TABLE};

use plan::engine;

fn sgdscope(arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_sgdscope");
    Command::new(program).args(arguments).output().unwrap()
}

fn stdout(arguments: &[&str]) -> String {
    let output = sgdscope(arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// Runs the program with arguments that it must refuse, and returns the error message. Checks that the
/// message is one line and that nothing is printed to standard output.
fn refusal(arguments: &[&str]) -> String {
    let output = sgdscope(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    said
}

fn live(options: &[&str]) -> LiveArgs {
    let words = std::iter::once(&"sgdscope").chain(options);
    Cli::try_parse_from(words).unwrap().live
}

fn trains(options: &[&str]) -> TrainArgs {
    let words = ["sgdscope", "train"].iter().chain(options);
    match Cli::try_parse_from(words).unwrap().task {
        Some(Task::Train(arguments)) => arguments,
        other => panic!("{other:?}"),
    }
}

const REACH: Reach = Reach {
    samples: 400,
    given: None,
    has_own_data: false,
};

/// Returns the default settings with this setting moved one step, up if possible and down otherwise.
fn stepped(row: &Setting) -> Settings {
    let mut settings = Settings::default();
    let text = [Direction::Up, Direction::Down]
        .into_iter()
        .find_map(|direction| row.stepped(&settings, direction, &REACH))
        .unwrap();
    row.set(&mut settings, &text).unwrap();
    settings
}

#[test]
fn every_row_is_an_option_and_sets_what_a_key_sets() {
    for row in TABLE {
        let stepped = stepped(row);
        let option = format!("--{}={}", row.flag, row.text(&stepped));
        let set = live(&[&option]).settings().unwrap();
        assert_eq!(row.text(&set), row.text(&stepped), "{option}");
        let words = ["sgdscope", "train", &option];
        assert_eq!(
            Cli::try_parse_from(words).is_ok(),
            row.decides_run,
            "{option}"
        );
        if row.decides_run {
            let set = trains(&[&option]).run.settings().unwrap();
            assert_eq!(row.text(&set), row.text(&stepped), "{option}");
        }
        let is_of_data = row.group == SettingGroup::Data;
        let words = ["sgdscope", "data", &option];
        assert_eq!(Cli::try_parse_from(words).is_ok(), is_of_data, "{option}");
        let help = stdout(&["--help"]);
        assert!(help.contains(&format!("--{}", row.flag)), "{}", row.flag);
    }
}

#[test]
fn of_an_option_that_is_given_twice_the_last_counts() {
    for row in TABLE {
        let (default, stepped) = (Settings::default(), stepped(row));
        let [one, other] =
            [&default, &stepped].map(|settings| format!("--{}={}", row.flag, row.text(settings)));
        let text = |options: &[&str]| row.text(&live(options).settings().unwrap());
        assert_eq!(text(&[&one, &other]), row.text(&stepped), "{one} {other}");
        assert_eq!(text(&[&other, &one]), row.text(&default), "{other} {one}");
    }
}

#[test]
fn a_switch_is_on_by_its_name_alone() {
    let shuffles = |options: &[&str]| {
        let settings = trains(options).run.settings().unwrap();
        settings.setup.hyperparameters.shuffle
    };
    assert!(!shuffles(&[]));
    assert!(shuffles(&["--shuffle"]));
    assert!(shuffles(&["--shuffle=off", "--shuffle", "--epochs", "3"]));
    assert!(!shuffles(&["--shuffle", "--shuffle=off"]));
    assert!(!live(&["--marks=off"]).settings().unwrap().view.marks);
    assert!(
        live(&["--marks=off", "--marks"])
            .settings()
            .unwrap()
            .view
            .marks
    );
    assert!(refusal(&["train", "--shuffle=maybe"]).contains("--shuffle maybe: must be on or off"));
    assert!(refusal(&["train", "--shuffle", "off"]).contains("'off'"));
}

#[test]
fn what_does_not_go_together_is_refused_with_the_value_and_the_remedy() {
    for (arguments, value, remedy) in [
        (
            &["train", "--family", "file"][..],
            "--family file",
            "--data points.csv",
        ),
        (
            &["data", "--family", "file"],
            "--family file",
            "--data points.csv",
        ),
        (&["train", "--x", "a"], "--data <FILE>", "train --help"),
        (&["train", "--y=a"], "--data <FILE>", "train --help"),
        (&["train", "--label=a"], "--data <FILE>", "train --help"),
        (&["train", "--delimiter=,"], "--data <FILE>", "train --help"),
        (&["data", "--positive=a"], "--data <FILE>", "data --help"),
        (&["data", "--skip-bad"], "--data <FILE>", "data --help"),
        (
            &["train", "--noise=500", "--family=xor"],
            "--noise 500",
            "try 50",
        ),
        (
            &["data", "--noise=500", "--family=xor"],
            "--noise 500",
            "try 50",
        ),
        (&["train", "--init=1,2"], "--init 1,2", "3 numbers"),
        (
            &["train", "--init=1,2,3", "--features=x1"],
            "--init 1,2,3",
            "try 0,0",
        ),
        (&["train", "--at", "x"], "--at x", "try 100:alpha=0.1"),
        (
            &["train", "--at", "5:seed=3"],
            "--at 5:seed=3",
            "try 100:alpha=0.1",
        ),
        (
            &["train", "--at=5:speed=3"],
            "--at 5:speed=3",
            "try 100:alpha=0.1",
        ),
        (
            &["train", "--at", "5:alpha=-1"],
            "--at 5:alpha=-1",
            "above 0; try 0.01",
        ),
        (
            &["train", "--at=-5:alpha=1"],
            "--at -5:alpha=1",
            "UPDATE:NAME=VALUE",
        ),
        (
            &["train", "--at", "5:weights=1,2"],
            "--at 5:weights=1,2",
            "try weights=0,0,0",
        ),
        (
            &["train", "--features=x1", "--at", "5:weights=1,2,3"],
            "--at 5:weights=1,2,3",
            "try weights=0,0",
        ),
        (
            &["train", "--at", "5:weights=1,x,2"],
            "5:weights=1,x,2",
            "try weights=0,1,1",
        ),
    ] {
        let said = refusal(arguments);
        assert!(said.starts_with("error: "), "{said}");
        assert!(said.contains(value) && said.contains(remedy), "{said}");
    }
    assert!(refusal(&["data", "--alpha=1"]).contains("'--alpha'"));
    assert!(refusal(&["data", "--train-share=5"]).contains("--train-share 5"));
    assert!(live(&["--at=5:weights=1,2"]).settings().is_err());
}

#[test]
fn only_a_test_has_columns_of_its_own() {
    let columns = |arguments: &[&str]| {
        stdout(arguments)
            .lines()
            .next()
            .unwrap()
            .split('\t')
            .count()
    };
    assert_eq!(columns(&["train", "-e2"]), 6);
    assert_eq!(columns(&["train", "-e2", "--train-share=100"]), 6);
    assert_eq!(columns(&["train", "-e2", "--train-share=99"]), 8);
    let json = |arguments: &[&str]| stdout(arguments).contains("test_");
    assert!(!json(&["train", "-e1", "--format=jsonl"]));
    assert!(json(&[
        "train",
        "-e1",
        "--format=jsonl",
        "--train-share=60"
    ]));
}

#[test]
fn the_losses_of_a_test_are_finite_whatever_the_weights() {
    for seed in 0..20 {
        let seed = format!("--seed={seed}");
        for family in ["--family=blobs", "--family=xor"] {
            let features = "--features=x1,x2,x1^2,x2^2,x1x2";
            let options = [
                family,
                &seed,
                features,
                "--alpha=1e306",
                "-ball",
                "--train-share=10",
            ];
            let mut engine = engine(&options);
            engine.advance(3);
            let losses = engine.snapshot().first().losses.test.unwrap();
            assert!(losses.sum.is_finite() && losses.cross_entropy.unwrap().is_finite());
        }
    }
}

proptest! {
    #![proptest_config(cases(256, "tests/proptest-regressions/options.txt"))]

    /// Options of a table survive being written and parsed again, also through a shell, whatever the names
    /// of the file and its columns are.
    #[test]
    fn the_words_of_a_table_read_back(
        names in proptest::array::uniform4("[-a-z =,'\"$\\\\;é\n*]{1,8}"),
        skip in any::<bool>(),
        delimiter in proptest::sample::select(vec![",", ";", "tab", "space"]),
    ) {
        let [data, x, label, positive] = names;
        prop_assume!(!x.trim().is_empty() && !label.trim().is_empty());
        let mut options = vec![
            format!("--data={data}"),
            format!("--x={x}"),
            format!("--label={label}"),
            format!("--positive={positive}"),
            format!("--delimiter={delimiter}"),
        ];
        options.extend(skip.then(|| "--skip-bad".to_owned()));
        let parsed = |options: &[String]| {
            let options: Vec<&str> = options.iter().map(String::as_str).collect();
            trains(&options).run.table
        };
        let table = parsed(&options);
        let words = shlex::split(&shlex::try_join(table.words().iter().map(String::as_str)).unwrap());
        let again = parsed(&words.unwrap());
        prop_assert_eq!(&again.data, &table.data);
        prop_assert_eq!(again.options(), table.options());
        prop_assert_eq!(again.options().skip_bad, skip);
    }
}
