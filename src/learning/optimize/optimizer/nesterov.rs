//! Gradient descent with Nesterov's momentum, which looks one step ahead.

use crate::learning::optimize::optimizer::{
    Memory, Optimizer, OptimizerParameter, OptimizerParameters, Stability,
};

/// `torch.optim.SGD(momentum, dampening=0, nesterov=True)`, starting with `b = 0`:
///
/// ```text
/// b = momentum · b + g
/// w -= alpha · (g + momentum · b)
/// ```
pub static NESTEROV: Optimizer = Optimizer {
    name: "nesterov",
    help: "momentum that looks one step ahead",
    formula: "b = momentum*b + g; w -= alpha*(g + momentum*b)",
    uses: &[OptimizerParameter::Momentum],
    kept: 1,
    step,
    stability: Some(|parameters| Stability::new(parameters.momentum.get(), true)),
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
        *weight -= alpha * (gradient + momentum * *buffer);
    }
}
