//! How large a constant learning rate may be, and how fast training goes in the slowest direction.

use crate::learning::analysis::optimum::{Minimum, Optimum};
use crate::learning::optimize::optimizer::{Optimizer, OptimizerParameters, Stability};
use crate::learning::optimize::regularization::Regularization;
use crate::learning::registry::Choice;
use crate::learning::train::hyperparameters::Hyperparameters;

/// Returns the largest constant learning rate with which training by full batches can settle where the largest
/// eigenvalue of the Hessian is `curvature`: `2/λ` for sgd, `2(1+β)/λ` for momentum, `2(1+β)/(λ(1+2β))` for
/// nesterov. `None` for the other optimisers, and where the curvature is not above 0.
///
/// At a minimum it is where training stops converging (Cohen et al. 2021). At other weights it tells nothing
/// about what training will do.
#[must_use]
pub fn edge(
    optimizer: &Optimizer,
    parameters: &OptimizerParameters,
    curvature: f64,
) -> Option<f64> {
    let edge = optimizer.stability?(parameters).limit / curvature;
    (edge.is_finite() && edge > 0.0).then_some(edge)
}

/// Returns the edge of a run: that at the minimum, with the L2 penalty. `None` where nothing can be said: no
/// minimum is known, the optimiser has no edge, a schedule moves the learning rate, or the L1 penalty cuts steps
/// off at 0. It is the edge of full batches; mini-batches have none of their own.
#[must_use]
pub fn of_run(hyperparameters: &Hyperparameters, optimum: &Optimum) -> Option<f64> {
    let (minimum, stability) = settled(hyperparameters, optimum)?;
    let edge = stability.limit / minimum.curvature.largest();
    (edge.is_finite() && edge > 0.0).then_some(edge)
}

/// Returns the number of updates of full batches after which the distance to the minimum has halved in the slowest
/// direction, in the long run and near the minimum: `ln 2 / -ln(radius)`, where `radius` is the spectral radius of the
/// update there. Well below the edge it is about `ln 2 / (alpha · gain · smallest eigenvalue)`, where the gain is 1 for
/// sgd and `1/(1-β)` for momentum and nesterov. `None` where a run has no edge, and from the edge on.
#[must_use]
pub fn half_life(hyperparameters: &Hyperparameters, optimum: &Optimum) -> Option<f64> {
    let (minimum, stability) = settled(hyperparameters, optimum)?;
    let alpha = hyperparameters.alpha.get();
    let rates = minimum.curvature.values.iter();
    let slowest = rates
        .map(|value| stability.rate(alpha * value))
        .fold(f64::INFINITY, f64::min);
    let updates = std::f64::consts::LN_2 / slowest;
    (updates.is_finite() && updates > 0.0).then_some(updates)
}

/// Returns whether no schedule moves the learning rate.
#[must_use]
pub fn is_alpha_constant(hyperparameters: &Hyperparameters) -> bool {
    hyperparameters.schedule == Choice::default()
}

/// Returns whether a penalty on the absolute values of the weights is used.
#[must_use]
pub fn has_l1(hyperparameters: &Hyperparameters) -> bool {
    let rate = hyperparameters.regularization_rate.get();
    hyperparameters.regularization == Regularization::L1 && rate > 0.0
}

/// Returns the minimum and how the optimiser acts near it, if both can be told.
fn settled<'a>(
    hyperparameters: &Hyperparameters,
    optimum: &'a Optimum,
) -> Option<(&'a Minimum, Stability)> {
    if has_l1(hyperparameters) || !is_alpha_constant(hyperparameters) {
        return None;
    }
    let stability = hyperparameters.optimizer.get().stability?;
    Some((
        optimum.minimum()?,
        stability(&hyperparameters.optimizer_parameters),
    ))
}
