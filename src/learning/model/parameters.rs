//! The parameters of a model: its weights as one flat vector, and the shape that gives each weight its
//! meaning.

use std::ops::{Deref, DerefMut};

use crate::learning::model::features::{Feature, Features};

/// Structure of a model without its numbers: logistic regression on the chosen features.
///
/// It determines the number of weights, their names, which weight is the bias, and which weights are
/// penalised. The bias comes first, followed by one weight for each feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    features: Features,
}

/// Weights `W` of a model, and its shape. It dereferences to the flat slice of numbers.
///
/// ```
/// use sgdscope::learning::model::parameters::{Parameters, Shape};
///
/// let shape = Shape::new("x1,x2,x1x2".parse()?);
/// let weights = Parameters::new(shape, [0.5, 1.0, -2.0]);
/// assert_eq!(shape.name(3), "x1x2");
/// assert_eq!(weights[..], [0.5, 1.0, -2.0, 0.0], "a missing weight is 0");
/// assert_eq!(weights.score(3.0, 1.0), 0.5 + 3.0 - 2.0);
/// # Ok::<(), sgdscope::learning::numeric::checked::OutOfRange>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    shape: Shape,
    flat: Vec<f64>,
}

impl Shape {
    /// Makes the shape of logistic regression on these features.
    #[must_use]
    pub fn new(features: Features) -> Self {
        Self { features }
    }

    /// Returns the features that the model uses.
    #[must_use]
    pub fn features(self) -> Features {
        self.features
    }

    /// Returns the number of weights.
    #[must_use]
    pub fn weights(self) -> usize {
        1 + self.features.len()
    }

    /// Returns whether the weight at a place is a bias: a weight that is added to the score and multiplies
    /// no feature.
    #[must_use]
    pub fn is_bias(self, place: usize) -> bool {
        place == 0
    }

    /// Returns whether regularisation applies to the weight at a place. It applies to every weight except
    /// the bias.
    #[must_use]
    pub fn is_penalized(self, place: usize) -> bool {
        !self.is_bias(place)
    }

    /// Returns the name of the weight at a place: `bias`, or the name of its feature.
    #[must_use]
    pub fn name(self, place: usize) -> &'static str {
        let feature = place
            .checked_sub(1)
            .and_then(|place| self.features.iter().nth(place));
        feature.map_or("bias", Feature::name)
    }
}

impl Parameters {
    /// Makes parameters of a shape with these weights. Missing weights are 0, and surplus weights are left
    /// out.
    #[must_use]
    pub fn new(shape: Shape, weights: impl IntoIterator<Item = f64>) -> Self {
        let mut flat: Vec<f64> = weights.into_iter().take(shape.weights()).collect();
        flat.resize(shape.weights(), 0.0);
        Self { shape, flat }
    }

    /// Makes the parameters of the tutorial's model: the bias, and the weights of `x1` and `x2`.
    #[must_use]
    pub fn linear(weights: [f64; 3]) -> Self {
        Self::new(Shape::new(Features::LINEAR), weights)
    }

    /// Returns the shape of the model.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Returns the score of a point, `W · (1, features of the point)`: positive on the side of class 1,
    /// zero on the decision boundary.
    #[must_use]
    pub fn score(&self, x1: f64, x2: f64) -> f64 {
        let features = self.shape.features.iter().map(|feature| feature.of(x1, x2));
        let products = self[1..].iter().zip(features);
        products.fold(self[0], |score, (weight, value)| score + weight * value)
    }

    /// Returns the bias and the weights of `x1` and `x2` if the decision boundary is a line; `None`
    /// otherwise.
    #[must_use]
    pub fn line(&self) -> Option<[f64; 3]> {
        if !self.shape.features.is_linear() {
            return None;
        }
        let mut line = [self[0], 0.0, 0.0];
        for (feature, weight) in self.shape.features.iter().zip(&self[1..]) {
            line[1 + feature as usize] = *weight;
        }
        Some(line)
    }

    /// Returns the weights, scaled down if one has a magnitude above 1e100, so that the score of every
    /// point is a finite number. The scaling keeps the direction of the weights. The probabilities of such
    /// large weights are 0 and 1 with or without it.
    #[must_use]
    pub fn tamed(&self) -> Self {
        const LARGE: f64 = 1e100;
        let largest = self
            .iter()
            .fold(0.0, |largest: f64, weight| largest.max(weight.abs()));
        let mut tamed = self.clone();
        if largest > LARGE {
            for weight in tamed.iter_mut() {
                *weight = *weight / largest * LARGE;
            }
        }
        tamed
    }
}

/// Returns the predicted probability of class 1, `1 / (1 + exp(-score))`.
#[must_use]
pub fn sigmoid(score: f64) -> f64 {
    1.0 / (1.0 + (-score).exp())
}

impl Deref for Parameters {
    type Target = [f64];

    fn deref(&self) -> &[f64] {
        &self.flat
    }
}

impl DerefMut for Parameters {
    fn deref_mut(&mut self) -> &mut [f64] {
        &mut self.flat
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(features: &str, weights: &[f64]) -> Parameters {
        let shape = Shape::new(features.parse().expect("features"));
        Parameters::new(shape, weights.iter().copied())
    }

    #[test]
    fn weights_near_the_largest_number_still_have_scores() {
        let large = Parameters::linear([1e308, -1.5e308, 1.2e308]);
        assert!(large.score(9.0, 9.0).is_nan());
        let tame = large.tamed();
        assert!(tame.score(9.0, 9.0).is_finite());
        assert_eq!(sigmoid(tame.score(-9.0, 9.0)), 1.0);
        assert_eq!(sigmoid(tame.score(9.0, 0.0)), 0.0);
        let small = Parameters::linear([0.5, -2.0, 0.0]);
        assert_eq!(small.tamed(), small);
    }

    #[test]
    fn a_boundary_of_linear_features_is_a_line() {
        let line = |features: &str, weights: &[f64]| parameters(features, weights).line();
        assert_eq!(line("x1,x2", &[1.0, 2.0, 3.0]), Some([1.0, 2.0, 3.0]));
        assert_eq!(line("x2", &[1.0, 3.0]), Some([1.0, 0.0, 3.0]));
        assert_eq!(line("x1", &[1.0, 2.0]), Some([1.0, 2.0, 0.0]));
        assert_eq!(line("x1,x1x2", &[1.0, 2.0, 3.0]), None);
    }

    #[test]
    fn a_shape_says_how_many_weights_there_are_and_what_each_is() {
        let shape = Shape::new("x1,x2^2".parse().expect("features"));
        assert_eq!(shape.weights(), 3);
        let names: Vec<&str> = (0..3).map(|place| shape.name(place)).collect();
        assert_eq!(names, ["bias", "x1", "x2^2"]);
        let penalized: Vec<bool> = (0..3).map(|place| shape.is_penalized(place)).collect();
        assert_eq!(penalized, [false, true, true]);
    }

    #[test]
    fn missing_weights_are_0_and_surplus_ones_are_left_out() {
        assert_eq!(parameters("x1,x2", &[1.0])[..], [1.0, 0.0, 0.0]);
        assert_eq!(parameters("x1", &[1.0, 2.0, 3.0])[..], [1.0, 2.0]);
    }
}
