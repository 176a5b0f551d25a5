//! Tests of the margin, and of the largest one.

use sgdscope::learning::analysis::margin::LargestMargin;
use sgdscope::learning::analysis::optimum::Optimum;
use sgdscope::learning::data::Points;

use crate::golden::{data, golden, numbers};
use crate::support::{dataset, drawn, problem};

#[test]
fn the_largest_margin_is_that_of_numpy() {
    let golden = golden();
    let margin = &golden["margin"];
    let problem = problem(&data(&golden, &margin["data"]), "x1,x2", false, "none", 0.0);
    let ours = LargestMargin::of(&problem).unwrap();
    assert!((ours.margin - margin["margin"].as_f64().unwrap()).abs() < 1e-12);
    for (ours, theirs) in ours.weights[1..].iter().zip(numbers(&margin["direction"])) {
        assert!((ours - theirs).abs() < 1e-9);
    }
    assert!((problem.margin(&ours.weights).unwrap() - ours.margin).abs() < 1e-12);
}

#[test]
fn points_of_gauss_without_noise_are_a_margin_of_one_apart() {
    let dataset = drawn("--family gauss --noise 0");
    let ours = LargestMargin::of(&problem(&dataset, "x1,x2", false, "none", 0.0)).unwrap();
    let angle = ours.weights[2].atan2(ours.weights[1]).to_degrees();
    assert!((ours.margin - 1.002).abs() < 5e-4, "{}", ours.margin);
    assert!((angle - 38.88).abs() < 5e-3, "{angle}");
}

#[test]
fn there_is_a_largest_margin_exactly_where_the_classes_are_separable() {
    let mut separable = 0;
    for seed in 0..40 {
        for features in ["x1,x2", "x1", "x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2"] {
            let dataset = drawn(&format!(
                "--samples 30 --noise {} --seed {seed}",
                1 + seed % 5
            ));
            for standardize in [false, true] {
                let problem = problem(&dataset, features, standardize, "none", 0.0);
                let largest = LargestMargin::of(&problem);
                match Optimum::of(&problem) {
                    Optimum::Separable { weights } => {
                        separable += 1;
                        let largest = largest.unwrap_or_else(|| panic!("{seed} {features}"));
                        assert!(problem.margin(&weights).unwrap() <= largest.margin * (1.0 + 1e-9));
                    }
                    Optimum::At(_) => assert_eq!(largest, None),
                    Optimum::Unknown => {}
                }
            }
        }
    }
    assert!(separable > 50, "{separable}");
}

#[test]
fn far_points_close_together_and_single_points_have_a_margin() {
    for (x1, margin) in [
        (vec![1e6, 1e6 + 1.0, 1e6 + 3.0], 1.0),
        (vec![1e-6, 2e-6, 4e-6], 1e-6),
        (vec![-3.0, -3.0, 5.0], 4.0),
    ] {
        let points = Points {
            x1,
            x2: vec![2.0; 3],
            labels: vec![0.0, 0.0, 1.0],
        };
        let problem = problem(&dataset(points), "x1,x2", false, "none", 0.0);
        let ours = LargestMargin::of(&problem).unwrap();
        assert!((ours.margin / margin - 1.0).abs() < 1e-9, "{ours:?}");
    }
}

#[test]
fn one_class_has_no_largest_margin_and_no_boundary_has_no_margin() {
    let points = Points {
        x1: vec![1.0, 2.0],
        x2: vec![1.0, 2.0],
        labels: vec![1.0, 1.0],
    };
    let problem = problem(&dataset(points), "x1,x2", false, "none", 0.0);
    assert_eq!(LargestMargin::of(&problem), None);
    assert_eq!(problem.margin(&[1.0, 0.0, 0.0]), None);
}
