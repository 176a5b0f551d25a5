//! What a column of losses may be: of the mini-batch or epoch, or of all samples; a sum, a mean or an entropy.

use crate::learning::check::program::Step;
use crate::learning::train::loss::{LossKind, Totals};

/// A way to measure the loss of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LossReading {
    /// Sum of squared errors of a mini-batch; the mean of these sums for an epoch.
    Sum,
    /// Mean squared error of a sample.
    Mean,
    /// Mean cross-entropy of a sample.
    Entropy,
    /// Half the mean squared error.
    HalfMean,
    /// Sum of the cross-entropies of a mini-batch; the mean of these sums for an epoch.
    EntropySum,
    /// Mean over the mini-batches of their mean squared errors.
    MeanOfMeans,
    /// Mean over the mini-batches of their mean cross-entropies.
    MeanOfEntropies,
    /// Mean squared error of all samples at the weights of the row.
    AllMean,
    /// Mean cross-entropy of all samples at the weights of the row.
    AllEntropy,
    /// Sum of squared errors of all samples at the weights of the row, divided by the number of mini-batches.
    AllSum,
    /// Sum of squared errors of all samples at the weights of the row.
    AllTotal,
}

/// What was added up over the updates of a row.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Window {
    totals: Totals,
    samples: usize,
    batches: usize,
    /// Sums over the mini-batches of their mean squared error and their mean cross-entropy.
    means: [f64; 2],
}

impl Window {
    /// Adds an update.
    pub fn add(&mut self, step: &Step) {
        let samples = step.samples as f64;
        let entropy = step.totals.cross_entropy.unwrap_or(f64::NAN);
        self.totals.squared_error += step.totals.squared_error;
        self.totals.cross_entropy = Some(self.totals.cross_entropy.unwrap_or(0.0) + entropy);
        self.samples += step.samples;
        self.batches += 1;
        self.means[0] += step.totals.squared_error / samples;
        self.means[1] += entropy / samples;
    }
}

impl LossReading {
    /// All ways, those that a program is most likely to have first.
    pub const ALL: [Self; 11] = [
        Self::Sum,
        Self::Mean,
        Self::Entropy,
        Self::HalfMean,
        Self::EntropySum,
        Self::MeanOfMeans,
        Self::MeanOfEntropies,
        Self::AllMean,
        Self::AllEntropy,
        Self::AllSum,
        Self::AllTotal,
    ];

    /// Returns the way in which the reference measures a kind of loss.
    #[must_use]
    pub fn of_kind(kind: LossKind) -> Self {
        match kind {
            LossKind::Sum => Self::Sum,
            LossKind::Squared => Self::Mean,
            LossKind::CrossEntropy => Self::Entropy,
        }
    }

    /// Returns whether it is the loss of all samples.
    #[must_use]
    pub fn is_of_all(self) -> bool {
        matches!(
            self,
            Self::AllMean | Self::AllEntropy | Self::AllSum | Self::AllTotal
        )
    }

    /// Returns the loss of a row, from the updates of its mini-batch or epoch; `None` at the start.
    #[must_use]
    pub fn running(self, window: &Window) -> Option<f64> {
        if window.batches == 0 {
            return None;
        }
        let (samples, batches) = (window.samples as f64, window.batches as f64);
        let entropy = window.totals.cross_entropy.unwrap_or(f64::NAN);
        match self {
            Self::Sum => Some(window.totals.squared_error / batches),
            Self::Mean => Some(window.totals.squared_error / samples),
            Self::HalfMean => Some(window.totals.squared_error / samples / 2.0),
            Self::Entropy => Some(entropy / samples),
            Self::EntropySum => Some(entropy / batches),
            Self::MeanOfMeans => Some(window.means[0] / batches),
            Self::MeanOfEntropies => Some(window.means[1] / batches),
            Self::AllMean | Self::AllEntropy | Self::AllSum | Self::AllTotal => None,
        }
    }

    /// Returns the loss of a row, from the losses of all samples, their number, and the number of mini-batches.
    #[must_use]
    pub fn of_all(self, totals: &Totals, (samples, batches): (usize, usize)) -> Option<f64> {
        match self {
            Self::AllMean => Some(totals.squared_error / samples as f64),
            Self::AllEntropy => totals.cross_entropy.map(|total| total / samples as f64),
            Self::AllSum => Some(totals.squared_error / batches as f64),
            Self::AllTotal => Some(totals.squared_error),
            _ => None,
        }
    }

    /// Returns what the loss is, and how to compare with it if the reference has it.
    #[must_use]
    pub fn says(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Sum => (
                "the sum of squared errors of a mini-batch",
                Some("--loss sum"),
            ),
            Self::Mean => ("the mean squared error of a sample", Some("--loss mse")),
            Self::Entropy => (
                "the mean cross-entropy of a sample",
                Some("--loss cross-entropy"),
            ),
            Self::HalfMean => ("half the mean squared error", None),
            Self::EntropySum => ("the sum of the cross-entropies of a mini-batch", None),
            Self::MeanOfMeans => (
                "the mean over the mini-batches of their mean squared errors (a short one counts in full)",
                None,
            ),
            Self::MeanOfEntropies => (
                "the mean over the mini-batches of their mean cross-entropies (a short one counts in full)",
                None,
            ),
            Self::AllMean => (
                "the mean squared error of all samples at the weights of the row",
                None,
            ),
            Self::AllEntropy => (
                "the mean cross-entropy of all samples at the weights of the row",
                None,
            ),
            Self::AllSum => (
                "the squared errors of all samples at the weights of the row, as a sum for each mini-batch",
                None,
            ),
            Self::AllTotal => (
                "the sum of squared errors of all samples at the weights of the row",
                None,
            ),
        }
    }
}
