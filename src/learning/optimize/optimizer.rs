//! The optimisers: how the gradient moves the weights.

mod adagrad;
mod adam;
mod momentum;
mod nesterov;
mod parameters;
mod rmsprop;
mod sgd;
mod stability;

use crate::learning::registry::Registered;

pub use parameters::{Epsilon, Fraction, OptimizerParameter, OptimizerParameters};
pub use stability::Stability;

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
/// use sgdscope::learning::optimize::optimizer::{Optimizer, OptimizerParameters};
/// use sgdscope::learning::registry::Choice;
///
/// let momentum = "momentum".parse::<Choice<Optimizer>>()?.get();
/// let (mut memory, mut weights) = (momentum.memory(2), [1.0, -1.0]);
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
    /// Function that tells how the optimiser acts near a minimum; `None` if it scales each component of the
    /// gradient by its past, so that the curvature alone does not tell.
    pub stability: Option<fn(&OptimizerParameters) -> Stability>,
    /// How many numbers it keeps for each weight from one update to the next.
    pub kept: usize,
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
    /// The number of updates so far, if the optimiser counts them.
    updates: u64,
    /// The numbers that the optimiser keeps: one for each weight, then, if it keeps two for each weight, the
    /// second ones.
    numbers: Vec<f64>,
}

impl Optimizer {
    /// Returns an empty memory of this optimiser for a number of weights.
    #[must_use]
    pub fn memory(&self, weights: usize) -> Memory {
        Memory {
            updates: 0,
            numbers: vec![0.0; self.kept * weights],
        }
    }
}

impl Memory {
    /// Copies another memory, and allocates only if that is larger.
    pub fn copy_from(&mut self, other: &Self) {
        self.updates = other.updates;
        self.numbers.clone_from(&other.numbers);
    }
}
