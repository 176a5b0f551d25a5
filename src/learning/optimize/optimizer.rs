//! The optimisers: how the gradient moves the weights.

mod adagrad;
mod adam;
mod momentum;
mod nesterov;
mod parameters;
mod rmsprop;
mod sgd;

use crate::learning::registry::Registered;

pub use parameters::{Epsilon, Fraction, OptimizerParameter, OptimizerParameters};

/// All optimisers, the default first.
static OPTIMIZERS: [&Optimizer; 6] = [
    &sgd::SGD,
    &momentum::MOMENTUM,
    &nesterov::NESTEROV,
    &adagrad::ADAGRAD,
    &rmsprop::RMSPROP,
    &adam::ADAM,
];

/// An optimiser: how the gradient moves the weights. Each optimiser is defined in one file.
///
/// ```
/// use sgdscope::learning::optimize::optimizer::{Memory, Optimizer, OptimizerParameters};
/// use sgdscope::learning::registry::Choice;
///
/// let momentum = "momentum".parse::<Choice<Optimizer>>()?.get();
/// let (mut memory, mut weights) = (Memory::new(2), [1.0, -1.0]);
/// let parameters = OptimizerParameters::default();
/// (momentum.step)(&mut memory, &mut weights, &[0.5, 0.0], 0.1, &parameters);
/// assert_eq!(weights, [0.95, -1.0]);
/// # Ok::<(), sgdscope::learning::numeric::checked::OutOfRange>(())
/// ```
///
/// Formulas and defaults are those of PyTorch's `torch.optim`, without weight decay. In the formulas, `w`
/// is a weight, `g` its component of the gradient, and `alpha` the learning rate. No multiplication is
/// fused with an addition, and only square roots come from the system, so that every CPU gives the same
/// bits.
pub struct Optimizer {
    /// Name by which the optimiser is chosen.
    pub name: &'static str,
    /// Description of the optimiser in one line.
    pub help: &'static str,
    /// Formula of the optimiser in one line of ASCII.
    pub formula: &'static str,
    /// Parameters that the optimiser uses; the others change nothing.
    pub uses: &'static [OptimizerParameter],
    /// Function that makes one update: it moves the weights by their gradient, which has one number for
    /// each weight, with the learning rate `alpha`. It panics if there are more weights than the memory was
    /// made for.
    pub step: UpdateRule,
}

/// Function that makes one update. Arguments: memory, weights, gradient, learning rate, parameters.
pub type UpdateRule = fn(&mut Memory, &mut [f64], &[f64], f64, &OptimizerParameters);

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

/// State that an optimiser keeps from one update to the next. It is empty at the start of a run.
///
/// A memory belongs to one optimiser. The learning rate and the parameters may change from update to
/// update; when the optimiser changes, its memory starts empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Memory {
    /// Number of updates so far, if the optimiser counts them.
    updates: u64,
    /// For each weight, a running sum or mean of its gradients, if the optimiser keeps one.
    first: Vec<f64>,
    /// For each weight, a running sum or mean of its squared gradients, if the optimiser keeps one.
    second: Vec<f64>,
}

impl Memory {
    /// Makes an empty memory for a number of weights.
    #[must_use]
    pub fn new(weights: usize) -> Self {
        Self {
            updates: 0,
            first: vec![0.0; weights],
            second: vec![0.0; weights],
        }
    }

    /// Empties the memory; the number of weights stays unchanged.
    pub fn clear(&mut self) {
        self.updates = 0;
        self.first.fill(0.0);
        self.second.fill(0.0);
    }

    /// Copies another memory for an equal number of weights, without allocating.
    pub fn copy_from(&mut self, other: &Self) {
        self.updates = other.updates;
        self.first.copy_from_slice(&other.first);
        self.second.copy_from_slice(&other.second);
    }
}
