//! The objective: the loss whose gradient moves the weights.
//!
//! For a sample with features `x` (the first one is 1 for the bias), label `y` and predicted probability
//! `p = sigmoid(w · x)`, the gradient of the cross-entropy is `(p - y) x`, and that of the squared error
//! `(p - y)²` is `2 (p - y) p (1 - p) x`. The factor `p (1 - p)` is almost 0 if the model is sure, even if it
//! is wrong: the gradient of the squared error vanishes there, and that of the cross-entropy does not.

use std::fmt;
use std::str::FromStr;

use crate::learning::numeric::checked::OutOfRange;

/// Loss that is trained: an update moves the weights against the gradient of its mean over a mini-batch.
/// It does not depend on the kind of loss that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Objective {
    /// The cross-entropy, which the tutorial trains.
    #[default]
    CrossEntropy,
    /// The squared error of the probability.
    Squared,
}

impl Objective {
    /// All objectives.
    pub const ALL: [Self; 2] = [Self::CrossEntropy, Self::Squared];

    /// Returns the name by which the objective is chosen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CrossEntropy => "cross-entropy",
            Self::Squared => "squared",
        }
    }

    /// Returns the name of the loss in a sentence.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::CrossEntropy => "cross-entropy",
            Self::Squared => "squared error",
        }
    }
}

impl FromStr for Objective {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        let objective = Self::ALL.into_iter().find(|entry| entry.name() == text);
        objective.ok_or(OutOfRange)
    }
}

impl fmt::Display for Objective {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}
