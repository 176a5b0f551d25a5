//! The counts and the losses of a run.

use crate::learning::train::loss::{EpochLosses, Totals};
use crate::learning::train::stop::BestLosses;

/// Largest number of updates that one call of the trainer makes.
pub const MOST_UPDATES: usize = 256;

/// The counts and losses of a run.
#[derive(Clone, Default)]
pub struct Tally {
    /// Number of updates since the start of the run.
    pub updates: u64,
    /// Number of complete epochs.
    pub epochs: u64,
    /// Sums of the current epoch, or of the last epoch if the next one has not begun.
    pub epoch: EpochTotals,
    /// The losses of the last complete epoch.
    pub losses: Option<EpochLosses>,
    /// The lowest losses so far.
    pub best: BestLosses,
    /// Sums over each mini-batch of the last call of the trainer.
    pub room: Box<Room>,
}

/// Buffers for the sums over each mini-batch of one call of the trainer.
#[derive(Clone, Copy)]
pub struct Room {
    pub squared_errors: [f64; MOST_UPDATES],
    pub cross_entropies: [f64; MOST_UPDATES],
}

/// Sums over the mini-batches of an epoch so far.
#[derive(Clone, Copy, Default)]
pub struct EpochTotals {
    pub totals: Totals,
    pub updates: u64,
}

impl Tally {
    /// Adds the first `made` mini-batches of `room` to the epoch. If they begin the epoch, its sums start at
    /// 0.
    pub fn add(&mut self, made: usize, begins_epoch: bool, measures_entropy: bool) {
        let squared_errors = &self.room.squared_errors[..made];
        let cross_entropies = measures_entropy.then(|| &self.room.cross_entropies[..made]);
        let before = if begins_epoch && made > 0 {
            EpochTotals::default()
        } else {
            self.epoch
        };
        self.epoch = before.with(squared_errors, cross_entropies);
        self.updates += made as u64;
    }

    /// Records that an epoch is complete, with these losses.
    pub fn complete_epoch(&mut self, losses: EpochLosses) {
        self.epochs += 1;
        let EpochLosses { own, test } = &losses;
        self.best.note(self.epochs, test.as_ref().unwrap_or(own));
        self.losses = Some(losses);
    }
}

impl Default for Room {
    fn default() -> Self {
        Self {
            squared_errors: [0.0; MOST_UPDATES],
            cross_entropies: [0.0; MOST_UPDATES],
        }
    }
}

impl Room {
    /// Stores the sums of the mini-batch at the index `place`.
    pub fn note(&mut self, place: usize, totals: Totals) {
        self.squared_errors[place] = totals.squared_error;
        self.cross_entropies[place] = totals.cross_entropy.unwrap_or(0.0);
    }
}

impl EpochTotals {
    /// Returns these sums with more mini-batches added.
    fn with(self, squared_errors: &[f64], cross_entropies: Option<&[f64]>) -> Self {
        let add = |sum, numbers: &[f64]| numbers.iter().fold(sum, |sum, number| sum + number);
        let Totals {
            squared_error,
            cross_entropy,
        } = self.totals;
        Self {
            totals: Totals {
                squared_error: add(squared_error, squared_errors),
                cross_entropy: cross_entropies
                    .map(|entropies| add(cross_entropy.unwrap_or(0.0), entropies)),
            },
            updates: self.updates + squared_errors.len() as u64,
        }
    }
}
