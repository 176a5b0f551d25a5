//! The next update that is shown is the one that a step makes.

use sgdscope::session::why::{Next, NextBatch};
use sgdscope::studio::stage::Stage;

use crate::stage::Keyboard;
use crate::{open, why};

fn next(stage: &Stage) -> NextBatch {
    let next = why(stage).next.update();
    next.expect("the run goes on").clone()
}

#[test]
fn a_step_moves_the_weights_to_where_the_next_update_was_shown() {
    for options in [
        "",
        "--batch-size 1",
        "--batch-size 33",
        "--batch-size all",
        "--shuffle --seed 3",
        "--standardize --features x1,x2,x1^2,sinx2",
        "--optimizer momentum --regularization l2",
        "--optimizer adam --schedule cosine",
        "--regularization l1 --regularization-rate 0.1",
        "--objective squared",
    ] {
        let mut stage = open(&format!("--noise 5 --alpha 0.1 {options}"));
        for _ in 0..4 {
            let next = next(&stage);
            stage.key('s');
            let lane = stage.app().lane();
            assert_eq!(next.weights, lane.parameters, "{options}");
            assert_eq!(next.number, lane.progress.update_of_epoch, "{options}");
            assert_eq!(next.of, lane.progress.updates_of_epoch, "{options}");
        }
    }
}

#[test]
fn the_mini_batches_of_an_epoch_are_all_samples_once_also_when_they_are_shuffled() {
    for options in ["--batch-size 32", "--batch-size 32 --shuffle"] {
        let mut stage = open(options);
        let mut seen = Vec::new();
        for batch in 1..=13 {
            let next = next(&stage);
            assert_eq!((next.number, next.of), (batch, 13));
            seen.extend(
                next.samples
                    .iter()
                    .map(|sample| [sample.0, sample.1, sample.2]),
            );
            stage.key('s');
        }
        let dataset = &stage.app().confirmed().dataset;
        let mut all: Vec<[f64; 3]> = dataset.samples().map(|(x1, x2, y)| [x1, x2, y]).collect();
        if options.contains("shuffle") {
            assert_ne!(seen, all);
            for list in [&mut seen, &mut all] {
                list.sort_by(|one, other| one.partial_cmp(other).unwrap());
            }
        }
        assert_eq!(seen, all, "{options}");
    }
}

#[test]
fn a_run_that_is_over_has_no_next_update() {
    let mut stage = open("--epochs 1");
    stage.key('e');
    assert_eq!(why(&stage).next, Next::None);
    let mut stage = open("--noise 5 --alpha 1e300 --regularization l2 --regularization-rate 10");
    for _ in 0..9 {
        stage.key('s');
    }
    assert!(stage.text().contains("DIVERGED"));
    assert_eq!(why(&stage).next, Next::None);
}

#[test]
fn large_mini_batches_and_large_shuffles_are_not_made_in_advance() {
    for (options, is_made) in [
        ("--samples 70000 --batch-size all", false),
        ("--samples 70000 --shuffle", false),
        ("--samples 70000", true),
        ("--samples 60000 --batch-size all --shuffle", true),
    ] {
        let stage = open(options);
        let is_known = why(&stage).next.update().is_some();
        assert_eq!(is_known, is_made, "{options}");
        assert_eq!(why(&stage).next == Next::TooLarge, !is_made, "{options}");
    }
}

#[test]
fn a_pinned_lane_has_no_next_update() {
    let mut stage = open("--noise 5");
    stage.key('s');
    stage.key('p');
    stage.key('L');
    assert_eq!(why(&stage).next, Next::None);
    assert!(stage.text().contains("no next"));
}

#[test]
fn in_a_race_the_panels_name_the_lane_at_80_columns() {
    let mut stage = open("--noise 5 --race alpha=0.01,0.5");
    stage.key('L');
    let text = stage.text();
    assert!(
        text.contains(" B · mini-batch 1/13 · 32 lit ")
            || text.contains(" B · batch 1/13 · 32 lit ")
    );
    assert!(text.contains("Why B"), "{text}");
}

#[test]
fn while_updates_follow_one_another_quickly_no_mini_batch_flickers() {
    let shown = |options: &str| {
        let command_line = format!("sgdscope --view why --noise 5 --epochs 1000 {options}");
        let mut stage = crate::stage::open(&command_line, (80, 24));
        stage.pass(std::time::Duration::from_millis(300));
        stage.text()
    };
    assert!(shown("--speed 50").contains("mini-batch: pause to see"));
    assert!(shown("--speed 2").contains("32 lit"));
    assert!(shown("--speed 50 --paused").contains("32 lit"));
}
