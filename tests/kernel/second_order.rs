//! Tests of the loss and its derivatives over features that were computed beforehand.

use sgdscope::learning::analysis::problem::Problem;
use sgdscope::learning::kernel::{Instructions, LANES, Lanes, Rows};
use sgdscope::learning::setup::{InputSettings, Setup};
use sgdscope::learning::train::objective::Objective;
use sgdscope::learning::train::trainer::Trainer;

use crate::blobs;

/// Numbers of samples, most of which leave lanes without one.
const COUNTS: [usize; 6] = [1, 7, 8, 9, 61, 1000];

/// Numbers that go up and down, in groups of eight.
fn column(count: usize, speed: f64) -> Vec<Lanes> {
    let groups = (0..count.div_ceil(LANES)).map(|group| {
        std::array::from_fn(|lane| {
            let place = group * LANES + lane;
            if place < count {
                (place as f64 * speed).sin() * 3.0
            } else {
                0.0
            }
        })
    });
    groups.collect()
}

#[test]
fn all_instructions_give_the_same_bits() {
    let objectives = Objective::ALL.into_iter();
    let cases = objectives.flat_map(|objective| COUNTS.map(|count| (objective, count)));
    for (objective, count) in cases {
        let columns = [column(count, 0.7), column(count, 1.3)];
        let labels = column(count, 2.1);
        let labels: Vec<Lanes> = labels
            .iter()
            .map(|group| group.map(|value| f64::from(u8::from(value > 0.0))))
            .collect();
        let rows = Rows {
            columns: &columns,
            labels: &labels,
            count,
        };
        let weights = [0.3, -1.7, 0.9];
        let bits = |instructions: Instructions| {
            let sums = instructions.second_order(objective, rows, &weights);
            let matrices = [sums.hessian, sums.gradient_squares];
            let entries = matrices.into_iter().flatten().flatten();
            let numbers = entries
                .chain(sums.gradient)
                .chain([sums.loss, instructions.loss(objective, rows, &weights)]);
            numbers.map(f64::to_bits).collect::<Vec<u64>>()
        };
        let all = Instructions::all();
        for instructions in &all {
            assert_eq!(
                bits(*instructions),
                bits(all[0]),
                "{instructions:?} {count}"
            );
        }
        let sums = all[0].second_order(objective, rows, &weights);
        assert_eq!(sums.loss, all[0].loss(objective, rows, &weights));
    }
}

#[test]
fn the_loss_is_that_of_the_trainer_bit_for_bit() {
    for (features, standardize) in [
        ("x1,x2", false),
        ("x1,x2", true),
        ("x2,x1^2,x1x2,sinx1", true),
    ] {
        for samples in [2, 61, 400, 5000] {
            let dataset = blobs(samples);
            let setup = Setup {
                inputs: InputSettings {
                    features: features.parse().unwrap(),
                    standardize,
                },
                ..Setup::default()
            };
            let trainer = Trainer::new(dataset, &setup);
            let parameters = setup.hyperparameters;
            let rate = parameters.regularization_rate.get();
            let problem = Problem::new(
                trainer.dataset(),
                trainer.inputs(),
                parameters.regularization,
                rate,
            );
            let theirs = trainer.training_losses().unwrap().cross_entropy.unwrap();
            let ours = problem.loss(trainer.weights_of_training());
            assert_eq!(ours.to_bits(), theirs.to_bits(), "{features} {samples}");
        }
    }
}
