//! The minimum of a parabola with a penalty on absolute values, by coordinate descent.

use crate::learning::analysis::problem::length;
use crate::learning::analysis::symmetric::Symmetric;

/// Largest number of sweeps over the coordinates.
const MOST_SWEEPS: usize = 20_000;

/// The parabola that touches the loss at some weights, plus a penalty on absolute values.
pub struct Parabola<'a> {
    /// The weights at which it touches.
    pub at: &'a [f64],
    /// The gradient of the loss there.
    pub slope: &'a [f64],
    /// The Hessian of the loss there.
    pub hessian: &'a Symmetric,
    /// The rate of the penalty on each weight.
    pub rates: &'a [f64],
}

impl Parabola<'_> {
    /// Returns where the sum is smallest; `None` if it is not found.
    pub fn minimum(&self) -> Option<Vec<f64>> {
        let mut weights = self.at.to_vec();
        for _ in 0..MOST_SWEEPS {
            let mut largest: f64 = 0.0;
            for place in 0..weights.len() {
                let row = self.hessian.row(place);
                let products = row.iter().zip(weights.iter().zip(self.at));
                let slope = products.fold(self.slope[place], |slope, (entry, (weight, at))| {
                    slope + entry * (weight - at)
                });
                let next = shrunk(
                    weights[place] - slope / row[place],
                    self.rates[place] / row[place],
                );
                largest = largest.max((next - weights[place]).abs());
                weights[place] = next;
            }
            if !largest.is_finite() {
                return None;
            }
            if largest <= f64::EPSILON * (1.0 + length(&weights)) {
                return Some(weights);
            }
        }
        None
    }
}

/// Moves a number towards 0 by `amount`, and no further than 0.
fn shrunk(number: f64, amount: f64) -> f64 {
    if number.abs() <= amount {
        0.0
    } else {
        number - amount.copysign(number)
    }
}
