//! The inner loop of a model with any features, standardised or not.
//!
//! For the two coordinates without standardisation, the results are bit for bit those of the plain loop.

use crate::learning::data::Columns;
use crate::learning::kernel::lanes::{Entropy, LANES, Lanes, NOTHING, padded, tree};
use crate::learning::kernel::plain::probability;
use crate::learning::kernel::second_order::MOST_WEIGHTS;
use crate::learning::model::features::{Feature, MOST_FEATURES};
use crate::learning::model::inputs::Inputs;
use crate::learning::train::loss::Totals;
use crate::learning::train::objective::Objective;

/// Weights padded to the largest number of weights; those that are not in use are 0.
type Padded = [f64; MOST_WEIGHTS];

/// Sums over the part of a mini-batch that has been added so far.
#[derive(Debug, Clone, Copy)]
pub struct GeneralSums {
    /// Loss whose gradient is summed.
    objective: Objective,
    squared_error: Lanes,
    /// Gradient sums: of the bias first, then of each feature.
    gradient: [Lanes; MOST_WEIGHTS],
    entropy: Entropy,
}

impl Default for GeneralSums {
    fn default() -> Self {
        Self::new(Objective::default())
    }
}

impl GeneralSums {
    /// Creates the sums over no samples. The gradient will be that of `objective`. The losses do not depend
    /// on it.
    #[must_use]
    pub fn new(objective: Objective) -> Self {
        Self {
            objective,
            squared_error: NOTHING,
            gradient: [NOTHING; MOST_WEIGHTS],
            entropy: Entropy::default(),
        }
    }

    /// Adds the samples of `part` to the sums.
    #[inline(always)]
    pub fn extend(&mut self, inputs: &Inputs, weights: &[f64], part: Columns) {
        match self.objective {
            Objective::CrossEntropy => self.extend_for::<false>(inputs, weights, part),
            Objective::Squared => self.extend_for::<true>(inputs, weights, part),
        }
    }

    /// Adds the samples of `part` to the sums. The gradient is that of the squared error if `SQUARED`, and of
    /// the cross-entropy otherwise.
    #[inline(always)]
    fn extend_for<const SQUARED: bool>(&mut self, inputs: &Inputs, weights: &[f64], part: Columns) {
        let weights = &padded_weights(weights);
        let (x1, x1_rest) = part.x1.as_chunks::<LANES>();
        let (x2, x2_rest) = part.x2.as_chunks::<LANES>();
        let (labels, labels_rest) = part.labels.as_chunks::<LANES>();
        let mut sums = *self;
        let mut from = 0;
        while from < labels.len() {
            let to = labels.len().min(from + sums.entropy.room());
            let eights = x1[from..to].iter().zip(&x2[from..to]);
            for ((x1, x2), labels) in eights.zip(&labels[from..to]) {
                sums.add::<SQUARED>(inputs, weights, x1, x2, labels, LANES);
            }
            sums.entropy.settle();
            from = to;
        }
        if !labels_rest.is_empty() {
            let [x1, x2, labels] = [x1_rest, x2_rest, labels_rest].map(padded);
            sums.add::<SQUARED>(inputs, weights, &x1, &x2, &labels, labels_rest.len());
            sums.entropy.settle();
        }
        *self = sums;
    }

    #[inline(always)]
    fn add<const SQUARED: bool>(
        &mut self,
        inputs: &Inputs,
        weights: &Padded,
        x1: &Lanes,
        x2: &Lanes,
        labels: &Lanes,
        count: usize,
    ) {
        let (seen, scores) = scores(inputs, weights, x1, x2);
        let mut slopes = [0.0; LANES];
        let mut probabilities = [0.0; LANES];
        for lane in 0..LANES {
            probabilities[lane] = probability(scores[lane]);
            let error = probabilities[lane] - labels[lane];
            let error = if lane < count { error } else { NOTHING[lane] };
            self.squared_error[lane] = error.mul_add(error, self.squared_error[lane]);
            slopes[lane] = if SQUARED {
                slope_of_square(error, probabilities[lane])
            } else {
                error
            };
            self.gradient[0][lane] += slopes[lane];
        }
        let gradients = self.gradient[1..].iter_mut();
        for (gradient, seen) in gradients.zip(&seen).take(inputs.list().len()) {
            for lane in 0..LANES {
                gradient[lane] = slopes[lane].mul_add(seen[lane], gradient[lane]);
            }
        }
        self.entropy.add(&scores, &probabilities, labels, count);
    }

    /// Returns the sums of the losses over the samples added so far.
    #[must_use]
    pub fn totals(&self) -> Totals {
        Totals {
            squared_error: self.squared_error(),
            cross_entropy: Some(self.entropy.total()),
        }
    }

    /// Returns the sum of the squared errors over the samples added so far.
    #[must_use]
    pub fn squared_error(&self) -> f64 {
        tree(&self.squared_error)
    }

    /// Writes the gradient sum of the objective over the samples added so far, one number for each weight:
    /// `Xᵀ · slope`, where the slope of a sample is the derivative of its loss by its score. It is not divided
    /// by the number of samples.
    pub fn write_gradient(&self, gradient: &mut [f64]) {
        for (number, lanes) in gradient.iter_mut().zip(&self.gradient) {
            *number = tree(lanes);
        }
    }
}

/// Returns the derivative of the squared error of a sample by its score, `2 (p - y) p (1 - p)`, from the
/// error `p - y` and the probability `p`.
#[inline(always)]
fn slope_of_square(error: f64, probability: f64) -> f64 {
    2.0 * error * probability * (1.0 - probability)
}

/// Returns, for each class, the number of samples on the correct side of the decision boundary.
#[inline(always)]
pub fn count_right(inputs: &Inputs, weights: &[f64], samples: Columns) -> [usize; 2] {
    let weights = &padded_weights(weights);
    let (x1, x1_rest) = samples.x1.as_chunks::<LANES>();
    let (x2, x2_rest) = samples.x2.as_chunks::<LANES>();
    let (labels, labels_rest) = samples.labels.as_chunks::<LANES>();
    let (mut right, mut right_ones) = ([0_u64; LANES], [0_u64; LANES]);
    for ((x1, x2), labels) in x1.iter().zip(x2).zip(labels) {
        let (_, scores) = scores(inputs, weights, x1, x2);
        for lane in 0..LANES {
            let (predicted, label) = (scores[lane] > 0.0, labels[lane] > 0.5);
            right[lane] += u64::from(predicted == label);
            right_ones[lane] += u64::from(predicted & label);
        }
    }
    let [x1, x2, labels] = [x1_rest, x2_rest, labels_rest].map(padded);
    let (_, scores) = scores(inputs, weights, &x1, &x2);
    for lane in 0..labels_rest.len() {
        let (predicted, label) = (scores[lane] > 0.0, labels[lane] > 0.5);
        right[lane] += u64::from(predicted == label);
        right_ones[lane] += u64::from(predicted & label);
    }
    let count = |lanes: [u64; LANES]| {
        usize::try_from(lanes.iter().sum::<u64>()).expect("no more than there are samples")
    };
    let [right, right_ones] = [right, right_ones].map(count);
    [right - right_ones, right_ones]
}

/// Writes the scores of points, one to each place of `out`.
#[inline(always)]
pub fn write_scores(inputs: &Inputs, weights: &[f64], [x1, x2]: [&[f64]; 2], out: &mut [f64]) {
    let weights = &padded_weights(weights);
    let (x1, x1_rest) = x1.as_chunks::<LANES>();
    let (x2, x2_rest) = x2.as_chunks::<LANES>();
    let (out, out_rest) = out.as_chunks_mut::<LANES>();
    for ((x1, x2), out) in x1.iter().zip(x2).zip(out) {
        *out = scores(inputs, weights, x1, x2).1;
    }
    let [x1, x2] = [x1_rest, x2_rest].map(padded);
    let (_, scores) = scores(inputs, weights, &x1, &x2);
    out_rest.copy_from_slice(&scores[..out_rest.len()]);
}

/// Returns the features of eight samples as the model receives them, and the scores of these samples.
#[inline(always)]
fn scores(
    inputs: &Inputs,
    weights: &Padded,
    x1: &Lanes,
    x2: &Lanes,
) -> ([Lanes; MOST_FEATURES], Lanes) {
    let mut seen = [[0.0; LANES]; MOST_FEATURES];
    let mut scores = [weights[0]; LANES];
    for (place, feature) in inputs.list().iter().enumerate() {
        let mut values = of_eight(*feature, x1, x2);
        if let Some(scale) = inputs.scale(place) {
            for value in &mut values {
                *value = (*value - scale.mean) / scale.deviation;
            }
        }
        let weight = weights[place + 1];
        for lane in 0..LANES {
            scores[lane] = weight.mul_add(values[lane], scores[lane]);
        }
        seen[place] = values;
    }
    (seen, scores)
}

#[inline(always)]
fn padded_weights(weights: &[f64]) -> Padded {
    // Weight by weight: a copy of unknown length would be a call, which costs more.
    std::array::from_fn(|place| weights.get(place).copied().unwrap_or(0.0))
}

/// Returns the values of a feature for eight samples.
#[inline(always)]
fn of_eight(feature: Feature, x1: &Lanes, x2: &Lanes) -> Lanes {
    let mut values = [0.0; LANES];
    for lane in 0..LANES {
        values[lane] = feature.of(x1[lane], x2[lane]);
    }
    values
}
