//! Regularisation: a price on large weights, beside the loss. The bias, the first weight, is free.

use std::fmt;
use std::str::FromStr;

use crate::learning::hyperparameters::{Direction, shortest, step_along};
use crate::learning::invalid_value::InvalidValue;

/// Which price large weights have. Beside the mean cross-entropy of the samples, training minimises:
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Regularization {
    /// Nothing.
    #[default]
    None,
    /// `rate · Σ|w|`, which makes weights that matter little exactly 0.
    L1,
    /// `rate/2 · Σw²`, which keeps all weights small.
    L2,
}

impl Regularization {
    /// The values allowed, in words.
    pub const RANGE: &str = "none, l1 or l2";
    const ALL: [Self; 3] = [Self::None, Self::L1, Self::L2];

    /// The next kind; after the last comes the first.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Self {
        match (self, direction) {
            (Self::None, Direction::Up) | (Self::L2, Direction::Down) => Self::L1,
            (Self::L1, Direction::Up) | (Self::None, Direction::Down) => Self::L2,
            (Self::L2, Direction::Up) | (Self::L1, Direction::Down) => Self::None,
        }
    }

    /// Adds L2's part, `rate · w`, to the gradient of the mean loss, which has as many numbers as there
    /// are weights. L1 has no gradient at 0: [`Self::shrink`] stands in for it.
    pub fn add_to_gradient(self, rate: f64, weights: &[f64], gradient: &mut [f64]) {
        if self == Self::L2 {
            for (gradient, weight) in gradient.iter_mut().zip(weights).skip(1) {
                *gradient += rate * weight;
            }
        }
    }

    /// After an update, moves the weights L1's way: by `amount`, the learning rate times the rate,
    /// towards 0 and no further. That is the soft threshold of the proximal gradient method (ISTA). A
    /// weight that is not a number stays so.
    pub fn shrink(self, amount: f64, weights: &mut [f64]) {
        if self == Self::L1 {
            for weight in weights.iter_mut().skip(1) {
                *weight = if weight.abs() <= amount {
                    0.0
                } else {
                    *weight - amount.copysign(*weight)
                };
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::L1 => "l1",
            Self::L2 => "l2",
        }
    }
}

impl FromStr for Regularization {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let kind = Self::ALL.into_iter().find(|kind| kind.name() == text);
        kind.ok_or_else(|| InvalidValue::new(Self::RANGE, "l2"))
    }
}

impl fmt::Display for Regularization {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// How high the price is, 0 to 10. By default it is 0.01, so that choosing a kind of regularisation is
/// enough to see what it does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RegularizationRate(f64);

impl RegularizationRate {
    /// The values allowed, in words.
    pub const RANGE: &str = "a number from 0 to 10";
    /// Keys step along 1-3-10, as those of the playground in the browser.
    const GRID: [f64; 10] = [0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];

    /// The number itself.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }

    /// The next value of the keys' grid, or none at its end.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Option<Self> {
        step_along(&Self::GRID, self.0, direction).map(Self)
    }
}

impl Default for RegularizationRate {
    fn default() -> Self {
        Self(0.01)
    }
}

impl FromStr for RegularizationRate {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text.parse::<f64>() {
            // Adding 0 turns -0 into 0.
            Ok(rate) if (0.0..=10.0).contains(&rate) => Ok(Self(rate + 0.0)),
            _ => Err(InvalidValue::new(Self::RANGE, "0.01")),
        }
    }
}

impl fmt::Display for RegularizationRate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&shortest(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l1_pulls_weights_to_zero_and_no_further_and_leaves_the_bias() {
        let mut weights = [5.0, 1.0, -1.0, 0.25, -0.25, 0.1, -0.1, 0.0];
        Regularization::L1.shrink(0.25, &mut weights);
        assert_eq!(weights, [5.0, 0.75, -0.75, 0.0, 0.0, 0.0, 0.0, 0.0]);
        assert!(weights[3..].iter().all(|weight| weight.is_sign_positive()));
        let mut lost = [0.1, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
        Regularization::L1.shrink(0.25, &mut lost);
        assert_eq!(lost[0], 0.1);
        assert!(lost[1..].iter().all(|weight| !weight.is_finite()));
    }

    #[test]
    fn l2_adds_its_gradient_and_leaves_the_bias() {
        let weights = [5.0, 2.0, -4.0];
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
            let (weights, mut gradient) = ([1.0, 2.0, 3.0], [0.5; 3]);
            kind.add_to_gradient(0.1, &weights, &mut gradient);
            assert_eq!(gradient != [0.5; 3], in_gradient, "{kind}");
            let mut shrunk = weights;
            kind.shrink(0.1, &mut shrunk);
            assert_eq!(shrunk != weights, after_step, "{kind}");
        }
    }

    #[test]
    fn keys_go_round_the_kinds_and_walk_the_rates() {
        let mut kind = Regularization::default();
        for expected in ["l1", "l2", "none", "l1"] {
            let before = kind;
            kind = kind.stepped(Direction::Up);
            assert_eq!(kind.to_string(), expected);
            assert_eq!(kind.stepped(Direction::Down), before);
        }
        let up = std::iter::successors("0".parse::<RegularizationRate>().ok(), |rate| {
            rate.stepped(Direction::Up)
        });
        let up: Vec<String> = up.map(|rate| rate.to_string()).collect();
        assert_eq!(up.join(" "), "0 0.001 0.003 0.01 0.03 0.1 0.3 1 3 10");
        let between: RegularizationRate = "0.02".parse().unwrap();
        assert_eq!(
            between.stepped(Direction::Down),
            Some(RegularizationRate(0.01))
        );
        assert_eq!(RegularizationRate(0.0).stepped(Direction::Down), None);
    }

    #[test]
    fn what_is_shown_parses_back_and_the_rest_is_refused() {
        for text in ["0", "0.02", "10"] {
            let rate: RegularizationRate = text.parse().unwrap();
            assert_eq!(rate.to_string(), text);
            assert_eq!(rate.to_string().parse(), Ok(rate));
        }
        assert_eq!("-0".parse::<RegularizationRate>().unwrap().to_string(), "0");
        for text in ["none", "l1", "l2"] {
            let kind: Regularization = text.parse().unwrap();
            assert_eq!(kind.to_string(), text);
        }
        for text in ["", "-0.1", "10.1", "nan", "inf"] {
            let error = text.parse::<RegularizationRate>().unwrap_err().to_string();
            assert_eq!(error, "must be a number from 0 to 10; try 0.01");
        }
        for text in ["", "L2", "l3", "elastic"] {
            let error = text.parse::<Regularization>().unwrap_err().to_string();
            assert_eq!(error, "must be none, l1 or l2; try l2");
        }
    }
}
