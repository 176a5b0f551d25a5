//! Adagrad: the larger the sum of a weight's squared gradients, the smaller its steps.

use crate::learning::optimize::optimizer::{
    Memory, Optimizer, OptimizerParameter, OptimizerParameters,
};

/// Default of `epsilon`.
const EPSILON: f64 = 1e-10;

/// `torch.optim.Adagrad(lr_decay=0)`, starting with `s = 0`:
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
    kept: 1,
    step,
    stability: None,
};

fn step(
    memory: &mut Memory,
    weights: &mut [f64],
    gradient: &[f64],
    alpha: f64,
    parameters: &OptimizerParameters,
) {
    let epsilon = parameters.epsilon.get().unwrap_or(EPSILON);
    let squares = &mut memory.numbers[..weights.len()];
    for ((weight, gradient), square) in weights.iter_mut().zip(gradient).zip(squares) {
        *square += gradient * gradient;
        *weight -= alpha * (gradient / (square.sqrt() + epsilon));
    }
}
