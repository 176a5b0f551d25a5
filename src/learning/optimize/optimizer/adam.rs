//! Adam: momentum, scaled by the recent size of the gradient.

use crate::learning::numeric::power::power;
use crate::learning::optimize::optimizer::{
    Memory, Optimizer, OptimizerParameter, OptimizerParameters,
};

/// Default of `epsilon`.
const EPSILON: f64 = 1e-8;

/// `torch.optim.Adam(amsgrad=False, weight_decay=0)`, starting with `m = v = 0`. In update number `t`,
/// counted from 1:
///
/// ```text
/// m = beta1 · m + (1 - beta1) · g
/// v = beta2 · v + (1 - beta2) · g²
/// w -= alpha · m / (1 - beta1ᵗ) / (√(v / (1 - beta2ᵗ)) + epsilon)
/// ```
pub static ADAM: Optimizer = Optimizer {
    name: "adam",
    help: "momentum in units of the gradient's recent size",
    formula: "m, v = means of g, g^2 by beta1, beta2; w -= alpha*m'/(sqrt(v') + epsilon)",
    uses: &[
        OptimizerParameter::Beta1,
        OptimizerParameter::Beta2,
        OptimizerParameter::Epsilon,
    ],
    kept: 2,
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
    let (beta1, beta2) = (parameters.beta1.get(), parameters.beta2.get());
    let epsilon = parameters.epsilon.get().unwrap_or(EPSILON);
    memory.updates += 1;
    // Both means start at 0, so that early means are too small by these factors.
    let mean_share = 1.0 - power(beta1, memory.updates);
    let square_share = (1.0 - power(beta2, memory.updates)).sqrt();
    let step = alpha / mean_share;
    let (means, squares) = memory.numbers.split_at_mut(weights.len());
    let moments = means.iter_mut().zip(squares);
    for ((weight, gradient), (mean, square)) in weights.iter_mut().zip(gradient).zip(moments) {
        *mean = beta1 * *mean + (1.0 - beta1) * gradient;
        *square = beta2 * *square + (1.0 - beta2) * (gradient * gradient);
        *weight -= step * (*mean / (square.sqrt() / square_share + epsilon));
    }
}
