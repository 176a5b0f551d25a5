//! Tests that the arithmetic gives equal bits on every instruction set, however the work is cut.

mod begun_batches;
mod cross_entropy;
#[path = "../support/proptests.rs"]
mod proptests;
mod second_order;

use std::sync::Arc;

use proptest::prelude::*;
use proptests::cases;
use sgdscope::learning::data::{DataSettings, Dataset};
use sgdscope::learning::kernel::{GeneralSums, Instructions, PartialSums};
use sgdscope::learning::model::features::Features;
use sgdscope::learning::model::inputs::Inputs;
use sgdscope::learning::setup::{InputSettings, Setup};
use sgdscope::learning::train::hyperparameters::Hyperparameters;
use sgdscope::learning::train::loss::{LossKind, Losses};
use sgdscope::learning::train::trainer::{Budget, Trainer};

/// Returns the bits of every loss, of the last weights and of the accuracy of a run that is cut into
/// pieces. `cuts` are the sample budgets of the pieces, used in turn.
fn bits(mut trainer: Trainer, epochs: u64, cuts: &[usize]) -> Vec<u64> {
    let mut bits = Vec::new();
    let mut cuts = cuts.iter().cycle();
    while trainer.epochs() < epochs {
        let samples = *cuts.next().unwrap();
        let budget = Budget {
            updates: samples as u64 % 7 + 1,
            samples,
        };
        let updates = trainer.advance(budget).unwrap();
        for (place, losses) in updates.each() {
            bits.push(place.to_bits());
            bits.extend(loss_bits(&losses));
        }
        let of_epoch = updates.epoch.into_iter();
        let of_epoch = of_epoch.flat_map(|losses| std::iter::once(&losses.own).chain(&losses.test));
        bits.extend(of_epoch.flat_map(loss_bits));
    }
    bits.extend(trainer.parameters().iter().map(|weight| weight.to_bits()));
    bits.push(trainer.accuracy(false).share.to_bits());
    bits
}

/// Returns the bits of the losses of every kind.
fn loss_bits(losses: &Losses) -> impl Iterator<Item = u64> + use<> {
    let kinds = LossKind::ALL.map(|kind| losses.of(kind));
    kinds.into_iter().flatten().map(f64::to_bits)
}

fn blobs(samples: u32) -> Arc<Dataset> {
    let blobs = DataSettings {
        samples: samples.to_string().parse().unwrap(),
        noise: "5".parse().unwrap(),
        seed: 7,
        ..DataSettings::default()
    };
    Arc::new(blobs.draw(None, &|_| ()).unwrap())
}

fn trainer(dataset: &Arc<Dataset>, alpha: &str, batch_size: &str, shuffle: bool) -> Trainer {
    let hyperparameters = Hyperparameters {
        alpha: alpha.parse().unwrap(),
        batch_size: batch_size.parse().unwrap(),
        epochs: "1000".parse().unwrap(),
        shuffle,
        ..Hyperparameters::default()
    };
    let setup = Setup {
        hyperparameters,
        ..Setup::default()
    };
    Trainer::new(Arc::clone(dataset), &setup)
}

#[test]
fn every_set_of_instructions_gives_the_bits_of_the_portable_one() {
    let all = Instructions::all();
    assert_eq!(all[0].name(), "portable");
    println!("{all:?}, best: {:?}", Instructions::best());
    for samples in [2, 7, 8, 9, 61, 400] {
        let dataset = blobs(samples);
        for batch_size in (1..=40)
            .map(|size| size.to_string())
            .chain(["all".to_owned()])
        {
            for (alpha, shuffle) in [("0.01", false), ("3", true)] {
                let run = |instructions| {
                    let trainer = trainer(&dataset, alpha, &batch_size, shuffle);
                    bits(trainer.on(instructions), 5, &[usize::MAX])
                };
                let portable = run(all[0]);
                for instructions in &all[1..] {
                    let same = run(*instructions) == portable;
                    assert!(same, "{instructions:?}, {samples} by {batch_size}, {alpha}");
                }
            }
        }
    }
}

/// Model and optimiser that need the general loop, because of other features, standardised features,
/// another optimiser than SGD, a penalty on the weights, or the squared error as the objective.
#[derive(Debug, Clone, Copy)]
struct Way {
    features: &'static str,
    standardize: bool,
    optimizer: &'static str,
    regularization: &'static str,
    objective: &'static str,
}

/// Combinations of inputs, optimisers and penalties that use the general loop. Not every possible
/// combination is listed.
const WAYS: [Way; 11] = [
    way("x1,x2", true, "sgd", "none"),
    way("x1,x2", true, "adam", "l2"),
    way("x1,x2", false, "momentum", "l1"),
    way(ALL_FEATURES, false, "adam", "none"),
    way(ALL_FEATURES, true, "momentum", "l2"),
    way(ALL_FEATURES, true, "adam", "l1"),
    way("x1x2", false, "momentum", "none"),
    way("x1x2", true, "sgd", "l1"),
    squared(way("x1,x2", false, "sgd", "none")),
    squared(way("x1,x2", true, "momentum", "l1")),
    squared(way(ALL_FEATURES, true, "adam", "l2")),
];

const ALL_FEATURES: &str = "x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2";

const fn way(
    features: &'static str,
    standardize: bool,
    optimizer: &'static str,
    regularization: &'static str,
) -> Way {
    Way {
        features,
        standardize,
        optimizer,
        regularization,
        objective: "cross-entropy",
    }
}

const fn squared(way: Way) -> Way {
    Way {
        objective: "squared",
        ..way
    }
}

/// Returns the trainer of a run that uses the general loop.
fn general(dataset: &Arc<Dataset>, way: Way, batch_size: usize, shuffle: bool) -> Trainer {
    let hyperparameters = Hyperparameters {
        alpha: "0.003".parse().unwrap(),
        batch_size: batch_size.to_string().parse().unwrap(),
        epochs: "1000".parse().unwrap(),
        shuffle,
        optimizer: way.optimizer.parse().unwrap(),
        regularization: way.regularization.parse().unwrap(),
        regularization_rate: "0.1".parse().unwrap(),
        objective: way.objective.parse().unwrap(),
        ..Hyperparameters::default()
    };
    let inputs = InputSettings {
        features: way.features.parse().unwrap(),
        standardize: way.standardize,
    };
    let setup = Setup {
        inputs,
        hyperparameters,
        ..Setup::default()
    };
    Trainer::new(Arc::clone(dataset), &setup)
}

#[test]
fn the_general_loop_gives_the_bits_of_the_portable_one_however_the_work_is_cut() {
    let all = Instructions::all();
    for samples in [2, 7, 9, 61, 200] {
        let dataset = tested(samples);
        for way in WAYS {
            for (batch_size, shuffle) in
                [(1, false), (5, true), (32, true), (samples as usize, false)]
            {
                let run = |instructions, cuts: &[usize]| {
                    let trainer = general(&dataset, way, batch_size, shuffle);
                    bits(trainer.on(instructions), 3, cuts)
                };
                let portable = run(all[0], &[usize::MAX]);
                for instructions in &all {
                    for cuts in [&[usize::MAX][..], &[0], &[3, 40, 9]] {
                        let same = run(*instructions, cuts) == portable;
                        assert!(
                            same,
                            "{instructions:?}, {samples} by {batch_size}, {way:?}, {cuts:?}"
                        );
                    }
                }
            }
        }
    }
}

/// Returns blobs of which 30% are test samples.
fn tested(samples: u32) -> Arc<Dataset> {
    let blobs = DataSettings {
        samples: samples.to_string().parse().unwrap(),
        noise: "5".parse().unwrap(),
        seed: 7,
        train: "70".parse().unwrap(),
        ..DataSettings::default()
    };
    Arc::new(blobs.draw(None, &|_| ()).unwrap())
}

#[test]
fn on_the_bare_coordinates_the_general_loop_has_the_sums_of_the_plain_one() {
    let inputs = Inputs::plain(Features::LINEAR);
    for samples in [2, 7, 8, 9, 61, 400, 1000] {
        let dataset = blobs(samples);
        for plane in [
            [0.3, 0.5, 0.1],
            [0.0, -1.0, -1.0],
            [0.0; 3],
            [-2.0, 700.0, 0.1],
        ] {
            for instructions in Instructions::all() {
                let mut plain = PartialSums::default();
                instructions.extend(&mut plain, &plane, dataset.columns());
                let plain = plain.total::<true>();
                let plain = [plain.squared_error, plain.cross_entropy]
                    .into_iter()
                    .chain(plain.gradient);
                let mut general = GeneralSums::default();
                instructions.extend_general(&mut general, &inputs, &plane, dataset.columns());
                let totals = general.totals();
                let mut gradient = [0.0; 3];
                general.write_gradient(&mut gradient);
                let general = [totals.squared_error, totals.cross_entropy.unwrap()];
                let general = general.into_iter().chain(gradient.iter().copied());
                assert!(
                    general.map(f64::to_bits).eq(plain.map(f64::to_bits)),
                    "{instructions:?}, {samples} samples, {plane:?}"
                );
            }
        }
    }
}

#[test]
fn without_cross_entropy_the_weights_are_the_same() {
    let dataset = tested(61);
    let plain = |batch_size: usize| trainer(&dataset, "0.1", &batch_size.to_string(), true);
    for batch_size in [1, 5, 32, 61] {
        let of_all_ways = WAYS.map(|way| general(&dataset, way, batch_size, true));
        for trainer in of_all_ways.into_iter().chain([plain(batch_size)]) {
            for cuts in [&[usize::MAX][..], &[0], &[3, 40, 9]] {
                let run = |mut trainer: Trainer| {
                    let mut cuts = cuts.iter().cycle();
                    let mut seen = Vec::new();
                    while trainer.epochs() < 3 {
                        let samples = *cuts.next().unwrap();
                        let budget = Budget {
                            updates: 3,
                            samples,
                        };
                        let updates = trainer.advance(budget).unwrap();
                        seen.extend(updates.each().map(|(_, losses)| losses));
                        if let Some(epoch) = updates.epoch {
                            seen.push(epoch.own);
                            seen.extend(epoch.test);
                        }
                    }
                    (seen, trainer.parameters())
                };
                let (measured, model) = run(trainer.clone());
                let (unmeasured, same) = run(trainer.clone().without_cross_entropy());
                assert_eq!(model, same, "{batch_size}, {cuts:?}");
                assert!(measured.iter().all(|losses| losses.cross_entropy.is_some()));
                assert!(
                    unmeasured
                        .iter()
                        .all(|losses| losses.cross_entropy.is_none())
                );
                let rest = |losses: &[Losses]| {
                    losses
                        .iter()
                        .map(|of| (of.sum, of.squared))
                        .collect::<Vec<_>>()
                };
                assert_eq!(rest(&measured), rest(&unmeasured));
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(64, "tests/proptest-regressions/kernel.txt"))]

    #[test]
    fn however_the_work_is_cut_the_updates_are_the_same(
        samples in 2_u32..300,
        batch_size in prop_oneof![Just(1), 1_usize..320],
        shuffle in any::<bool>(),
        // With a budget of 0 samples, each mini-batch is seen in parts, even one of a single sample.
        cuts in prop::collection::vec(prop_oneof![Just(0), 1_usize..200], 1..6),
    ) {
        let dataset = blobs(samples);
        let run = |cuts| bits(trainer(&dataset, "0.1", &batch_size.to_string(), shuffle), 4, cuts);
        prop_assert_eq!(run(&cuts), run(&[usize::MAX]));
    }
}

#[test]
fn a_loss_that_is_not_finite_is_never_learned_from() {
    for instructions in Instructions::all() {
        for batch_size in ["1", "32", "all"] {
            let dataset = blobs(400);
            let mut trainer = trainer(&dataset, "1e308", batch_size, false).on(instructions);
            let mut updates = 0;
            while let Ok(losses) = trainer.advance(Budget {
                updates: 9,
                samples: 100,
            }) {
                for (_, losses) in losses.each() {
                    let kinds = LossKind::ALL.map(|kind| losses.of(kind).unwrap());
                    assert!(kinds.iter().all(|loss| loss.is_finite()));
                }
                updates += losses.count();
                assert!(updates < 5000, "it does not diverge");
            }
            let weights = trainer.parameters();
            assert!(weights.iter().all(|weight| weight.is_finite()));
            assert!(
                trainer.advance(Budget::of_updates(1)).is_err(),
                "it stays so"
            );
        }
    }
}
