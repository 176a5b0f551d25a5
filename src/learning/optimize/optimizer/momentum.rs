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
    stability: Some(stability),
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

/// The weights follow a linear recurrence of second order in each direction. It is stable below the limit, at
/// which one of its roots is -1.
fn stability(parameters: &OptimizerParameters) -> Stability {
    let momentum = parameters.momentum.get();
    Stability {
        limit: 2.0 * (1.0 + momentum),
        gain: 1.0 / (1.0 - momentum),
    }
}
