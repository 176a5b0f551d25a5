//! Tests of when a minimum is known, and when not.

use sgdscope::learning::analysis::optimum::Optimum;
use sgdscope::learning::analysis::problem::Problem;
use sgdscope::learning::data::Points;

use crate::support::{dataset, drawn, problem};

fn plane(x1: &[f64], x2: &[f64], labels: &[f64]) -> Problem {
    let points = Points {
        x1: x1.to_vec(),
        x2: x2.to_vec(),
        labels: labels.to_vec(),
    };
    problem(&dataset(points), "x1,x2", false, "none", 0.0)
}

#[test]
fn separable_classes_are_proved_by_weights_that_separate_them() {
    for options in [
        "",
        "--family gauss --noise 0",
        "--family moons --noise 0 --samples 50",
    ] {
        for features in ["x1,x2", "x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2"] {
            let problem = problem(&drawn(options), features, false, "none", 0.0);
            if let Optimum::Separable { weights } = Optimum::of(&problem) {
                assert!(
                    problem.margin(&weights).unwrap() > 0.0,
                    "{options} {features}"
                );
            } else {
                assert!(options.contains("moons"), "{options} {features}");
            }
        }
    }
    // A little to the wrong side, and the loss has a minimum.
    let labels = [0.0, 0.0, 1.0, 1.0];
    let is_separable = |third: f64| {
        let problem = plane(&[0.0, 1.0, third, 2.0], &[0.0, 5.0, 2.0, -1.0], &labels);
        let mixed = plane(&[0.0, 1.0, third, 2.0], &[0.0; 4], &labels);
        assert!(matches!(
            Optimum::of(&mixed),
            Optimum::Separable { .. } | Optimum::Unknown
        ));
        matches!(Optimum::of(&problem), Optimum::Separable { .. })
    };
    assert!(is_separable(1.5));
}

#[test]
fn what_cannot_be_decided_is_unknown() {
    // Classes that touch, a feature that does not vary, two equal features, and a single class.
    let touching = plane(
        &[0.0, 1.0, 1.0, 2.0],
        &[0.0, 1.0, 1.0, 5.0],
        &[0.0, 0.0, 1.0, 1.0],
    );
    let constant = plane(&[0.0, 1.0, 2.0, 3.0], &[7.0; 4], &[0.0, 1.0, 0.0, 1.0]);
    let equal = plane(
        &[0.0, 1.0, 2.0, 3.0],
        &[0.0, 1.0, 2.0, 3.0],
        &[0.0, 1.0, 0.0, 1.0],
    );
    for problem in [touching, constant, equal] {
        assert_eq!(Optimum::of(&problem), Optimum::Unknown);
    }
    let single = plane(&[0.0, 1.0, 2.0], &[1.0, 0.0, 1.0], &[1.0; 3]);
    assert!(matches!(Optimum::of(&single), Optimum::Separable { .. }));
    let huge = plane(&[1e150, -1e150, 1.0], &[1.0, 0.0, 1.0], &[0.0, 1.0, 1.0]);
    assert!(Optimum::of(&huge).minimum().is_none());
}

#[test]
fn classes_are_separable_also_where_some_direction_changes_no_score() {
    let labels = [0.0, 0.0, 1.0, 1.0];
    let two = plane(&[1.0, 3.0], &[2.0, 1.0], &labels[1..3]);
    let constant = plane(&[0.0, 1.0, 2.0, 3.0], &[7.0; 4], &labels);
    let equal = plane(&[0.0, 1.0, 2.0, 3.0], &[0.0, 1.0, 2.0, 3.0], &labels);
    for problem in [two, constant, equal] {
        let Optimum::Separable { weights } = Optimum::of(&problem) else {
            panic!("a line separates {problem:?}");
        };
        assert!(problem.loss(&weights) < 2.0_f64.ln());
    }
    // Two points in one place, with different labels.
    let same = plane(&[1.0; 2], &[2.0; 2], &labels[1..3]);
    assert_eq!(Optimum::of(&same), Optimum::Unknown);
    let drawn = problem(&drawn("--samples 2"), "x1,x2", false, "none", 0.0);
    assert!(matches!(Optimum::of(&drawn), Optimum::Separable { .. }));
}

#[test]
fn a_penalty_makes_a_minimum_of_separable_classes() {
    for (penalty, features) in [
        ("l2", "x1,x2"),
        ("l1", "x1,x2"),
        ("l2", "x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2"),
    ] {
        let problem = problem(&drawn(""), features, true, penalty, 0.01);
        let optimum = Optimum::of(&problem);
        let minimum = optimum.minimum().unwrap();
        let local = problem.local(&minimum.weights).unwrap();
        assert!(local.gradient_length() < 1e-9, "{penalty} {features}");
        assert_eq!(
            minimum.objective,
            minimum.loss + problem.penalty(&minimum.weights)
        );
    }
    // A rate of 0 is no penalty.
    let problem = problem(&drawn(""), "x1,x2", true, "l2", 0.0);
    assert!(matches!(Optimum::of(&problem), Optimum::Separable { .. }));
}

#[test]
fn features_of_very_different_size_have_a_minimum() {
    let plain = drawn("--noise 5");
    for factor in [1e-6, 1.0, 1e6] {
        let columns = plain.training();
        let points = Points {
            x1: columns.x1.iter().map(|x1| factor * x1).collect(),
            x2: columns.x2.to_vec(),
            labels: columns.labels.to_vec(),
        };
        let problem = problem(&dataset(points), "x1,x2", false, "none", 0.0);
        let Optimum::At(minimum) = Optimum::of(&problem) else {
            panic!("{factor}");
        };
        assert!((minimum.loss - 0.096_225).abs() < 1e-6, "{}", minimum.loss);
        assert!(
            (minimum.weights[1] * factor - 0.5799).abs() < 1e-4,
            "{:?}",
            minimum.weights
        );
    }
}

#[test]
fn a_part_of_many_samples_is_never_called_separable() {
    let apart = drawn("--family gauss --noise 0 --samples 20000");
    let problem = problem(&apart, "x1,x2", false, "none", 0.0);
    assert!(problem.is_sampled() && problem.samples() == 8192);
    assert_eq!(Optimum::of(&problem), Optimum::Unknown);
    let mixed = self::problem(
        &drawn("--samples 20000 --noise 5"),
        "x1,x2",
        false,
        "none",
        0.0,
    );
    assert!(Optimum::of(&mixed).minimum().is_some());
}

#[test]
fn the_condition_number_is_that_of_the_minimum() {
    for (options, condition) in [
        ("--noise 5", 41.87),
        ("--noise 5 --standardize", 10.2),
        ("--family moons", 24.7),
        ("--family moons --standardize", 3.9),
    ] {
        let optimum = Optimum::of(&problem(
            &drawn(options),
            "x1,x2",
            options.contains("standardize"),
            "none",
            0.0,
        ));
        let found = optimum.minimum().unwrap().curvature.condition().unwrap();
        assert!(
            (found / condition - 1.0).abs() < 0.015,
            "{options}: {found}"
        );
    }
}
