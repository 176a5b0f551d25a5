//! The numbers at some weights that tell why training goes where it goes.

use crate::learning::analysis::edge;
use crate::learning::analysis::optimum::Optimum;
use crate::learning::analysis::problem::{Local, length};
use crate::learning::train::hyperparameters::Hyperparameters;

/// Numbers about the weights of a moment, in the units of training. A number is `None` where it does not exist.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numbers {
    /// Length of the full gradient, with that of the penalty.
    pub gradient: f64,
    /// Largest eigenvalue of the Hessian at the weights.
    pub curvature: f64,
    /// Largest constant learning rate of full batches that can settle at the minimum.
    pub edge: Option<f64>,
    /// Condition number of the Hessian at the minimum.
    pub condition: Option<f64>,
    /// Number of updates after which the distance to the minimum has halved in the slowest direction.
    pub half_life: Option<f64>,
    /// Number of samples in a mini-batch with as much noise as gradient.
    pub noise_scale: Option<f64>,
    /// Distance of the weights to the minimum.
    pub distance: Option<f64>,
    /// Cross-entropy plus penalty above the least there is.
    pub excess: Option<f64>,
    /// The penalty.
    pub penalty: f64,
    /// Length of the weights, with the bias.
    pub norm: f64,
}

impl Numbers {
    /// Returns the numbers of some weights, at which `local` is known.
    #[must_use]
    pub fn new(
        local: &Local,
        weights: &[f64],
        hyperparameters: &Hyperparameters,
        optimum: &Optimum,
    ) -> Self {
        let minimum = optimum.minimum();
        let distance = |best: &[f64]| {
            let differences: Vec<f64> = weights
                .iter()
                .zip(best)
                .map(|(one, other)| one - other)
                .collect();
            length(&differences)
        };
        Self {
            gradient: local.gradient_length(),
            curvature: local.curvature(),
            edge: edge::of_run(hyperparameters, optimum),
            condition: minimum.and_then(|minimum| minimum.curvature.condition()),
            half_life: edge::half_life(hyperparameters, optimum),
            noise_scale: local.noise_scale(),
            distance: minimum.map(|minimum| distance(&minimum.weights)),
            // At the minimum, rounding may lead below it.
            excess: minimum
                .map(|minimum| (local.loss + local.penalty - minimum.objective).max(0.0)),
            penalty: local.penalty,
            norm: length(weights),
        }
    }
}
