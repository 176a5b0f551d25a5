//! Tests that the edge is where training stops converging, with the real binary.

use std::process::Command;

use serde_json::Value;
use sgdscope::learning::analysis::edge;
use sgdscope::learning::analysis::optimum::Optimum;
use sgdscope::learning::analysis::problem::{Problem, length};
use sgdscope::learning::model::inputs::Inputs;
use sgdscope::learning::model::parameters::Parameters;

use crate::support::settings;

/// Largest share by which the learning rate at which period two begins may differ from the prediction.
const MOST: f64 = 0.005;
/// Number of updates after which a distance to the minimum has clearly grown or shrunk.
const UPDATES: u64 = 200;
/// Distance of the start from the minimum.
const NEAR: f64 = 1e-3;

/// Returns the lines of `sgdscope train`.
fn lines(options: &str) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_sgdscope"))
        .args(["train", "--format=jsonl", "--batch-size=all"])
        .args(options.split_whitespace())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Returns whether a run that starts near the minimum moves away from it.
fn leaves(options: &str, minimum: &[f64], alpha: f64) -> bool {
    let lines = lines(&format!(
        "{options} --alpha {alpha} --epochs {UPDATES} --every 0"
    ));
    let weights = lines[0]["weights"].as_array().unwrap();
    let differences = weights.iter().zip(minimum);
    let differences = differences.map(|(weight, best)| weight.as_f64().unwrap() - best);
    length(&differences.collect::<Vec<f64>>()) > NEAR
}

/// Returns the edge that is predicted, the minimum, and the start of a run near the minimum, in the direction of the largest
/// curvature.
fn prediction(options: &str) -> (f64, Vec<f64>, String) {
    let settings = settings(&format!("{options} --batch-size all"));
    let dataset = settings.setup.data.draw(None, &|_| ()).unwrap();
    let hyperparameters = settings.setup.hyperparameters;
    let inputs = Inputs::plain(settings.setup.inputs.features);
    let (kind, rate) = (
        hyperparameters.regularization,
        hyperparameters.regularization_rate,
    );
    let optimum = Optimum::of(&Problem::new(&dataset, &inputs, kind, rate.get()));
    let minimum = optimum.minimum().unwrap();
    let steepest = minimum.curvature.vectors.last().unwrap();
    let start = minimum
        .weights
        .iter()
        .zip(steepest)
        .map(|(weight, number)| weight + NEAR * number);
    let start: Vec<String> = Parameters::new(inputs.shape(), start)
        .iter()
        .map(f64::to_string)
        .collect();
    (
        edge::of_run(&hyperparameters, &optimum).unwrap(),
        minimum.weights.clone(),
        start.join(","),
    )
}

#[test]
fn period_two_begins_at_the_edge() {
    for data in ["--noise 5", "--family moons"] {
        for optimizer in ["sgd", "momentum", "nesterov"] {
            for penalty in ["", "--regularization l2 --regularization-rate 0.1"] {
                let options = format!("{data} --optimizer {optimizer} {penalty}");
                let (edge, minimum, start) = prediction(&options);
                let options = format!("{options} --init={start}");
                let [mut low, mut high] = [0.96 * edge, 1.04 * edge];
                assert!(
                    !leaves(&options, &minimum, low) && leaves(&options, &minimum, high),
                    "{options}"
                );
                while high - low > 0.003 * edge {
                    let middle = f64::midpoint(low, high);
                    if leaves(&options, &minimum, middle) {
                        high = middle;
                    } else {
                        low = middle;
                    }
                }
                let found = f64::midpoint(low, high) / edge;
                assert!((found - 1.0).abs() < MOST, "{options}: {found}");
            }
        }
    }
}

#[test]
fn past_the_edge_each_second_loss_is_the_same() {
    let options = "--noise 5 --init zeros --loss cross-entropy --epochs 3000";
    for (alpha, is_past) in [(2.02, false), (2.05, true)] {
        let lines = lines(&format!("{options} --alpha {alpha}"));
        let loss = |ago: usize| lines[lines.len() - 1 - ago]["loss"].as_f64().unwrap();
        assert!((loss(0) - loss(2)).abs() < 1e-9, "{alpha}");
        assert_eq!((loss(0) - loss(1)).abs() > 1e-6, is_past, "{alpha}");
    }
}

#[test]
fn the_edge_is_known_only_where_it_holds() {
    let edge = |options: &str| {
        let settings = settings(options);
        let dataset = settings.setup.data.draw(None, &|_| ()).unwrap();
        let hyperparameters = settings.setup.hyperparameters;
        let inputs = Inputs::plain(settings.setup.inputs.features);
        let (kind, rate) = (
            hyperparameters.regularization,
            hyperparameters.regularization_rate,
        );
        let optimum = Optimum::of(&Problem::new(&dataset, &inputs, kind, rate.get()));
        edge::of_run(&hyperparameters, &optimum)
    };
    for (options, predicted) in [
        ("--noise 5", 2.0342),
        ("--family moons", 16.575),
        ("--noise 5 --optimizer momentum", 3.865),
        ("--noise 5 --optimizer nesterov", 1.380),
        (
            "--noise 5 --regularization l2 --regularization-rate 1",
            0.549,
        ),
        (
            "--noise 5 --regularization l1 --regularization-rate 0",
            2.0342,
        ),
    ] {
        let edge = edge(options).unwrap();
        assert!((edge / predicted - 1.0).abs() < 1e-3, "{options}: {edge}");
    }
    for options in [
        "",
        "--noise 5 --optimizer adam",
        "--noise 5 --optimizer rmsprop",
        "--noise 5 --optimizer adagrad",
        "--noise 5 --schedule cosine",
        "--noise 5 --regularization l1",
    ] {
        assert_eq!(edge(options), None, "{options}");
    }
}
