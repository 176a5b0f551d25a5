//! Tests that a change in the middle of a mini-batch has the effect of a change before that mini-batch.

use proptest::prelude::*;
use sgdscope::learning::train::hyperparameters::Hyperparameters;
use sgdscope::learning::train::trainer::Budget;

use crate::proptests::cases;
use crate::{bits, blobs, trainer};

proptest! {
    #![proptest_config(cases(64, "tests/proptest-regressions/begun_batches.txt"))]

    /// A run with a change in the middle of a mini-batch has the bits of a run with the change before it.
    #[test]
    fn a_change_in_the_middle_of_a_mini_batch_counts_as_one_before_it(
        part in 1_usize..12, to_size in 1_usize..40, shuffled in any::<bool>(), to_shuffle in any::<bool>(),
        to_squared in any::<bool>(), updates in 0_u64..4,
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
                // The last mini-batch of an epoch may be so small that the part completes it.
                if begun.count() > 0 {
                    return None;
                }
            }
            let mut hyperparameters = Hyperparameters {
                alpha: "0.2".parse().unwrap(),
                batch_size: to_size.to_string().parse().unwrap(),
                shuffle: to_shuffle,
                objective: if to_squared { "squared" } else { "cross-entropy" }.parse().unwrap(),
                epochs: "1000".parse().unwrap(),
                ..Hyperparameters::default()
            };
            trainer.tune(hyperparameters);
            while trainer.epochs() < 2 {
                trainer.advance(Budget::of_updates(1)).unwrap();
            }
            // Compares the orders that are drawn later, too.
            hyperparameters.shuffle = true;
            trainer.tune(hyperparameters);
            Some(bits(trainer, 4, &[usize::MAX]))
        };
        if let Some(changed) = run(Some(part)) {
            prop_assert_eq!(Some(changed), run(None));
        }
    }
}

/// The epoch has no drawn order that could be undone. Checks that the order of the epoch before it is not
/// undone instead.
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

/// Many samples are shuffled by moving them. Checks that a mini-batch is started again correctly after
/// several of its parts were seen.
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
                    // Compares the orders that are drawn later, too.
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

/// Checks that a large shuffled mini-batch is started again correctly after whole buckets of it were seen.
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
