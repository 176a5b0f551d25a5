//! The inner loop: prediction, error, squared error and gradient over one mini-batch.

use crate::learning::model::{Weights, score, sigmoid};

/// What one pass over a mini-batch adds up.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sums {
    /// The sum of squared errors: the batch's loss.
    pub squared_error: f64,
    /// `Xᵀ · error`, the bias first: the gradient before it is divided by the batch's length.
    pub gradient: Weights,
    /// How many samples there were.
    pub samples: usize,
}

/// Adds up a mini-batch of `(x1, x2, label)` under `weights`, in the order given.
pub fn sum_batch(weights: &Weights, batch: impl Iterator<Item = (f64, f64, f64)>) -> Sums {
    batch.fold(Sums::default(), |mut sums, (x1, x2, label)| {
        let error = sigmoid(score(weights, x1, x2)) - label;
        sums.squared_error += error * error;
        sums.gradient[0] += error;
        sums.gradient[1] += error * x1;
        sums.gradient[2] += error * x2;
        sums.samples += 1;
        sums
    })
}
