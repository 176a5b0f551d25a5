//! The inner loop of the tutorial's model: the two coordinates as features, trained by plain gradient
//! descent.

use crate::learning::data::Columns;
use crate::learning::kernel::lanes::{Entropy, LANES, Lanes, NOTHING, of_one, padded, tree};
use crate::learning::numeric::exponential::exp;

/// Weights of the plain model: the bias, then the weights of the two coordinates.
pub type Plane = [f64; 3];

/// Sums over a mini-batch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sums {
    /// Sum of squared errors: the loss of the mini-batch.
    pub squared_error: f64,
    /// Sum of cross-entropies, or 0 if it is not measured.
    pub cross_entropy: f64,
    /// Gradient `Xᵀ · error`, the bias first, not yet divided by the number of samples in the mini-batch.
    pub gradient: Plane,
}

/// Sums over the part of a mini-batch that has been added so far.
#[derive(Debug, Clone, Copy)]
pub struct PartialSums {
    squared_error: Lanes,
    bias: Lanes,
    first: Lanes,
    second: Lanes,
    entropy: Entropy,
}

/// Consecutive mini-batches, the weights that they update, and buffers for their losses.
pub struct Descent<'a> {
    /// Weights, which each update moves.
    pub weights: &'a mut Plane,
    /// Samples of all mini-batches, one mini-batch after another.
    pub samples: Columns<'a>,
    /// Number of samples of each mini-batch; the last mini-batch may have fewer.
    pub size: usize,
    /// Learning rate.
    pub alpha: f64,
    /// Buffer for the sum of squared errors of each mini-batch.
    pub losses: &'a mut [f64],
    /// Buffer for the sum of cross-entropies of each mini-batch; empty if it is not measured.
    pub entropies: &'a mut [f64],
    /// Buffer for what each update did.
    pub steps: &'a mut [PlainStep],
}

/// What an update of the plain model did: the three weights after it, then the gradient of its mini-batch, which is
/// a mean over the samples.
pub type PlainStep = [f64; 6];

impl Descent<'_> {
    /// Makes one update for each mini-batch, and stops before an update whose numbers would not be finite.
    /// Returns the number of updates made.
    #[inline(always)]
    #[must_use]
    pub fn run<const ENTROPY: bool>(self) -> usize {
        let mut weights = *self.weights;
        let step = self.alpha / self.size as f64;
        let Columns { x1, x2, labels } = self.samples;
        let records = self.losses.iter_mut().zip(self.steps.iter_mut());
        let mut made = 0;
        if self.size == 1 {
            let samples = x1.iter().zip(x2).zip(labels).zip(records);
            for (((x1, x2), label), (loss, record)) in samples {
                let sums = sum_one::<ENTROPY>(weights, *x1, *x2, *label);
                let Some(moved) = moved(&weights, &sums, step) else {
                    break;
                };
                (weights, *loss) = (moved, sums.squared_error);
                *record = recorded(&weights, &sums.gradient, 1.0);
                if ENTROPY {
                    self.entropies[made] = sums.cross_entropy;
                }
                made += 1;
            }
            *self.weights = weights;
            return made;
        }
        let share = 1.0 / self.size as f64;
        let batches = x1.chunks(self.size).zip(x2.chunks(self.size));
        let batches = batches.zip(labels.chunks(self.size));
        for (((x1, x2), labels), (loss, record)) in batches.zip(records) {
            let sums = sum::<ENTROPY>(weights, Columns { x1, x2, labels });
            let (step, share) = if labels.len() == self.size {
                (step, share)
            } else {
                let samples = labels.len() as f64;
                (self.alpha / samples, 1.0 / samples)
            };
            let Some(moved) = moved(&weights, &sums, step) else {
                break;
            };
            (weights, *loss) = (moved, sums.squared_error);
            *record = recorded(&weights, &sums.gradient, share);
            if ENTROPY {
                self.entropies[made] = sums.cross_entropy;
            }
            made += 1;
        }
        *self.weights = weights;
        made
    }
}

/// Returns what an update did, from the weights after it and the gradient sums of its mini-batch, which are multiplied
/// by `share`.
#[inline(always)]
#[must_use]
pub fn recorded(weights: &Plane, sums: &Plane, share: f64) -> PlainStep {
    let ([bias, first, second], [of_bias, of_first, of_second]) = (*weights, *sums);
    [
        bias,
        first,
        second,
        of_bias * share,
        of_first * share,
        of_second * share,
    ]
}

/// Returns the weights after a step against the gradient; `None` if the loss or a weight is not finite.
#[inline(always)]
#[must_use]
pub fn moved(weights: &Plane, sums: &Sums, step: f64) -> Option<Plane> {
    let mut moved = *weights;
    let mut is_finite = sums.squared_error.is_finite();
    for (weight, sum) in moved.iter_mut().zip(sums.gradient) {
        *weight -= step * sum;
        is_finite &= weight.is_finite();
    }
    is_finite.then_some(moved)
}

#[inline(always)]
fn sum<const ENTROPY: bool>(weights: Plane, batch: Columns) -> Sums {
    if let ([x1], [x2], [label]) = (batch.x1, batch.x2, batch.labels) {
        return sum_one::<ENTROPY>(weights, *x1, *x2, *label);
    }
    let mut sums = PartialSums::default();
    sums.extend::<ENTROPY>(weights, batch);
    sums.total::<ENTROPY>()
}

/// Returns the sums over a mini-batch of one sample. They are equal to the sums over lanes, but computed
/// directly.
#[inline(always)]
fn sum_one<const ENTROPY: bool>(weights: Plane, x1: f64, x2: f64, label: f64) -> Sums {
    let score = score(weights, x1, x2);
    let probability = probability(score);
    let error = probability - label;
    Sums {
        squared_error: error * error,
        cross_entropy: if ENTROPY {
            of_one(score, probability, label)
        } else {
            0.0
        },
        gradient: [error, error * x1, error * x2],
    }
}

impl PartialSums {
    /// Adds the samples of `part` to the sums.
    #[inline(always)]
    pub fn extend<const ENTROPY: bool>(&mut self, weights: Plane, part: Columns) {
        let (x1, x1_rest) = part.x1.as_chunks::<LANES>();
        let (x2, x2_rest) = part.x2.as_chunks::<LANES>();
        let (labels, labels_rest) = part.labels.as_chunks::<LANES>();
        let mut sums = *self;
        if ENTROPY {
            let mut from = 0;
            while from < labels.len() {
                let to = labels.len().min(from + sums.entropy.room());
                sums.add_eights::<true>(weights, &x1[from..to], &x2[from..to], &labels[from..to]);
                sums.entropy.settle();
                from = to;
            }
        } else {
            sums.add_eights::<false>(weights, x1, x2, labels);
        }
        if !labels_rest.is_empty() {
            let [x1, x2, labels] = [x1_rest, x2_rest, labels_rest].map(padded);
            sums.add::<ENTROPY>(weights, &x1, &x2, &labels, labels_rest.len());
            if ENTROPY {
                sums.entropy.settle();
            }
        }
        *self = sums;
    }

    #[inline(always)]
    fn add_eights<const ENTROPY: bool>(
        &mut self,
        weights: Plane,
        x1: &[Lanes],
        x2: &[Lanes],
        labels: &[Lanes],
    ) {
        for ((x1, x2), labels) in x1.iter().zip(x2).zip(labels) {
            self.add::<ENTROPY>(weights, x1, x2, labels, LANES);
        }
    }

    /// Adds one sample for each of the first `count` lanes.
    #[inline(always)]
    fn add<const ENTROPY: bool>(
        &mut self,
        weights: Plane,
        x1: &Lanes,
        x2: &Lanes,
        labels: &Lanes,
        count: usize,
    ) {
        let (mut scores, mut probabilities) = ([0.0; LANES], [0.0; LANES]);
        for lane in 0..LANES {
            let score = score(weights, x1[lane], x2[lane]);
            let probability = probability(score);
            if ENTROPY {
                (scores[lane], probabilities[lane]) = (score, probability);
            }
            let error = probability - labels[lane];
            let error = if lane < count { error } else { NOTHING[lane] };
            self.squared_error[lane] = error.mul_add(error, self.squared_error[lane]);
            self.bias[lane] += error;
            self.first[lane] = error.mul_add(x1[lane], self.first[lane]);
            self.second[lane] = error.mul_add(x2[lane], self.second[lane]);
        }
        if ENTROPY {
            self.entropy.add(&scores, &probabilities, labels, count);
        }
    }

    /// Returns the sums over the samples added so far.
    #[inline(always)]
    #[must_use]
    pub fn total<const ENTROPY: bool>(&self) -> Sums {
        Sums {
            squared_error: tree(&self.squared_error),
            cross_entropy: if ENTROPY { self.entropy.total() } else { 0.0 },
            gradient: [&self.bias, &self.first, &self.second].map(tree),
        }
    }
}

impl Default for PartialSums {
    #[inline(always)]
    fn default() -> Self {
        Self {
            squared_error: NOTHING,
            bias: NOTHING,
            first: NOTHING,
            second: NOTHING,
            entropy: Entropy::default(),
        }
    }
}

/// Returns the score of a point, `W · (1, x1, x2)`.
#[inline(always)]
fn score([bias, first, second]: Plane, x1: f64, x2: f64) -> f64 {
    second.mul_add(x2, first.mul_add(x1, bias))
}

/// Returns the sigmoid of a score: the predicted probability of class 1.
#[inline(always)]
#[must_use]
pub fn probability(score: f64) -> f64 {
    1.0 / (1.0 + exp(-score))
}
