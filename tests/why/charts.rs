//! The charts that are computed from the way of the weights, and the trail of the last boundaries.

use std::time::Duration;

use sgdscope::session::why::{Series, Traced, What};
use sgdscope::studio::stage::Stage;

use crate::stage::{self, Keyboard};

fn open(options: &str) -> Stage {
    let command_line = format!("sgdscope --paused --noise 5 --loss cross-entropy {options}");
    stage::open(&command_line, (80, 24))
}

fn traced(stage: &Stage) -> &Traced {
    stage
        .app()
        .lane()
        .traced
        .as_ref()
        .expect("a chart that is worked out")
}

fn series(stage: &Stage, what: What) -> &Series {
    let mut series = traced(stage).series.iter();
    series
        .find(|series| series.what == what)
        .expect("the curve")
}

#[test]
fn the_loss_of_all_points_is_that_of_the_weights_and_not_what_was_measured_on_the_move() {
    // Without a shuffle of sorted samples, the loss on the move is below the lowest loss that there is.
    let mut stage = stage::open(
        "sgdscope --paused --family moons --noise .3 --order sorted --init zeros --alpha 1 \
         --batch-size 8 --epochs 8 --loss cross-entropy --chart full",
        (80, 24),
    );
    for _ in 0..8 {
        stage.key('e');
    }
    let last = |what| series(&stage, what).points.last().unwrap().value;
    let (all, moving) = (last(What::AllPoints), last(What::Running));
    assert!((all - 0.566).abs() < 1e-3, "{all}");
    assert!((moving - 0.2549).abs() < 1e-4, "{moving}");
}

#[test]
fn the_chart_of_the_last_updates_has_sixty_of_them() {
    let mut stage = open("--chart loss --across last");
    for _ in 0..100 {
        stage.key('s');
    }
    let points = &series(&stage, What::Running).points;
    let updates: Vec<u64> = points.iter().map(|point| point.moment.update).collect();
    assert_eq!(updates, (41..=100).collect::<Vec<_>>());
    let batch = stage
        .app()
        .lane()
        .losses
        .batch
        .unwrap()
        .cross_entropy
        .unwrap();
    assert_eq!(points.last().unwrap().value, batch);
}

#[test]
fn a_weight_is_traced_in_the_units_of_the_data_from_its_start_to_now() {
    let mut stage = open("--standardize --chart W2 --across updates");
    let start = stage.app().lane().parameters[2];
    stage.key('e');
    stage.key('s');
    let points = &series(&stage, What::Weight(2)).points;
    assert_eq!(points.len(), 15);
    assert!((points[0].value - start).abs() < 1e-12);
    assert_eq!(points[14].value, stage.app().lane().parameters[2]);
    assert_eq!(points[14].moment.update, 14);
}

#[test]
fn a_long_run_keeps_a_bounded_way_that_begins_at_the_start_and_ends_now() {
    let mut stage = open("--chart norm --across log --epochs 100000 --speed max");
    stage.key(' ');
    stage.pass(Duration::from_millis(400));
    stage.key(' ');
    let updates = stage.app().lane().progress.updates;
    assert!(updates > 20_000);
    let points = &series(&stage, What::Norm).points;
    assert!((512..=1025).contains(&points.len()), "{}", points.len());
    let ends = [&points[0], points.last().unwrap()].map(|point| point.moment.update);
    assert_eq!(ends, [0, updates]);
}

#[test]
fn the_loss_above_the_best_falls_to_almost_nothing_and_separable_classes_have_none() {
    let mut stage = open("--chart excess --batch-size all --alpha 1 --epochs 2000");
    for _ in 0..300 {
        stage.key('e');
    }
    let points = &series(&stage, What::Excess).points;
    assert!(points[0].value > 0.1);
    assert!(points.last().unwrap().value < 1e-6);
    let mut separable = stage::open("sgdscope --paused --chart excess", (80, 24));
    separable.key('e');
    assert_eq!(traced(&separable).series, []);
    assert!(separable.text().contains("no lowest loss is known"));
}

#[test]
fn after_a_reset_and_after_going_back_no_value_of_the_run_before_is_left() {
    for chart in ["full", "excess", "gradient", "norm"] {
        let options = format!("--chart {chart} --alpha 0.1");
        let mut stage = open(&options);
        for key in "eeesssbbb".chars() {
            stage.key(key);
        }
        let mut fresh = open(&options);
        for key in "eee".chars() {
            fresh.key(key);
        }
        assert_eq!(traced(&stage), traced(&fresh), "{chart}");
        stage.key('+');
        stage.key('r');
        assert_eq!(traced(&stage).series[0].points.len(), 1, "{chart}");
    }
}

#[test]
fn the_trail_has_the_boundaries_after_the_last_updates() {
    let mut stage = open("--alpha 0.1 --init=0,1,-1");
    stage.key('T');
    let mut before = Vec::new();
    for _ in 0..12 {
        before.push(stage.app().lane().parameters.clone());
        stage.key('s');
    }
    assert_eq!(stage.app().lane().trail, before[4..]);
    stage.key('T');
    assert!(stage.app().lane().trail.is_empty());
}

#[test]
fn every_chart_over_every_axis_is_drawn_for_every_number_of_updates() {
    for chart in ["loss", "full", "excess", "norm", "gradient", "W0", "W2"] {
        for across in ["epochs", "updates", "log", "last"] {
            let mut stage = open(&format!("--chart {chart} --across {across}"));
            for key in ['s', 's', 'e', 'e'] {
                assert!(stage.text().contains("PAUSED"));
                stage.key(key);
            }
            assert!(!stage.text().contains("NaN"), "{chart} {across}");
        }
    }
}

#[test]
fn a_sum_over_mini_batches_is_measured_anew_when_their_size_changes() {
    let mut stage = stage::open(
        "sgdscope --paused --noise 5 --chart full --batch-size 8",
        (80, 24),
    );
    stage.key('e');
    let before = series(&stage, What::AllPoints).points[0].value;
    stage.key(']');
    stage.key('s');
    let after = series(&stage, What::AllPoints).points[0].value;
    assert!((after / before - 2.0).abs() < 1e-9, "{before} {after}");
}
