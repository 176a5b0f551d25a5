//! Adagrad: the more a weight's gradient has been, the smaller its steps.

use crate::learning::optimizer::{Memory, Optimizer, OptimizerParameter, OptimizerParameters};

/// What `epsilon` is unless it is given.
const EPSILON: f64 = 1e-10;

/// `torch.optim.Adagrad(lr_decay=0)`, with `s = 0` at first:
///
/// ```text
/// s += g²
/// w -= alpha · g / (√s + epsilon)
/// ```
pub static ADAGRAD: Optimizer = Optimizer {
    name: "adagrad",
    help: "steps that shrink as the squared gradients add up",
    formula: "s += g^2; w -= alpha*g/(sqrt(s) + epsilon)",
    uses: &[OptimizerParameter::Epsilon],
    step,
};

fn step(
    memory: &mut Memory,
    weights: &mut [f64],
    gradient: &[f64],
    alpha: f64,
    parameters: &OptimizerParameters,
) {
    let epsilon = parameters.epsilon.or(EPSILON);
    let squares = &mut memory.second[..weights.len()];
    for ((weight, gradient), square) in weights.iter_mut().zip(gradient).zip(squares) {
        *square += gradient * gradient;
        *weight -= alpha * (gradient / (square.sqrt() + epsilon));
    }
}
