//! The losses that are measured while a model is trained.
//!
//! Each update moves the weights against the gradient of the *cross-entropy*; the tutorial shows the
//! squared error.

use std::fmt;
use std::str::FromStr;

use crate::learning::hyperparameters::{Direction, step_round};
use crate::learning::invalid_value::InvalidValue;

/// Which loss is shown. Whichever it is, training is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LossKind {
    /// The sum of squared errors of a mini-batch, the tutorial's: it grows with the batch size.
    #[default]
    Sum,
    /// The squared error of a sample, on average.
    Squared,
    /// The cross-entropy of a sample, on average, in nats: `-ln` of the probability of its own label.
    CrossEntropy,
}

/// The losses of a mini-batch, an epoch or a test, one number of each kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Losses {
    /// The sum of squared errors of a mini-batch; of an epoch, the mean of its mini-batches' sums.
    pub sum: f64,
    /// The mean squared error.
    pub squared: f64,
    /// The mean cross-entropy, where it was measured. One beyond all numbers is the largest of them.
    pub cross_entropy: Option<f64>,
}

/// What an epoch came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EpochLosses {
    /// The means over its mini-batches, each measured before its update.
    pub own: Losses,
    /// Those of the test samples after it, where there are any and they have losses.
    pub test: Option<Losses>,
}

/// What is added up over samples.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Totals {
    /// The sum of squared errors.
    pub squared_error: f64,
    /// The sum of cross-entropies, where it was measured.
    pub cross_entropy: Option<f64>,
}

impl LossKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Sum, Self::Squared, Self::CrossEntropy];
    /// The values allowed, in words.
    pub const RANGE: &str = "sum, mse or cross-entropy";

    /// The name by which it is chosen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Squared => "mse",
            Self::CrossEntropy => "cross-entropy",
        }
    }

    /// What the numbers are, in a few words.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Sum => "sum per batch",
            Self::Squared => "mean squared error",
            Self::CrossEntropy => "cross-entropy per sample",
        }
    }

    /// The next kind, round and round.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Self {
        step_round(&Self::ALL, self, direction)
    }
}

impl FromStr for LossKind {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let kind = Self::ALL.into_iter().find(|kind| kind.name() == text);
        kind.ok_or_else(|| InvalidValue::new(Self::RANGE, "sum"))
    }
}

impl fmt::Display for LossKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl Losses {
    /// The loss of a kind, where it was measured.
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
    /// The losses of so many samples in so many mini-batches, which need not be a whole number.
    #[must_use]
    pub fn losses(&self, samples: usize, batches: f64) -> Losses {
        let samples = samples as f64;
        Losses {
            sum: self.squared_error / batches,
            squared: self.squared_error / samples,
            // Weights near the largest number are surer than a number can say.
            cross_entropy: self
                .cross_entropy
                .map(|total| (total / samples).min(f64::MAX)),
        }
    }
}
