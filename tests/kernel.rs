//! The arithmetic has the same bits on every set of instructions, however the work is cut.

use std::sync::Arc;

use proptest::prelude::*;
use sgdscope::learning::dataset::{DataSettings, Dataset};
use sgdscope::learning::hyperparameters::Hyperparameters;
use sgdscope::learning::kernel::Instructions;
use sgdscope::learning::start::Start;
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
        let losses = updates.each();
        bits.extend(losses.flat_map(|(place, loss)| [place.to_bits(), loss.to_bits()]));
        bits.extend(updates.epoch_loss.map(f64::to_bits));
    }
    bits.extend(trainer.weights().map(f64::to_bits));
    bits.push(trainer.accuracy().to_bits());
    bits
}

fn blobs(samples: u32) -> Arc<Dataset> {
    let blobs = DataSettings {
        samples: samples.to_string().parse().unwrap(),
        noise: "5".parse().unwrap(),
        seed: 7,
        ..DataSettings::default()
    };
    Arc::new(blobs.draw(&|_| ()))
}

fn trainer(dataset: &Arc<Dataset>, alpha: &str, batch_size: &str, shuffle: bool) -> Trainer {
    let hyperparameters = Hyperparameters {
        alpha: alpha.parse().unwrap(),
        batch_size: batch_size.parse().unwrap(),
        epochs: "1000".parse().unwrap(),
        shuffle,
    };
    Trainer::new(Arc::clone(dataset), hyperparameters, &Start::default())
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
                if !begun.batch_losses.is_empty() {
                    return None;
                }
            }
            let mut hyperparameters = Hyperparameters {
                alpha: "0.2".parse().unwrap(),
                batch_size: to_size.to_string().parse().unwrap(),
                shuffle: to_shuffle,
                epochs: "1000".parse().unwrap(),
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
            assert!(begun.batch_losses.is_empty());
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
                assert!(losses.batch_losses.iter().all(|loss| loss.is_finite()));
                updates += losses.batch_losses.len();
                assert!(updates < 5000, "it does not diverge");
            }
            assert!(trainer.weights().iter().all(|weight| weight.is_finite()));
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
    };
    for batch_size in ["3000", "20000", "all"] {
        for updates in [0, 1, 2] {
            for changed in [("500", true), ("30000", true), (batch_size, false)] {
                let run = |parts: usize| {
                    let mut trainer = trainer(&dataset, "0.1", batch_size, true);
                    for _ in 0..updates {
                        while trainer
                            .advance(Budget::of_updates(1))
                            .unwrap()
                            .batch_losses
                            .is_empty()
                        {}
                    }
                    for _ in 0..parts {
                        let part = Budget {
                            updates: 1,
                            samples: 2500 / parts,
                        };
                        assert!(trainer.advance(part).unwrap().batch_losses.is_empty());
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
                assert!(seen.unwrap().batch_losses.is_empty(), "{place}");
            }
            trainer.tune(Hyperparameters {
                alpha: "0.1".parse().unwrap(),
                batch_size: "7000".parse().unwrap(),
                epochs: "1000".parse().unwrap(),
                shuffle,
            });
            bits(trainer, 2, &[usize::MAX])
        };
        assert!(run(8) == run(0), "shuffle {shuffle}");
    }
}
