//! Tests the options that are built from the table of settings, and the changes that are planned with them.

#[path = "support/proptests.rs"]
mod proptests;
use std::process::{Command, Output};

use clap::Parser;
use proptest::prelude::*;
use proptests::cases;
use sgdscope::cli::{Cli, LiveArgs, Task, TrainArgs};
use sgdscope::session::change::Value;
use sgdscope::session::engine::{Command as Tell, Engine};
use sgdscope::session::lane::Address;
use sgdscope::session::settings::{Direction, Reach, Setting, SettingGroup, Settings, TABLE};

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
        let is_of_data = row.group == SettingGroup::Data && row.flag != "train-share";
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
    assert!(refusal(&["data", "--train-share=50"]).contains("'--train-share'"));
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

/// Runs `train` with these options and returns the bits of the weights in its last line.
fn last_weights(options: &[&str]) -> Vec<u64> {
    let arguments: Vec<&str> = ["train", "--every=0"]
        .iter()
        .chain(options)
        .copied()
        .collect();
    let text = stdout(&arguments);
    let columns = text.trim_end().split('\t').skip(3);
    columns
        .map(|column| column.parse::<f64>().unwrap().to_bits())
        .collect()
}

/// Returns the engine of a live training with these options, before its first update.
fn engine(options: &[&str]) -> Engine {
    let arguments = live(options);
    let settings = arguments.settings().unwrap();
    let engine = Engine::load(None, settings, true, &|_| ());
    engine.with_plan(arguments.run.at.clone(), arguments.run.until())
}

fn weights(engine: &Engine) -> Vec<u64> {
    let weights = engine.trainer().parameters();
    weights.iter().map(|weight| weight.to_bits()).collect()
}

#[test]
fn what_is_planned_equals_what_is_told_by_hand() {
    let mut told = engine(&["-b16", "-e5"]);
    let change = |told: &mut Engine, name: &str, text: &str| {
        let value = Value::parse(name, text).unwrap();
        told.apply(Tell::Change(Address::All, value));
    };
    told.advance(26);
    change(&mut told, "alpha", "0.5");
    change(&mut told, "optimizer", "momentum");
    told.advance(30);
    change(&mut told, "weights", "2.5,0.1,-1");
    told.advance(1000);
    assert_eq!(told.trainer().updates(), 125);
    let plan = [
        "-b16",
        "-e5",
        "--at=26:alpha=0.5",
        "--at=56:weights=2.5,0.1,-1",
        "--at",
        "26:optimizer=momentum",
    ];
    assert_eq!(last_weights(&plan), weights(&told));
    let mut planned = engine(&plan);
    planned.advance(1000);
    assert_eq!(weights(&planned), weights(&told));
    assert_eq!(
        planned.snapshot().first().recipe.changes,
        told.snapshot().first().recipe.changes
    );
}

/// Trains two epochs with one optimiser, two with another, and then goes on with the first.
#[test]
fn an_optimizer_that_others_came_before_begins_without_memory() {
    for (first, second) in [("momentum", "sgd"), ("adam", "sgd"), ("momentum", "adam")] {
        let optimizer = format!("--optimizer={first}");
        let [away, back] = [
            format!("--at=26:optimizer={second}"),
            format!("--at=52:optimizer={first}"),
        ];
        let mut there = engine(&[&optimizer, "-e6", &away, &back]);
        there.advance(52);
        let start = there.trainer().parameters();
        let start = start.iter().map(f64::to_string).collect::<Vec<_>>();
        let start = format!("--init={}", start.join(","));
        there.advance(26);
        let afresh = last_weights(&[&optimizer, "-e2", &start]);
        assert_eq!(weights(&there), afresh, "{first}, {second}");
    }
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

#[test]
fn of_changes_at_one_update_the_last_counts() {
    let one = last_weights(&["-e3", "--at=7:alpha=0.5", "--at=7:alpha=0.2"]);
    assert_eq!(one, last_weights(&["-e3", "--at=7:alpha=0.2"]));
    assert_ne!(one, last_weights(&["-e3", "--at=7:alpha=0.5"]));
    let unordered = last_weights(&["-e3", "--at=30:alpha=1", "--at=7:alpha=0.2"]);
    assert_eq!(
        unordered,
        last_weights(&["-e3", "--at=7:alpha=0.2", "--at=30:alpha=1"])
    );
}

#[test]
fn a_plan_may_lengthen_a_run_at_its_end_and_not_after_it() {
    let epochs = |options: &[&str]| {
        let arguments: Vec<&str> = ["train"].iter().chain(options).copied().collect();
        stdout(&arguments).lines().count()
    };
    assert_eq!(epochs(&["-e5", "--at=65:epochs=7"]), 7);
    assert_eq!(epochs(&["-e5", "--at=66:epochs=7"]), 5);
    assert_eq!(epochs(&["-e5", "--at=1000000:alpha=7"]), 5);
    assert_eq!(
        last_weights(&["-e5", "--at=66:alpha=7"]),
        last_weights(&["-e5"])
    );
    assert_eq!(
        last_weights(&["-e5", "--at=65:epochs=7"]),
        last_weights(&["-e7"])
    );
}

#[test]
fn a_plan_that_ends_a_run_in_the_middle_of_an_epoch_shows_where() {
    let text = stdout(&["train", "-e50", "--at=70:epochs=2"]);
    assert_eq!(text.lines().count(), 6);
    let mut there = engine(&["-e50"]);
    there.advance(70);
    let shown = last_weights(&["-e50", "--at=70:epochs=2"]);
    assert_eq!(shown, weights(&there));
    let last = text.lines().next_back().unwrap();
    assert!(
        last.starts_with("5\t"),
        "the epoch that is complete: {last}"
    );
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

#[test]
fn a_loss_that_is_asked_for_in_the_course_of_a_run_is_measured() {
    let text = stdout(&["train", "--epochs=3", "--at=13:loss=cross-entropy"]);
    let losses: Vec<f64> = text
        .lines()
        .map(|line| line.split('\t').nth(1).unwrap().parse().unwrap())
        .collect();
    assert_eq!(losses.len(), 3);
    assert!(losses.iter().all(|loss| loss.is_finite()), "{losses:?}");
    let entropies = stdout(&["train", "--epochs=3", "--loss=cross-entropy"]);
    assert_eq!(
        text.lines().skip(1).collect::<Vec<_>>(),
        entropies.lines().skip(1).collect::<Vec<_>>()
    );
}

#[test]
fn a_run_that_ends_within_its_first_epoch_prints_the_loss_at_its_weights() {
    let text = stdout(&["train", "--until=3", "--init=0,0,0", "--alpha=1e-300"]);
    let columns: Vec<f64> = text
        .trim_end()
        .split('\t')
        .map(|column| column.parse().unwrap())
        .collect();
    assert_eq!(columns[0], 0.0, "no epoch is complete");
    // Each of the 400 samples has a probability of ½ and so a squared error of ¼; there are 13
    // mini-batches.
    assert!((columns[1] - 100.0 / 13.0).abs() < 1e-12, "{text}");
    assert_eq!(text.lines().count(), 1);
    let whole = stdout(&["train", "--until=13", "--every=0"]);
    assert_eq!(whole, stdout(&["train", "--epochs=1"]));
    for refused in ["0", "-1", "1.5", "never"] {
        let option = format!("--until={refused}");
        let said = refusal(&["train", &option]);
        assert!(
            said.contains("must be a whole number of at least 1, or end; try 1300"),
            "{said}"
        );
    }
}

#[test]
fn one_weight_is_set_by_its_place() {
    let one = last_weights(&["--at=26:W2=0.5", "-e5"]);
    let mut told = engine(&["-e5"]);
    told.advance(26);
    let weights = told.trainer().parameters();
    let all = format!("--at=26:weights={:?},{:?},0.5", weights[0], weights[1]);
    assert_eq!(one, last_weights(&[&all, "-e5"]));
    let said = refusal(&["train", "--at=1:W3=1"]);
    assert!(
        said.contains("must be one of the weights W0 to W2; try W2=0"),
        "{said}"
    );
}
