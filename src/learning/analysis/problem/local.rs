//! The loss, the gradient, the Hessian and the noise at some weights.

use crate::learning::analysis::eigen::Eigen;
use crate::learning::analysis::problem::{Problem, length};
use crate::learning::analysis::symmetric::Symmetric;
use crate::learning::optimize::regularization::Regularization;

/// What is known at some weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Local {
    /// Mean of the loss that is trained, without the penalty.
    pub loss: f64,
    /// The penalty.
    pub penalty: f64,
    /// The gradient of the mean loss alone.
    pub slope: Vec<f64>,
    /// The full gradient: that of the mean loss plus that of the penalty, one number for each weight. With the L1
    /// penalty, it is the shortest subgradient.
    pub gradient: Vec<f64>,
    /// The Hessian of the mean loss, plus that of the L2 penalty.
    pub hessian: Symmetric,
    /// The covariance of the gradients of single samples.
    pub noise: Symmetric,
}

impl Local {
    /// Returns the length of the full gradient.
    #[must_use]
    pub fn gradient_length(&self) -> f64 {
        length(&self.gradient)
    }

    /// Returns the largest eigenvalue of the Hessian.
    #[must_use]
    pub fn curvature(&self) -> f64 {
        Eigen::of(&self.hessian).largest()
    }

    /// Returns the noise scale in samples: the trace of the covariance of the samples' gradients, divided by the
    /// squared length of the full gradient (arXiv 1812.06162). A mini-batch of this many samples has as much
    /// noise as gradient. `None` if the gradient is 0.
    #[must_use]
    pub fn noise_scale(&self) -> Option<f64> {
        let scale = self.noise.trace() / self.gradient_length().powi(2);
        scale.is_finite().then_some(scale)
    }
}

impl Problem {
    /// Returns the loss, the penalty, the full gradient, the Hessian and the noise at some weights, all from one
    /// pass over the samples; `None` if a number is not finite.
    #[must_use]
    pub fn local(&self, weights: &[f64]) -> Option<Local> {
        let sums = self
            .instructions
            .second_order(self.objective, self.rows(), weights);
        let (size, count) = (self.weights(), self.count as f64);
        let mean: Vec<f64> = sums.gradient[..size]
            .iter()
            .map(|sum| sum / count)
            .collect();
        let squares = Symmetric::new(size, &sums.gradient_squares);
        let noise = squares.map(|row, column| {
            squares.entries()[row][column] / count
                - mean.get(row).unwrap_or(&0.0) * mean.get(column).unwrap_or(&0.0)
        });
        let hessian = Symmetric::new(size, &sums.hessian);
        let hessian = hessian.map(|row, column| {
            let is_penalized =
                row == column && row > 0 && self.regularization == Regularization::L2;
            let penalty = if is_penalized { self.rate } else { 0.0 };
            hessian.entries()[row][column] / count + penalty
        });
        let local = Local {
            loss: sums.loss / count,
            penalty: self.penalty(weights),
            gradient: self.with_penalty(weights, mean.clone()),
            slope: mean,
            hessian,
            noise,
        };
        let numbers = [local.loss, local.penalty]
            .into_iter()
            .chain(local.gradient.iter().copied());
        let is_finite = numbers.into_iter().all(f64::is_finite)
            && local.hessian.is_finite()
            && local.noise.is_finite();
        is_finite.then_some(local)
    }

    /// Returns a gradient that an optimiser received as a full gradient: with the shortest subgradient of an L1 penalty,
    /// which training applies after the step. The gradient of an L2 penalty is part of it already.
    #[must_use]
    pub fn as_full(&self, weights: &[f64], gradient: &[f64]) -> Vec<f64> {
        match self.regularization {
            Regularization::L1 => self.with_penalty(weights, gradient.to_vec()),
            Regularization::None | Regularization::L2 => gradient.to_vec(),
        }
    }

    /// Adds the gradient of the penalty to that of the mean loss. Where the L1 penalty has no gradient, the
    /// subgradient that leaves the shortest sum is added.
    pub(super) fn with_penalty(&self, weights: &[f64], mut gradient: Vec<f64>) -> Vec<f64> {
        for (number, weight) in gradient.iter_mut().zip(weights).skip(1) {
            match self.regularization {
                Regularization::None => {}
                Regularization::L2 => *number += self.rate * weight,
                Regularization::L1 if *weight == 0.0 => {
                    *number -= number.clamp(-self.rate, self.rate);
                }
                Regularization::L1 => *number += self.rate.copysign(*weight),
            }
        }
        gradient
    }
}
