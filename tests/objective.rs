//! Tests the loss that is trained: the squared error has gradients that vanish where the model is sure, and the loss
//! that is shown changes no update.

#[path = "support/stage.rs"]
mod stage;

use std::process::Command;
use std::sync::Arc;

use sgdscope::learning::train::trainer::{Budget, Trainer};
use sgdscope::session::settings::Settings;
use stage::{Keyboard, open};

/// Returns a training of the default points by full batches, from weights that turn the line into the wrong
/// direction: all points are on the wrong side, and the model is the surer of it, the larger `size` is.
fn from_wrong_start(objective: &str, size: u32) -> Trainer {
    let mut settings = Settings::default();
    for (name, value) in [
        ("objective", objective),
        ("init", &format!("0,-{size},-{size}")),
        ("batch-size", "all"),
        ("alpha", "0.1"),
        ("epochs", "100000"),
    ] {
        let setting = Settings::find(name).unwrap();
        setting.set(&mut settings, value).unwrap();
    }
    let dataset = Arc::new(settings.setup.data.draw(None, &|_| ()).unwrap());
    Trainer::new(dataset, &settings.setup)
}

/// Returns the number of updates until 90 % of the points are on the right side; `None` if `most` updates are not
/// enough.
fn updates_to_turn(objective: &str, size: u32, most: u64) -> Option<u64> {
    let mut trainer = from_wrong_start(objective, size);
    while trainer.accuracy(false).share < 0.9 {
        if trainer.updates() == most {
            return None;
        }
        trainer.advance(Budget::of_updates(1)).unwrap();
    }
    Some(trainer.updates())
}

/// The counts are those of a NumPy program.
#[test]
fn a_wrong_and_sure_start_is_left_at_once_with_the_cross_entropy_and_hardly_with_the_squared_error()
{
    for (size, updates) in [(1, 2), (3, 6), (10, 20), (30, 61), (100, 204)] {
        assert_eq!(updates_to_turn("cross-entropy", size, 1000), Some(updates));
    }
    assert_eq!(updates_to_turn("squared", 1, 1000), Some(569));
    assert_eq!(updates_to_turn("squared", 3, 1000), None);
}

#[test]
fn the_gradient_of_the_squared_error_vanishes_where_the_model_is_sure() {
    let gradient = |objective, size| {
        let mut trainer = from_wrong_start(objective, size);
        let before = trainer.parameters();
        trainer.advance(Budget::of_updates(1)).unwrap();
        let after = trainer.parameters();
        let moved = before.iter().zip(after.iter()).map(|(a, b)| a - b);
        moved.map(|step| (step / 0.1).powi(2)).sum::<f64>().sqrt()
    };
    assert!((gradient("cross-entropy", 3) - 8.34).abs() < 5e-3);
    assert!((gradient("squared", 3) - 5.4e-5).abs() < 5e-7);
    // From here the run cannot get away: in a thousand updates no weight moves by what a number can hold.
    let mut trainer = from_wrong_start("squared", 30);
    let before = trainer.parameters();
    for _ in 0..1000 {
        trainer.advance(Budget::of_updates(1)).unwrap();
    }
    assert_eq!(trainer.parameters()[1..], before[1..]);
    assert!(trainer.parameters()[0].abs() < 1e-12);
    assert_eq!(trainer.accuracy(false).share, 0.0);
}

fn says(options: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sgdscope"));
    let output = command.args(options.split_whitespace()).output().unwrap();
    assert!(output.status.success(), "{options}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_loss_that_is_shown_changes_no_update() {
    let weights = |options: &str| {
        let line = says(&format!("train --noise 5 -e 7 --every 0 {options}"));
        let fields: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        fields[3..].to_vec()
    };
    let of = |objective: &str| {
        let all = ["sum", "mse", "cross-entropy"];
        let all = all.map(|loss| weights(&format!("--objective {objective} --loss {loss}")));
        assert!(all.iter().all(|weights| *weights == all[0]));
        all[0].clone()
    };
    let [entropy, squared] = ["cross-entropy", "squared"].map(of);
    assert_ne!(entropy, squared);
    assert_eq!(weights(""), entropy, "the cross-entropy is the default");
}

#[test]
fn a_change_of_the_objective_is_obeyed_by_the_next_update() {
    let lines = |options: &str| says(&format!("train --noise 5 -e 4 -b all {options}"));
    let [entropy, squared] =
        ["cross-entropy", "squared"].map(|it| lines(&format!("--objective {it}")));
    let changed = lines("--at 2:objective=squared");
    let of = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let [entropy, squared, changed] = [&*entropy, &squared, &changed].map(of);
    assert_eq!(changed[..2], entropy[..2]);
    assert_ne!(changed[2], entropy[2]);
    assert_ne!(changed[2], squared[2]);
    let all_the_way = lines("--at 0:objective=squared");
    assert_eq!(of(&all_the_way), squared);
}

#[test]
fn the_screen_says_which_loss_the_updates_follow() {
    let mut stage = open("sgdscope --paused --objective squared", (80, 24));
    stage.key('u');
    let text = stage.text();
    assert!(
        text.contains("mean squared error; updates follow the squared error"),
        "{text}"
    );
    let mut stage = open("sgdscope --paused", (80, 24));
    stage.key('u');
    let text = stage.text();
    assert!(
        text.contains("mean squared error; updates follow the cross-entropy"),
        "{text}"
    );
}
