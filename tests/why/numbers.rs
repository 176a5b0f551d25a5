//! The numbers of the why view, and what has none.

use std::time::Duration;

use sgdscope::learning::analysis::numbers as analysis;
use sgdscope::session::why::Numbers;
use sgdscope::studio::stage::Stage;

use crate::stage::Keyboard;
use crate::{open, stage, why};

fn numbers(stage: &Stage) -> Numbers {
    why(stage).numbers
}

fn of_weights(stage: &Stage) -> analysis::Numbers {
    numbers(stage).of_weights.expect("finite weights")
}

#[test]
fn the_train_view_works_nothing_out() {
    let stage = stage::open("sgdscope --paused", (80, 24));
    let snapshot = stage.app().confirmed();
    assert_eq!(snapshot.why, None);
    assert_eq!(snapshot.first().traced, None);
    assert!(snapshot.first().trail.is_empty());
}

#[test]
fn there_is_an_edge_only_for_optimizers_that_have_one_a_constant_alpha_and_a_minimum() {
    let edge = |options: &str| of_weights(&open(options)).edge;
    let sgd = edge("--noise 5").unwrap();
    assert!((sgd - 2.0342).abs() < 1e-3, "{sgd}");
    let momentum = edge("--noise 5 --optimizer momentum").unwrap();
    assert!((momentum - 3.865).abs() < 1e-2, "{momentum}");
    for options in [
        "",
        "--noise 5 --optimizer adam",
        "--noise 5 --optimizer rmsprop",
        "--noise 5 --optimizer adagrad",
        "--noise 5 --schedule cosine",
        "--noise 5 --objective squared",
    ] {
        let numbers = of_weights(&open(options));
        assert_eq!((numbers.edge, numbers.half_life), (None, None), "{options}");
    }
}

#[test]
fn separable_classes_have_margins_and_no_distance_to_a_best_w() {
    let mut stage = open("--family gauss --noise 0 --init=0,1,-1 --batch-size all --alpha 1");
    stage.key('s');
    let known = of_weights(&stage);
    assert_eq!(
        (known.distance, known.excess, known.condition),
        (None, None, None)
    );
    let [margin, largest] = numbers(&stage).margins.unwrap();
    assert!((largest - 1.002).abs() < 1e-3, "{largest}");
    assert!((margin - 0.114).abs() < 1e-3, "{margin}");
    let with_minimum = open("--noise 5");
    assert_eq!(numbers(&with_minimum).margins, None);
}

#[test]
fn near_the_minimum_about_half_of_the_mini_batches_point_away_and_far_from_it_none() {
    // The numbers of the lesson on mini-batches.
    let mut stage = open("--noise 5 --init=0,1,-1 --alpha 0.1");
    stage.key('e');
    assert_eq!(numbers(&stage).away, Some([0, 13]));
    for _ in 0..10 {
        stage.key('e');
    }
    let [away, of] = numbers(&stage).away.unwrap();
    assert_eq!(of, 13);
    assert!((5..=7).contains(&away), "{away}");
    stage.key('s');
    assert_eq!(
        numbers(&stage).away,
        Some([away, 13]),
        "those of the last complete epoch"
    );
    let mut stage = open("--noise 5 --batch-size all");
    stage.key('e');
    assert_eq!(numbers(&stage).away, None);
}

#[test]
fn many_samples_are_measured_on_a_part_and_say_so() {
    let mut stage = open("--noise 5 --samples 50000");
    assert!(why(&stage).is_sampled);
    assert!(stage.text().contains('~'));
    let all = open("--noise 5 --samples 16000");
    assert!(!why(&all).is_sampled);
}

#[test]
fn the_numbers_do_not_depend_on_how_the_updates_are_divided() {
    let options = "--noise 5 --alpha 0.1 --epochs 40";
    let mut steps = open(options);
    for _ in 0..30 {
        steps.key('s');
    }
    let mut at_once = open(options);
    at_once.key(' ');
    while at_once.app().lane().progress.updates < 30 {
        at_once.pass(Duration::from_millis(20));
    }
    at_once.key(' ');
    let updates = at_once.app().lane().progress.updates;
    for _ in 30..updates {
        steps.key('s');
    }
    assert_eq!(why(&steps), why(&at_once));
}

#[test]
fn after_going_back_the_numbers_are_those_of_a_run_that_was_never_further() {
    for (options, keys) in [
        ("", "sssss"),
        ("--shuffle", "eesss"),
        ("--optimizer adam", "es"),
    ] {
        let options = format!("--noise 5 --alpha 0.1 {options}");
        let (mut back, mut never) = (open(&options), open(&options));
        for key in keys.chars() {
            back.key(key);
            never.key(key);
        }
        for _ in 0..4 {
            back.key('s');
        }
        for _ in 0..4 {
            back.key('b');
        }
        assert_eq!(back.app().lane().progress, never.app().lane().progress);
        assert_eq!(why(&back), why(&never), "{options}");
    }
}

#[test]
fn the_reasons_are_those_of_the_chosen_lane() {
    let mut stage = open("--noise 5 --race alpha=0.01,0.5");
    stage.key('s');
    assert_eq!(numbers(&stage).alpha, 0.01);
    stage.key('L');
    assert_eq!(why(&stage).lane, stage.app().lane().id);
    assert_eq!(numbers(&stage).alpha, 0.5);
}

#[test]
fn a_mini_batch_of_all_points_has_the_full_gradient_under_every_penalty() {
    for penalty in ["none", "l1", "l2"] {
        let mut stage = open(&format!(
            "--noise 5 --batch-size all --alpha 0.05 --regularization {penalty} --regularization-rate 0.3"
        ));
        for _ in 0..12 {
            stage.key('s');
        }
        let numbers = numbers(&stage);
        assert!(numbers.cosine.unwrap() > 1.0 - 1e-12, "{penalty}");
        let (batch, full) = (
            numbers.batch_gradient.unwrap(),
            numbers.of_weights.unwrap().gradient,
        );
        assert!((batch - full).abs() < 1e-12, "{penalty}: {batch} {full}");
    }
}

#[test]
fn the_mini_batches_of_the_last_epoch_are_counted_through_the_whole_next_one() {
    let mut stage = open("--noise 5 --batch-size 8 --alpha 0.1");
    stage.key('e');
    let counted = numbers(&stage).away;
    assert_eq!(counted.unwrap()[1], 50);
    for _ in 0..49 {
        stage.key('s');
        assert_eq!(numbers(&stage).away, counted);
    }
}

#[test]
fn no_number_leaves_its_row_however_small_or_large_it_is() {
    for options in [
        "--noise 5 --alpha 0.3 --batch-size 1",
        "--alpha 1e-7 --init=1e5,-1e5,1e5",
        "--noise 5 --samples 20000 --regularization l2",
    ] {
        let mut stage = open(options);
        for _ in 0..5 {
            let text = stage.text();
            for name in ["full", "cos", "batch", "away", "|W|", "penalty", "half in"] {
                assert!(text.contains(name), "no {name} in {text}");
            }
            stage.key('s');
        }
    }
}
