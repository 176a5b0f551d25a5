//! Tests of the number of updates in which the distance to the minimum halves.

use sgdscope::learning::analysis::edge;
use sgdscope::learning::analysis::optimum::{Minimum, Optimum};
use sgdscope::learning::analysis::problem::length;
use sgdscope::learning::model::inputs::Inputs;
use sgdscope::learning::model::parameters::Parameters;
use sgdscope::learning::train::trainer::Budget;

use crate::golden::cases;
use crate::judged::trainer;
use crate::support::{drawn, problem, settings};

const OPTIMIZERS: [&str; 4] = [
    "--optimizer sgd",
    "--optimizer momentum",
    "--optimizer momentum --momentum 0.5",
    "--optimizer nesterov",
];

fn half_life(options: &str, optimum: &Optimum) -> Option<f64> {
    edge::half_life(&settings(options).setup.hyperparameters, optimum)
}

#[test]
fn it_is_that_of_the_largest_eigenvalue_of_an_update_in_numpy() {
    for (case, problem) in cases() {
        let optimum = Optimum::of(&problem);
        let Some(half_lives) = case["half_lives"].as_array() else {
            continue;
        };
        for golden in half_lives {
            let (optimizer, momentum) = (&golden["optimizer"], &golden["momentum"]);
            let name = optimizer.as_str().unwrap();
            let options = format!(
                "--optimizer {name} --momentum {momentum} --alpha {}",
                golden["alpha"]
            );
            let (ours, theirs) = (half_life(&options, &optimum), golden["updates"].as_f64());
            let near = |(ours, theirs): (f64, f64)| (ours / theirs - 1.0).abs() < 1e-6;
            assert!(
                ours.is_some() == theirs.is_some() && ours.zip(theirs).is_none_or(near),
                "{options}: {ours:?} is not {theirs:?}"
            );
        }
    }
}

/// Returns the distance to a minimum after each update of a run that starts near it, in a direction.
fn distances(options: &str, minimum: &Minimum, direction: &[f64], updates: usize) -> Vec<f64> {
    const NEAR: f64 = 1e-3;
    let settings = settings(options);
    let pairs = minimum.weights.iter().zip(direction);
    let start = pairs.map(|(weight, number)| weight + NEAR * number);
    let shape = Inputs::plain(settings.setup.inputs.features).shape();
    let start = Parameters::new(shape, start);
    let start: Vec<String> = start.iter().map(f64::to_string).collect();
    let mut trainer = trainer(&format!("{options} --init={}", start.join(",")));
    let mut distances = Vec::new();
    while distances.len() < updates {
        trainer.advance(Budget::of_updates(1)).unwrap();
        let pairs = trainer.weights_of_training().iter().zip(&minimum.weights);
        let differences: Vec<f64> = pairs.map(|(weight, best)| weight - best).collect();
        distances.push(length(&differences));
    }
    distances
}

#[test]
#[expect(clippy::cast_possible_truncation, reason = "a number of updates")]
#[expect(clippy::cast_sign_loss, reason = "above 0")]
fn a_run_near_the_minimum_halves_its_distance_in_it() {
    let optimum = Optimum::of(&problem(&drawn("--noise 5"), "x1,x2", false, "none", 0.0));
    let minimum = optimum.minimum().unwrap();
    let directions = &minimum.curvature.vectors;
    for optimizer in OPTIMIZERS {
        let edge = edge::of_run(&settings(optimizer).setup.hyperparameters, &optimum).unwrap();
        // The flattest direction is the slowest one, except near the edge, where the steepest one is.
        for (share, direction) in [(0.05, 0), (0.3, 0), (0.7, 0), (0.99, directions.len() - 1)] {
            let alpha = share * edge;
            let options =
                format!("{optimizer} --noise 5 --batch-size all --epochs 100000 --alpha {alpha}");
            let updates = half_life(&options, &optimum).unwrap();
            let near = updates.round() as usize;
            let times = [8 * near, 30 * near];
            let distances = distances(&options, minimum, &directions[direction], times[1] + 1);
            // Momentum goes to and fro through the minimum: then what is compared is where it turns round.
            let mut turns = (times[0]..times[1]).filter(|time| {
                distances[time - 1] < distances[*time] && distances[*time] >= distances[time + 1]
            });
            let turns = turns.next().zip(turns.next_back());
            let (before, after) = turns.unwrap_or((times[0], times[1]));
            let halvings = (distances[before] / distances[after]).log2();
            let measured = (after - before) as f64 / halvings;
            assert!(
                (measured / updates - 1.0).abs() < 0.01,
                "{options}: {measured}, not {updates}"
            );
        }
    }
}

#[test]
fn past_the_edge_and_for_other_optimizers_there_is_none() {
    let optimum = Optimum::of(&problem(&drawn("--noise 5"), "x1,x2", false, "none", 0.0));
    for optimizer in OPTIMIZERS {
        let edge = edge::of_run(&settings(optimizer).setup.hyperparameters, &optimum).unwrap();
        let at = |share: f64| half_life(&format!("{optimizer} --alpha {}", share * edge), &optimum);
        assert!(at(0.999).is_some(), "{optimizer}");
        assert_eq!((at(1.001), at(5.0)), (None, None), "{optimizer}");
    }
    assert_eq!(half_life("--alpha 0.01 --optimizer adam", &optimum), None);
}
