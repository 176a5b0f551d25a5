//! The losses over many samples at the current weights.

use crate::learning::data::Columns;
use crate::learning::kernel::GeneralSums;
use crate::learning::train::loss::{EpochLosses, Losses};
use crate::learning::train::trainer::Trainer;
use crate::learning::train::trainer::accuracy::spread;

/// Number of samples from which losses are estimated. The estimate takes about as long as that of the accuracy,
/// because the loss of a sample takes longer than its class.
const MOST_SUMMED: usize = 1 << 17;
/// Largest number of samples that are all summed for [`Trainer::losses_at`], and the number from which its losses are
/// estimated if there are more.
const MOST_EXACT: usize = 1 << 14;
const ESTIMATED: usize = 1 << 13;
/// Number of equal blocks that hold the samples of an estimate of the losses.
const BLOCKS: usize = 1 << 7;

impl Trainer {
    /// Returns the losses of all training samples and of all test samples at the current weights; `None` if a
    /// score of a training sample is not a number. With `at_a_glance`, they are estimated from an eighth of a
    /// million samples if there are more, in blocks that are spread evenly over the data.
    #[must_use]
    pub fn losses_now(&self, at_a_glance: bool) -> Option<EpochLosses> {
        let samples = self.samples();
        let mean_batch = self.mean_batch();
        let of = |samples| self.losses_over(samples, mean_batch, at_a_glance);
        Some(EpochLosses {
            own: of(samples)?,
            test: of(self.dataset.test()),
        })
    }

    /// Returns the losses of all training samples at the current weights; `None` if a score is not a number.
    #[must_use]
    pub fn training_losses(&self) -> Option<Losses> {
        let samples = self.samples();
        self.losses_over(samples, self.mean_batch(), false)
    }

    /// Returns the losses of all training samples at some weights of training; `None` if a score is not a number. If there
    /// are more than 16,384 samples, the losses are estimated from 8,192.
    #[must_use]
    pub fn losses_at(&self, weights: &[f64]) -> Option<Losses> {
        let samples = self.samples();
        let most = if samples.len() > MOST_EXACT {
            ESTIMATED
        } else {
            usize::MAX
        };
        self.losses_of(weights, samples, self.mean_batch(), most)
    }

    /// Returns the mean number of samples in a mini-batch.
    fn mean_batch(&self) -> f64 {
        let samples = self.samples().len();
        let batch = self.hyperparameters.batch_size.of(samples);
        samples as f64 / samples.div_ceil(batch) as f64
    }

    /// Returns the losses of some samples at the current weights. Losses that are sums are for mini-batches
    /// of `batch` samples. With `at_a_glance`, they are estimated from a part of many samples. Returns `None`
    /// if there are no samples, or a sample is so far away that its score is not a number.
    pub(super) fn losses_over(
        &self,
        samples: Columns,
        batch: f64,
        at_a_glance: bool,
    ) -> Option<Losses> {
        let most = if at_a_glance { MOST_SUMMED } else { usize::MAX };
        self.losses_of(self.learner.weights(), samples, batch, most)
    }

    /// Returns the losses of some samples, or an estimate from `most` of them, at some weights of training.
    fn losses_of(
        &self,
        weights: &[f64],
        samples: Columns,
        batch: f64,
        most: usize,
    ) -> Option<Losses> {
        if samples.is_empty() {
            return None;
        }
        let mut sums = GeneralSums::default();
        let mut add = |part: Columns| {
            let (inputs, instructions) = (self.learner.inputs(), self.arithmetic.instructions);
            instructions.extend_general(&mut sums, inputs, weights, part);
            part.len()
        };
        let seen = if samples.len() > most {
            spread(samples, BLOCKS, most).map(add).sum()
        } else {
            add(samples)
        };
        let mut totals = sums.totals();
        let measures_entropy = self.arithmetic.measures_entropy;
        totals.cross_entropy = totals.cross_entropy.filter(|_| measures_entropy);
        let losses = totals.losses(seen, seen as f64 / batch);
        losses.squared.is_finite().then_some(losses)
    }
}
