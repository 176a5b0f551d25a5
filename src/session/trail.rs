//! The way of the weights through a run: thinned out from the start on, and update by update at its end.

mod ring;

use crate::learning::train::loss::{LossKind, Losses};
use crate::learning::train::trainer::Step;
use ring::Ring;

pub use ring::{Moment, RECENT};

/// Largest number of points of the thinned way. When it is reached, every second point is dropped.
const MOST_POINTS: usize = 1024;

/// Number of kinds of loss.
const KINDS: usize = LossKind::ALL.len();

/// The way of the weights through a run. The weights are those for the inputs as they are used in training, which may be
/// standardised.
///
/// The way from the start on has a point for every `stride`-th update. The stride is a power of two that grows with the
/// run. In addition, the last [`RECENT`] updates and the last [`RECENT`] ends of an epoch are kept; after the run has gone
/// back, fewer may be there. Three weights take about 80 KB.
#[derive(Debug, Clone)]
pub struct Trail {
    way: Vec<Place>,
    stride: u64,
    /// The weights after each of the last updates, then the gradient of its mini-batch, then its losses of each kind, NaN
    /// if there is none. The key is the update.
    updates: Ring,
    /// The weights at each of the last ends of an epoch, then the cross-entropy of the test samples, NaN if there is
    /// none. The key is the number of complete epochs.
    epochs: Ring,
}

/// The weights at one moment of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The moment.
    pub moment: Moment,
    /// The weights.
    pub weights: Box<[f64]>,
}

/// An update: the weights after it, and the gradient that moved them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecentUpdate<'a> {
    /// The moment after the update.
    pub moment: Moment,
    /// The weights after the update, or those that were set by hand after it.
    pub weights: &'a [f64],
    /// The gradient of the mini-batch, as the optimiser received it; `None` at the start of the run.
    pub gradient: Option<&'a [f64]>,
    /// The losses of the mini-batch, in the order of [`LossKind::ALL`]; NaN at the start of the run, and for a loss that
    /// was not measured.
    losses: &'a [f64],
}

/// The end of an epoch, or the start of the run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecentEpoch<'a> {
    /// The number of complete epochs.
    pub epoch: u64,
    /// The moment at the end of the epoch.
    pub moment: Moment,
    /// The weights at the end of the epoch, or those that were set by hand then.
    pub weights: &'a [f64],
    /// Mean cross-entropy of the test samples; `None` if there are none, or if it could not be measured.
    pub test_loss: Option<f64>,
}

impl RecentUpdate<'_> {
    /// Returns the loss of the mini-batch, measured before the update; `None` if it was not measured.
    #[must_use]
    pub fn loss(&self, kind: LossKind) -> Option<f64> {
        let loss = self.losses[kind as usize];
        loss.is_finite().then_some(loss)
    }
}

impl Trail {
    /// Creates the way of a run that is at its start.
    #[must_use]
    pub fn new(start: &[f64]) -> Self {
        let mut trail = Self {
            way: vec![Place {
                moment: Moment::default(),
                weights: start.into(),
            }],
            stride: 1,
            updates: Ring::new(2 * start.len() + KINDS),
            epochs: Ring::new(start.len() + 1),
        };
        let row = trail.updates.push(0, Moment::default());
        row.fill(f64::NAN);
        row[..start.len()].copy_from_slice(start);
        trail.push_epoch(0, Moment::default(), start, None);
        trail
    }

    /// Adds an update: what it did, and the losses of its mini-batch.
    #[inline]
    pub fn push_update(&mut self, moment: Moment, step: &Step, losses: &Losses) {
        if moment.update & (self.stride - 1) == 0 {
            self.push_point(moment, step.weights());
        }
        let row = self.updates.push(moment.update, moment);
        let (of_step, of_losses) = row.split_at_mut(step.numbers.len());
        of_step.copy_from_slice(step.numbers);
        let Losses {
            sum,
            squared,
            cross_entropy,
        } = *losses;
        of_losses.copy_from_slice(&[sum, squared, cross_entropy.unwrap_or(f64::NAN)]);
    }

    /// Adds the end of an epoch.
    pub fn push_epoch(
        &mut self,
        epoch: u64,
        moment: Moment,
        weights: &[f64],
        test_loss: Option<f64>,
    ) {
        let row = self.epochs.push(epoch, moment);
        row[..weights.len()].copy_from_slice(weights);
        row[weights.len()] = test_loss.unwrap_or(f64::NAN);
    }

    /// Records that the weights were set by hand at a moment, at which an epoch may have ended.
    pub fn put(&mut self, moment: Moment, weights: &[f64]) {
        if self.way.last().is_some_and(|last| last.moment == moment) {
            self.way.pop();
        }
        self.push_point(moment, weights);
        for ring in [&mut self.updates, &mut self.epochs] {
            if let Some(row) = ring.last_mut_at(moment.update) {
                row[..weights.len()].copy_from_slice(weights);
            }
        }
    }

    /// Returns the way from the start on, oldest first. Long runs have a point for every second, fourth, eighth update and so on only.
    #[must_use]
    pub fn way(&self) -> &[Place] {
        &self.way
    }

    /// Returns the last updates, oldest first. The first of them may be the start of the run.
    #[must_use]
    pub fn updates(&self) -> impl DoubleEndedIterator<Item = RecentUpdate<'_>> {
        self.updates.iter().map(|(update, moment, row)| {
            let (weights, rest) = row.split_at((row.len() - KINDS) / 2);
            let (gradient, losses) = rest.split_at(weights.len());
            RecentUpdate {
                moment,
                weights,
                gradient: (update > 0).then_some(gradient),
                losses,
            }
        })
    }

    /// Returns the last ends of an epoch, oldest first. The first of them may be the start of the run.
    #[must_use]
    pub fn epochs(&self) -> impl DoubleEndedIterator<Item = RecentEpoch<'_>> {
        self.epochs.iter().map(|(epoch, moment, row)| {
            let (weights, test_loss) = row.split_at(row.len() - 1);
            RecentEpoch {
                epoch,
                moment,
                weights,
                test_loss: Some(test_loss[0]).filter(|loss| loss.is_finite()),
            }
        })
    }

    /// Removes what came after the update `update`.
    pub fn return_to(&mut self, update: u64) {
        let kept = self
            .way
            .partition_point(|place| place.moment.update <= update);
        self.way.truncate(kept);
        self.updates.return_to(update);
        self.epochs.return_to(update);
    }

    fn push_point(&mut self, moment: Moment, weights: &[f64]) {
        self.way.push(Place {
            moment,
            weights: weights.into(),
        });
        if self.way.len() > MOST_POINTS {
            self.stride *= 2;
            let mask = self.stride - 1;
            self.way.retain(|place| place.moment.update & mask == 0);
        }
    }
}
