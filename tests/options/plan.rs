//! Changes that are planned with `--at`, and the end that is set with `--until`.

use sgdscope::session::change::Value;
use sgdscope::session::command::Command;
use sgdscope::session::engine::Engine;
use sgdscope::session::lane::Address;

use crate::{live, refusal, stdout};

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
pub fn engine(options: &[&str]) -> Engine {
    let arguments = live(options);
    let lanes = arguments.lanes().unwrap();
    Engine::race(None, lanes, true, &|_| ()).unwrap()
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
        told.apply(Command::Change(Address::All, value));
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
