//! Plain gradient descent, as in the tutorial.

use crate::learning::optimize::optimizer::{Memory, Optimizer, OptimizerParameters, Stability};

/// `torch.optim.SGD(momentum=0)`: `w -= alpha g`. It keeps no state between updates.
pub static SGD: Optimizer = Optimizer {
    name: "sgd",
    help: "a step straight against the gradient",
    formula: "w -= alpha*g",
    uses: &[],
    kept: 0,
    step,
    stability: Some(|_| Stability::new(0.0, false)),
};

fn step(
    _: &mut Memory,
    weights: &mut [f64],
    gradient: &[f64],
    alpha: f64,
    _: &OptimizerParameters,
) {
    for (weight, gradient) in weights.iter_mut().zip(gradient) {
        *weight -= alpha * gradient;
    }
}
