//! One update of the weights, whatever the optimiser.

use crate::learning::hyperparameters::Hyperparameters;
use crate::learning::kernel::GeneralSums;
use crate::learning::model::Weights;
use crate::learning::optimizer::{Memory, Optimizer};
use crate::learning::registry::Choice;

/// What an optimiser keeps in mind, and which one.
#[derive(Clone, Copy, Default)]
pub struct Remembered {
    memory: Memory,
    optimizer: Choice<Optimizer>,
}

impl Remembered {
    /// The memory of an optimiser: empty where another one made the last update.
    fn of(&self, optimizer: Choice<Optimizer>) -> Memory {
        if self.optimizer == optimizer {
            self.memory
        } else {
            Memory::default()
        }
    }
}

/// How the weights are moved once a mini-batch has been seen.
pub struct Update<'a> {
    pub hyperparameters: &'a Hyperparameters,
    pub alpha: f64,
    pub samples: usize,
}

impl Update<'_> {
    /// Moves the weights, unless something would not be finite; says whether it did.
    pub fn make(
        &self,
        sums: &GeneralSums,
        weights: &mut Weights,
        remembered: &mut Remembered,
    ) -> bool {
        let Hyperparameters {
            optimizer,
            optimizer_parameters,
            regularization,
            regularization_rate,
            ..
        } = *self.hyperparameters;
        let rate = regularization_rate.get();
        let mut gradient = sums.gradient(weights.len());
        for sum in gradient.iter_mut() {
            *sum /= self.samples as f64;
        }
        regularization.add_to_gradient(rate, weights, &mut gradient);
        let (mut moved, mut memory) = (*weights, remembered.of(optimizer));
        (optimizer.get().step)(
            &mut memory,
            &mut moved,
            &gradient,
            self.alpha,
            &optimizer_parameters,
        );
        regularization.shrink(self.alpha * rate, &mut moved);
        let is_finite = sums.totals().squared_error.is_finite()
            && moved.iter().all(|weight| weight.is_finite());
        if is_finite {
            *weights = moved;
            *remembered = Remembered { memory, optimizer };
        }
        is_finite
    }
}
