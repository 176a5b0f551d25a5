//! The optimisers: how the gradient moves the weights.

mod adagrad;
mod adam;
mod momentum;
mod nesterov;
mod parameters;
mod rmsprop;
mod sgd;

use crate::learning::model::MOST_WEIGHTS;
use crate::learning::registry::Registered;

pub use parameters::{Epsilon, Fraction, OptimizerParameter, OptimizerParameters};

/// The registry, the default first.
static OPTIMIZERS: [&Optimizer; 6] = [
    &sgd::SGD,
    &momentum::MOMENTUM,
    &nesterov::NESTEROV,
    &adagrad::ADAGRAD,
    &rmsprop::RMSPROP,
    &adam::ADAM,
];

/// How the gradient moves the weights: one file says all about it.
///
/// Formulas and defaults are those of PyTorch's `torch.optim`, without weight decay. In the formulas `w`
/// is a weight, `g` its part of the gradient and `alpha` the learning rate. No multiplication is fused
/// with an addition and nothing but a square root is asked of the system, so that every CPU gives the
/// same bits.
pub struct Optimizer {
    /// The name by which it is chosen.
    pub name: &'static str,
    /// What it is, in one line.
    pub help: &'static str,
    /// Its formula, in one line of ASCII.
    pub formula: &'static str,
    /// The parameters that it obeys; the others change nothing.
    pub uses: &'static [OptimizerParameter],
    /// Makes one update: moves the weights by their gradient, which has as many numbers, with the
    /// learning rate `alpha`. It panics where there are more than [`MOST_WEIGHTS`] and they do not fit
    /// its memory.
    pub step: Step,
}

/// One update: memory, weights, gradient, learning rate, parameters.
pub type Step = fn(&mut Memory, &mut [f64], &[f64], f64, &OptimizerParameters);

impl Registered for Optimizer {
    fn all() -> &'static [&'static Self] {
        &OPTIMIZERS
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn help(&self) -> &'static str {
        self.help
    }
}

/// What an optimiser remembers from one update to the next: nothing at the start of a run.
///
/// It is one optimiser's own. The learning rate and the parameters may change from update to update; who
/// changes the optimiser begins with an empty memory.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Memory {
    /// How many updates there were, where the optimiser counts them.
    updates: u64,
    /// Of each weight's gradient, what the optimiser keeps.
    first: [f64; MOST_WEIGHTS],
    /// The same of its square.
    second: [f64; MOST_WEIGHTS],
}
