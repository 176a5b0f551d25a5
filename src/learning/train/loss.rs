//! The losses that are measured while a model is trained.
//!
//! Each update moves the weights against the gradient of the objective, by default the *cross-entropy*,
//! whichever loss is shown. The tutorial shows the squared error.

use std::fmt;
use std::str::FromStr;

use crate::learning::numeric::checked::OutOfRange;

/// Kind of loss that is shown. The updates do not depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LossKind {
    /// Sum of squared errors of a mini-batch, as in the tutorial; it grows with the batch size.
    #[default]
    Sum,
    /// Mean squared error of a sample.
    Squared,
    /// Mean cross-entropy of a sample in nats: `-ln` of the predicted probability of the sample's own
    /// label.
    CrossEntropy,
}

/// Losses of a mini-batch, an epoch or the test samples, one number for each kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Losses {
    /// Sum of squared errors of a mini-batch; for an epoch, the mean of these sums over its mini-batches.
    pub sum: f64,
    /// Mean squared error.
    pub squared: f64,
    /// Mean cross-entropy; `None` if it was not measured. A value beyond the largest floating-point number
    /// is replaced by that number.
    pub cross_entropy: Option<f64>,
}

/// Losses of an epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EpochLosses {
    /// Means over the mini-batches of the epoch, each measured before its update.
    pub own: Losses,
    /// Losses of the test samples after the epoch; `None` if there are no test samples or they have no
    /// losses, because a score is not a number.
    pub test: Option<Losses>,
}

/// Sums over samples.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Totals {
    /// Sum of squared errors.
    pub squared_error: f64,
    /// Sum of cross-entropies; `None` if it was not measured.
    pub cross_entropy: Option<f64>,
}

impl LossKind {
    /// All kinds of loss.
    pub const ALL: [Self; 3] = [Self::Sum, Self::Squared, Self::CrossEntropy];

    /// Returns the name by which the kind is chosen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Squared => "mse",
            Self::CrossEntropy => "cross-entropy",
        }
    }

    /// Returns a short description of the numbers.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Sum => "sum per batch",
            Self::Squared => "mean squared error",
            Self::CrossEntropy => "cross-entropy per sample",
        }
    }
}

impl FromStr for LossKind {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        let kind = Self::ALL.into_iter().find(|kind| kind.name() == text);
        kind.ok_or(OutOfRange)
    }
}

impl fmt::Display for LossKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl Losses {
    /// Returns the loss of a kind; `None` if it was not measured.
    #[must_use]
    pub fn of(&self, kind: LossKind) -> Option<f64> {
        match kind {
            LossKind::Sum => Some(self.sum),
            LossKind::Squared => Some(self.squared),
            LossKind::CrossEntropy => self.cross_entropy,
        }
    }
}

impl Totals {
    /// Returns the losses of this number of samples in this number of mini-batches, which need not be a
    /// whole number.
    #[must_use]
    pub fn losses(&self, samples: usize, batches: f64) -> Losses {
        let samples = samples as f64;
        Losses {
            sum: self.squared_error / batches,
            squared: self.squared_error / samples,
            // With weights near the largest floating-point number, the mean can be too large for a number.
            cross_entropy: self
                .cross_entropy
                .map(|total| (total / samples).min(f64::MAX)),
        }
    }
}
