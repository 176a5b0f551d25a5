//! The cursor in weight space.

use crossterm::event::KeyCode;
use sgdscope::studio::stage::Stage;

use crate::stage::Keyboard;
use crate::{open, press, why};

/// Opens the cursor and moves it up and to the left.
fn moved(options: &str) -> Stage {
    let mut stage = open(options);
    stage.key('c');
    for _ in 0..7 {
        press(&mut stage, KeyCode::Left);
    }
    for _ in 0..3 {
        press(&mut stage, KeyCode::Up);
    }
    stage
}

#[test]
fn enter_sets_the_weights_under_the_cursor_and_their_loss_is_the_one_that_was_told() {
    for options in [
        "",
        "--others best",
        "--plane W0:W2",
        "--features x1,x2,x1x2 --standardize --plane W1:W3",
        "--features x1,x2,x1x2 --standardize --others best",
        "--features x2",
    ] {
        let mut stage = moved(&format!("--noise 5 --loss cross-entropy {options}"));
        let probe = why(&stage).space.as_ref().unwrap().probe.clone().unwrap();
        press(&mut stage, KeyCode::Enter);
        assert_eq!(stage.app().view().probe, None, "the cursor is closed");
        let lane = stage.app().lane();
        assert_eq!(lane.parameters, probe.weights, "{options}");
        let measured = lane.losses.now.unwrap().own.cross_entropy.unwrap();
        let told = probe.loss.unwrap();
        assert!(
            (measured - told).abs() < 1e-9,
            "{options}: {told} {measured}"
        );
        let space = why(&stage).space.as_ref().unwrap();
        for axis in [0, 1] {
            assert!(
                (space.here[axis] - probe.at[axis]).abs() < 1e-12,
                "{options}"
            );
        }
        assert_eq!(
            lane.recipe.changes.made().len(),
            1,
            "the recipe has the weights"
        );
    }
}

#[test]
fn with_the_other_weights_at_their_best_no_other_bias_has_a_lower_loss() {
    let stage = moved("--noise 5 --others best");
    let probe = why(&stage).space.as_ref().unwrap().probe.clone().unwrap();
    let dataset = &stage.app().confirmed().dataset;
    let loss = |bias: f64| {
        let loss = |(x1, x2, y): (f64, f64, f64)| {
            let score = bias + probe.weights[1] * x1 + probe.weights[2] * x2;
            (1.0 + score.exp()).ln() - y * score
        };
        dataset.samples().map(loss).sum::<f64>() / dataset.len() as f64
    };
    let best = loss(probe.weights[0]);
    assert!((best - probe.loss.unwrap()).abs() < 1e-9);
    for beside in [-1e-3, 1e-3] {
        assert!(best < loss(probe.weights[0] + beside));
    }
}

#[test]
fn the_cursor_stops_at_the_edges_and_escape_closes_it() {
    let mut stage = moved("--noise 5");
    for _ in 0..200 {
        press(&mut stage, KeyCode::Left);
    }
    let window = why(&stage).space.as_ref().unwrap().window;
    assert_eq!(stage.app().view().probe.unwrap()[0], window[0][0]);
    press(&mut stage, KeyCode::Esc);
    assert_eq!(stage.app().view().probe, None);
    assert_eq!(why(&stage).space.as_ref().unwrap().probe, None);
}

#[test]
fn the_cursor_closes_with_the_view() {
    let mut stage = moved("--noise 5");
    stage.key('V');
    assert_eq!(stage.app().view().probe, None);
    stage.key('c');
    assert!(
        stage.app().view().cursor.is_some(),
        "the cursor over the points"
    );
    stage.key('V');
    assert!(stage.app().view().cursor.is_none());
}

#[test]
fn a_new_run_closes_the_cursor_and_a_small_window_has_none() {
    for key in ['d', 'r', 'z', 'n'] {
        let mut stage = moved("--noise 5");
        stage.key(key);
        assert_eq!(stage.app().view().probe, None, "{key}");
    }
    let mut small = crate::stage::open("sgdscope --paused --view why --noise 5", (60, 20));
    small.key('c');
    assert_eq!(small.app().view().probe, None);
    assert!(small.text().contains("no room for weight space"));
}
