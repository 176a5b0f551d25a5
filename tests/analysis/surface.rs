//! Tests of the surface over two weights.

use sgdscope::learning::analysis::optimum::Optimum;
use sgdscope::learning::analysis::surface::Others;

use crate::support::{drawn, problem};

#[test]
fn a_height_is_the_objective_at_its_weights() {
    let dataset = drawn("--noise 5");
    let problem = problem(&dataset, "x1,x2,x1x2", true, "l2", 0.1);
    let (across, down) = ([-1.0, 0.0, 2.0], [0.5, 1.5]);
    let surface = problem.surface(
        &[0.3, 1.0, -1.0, 0.2],
        [1, 2],
        [&across, &down],
        Others::Fixed,
    );
    assert!(!surface.is_sampled);
    for (place, height) in surface.heights.iter().enumerate() {
        let weights = [0.3, across[place % 3], down[place / 3], 0.2];
        assert_eq!(*height, problem.objective(&weights));
    }
}

#[test]
fn with_the_others_at_their_best_the_lowest_place_is_the_minimum() {
    let dataset = drawn("--noise 5");
    for (features, penalty) in [
        ("x1,x2", "none"),
        ("x1,x2,x1x2,sinx1", "l2"),
        ("x1,x2,x1x2,sinx1", "l1"),
    ] {
        let problem = problem(&dataset, features, true, penalty, 0.02);
        let optimum = Optimum::of(&problem);
        let minimum = optimum.minimum().unwrap();
        let around = |weight: f64| [weight - 0.5, weight, weight + 0.5];
        let axes = [around(minimum.weights[1]), around(minimum.weights[2])];
        let start = vec![0.0; minimum.weights.len()];
        let surface = problem.surface(&start, [1, 2], [&axes[0], &axes[1]], Others::Best);
        for (place, height) in surface.heights.iter().enumerate() {
            let above = height - minimum.objective;
            assert!(
                if place == 4 {
                    above.abs() < 1e-10
                } else {
                    above > 1e-4
                },
                "{place} {above}"
            );
        }
    }
}

#[test]
fn the_surface_of_many_samples_is_that_of_a_part_and_says_so() {
    let dataset = drawn("--noise 5 --samples 5000");
    let problem = problem(&dataset, "x1,x2", false, "none", 0.0);
    let surface = problem.surface(&[0.0, 0.5, 0.5], [1, 2], [&[0.5], &[0.5]], Others::Fixed);
    assert!(surface.is_sampled && !problem.is_sampled());
    assert!((surface.heights[0] / problem.loss(&[0.0, 0.5, 0.5]) - 1.0).abs() < 0.1);
}
