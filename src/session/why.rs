//! The reasons for what a run does: the next update, the loss around the weights, numbers and a sentence.
//!
//! They are worked out only while they are looked at, from the run, its data and the way of its weights. A number that
//! cannot be told is `None`.

pub mod explainer;
pub mod landscape;
pub mod opinion;
mod traced;
mod weight_space;

use std::sync::Arc;

use crate::learning::analysis::numbers;
use crate::learning::analysis::verdict::Verdict;
use crate::learning::model::parameters::Parameters;
use crate::learning::train::hyperparameters::Hyperparameters;
use crate::session::lane::LaneId;

pub use traced::{LAST, Series, Traced, TracedPoint, What};
pub use weight_space::{Probe, WeightSpace};

/// The reasons for what the run of one lane does.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// The lane.
    pub lane: LaneId,
    /// Whether the numbers are measured on a part of the training samples, because there are many.
    pub is_sampled: bool,
    /// What the run obeys.
    pub hyperparameters: Hyperparameters,
    /// What is known of the best weights.
    pub best: Best,
    /// The next update.
    pub next: Next,
    /// The numbers.
    pub numbers: Numbers,
    /// What training does; `None` if nothing can be said for sure.
    pub verdict: Option<Verdict>,
    /// The loss over two weights; `None` if the weights are too far away for numbers.
    pub space: Option<WeightSpace>,
}

/// What is known of the weights at which what training minimises is smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Best {
    /// They are known.
    Known,
    /// There are none: the classes are separable, and nothing penalises the weights.
    Nowhere,
    /// It could not be told whether there are any, or where.
    Unknown,
}

/// The next update.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// This one.
    Update(NextBatch),
    /// There is one, but it would take long to make it in advance.
    TooLarge,
    /// There is none: the run is over, or stands still.
    None,
}

impl Next {
    /// Returns the next update, if it is known.
    #[must_use]
    pub fn update(&self) -> Option<&NextBatch> {
        match self {
            Self::Update(next) => Some(next),
            Self::TooLarge | Self::None => None,
        }
    }
}

/// The next update, which has not been made.
#[derive(Debug, Clone, PartialEq)]
pub struct NextBatch {
    /// Number of the mini-batch within its epoch, from 1.
    pub number: u64,
    /// Number of mini-batches in the epoch.
    pub of: u64,
    /// The samples of the mini-batch, each as `(x1, x2, label)`.
    pub samples: Arc<Vec<(f64, f64, f64)>>,
    /// The weights after the update, in the units of the data.
    pub weights: Parameters,
}

/// Numbers about a run. Vectors are those of the weights of training, which may be standardised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numbers {
    /// Learning rate of the current epoch, with the schedule applied.
    pub alpha: f64,
    /// Number of samples in a mini-batch.
    pub batch: usize,
    /// The numbers at the present weights; `None` if one of them is not finite.
    pub of_weights: Option<numbers::Numbers>,
    /// Mean loss of the training samples at the present weights that is trained, without the penalty.
    pub loss: Option<f64>,
    /// Length of the gradient of the next mini-batch.
    pub batch_gradient: Option<f64>,
    /// Cosine of the angle between the gradient of the next mini-batch and the full gradient.
    pub cosine: Option<f64>,
    /// Of separable classes: the margin of the present weights, and the largest one that there is.
    pub margins: Option<[f64; 2]>,
    /// How many of the last mini-batches pointed away from the full gradient, and of how many: those of the last epoch,
    /// or the last ones if it has more.
    pub away: Option<[usize; 2]>,
}
