//! How an optimiser acts near a minimum, where the loss is a parabola in each direction.

/// How an optimiser whose steps are sums of gradients acts in a direction with a constant curvature.
///
/// There the distance `w` to the minimum and alpha times the memory, `c`, follow, with `x` the learning rate times the
/// curvature,
///
/// ```text
/// c = momentum · c + x · w
/// w -= c                       with momentum
/// w -= x · w + momentum · c    with nesterov's momentum
/// ```
///
/// which multiplies `(w, c)` by a matrix with the trace `1 + momentum - x (1 + a · momentum)` and the determinant
/// `momentum (1 - a · x)`, where `a` is 1 for nesterov's momentum and 0 otherwise. A plain step has the momentum 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stability {
    /// The learning rate times the curvature, above 0, beyond which training by full batches does not converge. There
    /// an eigenvalue of the matrix is -1.
    pub limit: f64,
    /// How many learning rates a gradient moves the weights in the end: 1 for a plain step.
    pub gain: f64,
    momentum: f64,
    /// 1 if a step looks ahead, 0 if not.
    ahead: f64,
}

impl Stability {
    /// Returns how steps act whose memory of past gradients is multiplied by `momentum`, from 0 up to 1, at each
    /// update. `looks_ahead` tells nesterov's momentum.
    #[must_use]
    pub fn new(momentum: f64, looks_ahead: bool) -> Self {
        let ahead = f64::from(u8::from(looks_ahead));
        Self {
            limit: 2.0 * (1.0 + momentum) / (1.0 + 2.0 * ahead * momentum),
            gain: 1.0 / (1.0 - momentum),
            momentum,
            ahead,
        }
    }

    /// Returns the rate at which the distance to the minimum fades in the long run: it is multiplied by `exp(-rate)`
    /// at each update. `step` is the learning rate times the curvature. The rate is not above 0 where the distance
    /// does not fade.
    ///
    /// It is `-ln` of the spectral radius of the matrix.
    #[must_use]
    pub fn rate(&self, step: f64) -> f64 {
        // The eigenvalues are 1 - s for the roots of s² - sum · s + step, which is exact for small steps.
        let sum = 1.0 - self.momentum + step * (1.0 + self.ahead * self.momentum);
        let discriminant = sum * sum - 4.0 * step;
        if discriminant < 0.0 {
            let determinant = self.momentum * (1.0 - self.ahead * step);
            return -determinant.ln() / 2.0;
        }
        let root = discriminant.sqrt();
        let (small, large) = (2.0 * step / (sum + root), f64::midpoint(sum, root));
        let rate = |root: f64| {
            if root < 1.0 {
                -(-root).ln_1p()
            } else {
                -(root - 1.0).ln()
            }
        };
        rate(small).min(rate(large))
    }
}
