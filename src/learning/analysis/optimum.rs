//! The weights at which what training minimises is smallest, or the reason why there are none.

mod l1;
mod newton;
mod parabola;

use crate::learning::analysis::eigen::Eigen;
use crate::learning::analysis::problem::Problem;
use crate::learning::optimize::regularization::Regularization;
use crate::learning::train::objective::Objective;

pub(super) use parabola::Parabola;

/// Largest condition number of a Hessian, with columns of equal size, whose minimum is believed.
const MOST_CONDITION: f64 = 1e13;

/// The minimum of a problem, as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub enum Optimum {
    /// There is a minimum.
    At(Minimum),
    /// A boundary separates the classes, and nothing penalises the weights: the loss falls without end as the
    /// weights grow.
    Separable {
        /// Weights that have every sample strictly on the side of its class.
        weights: Vec<f64>,
    },
    /// Neither could be shown.
    Unknown,
}

/// The minimum of what training minimises.
#[derive(Debug, Clone, PartialEq)]
pub struct Minimum {
    /// The weights, of training.
    pub weights: Vec<f64>,
    /// Mean cross-entropy there, without the penalty.
    pub loss: f64,
    /// Mean cross-entropy there, with the penalty: the least there is.
    pub objective: f64,
    /// Eigenvalues and eigenvectors of the Hessian there, with that of the L2 penalty.
    pub curvature: Eigen,
}

impl Optimum {
    /// Finds the minimum of a problem.
    ///
    /// The certificate of separable classes is exact: weights that separate them. It is one only for all samples,
    /// so that a part of many samples is never called separable.
    #[must_use]
    pub fn of(problem: &Problem) -> Self {
        // The squared error of a probability is not convex: it may have several minima, or none.
        if problem.objective_trained() != Objective::CrossEntropy {
            return Self::Unknown;
        }
        let found = match problem.regularization() {
            Regularization::L1 => l1::minimize(problem),
            Regularization::None | Regularization::L2 => newton::minimize(problem),
        };
        match found {
            Self::Separable { .. } if problem.is_sampled() => Self::Unknown,
            found => found,
        }
    }

    /// Returns the minimum, if there is one.
    #[must_use]
    pub fn minimum(&self) -> Option<&Minimum> {
        match self {
            Self::At(minimum) => Some(minimum),
            Self::Separable { .. } | Self::Unknown => None,
        }
    }

    /// Returns the minimum at these weights, if all numbers there are finite.
    fn at(problem: &Problem, weights: Vec<f64>) -> Self {
        let Some(local) = problem.local(&weights) else {
            return Self::Unknown;
        };
        Self::At(Minimum {
            loss: local.loss,
            objective: local.loss + local.penalty,
            curvature: Eigen::of(&local.hessian),
            weights,
        })
    }
}
