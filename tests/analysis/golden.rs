//! Tests of derivatives and minima against numbers from NumPy.

use std::fs;

use serde_json::Value;
use sgdscope::learning::analysis::eigen::Eigen;
use sgdscope::learning::analysis::optimum::Optimum;
use sgdscope::learning::analysis::problem::{Local, Problem};
use sgdscope::learning::data::{Dataset, Points};
use sgdscope::learning::train::objective::Objective;

use crate::support::{dataset, problem};

/// Largest difference, in parts of the largest number of a vector or matrix.
const MOST: f64 = 1e-9;

pub fn golden() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/analysis.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

pub fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(inner) => inner.iter().flat_map(numbers).collect(),
        number => vec![number.as_f64().unwrap()],
    }
}

pub fn data(golden: &Value, name: &Value) -> Dataset {
    let of = |column: &str| numbers(&golden["data"][name.as_str().unwrap()][column]);
    dataset(Points {
        x1: of("x1"),
        x2: of("x2"),
        labels: of("labels"),
    })
}

#[track_caller]
fn assert_near(what: &str, ours: &[f64], theirs: &Value) {
    let theirs = numbers(theirs);
    assert_eq!(ours.len(), theirs.len(), "{what}");
    let largest = theirs
        .iter()
        .fold(1e-3, |largest: f64, number| largest.max(number.abs()));
    for (ours, theirs) in ours.iter().zip(&theirs) {
        let apart = (ours - theirs).abs();
        assert!(apart <= MOST * largest, "{what}: {ours} is not {theirs}");
    }
}

/// Returns the cases of the cross-entropy.
pub fn cases() -> Vec<(Value, Problem)> {
    cases_of("cases")
}

/// Returns the cases of a list.
fn cases_of(list: &str) -> Vec<(Value, Problem)> {
    let golden = golden();
    let of = |case: &Value| {
        let dataset = data(&golden, &case["data"]);
        let text = |name: &str| case[name].as_str().unwrap().to_owned();
        let (features, penalty) = (text("features"), text("penalty"));
        let standardize = case["standardize"].as_bool().unwrap();
        let rate = case["rate"].as_f64().unwrap();
        problem(&dataset, &features, standardize, &penalty, rate)
    };
    let cases = golden[list].as_array().unwrap();
    cases.iter().map(|case| (case.clone(), of(case))).collect()
}

/// Returns the cases of the squared error.
fn squared_cases() -> impl Iterator<Item = (Value, Problem)> {
    let cases = cases_of("squared").into_iter();
    cases.map(|(case, problem)| (case, problem.training(Objective::Squared)))
}

#[test]
fn loss_gradient_hessian_and_noise_are_those_of_numpy() {
    for (case, problem) in cases().into_iter().chain(squared_cases()) {
        for at in case["at"].as_array().unwrap() {
            let weights = numbers(&at["weights"]);
            let local = problem.local(&weights).unwrap();
            let Local {
                loss,
                penalty,
                gradient,
                hessian,
                noise,
                ..
            } = &local;
            assert_near("loss", &[*loss], &at["loss"]);
            assert_near("loss alone", &[problem.loss(&weights)], &at["loss"]);
            assert_near("penalty", &[*penalty], &at["penalty"]);
            assert_near("gradient", gradient, &at["gradient"]);
            let matrix = |matrix: &sgdscope::learning::analysis::symmetric::Symmetric| {
                let rows = (0..matrix.size()).flat_map(|row| matrix.row(row).to_vec());
                rows.collect::<Vec<f64>>()
            };
            assert_near("Hessian", &matrix(hessian), &at["hessian"]);
            assert_near("noise", &matrix(noise), &at["noise"]);
            assert_near(
                "eigenvalues",
                &Eigen::of(hessian).values,
                &at["eigenvalues"],
            );
            assert_near(
                "noise scale",
                &[local.noise_scale().unwrap()],
                &at["noise_scale"],
            );
        }
    }
}

#[test]
fn the_optimum_is_that_of_numpy() {
    for (case, problem) in cases() {
        let Optimum::At(minimum) = Optimum::of(&problem) else {
            panic!("{case} has a minimum");
        };
        let optimum = &case["optimum"];
        assert_near("weights", &minimum.weights, &optimum["weights"]);
        assert_near("loss", &[minimum.loss], &optimum["loss"]);
        assert_near("objective", &[minimum.objective], &optimum["objective"]);
        assert_near(
            "eigenvalues",
            &minimum.curvature.values,
            &optimum["eigenvalues"],
        );
        let theirs = numbers(&optimum["weights"]);
        let zeros = |weights: &[f64]| {
            weights
                .iter()
                .map(|weight| *weight == 0.0)
                .collect::<Vec<_>>()
        };
        assert_eq!(zeros(&minimum.weights), zeros(&theirs), "{case}");
    }
}

#[test]
fn an_eigenvector_is_only_stretched_by_its_matrix() {
    for (case, problem) in cases() {
        let local = problem.local(&numbers(&case["at"][1]["weights"])).unwrap();
        let eigen = Eigen::of(&local.hessian);
        for (value, vector) in eigen.values.iter().zip(&eigen.vectors) {
            for (row, number) in vector.iter().enumerate() {
                let products = local.hessian.row(row).iter().zip(vector);
                let product: f64 = products.map(|(entry, number)| entry * number).sum();
                assert!((product - value * number).abs() < 1e-12 * eigen.largest());
            }
        }
    }
}

#[test]
fn of_the_squared_error_no_minimum_is_known() {
    for (_, problem) in squared_cases() {
        assert_eq!(Optimum::of(&problem), Optimum::Unknown);
    }
}
