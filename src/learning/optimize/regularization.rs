//! Regularisation: a penalty on large weights, added to the loss. The bias is not penalised.

use std::fmt;
use std::str::FromStr;

use crate::learning::model::parameters::{Parameters, Shape};
use crate::learning::numeric::checked::{OutOfRange, checked_number, shortest};

/// Kind of penalty. Training minimises the mean of the objective over the samples, plus the penalty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Regularization {
    /// No penalty.
    #[default]
    None,
    /// `rate · Σ|w|`, which makes weights that matter little exactly 0.
    L1,
    /// `rate/2 · Σw²`, which keeps all weights small.
    L2,
}

impl Regularization {
    /// All kinds of penalty.
    pub const ALL: [Self; 3] = [Self::None, Self::L1, Self::L2];

    /// Adds the gradient of the L2 penalty, `rate · w`, to the gradient of the mean loss, which has one
    /// number for each weight. The L1 penalty has no gradient at 0; [`Self::shrink`] applies it instead.
    pub fn add_to_gradient(self, rate: f64, weights: &Parameters, gradient: &mut [f64]) {
        if self == Self::L2 {
            let shape = weights.shape();
            for (place, (gradient, weight)) in gradient.iter_mut().zip(&**weights).enumerate() {
                if shape.is_penalized(place) {
                    *gradient += rate * weight;
                }
            }
        }
    }

    /// Applies the L1 penalty after an update: moves each penalised weight towards 0 by `amount` (the
    /// learning rate times the rate), and no further than 0. This is the soft threshold of the proximal
    /// gradient method (ISTA). A weight that is not a number stays as it is. With any other penalty,
    /// nothing changes.
    pub fn shrink(self, amount: f64, shape: Shape, weights: &mut [f64]) {
        if self == Self::L1 {
            for (place, weight) in weights.iter_mut().enumerate() {
                if !shape.is_penalized(place) {
                    continue;
                }
                *weight = if weight.abs() <= amount {
                    0.0
                } else {
                    *weight - amount.copysign(*weight)
                };
            }
        }
    }

    /// Returns the name by which the kind is chosen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::L1 => "l1",
            Self::L2 => "l2",
        }
    }
}

impl FromStr for Regularization {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        let kind = Self::ALL.into_iter().find(|kind| kind.name() == text);
        kind.ok_or(OutOfRange)
    }
}

impl fmt::Display for Regularization {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

checked_number! {
    /// Weight of the penalty in the loss, 0 to 10. The default is 0.01, so that choosing a kind of
    /// regularisation is enough to see its effect.
    RegularizationRate: f64 = 0.01, |rate| (0.0..=10.0).contains(&rate), shortest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape() -> Shape {
        Shape::new("x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2".parse().unwrap())
    }

    #[test]
    fn l1_pulls_weights_to_zero_and_no_further_and_leaves_the_bias() {
        let mut weights = [5.0, 1.0, -1.0, 0.25, -0.25, 0.1, -0.1, 0.0];
        Regularization::L1.shrink(0.25, shape(), &mut weights);
        assert_eq!(weights, [5.0, 0.75, -0.75, 0.0, 0.0, 0.0, 0.0, 0.0]);
        assert!(weights[3..].iter().all(|weight| weight.is_sign_positive()));
        let mut lost = [0.1, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
        Regularization::L1.shrink(0.25, shape(), &mut lost);
        assert_eq!(lost[0], 0.1);
        assert!(lost[1..].iter().all(|weight| !weight.is_finite()));
    }

    #[test]
    fn l2_adds_its_gradient_and_leaves_the_bias() {
        let weights = Parameters::linear([5.0, 2.0, -4.0]);
        let mut gradient = [1.0, 1.0, 1.0];
        Regularization::L2.add_to_gradient(0.25, &weights, &mut gradient);
        assert_eq!(gradient, [1.0, 1.5, 0.0]);
    }

    #[test]
    fn each_kind_has_its_own_place_in_an_update() {
        for (kind, in_gradient, after_step) in [
            (Regularization::None, false, false),
            (Regularization::L1, false, true),
            (Regularization::L2, true, false),
        ] {
            let (weights, mut gradient) = (Parameters::linear([1.0, 2.0, 3.0]), [0.5; 3]);
            kind.add_to_gradient(0.1, &weights, &mut gradient);
            assert_eq!(gradient != [0.5; 3], in_gradient, "{kind}");
            let mut shrunk = weights.clone();
            kind.shrink(0.1, weights.shape(), &mut shrunk);
            assert_eq!(shrunk != weights, after_step, "{kind}");
        }
    }

    #[test]
    fn what_is_shown_parses_back_and_the_rest_is_refused() {
        for text in ["0", "0.02", "10"] {
            let rate: RegularizationRate = text.parse().unwrap();
            assert_eq!(rate.to_string(), text);
        }
        assert_eq!("-0".parse::<RegularizationRate>().unwrap().to_string(), "0");
        for text in ["none", "l1", "l2"] {
            let kind: Regularization = text.parse().unwrap();
            assert_eq!(kind.to_string(), text);
        }
        for text in ["", "-0.1", "10.1", "nan", "inf"] {
            assert_eq!(text.parse::<RegularizationRate>(), Err(OutOfRange));
        }
        for text in ["", "L2", "l3", "elastic"] {
            assert_eq!(text.parse::<Regularization>(), Err(OutOfRange));
        }
    }
}
