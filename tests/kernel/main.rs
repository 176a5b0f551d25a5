//! The arithmetic has the same bits on every set of instructions, however the work is cut.

use std::sync::Arc;

use proptest::prelude::*;
use sgdscope::learning::dataset::{Columns, DataSettings, Dataset};
use sgdscope::learning::features::Features;
use sgdscope::learning::hyperparameters::Hyperparameters;
use sgdscope::learning::inputs::Inputs;
use sgdscope::learning::kernel::{GeneralSums, Instructions, PartialSums};
use sgdscope::learning::loss::{LossKind, Losses};
use sgdscope::learning::model::{Weights, sigmoid};
use sgdscope::learning::setup::{InputSettings, Setup};
use sgdscope::learning::trainer::{Budget, Trainer};

/// A run cut into pieces: every loss and the last weights, bit by bit.
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
    bits.extend(
        trainer
            .model()
            .weights
            .iter()
            .map(|weight| weight.to_bits()),
    );
    bits.push(trainer.accuracy(false).share.to_bits());
    bits
}

/// The losses of every kind.
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
    Arc::new(blobs.draw(None, &|_| ()))
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

/// What the plain loop cannot do: other features, standardised or not, other optimisers and a price on
/// weights.
#[derive(Debug, Clone, Copy)]
struct Way {
    features: &'static str,
    standardize: bool,
    optimizer: &'static str,
    regularization: &'static str,
}

/// Each kind of inputs with each optimiser and price, or nearly so.
const WAYS: [Way; 8] = [
    way("x1,x2", true, "sgd", "none"),
    way("x1,x2", true, "adam", "l2"),
    way("x1,x2", false, "momentum", "l1"),
    way(ALL_FEATURES, false, "adam", "none"),
    way(ALL_FEATURES, true, "momentum", "l2"),
    way(ALL_FEATURES, true, "adam", "l1"),
    way("x1x2", false, "momentum", "none"),
    way("x1x2", true, "sgd", "l1"),
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
    }
}

/// A run of the general loop.
fn general(dataset: &Arc<Dataset>, way: Way, batch_size: usize, shuffle: bool) -> Trainer {
    let hyperparameters = Hyperparameters {
        alpha: "0.003".parse().unwrap(),
        batch_size: batch_size.to_string().parse().unwrap(),
        epochs: "1000".parse().unwrap(),
        shuffle,
        optimizer: way.optimizer.parse().unwrap(),
        regularization: way.regularization.parse().unwrap(),
        regularization_rate: "0.1".parse().unwrap(),
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

/// Blobs of which some only test.
fn tested(samples: u32) -> Arc<Dataset> {
    let blobs = DataSettings {
        samples: samples.to_string().parse().unwrap(),
        noise: "5".parse().unwrap(),
        seed: 7,
        train: "70".parse().unwrap(),
        ..DataSettings::default()
    };
    Arc::new(blobs.draw(None, &|_| ()))
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
                let weights = Weights::from(plane);
                instructions.extend_general(&mut general, &inputs, &weights, dataset.columns());
                let totals = general.totals();
                let gradient = general.gradient(3);
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

/// The cross-entropies of samples with such scores and labels, by the plain and by the general loop.
fn cross_entropies(scores: &[f64], labels: &[f64]) -> [f64; 2] {
    let (instructions, nothing) = (Instructions::best(), vec![0.0; scores.len()]);
    let samples = Columns {
        x1: scores,
        x2: &nothing,
        labels,
    };
    let mut plain = PartialSums::default();
    instructions.extend(&mut plain, &[0.0, 1.0, 0.0], samples);
    let mut general = GeneralSums::default();
    let inputs = Inputs::plain("x1".parse().unwrap());
    instructions.extend_general(&mut general, &inputs, &[0.0, 1.0].into(), samples);
    let general = general.totals().cross_entropy.unwrap();
    [plain.total::<true>().cross_entropy, general]
}

/// -(y ln p + (1 - y) ln(1 - p)).
fn textbook(score: f64, label: f64) -> f64 {
    let p = sigmoid(score);
    -(label * p.ln() + (1.0 - label) * (1.0 - p).ln())
}

#[test]
fn the_cross_entropy_is_the_textbooks() {
    // Of surer scores, 1 - p has lost the digits that the textbook's formula needs.
    let scores: Vec<f64> = (-160..=160).map(|step| f64::from(step) / 40.0).collect();
    let is_close = |found: f64, expected: f64| (found / expected - 1.0).abs() < 1e-12;
    for label in [0.0, 1.0] {
        for score in &scores {
            let expected = textbook(*score, label);
            for found in cross_entropies(&[*score], &[label]) {
                assert!(
                    is_close(found, expected),
                    "{score}: {found}, not {expected}"
                );
            }
        }
    }
    // So many that products of them are taken several times.
    for count in [7, 8, 9, 321, 20_000] {
        let scores: Vec<f64> = scores.iter().copied().cycle().take(count).collect();
        let labels: Vec<f64> = (0..count).map(|place| f64::from(place % 3 == 0)).collect();
        let expected: f64 = scores
            .iter()
            .zip(&labels)
            .map(|(s, l)| textbook(*s, *l))
            .sum();
        for found in cross_entropies(&scores, &labels) {
            assert!(
                is_close(found, expected),
                "{count}: {found}, not {expected}"
            );
        }
    }
}

#[test]
fn the_cross_entropy_of_what_is_quite_sure_and_wrong_is_its_score() {
    for score in [40.0, 100.0, 709.0, 745.5, 800.0, 1e5, 1e250] {
        for (score, wrong) in [(score, 0.0), (-score, 1.0)] {
            for found in cross_entropies(&[score], &[wrong]) {
                let error = (found / score.abs() - 1.0).abs();
                assert!(error < 1e-12, "{score}: {found}");
            }
            for found in cross_entropies(&[score], &[1.0 - wrong]) {
                assert!((0.0..1e-15).contains(&found), "{score}: {found}");
            }
            let mixed = cross_entropies(&[score, 0.0, score], &[wrong, 1.0, 1.0 - wrong]);
            for found in mixed {
                let error = (found / (score.abs() + 2.0_f64.ln()) - 1.0).abs();
                assert!(error < 1e-12, "{score}: {found}");
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
                    (seen, trainer.model())
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
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn however_the_work_is_cut_the_updates_are_the_same(
        samples in 2_u32..300,
        batch_size in prop_oneof![Just(1), 1_usize..320],
        shuffle in any::<bool>(),
        // Without any, every mini-batch goes the way through the lanes, even one of a single sample.
        cuts in prop::collection::vec(prop_oneof![Just(0), 1_usize..200], 1..6),
    ) {
        let dataset = blobs(samples);
        let run = |cuts| bits(trainer(&dataset, "0.1", &batch_size.to_string(), shuffle), 4, cuts);
        prop_assert_eq!(run(&cuts), run(&[usize::MAX]));
    }

    /// A change that comes while a mini-batch is under way is as one before it.
    #[test]
    fn a_change_in_the_middle_of_a_mini_batch_counts_as_one_before_it(
        part in 1_usize..12, to_size in 1_usize..40, shuffled in any::<bool>(), to_shuffle in any::<bool>(),
        updates in 0_u64..4,
    ) {
        let dataset = blobs(100);
        let run = |part: Option<usize>| {
            let mut trainer = trainer(&dataset, "0.1", "32", shuffled);
            for _ in 0..updates {
                trainer.advance(Budget::of_updates(1)).unwrap();
            }
            if let Some(part) = part {
                let budget = Budget { updates: 1, samples: part };
                let begun = trainer.advance(budget).unwrap();
                // The last mini-batch of an epoch may be small enough to be complete.
                if begun.count() > 0 {
                    return None;
                }
            }
            let mut hyperparameters = Hyperparameters {
                alpha: "0.2".parse().unwrap(),
                batch_size: to_size.to_string().parse().unwrap(),
                shuffle: to_shuffle,
                epochs: "1000".parse().unwrap(),
                ..Hyperparameters::default()
            };
            trainer.tune(hyperparameters);
            while trainer.epochs() < 2 {
                trainer.advance(Budget::of_updates(1)).unwrap();
            }
            // The orders that are drawn later are the same too.
            hyperparameters.shuffle = true;
            trainer.tune(hyperparameters);
            Some(bits(trainer, 4, &[usize::MAX]))
        };
        if let Some(changed) = run(Some(part)) {
            prop_assert_eq!(Some(changed), run(None));
        }
    }
}

/// The order of the epoch before is not taken back with that of the present one, which has none.
#[test]
fn shuffle_on_in_the_first_mini_batch_of_an_epoch_that_is_not_shuffled_draws_the_next_order() {
    let dataset = blobs(100);
    let run = |part: bool| {
        let mut trainer = trainer(&dataset, "0.1", "32", true);
        let mut hyperparameters = Hyperparameters {
            alpha: "0.1".parse().unwrap(),
            batch_size: "32".parse().unwrap(),
            epochs: "1000".parse().unwrap(),
            shuffle: false,
            ..Hyperparameters::default()
        };
        trainer.advance(Budget::of_updates(1)).unwrap();
        trainer.tune(hyperparameters);
        while trainer.epochs() < 1 {
            trainer.advance(Budget::of_updates(1)).unwrap();
        }
        if part {
            let budget = Budget {
                updates: 1,
                samples: 8,
            };
            let begun = trainer.advance(budget).unwrap();
            assert_eq!(begun.count(), 0);
        }
        hyperparameters.shuffle = true;
        trainer.tune(hyperparameters);
        bits(trainer, 3, &[usize::MAX])
    };
    assert_eq!(run(true), run(false));
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
            let weights = trainer.model().weights;
            assert!(weights.iter().all(|weight| weight.is_finite()));
            assert!(
                trainer.advance(Budget::of_updates(1)).is_err(),
                "it stays so"
            );
        }
    }
}

/// Many samples, shuffled by moving them: a mini-batch of which several parts were seen is begun again.
#[test]
fn a_change_in_the_middle_of_a_large_shuffled_mini_batch_counts_as_one_before_it() {
    let dataset = blobs(70_000);
    let hyperparameters = |batch_size: &str, shuffle| Hyperparameters {
        alpha: "0.1".parse().unwrap(),
        batch_size: batch_size.parse().unwrap(),
        epochs: "1000".parse().unwrap(),
        shuffle,
        ..Hyperparameters::default()
    };
    for batch_size in ["3000", "20000", "all"] {
        for updates in [0, 1, 2] {
            for changed in [("500", true), ("30000", true), (batch_size, false)] {
                let run = |parts: usize| {
                    let mut trainer = trainer(&dataset, "0.1", batch_size, true);
                    for _ in 0..updates {
                        while trainer.advance(Budget::of_updates(1)).unwrap().count() == 0 {}
                    }
                    for _ in 0..parts {
                        let part = Budget {
                            updates: 1,
                            samples: 2500 / parts,
                        };
                        assert_eq!(trainer.advance(part).unwrap().count(), 0);
                    }
                    trainer.tune(hyperparameters(changed.0, changed.1));
                    let epochs = trainer.epochs() + 1;
                    while trainer.epochs() < epochs {
                        trainer.advance(Budget::of_updates(1)).unwrap();
                    }
                    // The orders that are drawn later are the same too.
                    trainer.tune(hyperparameters("500", true));
                    bits(trainer, epochs + 2, &[usize::MAX])
                };
                let whole = run(0);
                for parts in [1, 2, 5] {
                    let same = run(parts) == whole;
                    assert!(
                        same,
                        "{parts} parts of {batch_size} after {updates}, {changed:?}"
                    );
                }
            }
        }
    }
}

/// The same with so much of the mini-batch seen that whole buckets have had their turn.
#[test]
fn a_large_shuffled_mini_batch_is_begun_again_from_far_inside() {
    let dataset = blobs(70_000);
    for shuffle in [true, false] {
        let run = |parts: usize| {
            let mut trainer = trainer(&dataset, "0.1", "40000", true);
            for place in 0..parts {
                let samples = 4096;
                let seen = trainer.advance(Budget {
                    updates: 1,
                    samples,
                });
                assert_eq!(seen.unwrap().count(), 0, "{place}");
            }
            trainer.tune(Hyperparameters {
                alpha: "0.1".parse().unwrap(),
                batch_size: "7000".parse().unwrap(),
                epochs: "1000".parse().unwrap(),
                shuffle,
                ..Hyperparameters::default()
            });
            bits(trainer, 2, &[usize::MAX])
        };
        assert!(run(8) == run(0), "shuffle {shuffle}");
    }
}
