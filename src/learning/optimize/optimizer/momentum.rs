//! Gradient descent with momentum, also called the heavy-ball method.

use crate::learning::optimize::optimizer::{
    Memory, Optimizer, OptimizerParameter, OptimizerParameters, Stability,
};

/// `torch.optim.SGD(momentum, dampening=0)`, starting with `b = 0`:
///
/// ```text
/// b = momentum · b + g
/// w -= alpha · b
/// ```
pub static MOMENTUM: Optimizer = Optimizer {
    name: "momentum",
    help: "a step along the sum of past gradients, which fade",
    formula: "b = momentum*b + g; w -= alpha*b",
    uses: &[OptimizerParameter::Momentum],
    kept: 1,
    step,
    stability: Some(|parameters| Stability::new(parameters.momentum.get(), false)),
};

fn step(
    memory: &mut Memory,
    weights: &mut [f64],
    gradient: &[f64],
    alpha: f64,
    parameters: &OptimizerParameters,
) {
    let momentum = parameters.momentum.get();
    let buffers = &mut memory.numbers[..weights.len()];
    for ((weight, gradient), buffer) in weights.iter_mut().zip(gradient).zip(buffers) {
        *buffer = momentum * *buffer + gradient;
        *weight -= alpha * *buffer;
    }
}
