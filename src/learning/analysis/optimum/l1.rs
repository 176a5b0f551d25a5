//! The minimum with the L1 penalty, by Newton's method on the loss and coordinate descent on each of its
//! parabolas.

use crate::learning::analysis::optimum::newton::{ROUNDING, in_training, scaled_hessian};
use crate::learning::analysis::optimum::{Optimum, Parabola};
use crate::learning::analysis::problem::{Problem, length};

/// Largest number of parabolas.
const MOST_STEPS: usize = 100;
/// Largest number of times that a step is halved.
const MOST_HALVINGS: usize = 40;
/// Largest length of the shortest subgradient at a minimum, in scaled weights.
const SMALL: f64 = 1e-10;

/// Returns the minimum of a problem with the L1 penalty (proximal Newton: Lee, Sun and Saunders 2014), in weights
/// that are scaled as in [`newton`](super::newton).
pub fn minimize(problem: &Problem) -> Optimum {
    let Some(units) = problem.units() else {
        return Optimum::Unknown;
    };
    let mut scaled = vec![0.0; problem.weights()];
    for _ in 0..MOST_STEPS {
        let weights = in_training(&scaled, &units);
        let Some(local) = problem.local(&weights) else {
            return Optimum::Unknown;
        };
        let shortest: Vec<f64> = local
            .gradient
            .iter()
            .zip(&units)
            .map(|(g, unit)| g / unit)
            .collect();
        if length(&shortest) < SMALL {
            return Optimum::at(problem, weights);
        }
        let hessian = scaled_hessian(&local.hessian, &units);
        let slope: Vec<f64> = local
            .slope
            .iter()
            .zip(&units)
            .map(|(g, unit)| g / unit)
            .collect();
        let rates = units.iter().enumerate();
        let rates: Vec<f64> = rates
            .map(|(place, unit)| {
                if place > 0 {
                    problem.rate() / unit
                } else {
                    0.0
                }
            })
            .collect();
        let parabola = Parabola {
            at: &scaled,
            slope: &slope,
            hessian: &hessian,
            rates: &rates,
        };
        let Some(target) = parabola.minimum() else {
            return Optimum::Unknown;
        };
        let before = local.loss + local.penalty;
        let Some(next) = halved(problem, &units, &scaled, &target, before) else {
            return Optimum::Unknown;
        };
        scaled = next;
    }
    Optimum::Unknown
}

/// Returns the weights on the way to `target` that make the objective smaller, the whole way if it does; `None`
/// if no step does.
fn halved(
    problem: &Problem,
    units: &[f64],
    scaled: &[f64],
    target: &[f64],
    before: f64,
) -> Option<Vec<f64>> {
    let mut share = 1.0;
    for _ in 0..MOST_HALVINGS {
        let way = scaled.iter().zip(target);
        // The whole way leads to the target itself, so that a weight that is 0 there is exactly 0.
        let next: Vec<f64> = if share == 1.0 {
            target.to_vec()
        } else {
            way.map(|(from, to)| from + share * (to - from)).collect()
        };
        if problem.objective(&in_training(&next, units)) <= before + ROUNDING * (1.0 + before) {
            return Some(next);
        }
        share /= 2.0;
    }
    None
}
