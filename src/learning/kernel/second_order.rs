//! The loss of many samples at some weights, with its first and second derivatives.
//!
//! The features are computed beforehand, so that the loss can be measured at many weights.

use crate::learning::kernel::lanes::{Entropy, LANES, Lanes, NOTHING, tree};
use crate::learning::kernel::plain::probability;
use crate::learning::model::features::MOST_FEATURES;
use crate::learning::train::objective::Objective;

/// Largest number of weights: the bias and one weight for each feature.
pub const MOST_WEIGHTS: usize = MOST_FEATURES + 1;

/// Number of entries on and below the diagonal of the largest matrix.
const MOST_ENTRIES: usize = MOST_WEIGHTS * (MOST_WEIGHTS + 1) / 2;

/// A symmetric matrix with a row for each weight; rows and columns that are not in use are 0.
pub type Square = [[f64; MOST_WEIGHTS]; MOST_WEIGHTS];

/// Samples in groups of eight. The last group is padded with zeros.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// A column for each weight except the bias: its feature, as the model receives it.
    pub columns: &'a [Vec<Lanes>],
    /// The labels, 0 or 1.
    pub labels: &'a [Lanes],
    /// Number of samples, without the padding.
    pub count: usize,
    /// The loss of a sample.
    pub objective: Objective,
}

/// Sums over samples of the loss and its derivatives. `s` is the score of a sample, `x` its features
/// with a 1 in front, and `l` its loss.
#[derive(Debug, Clone, Copy)]
pub struct SecondOrderSums {
    /// `Σ l`.
    pub loss: f64,
    /// `Σ l' x`, the sum of the gradients of the samples.
    pub gradient: [f64; MOST_WEIGHTS],
    /// `Σ l'' x xᵀ`.
    pub hessian: Square,
    /// `Σ (l' x)(l' x)ᵀ`.
    pub gradient_squares: Square,
}

/// Returns the first and the second derivative of the loss of a sample by its score.
#[inline(always)]
fn slopes(objective: Objective, probability: f64, label: f64) -> [f64; 2] {
    let (error, slope) = (probability - label, probability * (1.0 - probability));
    match objective {
        Objective::CrossEntropy => [error, slope],
        Objective::Squared => {
            let bend = slope + error * (1.0 - 2.0 * probability);
            [2.0 * error * slope, 2.0 * slope * bend]
        }
    }
}

/// The sum of the losses of samples.
#[derive(Default)]
struct LossSum {
    entropy: Entropy,
    squared: [f64; LANES],
}

impl LossSum {
    /// Adds the first `count` samples of a group, of which the scores, the probabilities and the labels are given.
    #[inline(always)]
    fn add(
        &mut self,
        objective: Objective,
        [scores, probabilities, labels]: [&Lanes; 3],
        count: usize,
    ) {
        match objective {
            Objective::CrossEntropy => {
                self.entropy.add(scores, probabilities, labels, count);
                self.entropy.settle();
            }
            Objective::Squared => {
                for lane in 0..count.min(LANES) {
                    self.squared[lane] += (probabilities[lane] - labels[lane]).powi(2);
                }
            }
        }
    }

    #[inline(always)]
    fn total(&self, objective: Objective) -> f64 {
        match objective {
            Objective::CrossEntropy => self.entropy.total(),
            Objective::Squared => tree(&self.squared),
        }
    }
}

/// Returns the sum of the losses of some samples.
#[inline(always)]
pub fn loss(rows: Rows, weights: &[f64]) -> f64 {
    let mut losses = LossSum::default();
    for (group, labels) in rows.labels.iter().enumerate() {
        let scores = scores(rows, weights, group);
        let mut probabilities = [0.0; LANES];
        for lane in 0..LANES {
            probabilities[lane] = probability(scores[lane]);
        }
        let sample = [&scores, &probabilities, labels];
        losses.add(rows.objective, sample, rows.count - group * LANES);
    }
    losses.total(rows.objective)
}

/// Returns the sums over some samples of the loss and its derivatives.
#[inline(always)]
pub fn second_order(rows: Rows, weights: &[f64]) -> SecondOrderSums {
    let width = rows.columns.len() + 1;
    let mut losses = LossSum::default();
    let mut gradient = [NOTHING; MOST_WEIGHTS];
    let mut hessian = [NOTHING; MOST_ENTRIES];
    let mut squares = [NOTHING; MOST_ENTRIES];
    for (group, labels) in rows.labels.iter().enumerate() {
        let left = rows.count - group * LANES;
        let scores = scores(rows, weights, group);
        let mut probabilities = [0.0; LANES];
        let (mut first, mut second) = ([0.0; LANES], [0.0; LANES]);
        for lane in 0..LANES {
            probabilities[lane] = probability(scores[lane]);
            let slopes = slopes(rows.objective, probabilities[lane], labels[lane]);
            let is_used = lane < left;
            first[lane] = if is_used { slopes[0] } else { 0.0 };
            second[lane] = if is_used { slopes[1] } else { 0.0 };
        }
        losses.add(rows.objective, [&scores, &probabilities, labels], left);
        let mut seen = [[1.0; LANES]; MOST_WEIGHTS];
        for (seen, column) in seen[1..].iter_mut().zip(rows.columns) {
            *seen = column[group];
        }
        let mut entry = 0;
        for row in 0..width {
            let mut own = [[0.0; LANES]; 2];
            for lane in 0..LANES {
                own[0][lane] = first[lane] * seen[row][lane];
                own[1][lane] = second[lane] * seen[row][lane];
                gradient[row][lane] += own[0][lane];
            }
            for other in &seen[..=row] {
                for lane in 0..LANES {
                    let product = own[0][lane] * first[lane];
                    squares[entry][lane] = product.mul_add(other[lane], squares[entry][lane]);
                    hessian[entry][lane] = own[1][lane].mul_add(other[lane], hessian[entry][lane]);
                }
                entry += 1;
            }
        }
    }
    SecondOrderSums {
        loss: losses.total(rows.objective),
        gradient: std::array::from_fn(|place| {
            if place < width {
                tree(&gradient[place])
            } else {
                0.0
            }
        }),
        hessian: square(&hessian, width),
        gradient_squares: square(&squares, width),
    }
}

/// Returns the scores of a group of samples.
#[inline(always)]
fn scores(rows: Rows, weights: &[f64], group: usize) -> Lanes {
    let mut scores = [weights[0]; LANES];
    for (weight, column) in weights[1..].iter().zip(rows.columns) {
        for lane in 0..LANES {
            scores[lane] = weight.mul_add(column[group][lane], scores[lane]);
        }
    }
    scores
}

/// Returns the matrix of which the entries on and below the diagonal are given, row by row.
fn square(entries: &[Lanes; MOST_ENTRIES], width: usize) -> Square {
    let entry = |row: usize, column: usize| {
        let (low, high) = (row.min(column), row.max(column));
        if high < width {
            tree(&entries[high * (high + 1) / 2 + low])
        } else {
            0.0
        }
    };
    std::array::from_fn(|row| std::array::from_fn(|column| entry(row, column)))
}
