//! The model: logistic regression with the bias as first weight.

use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::learning::features::{Features, MOST_FEATURES};

/// The bias and a weight for each feature there is.
pub const MOST_WEIGHTS: usize = MOST_FEATURES + 1;

/// The weights `W`: the bias, then one for each chosen feature.
#[derive(Clone, Copy)]
pub struct Weights {
    values: [f64; MOST_WEIGHTS],
    count: usize,
}

/// What a model has learned, in the units of the data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Model {
    /// What it sees of a point.
    pub features: Features,
    /// The bias and a weight for each of them.
    pub weights: Weights,
}

impl Weights {
    /// So many weights, each of them `value(place)`; no more than [`MOST_WEIGHTS`].
    #[must_use]
    pub fn from_fn(count: usize, mut value: impl FnMut(usize) -> f64) -> Self {
        let mut values = [0.0; MOST_WEIGHTS];
        for (place, weight) in values.iter_mut().enumerate().take(count) {
            *weight = value(place);
        }
        let count = count.min(MOST_WEIGHTS);
        Self { values, count }
    }

    /// These weights as so many: what is missing is 0, what is too many is left out.
    #[must_use]
    pub fn resized(&self, count: usize) -> Self {
        Self::from_fn(count, |place| self.get(place).copied().unwrap_or(0.0))
    }

    /// The same direction, scaled down where they are so large that a score of theirs might not be a
    /// finite number; the probabilities of such weights are 0 and 1 all the same.
    #[must_use]
    pub fn tamed(&self) -> Self {
        const LARGE: f64 = 1e100;
        let largest = self
            .iter()
            .fold(0.0, |largest: f64, w| largest.max(w.abs()));
        if largest > LARGE {
            Self::from_fn(self.count, |place| self[place] / largest * LARGE)
        } else {
            *self
        }
    }

    /// Room for all weights there may be; those that are not in use are 0.
    #[must_use]
    pub fn padded(&self) -> &[f64; MOST_WEIGHTS] {
        &self.values
    }
}

impl Model {
    /// `W · (1, features of the point)`: positive on the side of class 1, zero on the decision boundary.
    #[must_use]
    pub fn score(&self, x1: f64, x2: f64) -> f64 {
        let features = self.features.iter().map(|feature| feature.of(x1, x2));
        let products = self.weights[1..].iter().zip(features);
        products.fold(self.weights[0], |score, (weight, value)| {
            score + weight * value
        })
    }

    /// The same model for drawing: its scores are finite numbers.
    #[must_use]
    pub fn tamed(&self) -> Self {
        let weights = self.weights.tamed();
        Self { weights, ..*self }
    }

    /// The bias and the weights of `x1` and `x2`, where the boundary is a line.
    #[must_use]
    pub fn line(&self) -> Option<[f64; 3]> {
        if !self.features.is_linear() {
            return None;
        }
        let mut line = [self.weights[0], 0.0, 0.0];
        for (feature, weight) in self.features.iter().zip(&self.weights[1..]) {
            line[1 + feature as usize] = *weight;
        }
        Some(line)
    }
}

/// The predicted probability of class 1, `1 / (1 + exp(-score))`.
#[must_use]
pub fn sigmoid(score: f64) -> f64 {
    1.0 / (1.0 + (-score).exp())
}

impl<const COUNT: usize> From<[f64; COUNT]> for Weights {
    fn from(weights: [f64; COUNT]) -> Self {
        const { assert!(COUNT <= MOST_WEIGHTS) };
        Self::from_fn(COUNT, |place| weights[place])
    }
}

impl Deref for Weights {
    type Target = [f64];

    fn deref(&self) -> &[f64] {
        &self.values[..self.count]
    }
}

impl DerefMut for Weights {
    fn deref_mut(&mut self) -> &mut [f64] {
        &mut self.values[..self.count]
    }
}

impl PartialEq for Weights {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Weights {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_near_the_largest_number_still_have_scores() {
        let model = Model {
            features: Features::LINEAR,
            weights: [1e308, -1.5e308, 1.2e308].into(),
        };
        assert!(model.score(9.0, 9.0).is_nan());
        let tame = model.tamed();
        assert!(tame.score(9.0, 9.0).is_finite());
        assert_eq!(sigmoid(tame.score(-9.0, 9.0)), 1.0);
        assert_eq!(sigmoid(tame.score(9.0, 0.0)), 0.0);
        let small = Weights::from([0.5, -2.0, 0.0]);
        assert_eq!(small.tamed(), small);
    }

    #[test]
    fn a_line_is_one_whatever_features_it_has() {
        let line = |features: &str, weights: Weights| {
            let features = features.parse().expect("features");
            Model { features, weights }.line()
        };
        assert_eq!(line("x1,x2", [1.0, 2.0, 3.0].into()), Some([1.0, 2.0, 3.0]));
        assert_eq!(line("x2", [1.0, 3.0].into()), Some([1.0, 0.0, 3.0]));
        assert_eq!(line("x1", [1.0, 2.0].into()), Some([1.0, 2.0, 0.0]));
        assert_eq!(line("x1,x1x2", [1.0, 2.0, 3.0].into()), None);
    }

    #[test]
    fn weights_are_padded_with_nothing_and_cut() {
        let weights = Weights::from([1.0, 2.0]);
        assert_eq!(weights.resized(4), [1.0, 2.0, 0.0, 0.0].into());
        assert_eq!(weights.resized(1), [1.0].into());
        assert_ne!(weights.resized(3), weights);
    }
}
