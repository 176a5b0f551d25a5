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
    /// Records of each mini-batch of the last call of the trainer.
    pub room: Room,
}

/// Buffers for the records of each mini-batch of one call of the trainer. They are empty before the first call.
#[derive(Clone, Default)]
pub struct Room {
    /// Sums of squared errors.
    pub squared_errors: Vec<f64>,
    /// Sums of cross-entropies.
    pub cross_entropies: Vec<f64>,
    /// For each update: the weights after it, then the gradient of its mini-batch.
    pub steps: Vec<f64>,
}

/// Sums over the mini-batches of an epoch so far.
#[derive(Clone, Copy, Default)]
pub struct EpochTotals {
    pub totals: Totals,
    pub updates: u64,
}

impl Tally {
    /// Returns a copy without the records of the last call of the trainer.
    pub fn without_records(&self) -> Self {
        let Self {
            updates,
            epochs,
            epoch,
            losses,
            best,
            room: _,
        } = self;
        Self {
            updates: *updates,
            epochs: *epochs,
            epoch: *epoch,
            losses: *losses,
            best: *best,
            room: Room::default(),
        }
    }

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

impl Room {
    /// Makes room for one call of the trainer of a model with this number of weights.
    pub fn prepare(&mut self, weights: usize) {
        if self.steps.is_empty() {
            self.squared_errors = vec![0.0; MOST_UPDATES];
            self.cross_entropies = vec![0.0; MOST_UPDATES];
            self.steps = vec![0.0; 2 * weights * MOST_UPDATES];
        }
    }

    /// Stores the sums of the mini-batch at the index `place`.
    pub fn note(&mut self, place: usize, totals: Totals) {
        self.squared_errors[place] = totals.squared_error;
        self.cross_entropies[place] = totals.cross_entropy.unwrap_or(0.0);
    }

    /// Stores the weights after the update at the index `place`, and the gradient of its mini-batch.
    pub fn note_step(&mut self, place: usize, weights: &[f64], gradient: &[f64]) {
        let width = weights.len() + gradient.len();
        let step = &mut self.steps[place * width..][..width];
        let (of_weights, of_gradient) = step.split_at_mut(weights.len());
        of_weights.copy_from_slice(weights);
        of_gradient.copy_from_slice(gradient);
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
