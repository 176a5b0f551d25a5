//! The budget of one call of the trainer, and the result of the call.

use crate::learning::train::loss::{EpochLosses, Losses, Totals};

/// Limit on the work of one call of the trainer.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// Largest number of updates.
    pub updates: u64,
    /// Approximate largest number of samples. About eight samples are seen in any case.
    pub samples: usize,
}

impl Budget {
    /// Creates a budget of `updates` updates, without a limit on samples.
    #[must_use]
    pub fn of_updates(updates: u64) -> Self {
        Self {
            updates,
            samples: usize::MAX,
        }
    }
}

/// Result of consecutive updates of one epoch.
#[derive(Debug, Clone, Copy)]
pub struct Updates<'a> {
    /// Sum of squared errors of each mini-batch, measured before its update.
    pub(super) squared_errors: &'a [f64],
    /// Sum of cross-entropies of each mini-batch, measured before its update; `None` if not measured.
    pub(super) cross_entropies: Option<&'a [f64]>,
    /// For each update: the weights after it, then the gradient of its mini-batch.
    pub(super) steps: &'a [f64],
    /// Number of weights.
    pub(super) weights: usize,
    /// Losses of the epoch, if the last of the updates completed it.
    pub epoch: Option<&'a EpochLosses>,
    /// Number of samples that were seen in the call.
    pub work: usize,
    /// Number of complete epochs before these updates.
    pub(super) epochs: u64,
    /// Number of samples of the epoch that were seen before these updates.
    pub(super) seen: usize,
    /// Number of samples in an epoch.
    pub(super) samples: usize,
    pub(super) batch_size: usize,
}

impl<'a> Updates<'a> {
    /// Returns the number of updates that were made; 0 if a mini-batch was only partly summed.
    #[must_use]
    pub fn count(&self) -> usize {
        self.squared_errors.len()
    }

    /// Returns what the update at the index `place` did.
    #[inline]
    #[must_use]
    pub fn step(&self, place: usize) -> Step<'a> {
        let width = 2 * self.weights;
        Step {
            numbers: &self.steps[width * place..][..width],
        }
    }

    /// Returns the position of the end of the mini-batch at the index `place`, in epochs: 1.5 is the middle of the second
    /// epoch.
    #[must_use]
    pub fn position(&self, place: usize) -> f64 {
        let to = self.samples.min(self.seen + (place + 1) * self.batch_size);
        self.epochs as f64 + to as f64 / self.samples as f64
    }

    /// Returns the losses of the mini-batch at the index `place`, measured before its update.
    #[must_use]
    pub fn losses(&self, place: usize) -> Losses {
        let totals = Totals {
            squared_error: self.squared_errors[place],
            cross_entropy: self.cross_entropies.map(|sums| sums[place]),
        };
        let from = self.seen + place * self.batch_size;
        let to = self.samples.min(from + self.batch_size);
        totals.losses(to - from, 1.0)
    }

    /// Returns the position and the losses of each mini-batch; see [`position`](Self::position) and
    /// [`losses`](Self::losses).
    pub fn each(&self) -> impl Iterator<Item = (f64, Losses)> {
        (0..self.count()).map(|place| (self.position(place), self.losses(place)))
    }
}

/// What an update did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step<'a> {
    /// The weights after the update, then the gradient, one number for each weight.
    pub numbers: &'a [f64],
}

impl<'a> Step<'a> {
    /// Returns the weights after the update, for the inputs as they are used in training, which may be standardised.
    #[must_use]
    pub fn weights(&self) -> &'a [f64] {
        &self.numbers[..self.numbers.len() / 2]
    }

    /// Returns the gradient that the optimiser received: the mean over the mini-batch, with that of an L2 penalty.
    #[must_use]
    pub fn gradient(&self) -> &'a [f64] {
        &self.numbers[self.numbers.len() / 2..]
    }
}

/// Error of an update that was not made, because its loss or its weights would not be finite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Diverged;
