//! `RMSprop`: steps scaled by the recent size of the gradient.

use crate::learning::optimize::optimizer::{
    Memory, Optimizer, OptimizerParameter, OptimizerParameters,
};

/// Default of `epsilon`.
const EPSILON: f64 = 1e-8;

/// `torch.optim.RMSprop(alpha=smoothing, centered=False, momentum=0)`, starting with `v = 0`:
///
/// ```text
/// v = smoothing · v + (1 - smoothing) · g²
/// w -= alpha · g / (√v + epsilon)
/// ```
pub static RMSPROP: Optimizer = Optimizer {
    name: "rmsprop",
    help: "steps in units of the gradient's recent size",
    formula: "v = smoothing*v + (1 - smoothing)*g^2; w -= alpha*g/(sqrt(v) + epsilon)",
    uses: &[OptimizerParameter::Smoothing, OptimizerParameter::Epsilon],
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
    let smoothing = parameters.smoothing.get();
    let epsilon = parameters.epsilon.get().unwrap_or(EPSILON);
    let squares = &mut memory.numbers[..weights.len()];
    for ((weight, gradient), square) in weights.iter_mut().zip(gradient).zip(squares) {
        *square = smoothing * *square + (1.0 - smoothing) * (gradient * gradient);
        *weight -= alpha * (gradient / (square.sqrt() + epsilon));
    }
}
