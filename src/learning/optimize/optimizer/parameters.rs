//! The parameters of the optimisers in addition to the learning rate, each checked once, when it is made.

use crate::learning::numeric::checked::{checked_number, optional_number, shortest};

/// A parameter of one or more optimisers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptimizerParameter {
    /// [`OptimizerParameters::momentum`].
    Momentum,
    /// [`OptimizerParameters::smoothing`].
    Smoothing,
    /// [`OptimizerParameters::beta1`].
    Beta1,
    /// [`OptimizerParameters::beta2`].
    Beta2,
    /// [`OptimizerParameters::epsilon`].
    Epsilon,
}

/// Parameters of all optimisers. The defaults are PyTorch's, except for the momentum: PyTorch's default is
/// 0, and here it is 0.9, as in PyTorch's examples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OptimizerParameters {
    /// Share of the past steps that an update keeps (momentum and nesterov).
    pub momentum: Fraction,
    /// Share of the past squared gradients that an update keeps (rmsprop; PyTorch calls it alpha).
    pub smoothing: Fraction,
    /// Share of the past gradients that an update keeps (adam).
    pub beta1: Fraction,
    /// Share of the past squared gradients that an update keeps (adam).
    pub beta2: Fraction,
    /// Number that is added to a divisor so that it is not 0 (adagrad, rmsprop and adam).
    pub epsilon: Epsilon,
}

impl Default for OptimizerParameters {
    fn default() -> Self {
        Self {
            momentum: Fraction(0.9),
            smoothing: Fraction(0.99),
            beta1: Fraction(0.9),
            beta2: Fraction(0.999),
            epsilon: Epsilon::default(),
        }
    }
}

checked_number! {
    /// Number from 0 up to but not including 1. The default is 0.
    Fraction: f64 = 0.0, |number| (0.0..1.0).contains(&number), shortest
}

optional_number! {
    /// Number that keeps a divisor above 0. It is above 0 and at most 1, or `auto` (the default), which is
    /// the optimiser's own default.
    Epsilon: f64, "auto", |number| number > 0.0 && number <= 1.0, shortest
}
