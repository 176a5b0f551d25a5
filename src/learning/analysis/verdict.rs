//! What training does now, in one sentence with the numbers that make it true.

mod judge;
mod observed;
mod rules;
mod sentence;

pub use judge::{EpochEnd, Judge, JudgeSettings};
pub use sentence::significant;

use std::fmt;

/// What training does, with the numbers of the moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// A number is no longer finite.
    Diverged {
        /// The update that could not be made.
        update: u64,
    },
    /// The L2 penalty alone makes the weights longer with every update.
    Runaway {
        /// The learning rate times the rate of the penalty.
        product: f64,
        /// What the product must stay below.
        limit: f64,
    },
    /// Each update of a full batch jumps to the other side of the minimum and back.
    PeriodTwo {
        /// The objective after the update before and after the last one.
        losses: [f64; 2],
        /// What the losses measure.
        measure: Measure,
        /// The learning rate.
        alpha: f64,
        /// The largest learning rate that can settle.
        edge: f64,
    },
    /// The learning rate of full batches is too large to settle at the minimum.
    PastTheEdge {
        /// The learning rate.
        alpha: f64,
        /// The largest learning rate that can settle.
        edge: f64,
    },
    /// The test loss rises while the training loss falls.
    Overfits {
        /// The epoch with the lowest test loss.
        since: u64,
        /// The mean test losses then and now.
        test: [f64; 2],
        /// What the losses measure.
        measure: Measure,
    },
    /// A boundary separates the classes, and nothing penalises the weights.
    Separable {
        /// Whether the model has only the coordinates, so that the boundary is a line.
        is_line: bool,
        /// Lengths of the weights some epochs ago and now, and the number of those epochs, if they have grown.
        growth: Option<([f64; 2], u64)>,
    },
    /// Mini-batches throw the weights about far above the minimum.
    Bounces {
        /// The lowest and the highest objective of the last epochs.
        between: [f64; 2],
        /// The least objective there is.
        best: f64,
        /// What the losses measure.
        measure: Measure,
        /// The learning rate.
        alpha: f64,
        /// Number of samples in a mini-batch.
        batch: usize,
    },
    /// The noise of mini-batches keeps the weights above the minimum.
    Floor {
        /// How far the objective was above the best in the last epochs, at least and at most.
        above: [f64; 2],
        /// The least objective there is.
        best: f64,
        /// What the losses measure.
        measure: Measure,
        /// The learning rate.
        alpha: f64,
        /// Number of samples in a mini-batch.
        batch: usize,
    },
    /// The minimum is reached.
    Converged {
        /// The objective.
        loss: f64,
        /// What the loss measures.
        measure: Measure,
    },
    /// The model can do hardly better than the same guess for all samples.
    NoLine {
        /// Whether the model has only the coordinates, so that the boundary is a line.
        is_line: bool,
        /// The least loss there is.
        best: f64,
        /// The loss of the best constant guess.
        guess: f64,
        /// What the losses measure.
        measure: Measure,
    },
    /// The run is too short for its pace.
    Crawls {
        /// Number of epochs that halving the rest takes at least.
        halving: f64,
        /// Number of epochs that are left.
        left: u64,
        /// The learning rate.
        alpha: f64,
        /// The condition number at the minimum.
        condition: Option<f64>,
        /// The condition number with standardised features, if they are not standardised and it is lower.
        standardized: Option<f64>,
    },
    /// The loss falls steadily.
    Falls {
        /// The mean objective some epochs ago and now.
        losses: [f64; 2],
        /// The number of those epochs.
        epochs: u64,
        /// The least objective there is.
        best: f64,
        /// What the losses measure.
        measure: Measure,
    },
}

/// What a loss in a sentence measures. The objective is the mean cross-entropy plus the penalty, which is called
/// the loss only if that is the loss that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// Whether the cross-entropy is the loss that is shown.
    pub is_shown: bool,
    /// Whether the penalty is part of it.
    pub is_penalized: bool,
}

impl fmt::Display for Measure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match (self.is_shown, self.is_penalized) {
            (true, false) => "loss",
            (true, true) => "loss with penalty",
            (false, false) => "cross-entropy",
            (false, true) => "cross-entropy with penalty",
        })
    }
}

impl Verdict {
    /// Returns a short name of the verdict.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Diverged { .. } => "diverged",
            Self::Runaway { .. } => "runaway",
            Self::PeriodTwo { .. } => "period two",
            Self::PastTheEdge { .. } => "past the edge",
            Self::Overfits { .. } => "overfit",
            Self::Separable { .. } => "separable",
            Self::Bounces { .. } => "bounces",
            Self::Floor { .. } => "floor",
            Self::Converged { .. } => "converged",
            Self::NoLine { .. } => "no line",
            Self::Crawls { .. } => "crawls",
            Self::Falls { .. } => "falls",
        }
    }
}
