//! How an optimiser acts near a minimum, where the loss is a parabola in each direction.

/// How an optimiser whose steps are sums of gradients acts in a direction with a constant curvature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stability {
    /// The learning rate times the curvature, above 0, beyond which training by full batches does not converge.
    pub limit: f64,
    /// How many learning rates a gradient moves the weights in the end: 1 for a plain step.
    pub gain: f64,
}
