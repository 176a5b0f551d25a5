//! Tests the accuracies in the lines of the epochs.

use crossterm::event::KeyCode;
use serde_json::Value;
use sgdscope::learning::train::trainer::Budget;
use sgdscope::session::snapshot::Phase;

use crate::keyboard::{Session, train};
use crate::{TestFile, lines, sgdscope, written};

/// The accuracies of the epochs are those that `train` prints, counted by itself.
#[test]
fn the_accuracies_of_the_epochs_are_those_of_the_training() {
    for options in [
        "--noise=6",
        "--noise=6 --train-share=70 --shuffle --at=20:alpha=3",
    ] {
        let options: Vec<String> = options.split(' ').map(str::to_owned).collect();
        let mut session = Session::open(&options);
        session.press(KeyCode::Char(' '));
        // Not a multiple of the updates of an epoch.
        for _ in 0..300 {
            session.advance(7);
        }
        assert_eq!(session.engine.phase(), Phase::Finished);
        let text = written(&mut session);
        let file = TestFile::new(&format!("accuracies-{}", options.len()), &text);
        let output = sgdscope(&["train", "--from", file.name(), "--format=jsonl"]);
        let printed = lines(&String::from_utf8(output.stdout).unwrap());
        assert_eq!(printed.len(), 100);
        let told = lines(&text);
        for (printed, told) in printed.iter().zip(&told[1..]) {
            for name in ["epoch", "accuracy", "test_accuracy"] {
                assert_eq!(printed.get(name), told.get(name), "{printed} {told}");
            }
        }
    }
}

/// In a long run, a line summarises several epochs, and has the accuracy after the last one of them.
#[test]
fn a_long_run_has_the_accuracy_after_the_last_epoch_of_a_line() {
    let options = [
        "--samples=16",
        "--noise=9",
        "--epochs=9001",
        "--batch-size=all",
    ];
    let options = options.map(str::to_owned);
    let mut session = Session::open(&options);
    session.press(KeyCode::Char(' '));
    session.advance(u64::MAX);
    let text = written(&mut session);
    let told = lines(&text);
    let told: Vec<&Value> = told
        .iter()
        .filter(|line| line.get("epoch").is_some())
        .collect();
    assert!(told.len() < 4097 && told[0]["epoch"].as_u64().unwrap() > 1);
    let mut run = train(&options);
    let mut measured = 0;
    for line in told {
        while run.trainer().epochs() < line["epoch"].as_u64().unwrap() {
            run.advance(Budget::of_updates(1)).unwrap();
        }
        if let Some(accuracy) = line.get("accuracy") {
            assert_eq!(accuracy, run.trainer().accuracy(false).share, "{line}");
            measured += 1;
        } else {
            assert_eq!(
                line["epoch"], 9001,
                "only the last line may be without: {line}"
            );
        }
    }
    assert!(measured > 2000);
}

#[test]
fn accuracies_that_are_estimated_say_so() {
    for (samples, is_estimate) in [(1 << 19, None), ((1 << 19) + 2, Some(&Value::Bool(true)))] {
        let samples = format!("--samples={samples}");
        let mut session = Session::open(&[samples, "--epochs=1".to_owned()]);
        session.press(KeyCode::Char(' '));
        session.advance(u64::MAX);
        let lines = lines(&written(&mut session));
        assert_eq!(lines[1].get("estimated"), is_estimate);
        assert!(lines[1]["accuracy"].is_number());
    }
}
