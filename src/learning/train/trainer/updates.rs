//! How much is trained at a time, and what comes of it.

use crate::learning::train::loss::{EpochLosses, Losses, Totals};

/// How much may be done at a time.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// So many updates at most.
    pub updates: u64,
    /// About so many samples at most, and eight or so at least.
    pub samples: usize,
}

impl Budget {
    /// So many updates, whatever they take.
    #[must_use]
    pub fn of_updates(updates: u64) -> Self {
        Self {
            updates,
            samples: usize::MAX,
        }
    }
}

/// What some updates in a row were like, all of one epoch.
#[derive(Debug, Clone, Copy)]
pub struct Updates<'a> {
    /// What was added up over each mini-batch, before its update moved the weights.
    pub(super) squared_errors: &'a [f64],
    pub(super) cross_entropies: Option<&'a [f64]>,
    /// The epoch's losses, where the last update was the epoch's last.
    pub epoch: Option<&'a EpochLosses>,
    /// How many samples were seen for them.
    pub work: usize,
    /// Complete epochs before these updates.
    pub(super) epochs: u64,
    /// Samples of the epoch before these updates, and all of it.
    pub(super) seen: usize,
    pub(super) samples: usize,
    pub(super) batch_size: usize,
}

impl Updates<'_> {
    /// How many updates were made. There are none where a mini-batch has been seen in part only.
    #[must_use]
    pub fn count(&self) -> usize {
        self.squared_errors.len()
    }

    /// The place of each mini-batch in epochs, 1.5 in the middle of the second, and its losses.
    pub fn each(&self) -> impl Iterator<Item = (f64, Losses)> {
        let samples = self.samples as f64;
        let squared_errors = self.squared_errors.iter().enumerate();
        squared_errors.map(move |(before, squared_error)| {
            let totals = Totals {
                squared_error: *squared_error,
                cross_entropy: self.cross_entropies.map(|sums| sums[before]),
            };
            let from = self.seen + before * self.batch_size;
            let to = self.samples.min(from + self.batch_size);
            let place = self.epochs as f64 + to as f64 / samples;
            (place, totals.losses(to - from, 1.0))
        })
    }
}

/// An update whose loss or weights would not be finite. It was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Diverged;
