//! The model: logistic regression with the bias as first weight.

/// No model has more weights: a bias and seven features.
pub const MOST_WEIGHTS: usize = 8;

/// The weights `W`: the bias, then one for each feature.
pub type Weights = [f64; 3];

/// `W · (1, x1, x2)`: positive on the side of class 1, zero on the decision boundary.
#[must_use]
pub fn score(weights: &Weights, x1: f64, x2: f64) -> f64 {
    weights[0] + weights[1] * x1 + weights[2] * x2
}

/// The predicted probability of class 1, `1 / (1 + exp(-score))`.
#[must_use]
pub fn sigmoid(score: f64) -> f64 {
    1.0 / (1.0 + (-score).exp())
}

/// Weights of the same boundary, scaled down where they are so large that a score of theirs might not
/// be a finite number; the probabilities of such weights are 0 and 1 all the same.
#[must_use]
pub fn tamed(weights: &Weights) -> Weights {
    const LARGE: f64 = 1e100;
    let largest = weights
        .iter()
        .fold(0.0, |largest: f64, w| largest.max(w.abs()));
    if largest > LARGE {
        weights.map(|weight| weight / largest * LARGE)
    } else {
        *weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_near_the_largest_number_still_have_scores() {
        let weights = [1e308, -1.5e308, 1.2e308];
        assert!(score(&weights, 9.0, 9.0).is_nan());
        let tame = tamed(&weights);
        assert!(score(&tame, 9.0, 9.0).is_finite());
        assert_eq!(sigmoid(score(&tame, -9.0, 9.0)), 1.0);
        assert_eq!(sigmoid(score(&tame, 9.0, 0.0)), 0.0);
        assert_eq!(tamed(&[0.5, -2.0, 0.0]), [0.5, -2.0, 0.0]);
    }
}
