//! The loss of many samples at some weights, with its first and second derivatives.
//!
//! The features are computed beforehand, so that the loss can be measured at many weights.

use crate::learning::kernel::lanes::{Entropy, LANES, Lanes, NOTHING, tree};
use crate::learning::kernel::plain::probability;
use crate::learning::model::features::MOST_FEATURES;

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
}

/// Sums over samples of the objective's loss and its derivatives. `s` is the score of a sample, `x` its features
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

/// Returns the first and the second derivative of the loss of a sample by its score: of the squared error if
/// `SQUARED`, and of the cross-entropy otherwise.
#[inline(always)]
fn slopes<const SQUARED: bool>(probability: f64, label: f64) -> [f64; 2] {
    let (error, steepness) = (probability - label, probability * (1.0 - probability));
    if SQUARED {
        let bend = steepness + error * (1.0 - 2.0 * probability);
        [2.0 * error * steepness, 2.0 * steepness * bend]
    } else {
        [error, steepness]
    }
}

/// Returns the sum of the losses of some samples.
#[inline(always)]
pub fn loss<const SQUARED: bool>(rows: Rows, weights: &[f64]) -> f64 {
    let mut sums = LossSums::default();
    let (full, rest) = (rows.count / LANES, rows.count % LANES);
    let mut from = 0;
    while from < full {
        let to = full.min(from + sums.entropy.room());
        for group in from..to {
            sums.add::<SQUARED>(rows, weights, group, LANES);
        }
        sums.entropy.settle();
        from = to;
    }
    if rest > 0 {
        sums.add::<SQUARED>(rows, weights, full, rest);
    }
    sums.total::<SQUARED>()
}

/// Sum of the losses of the samples added so far; only one of the two is used.
struct LossSums {
    entropy: Entropy,
    squared_error: Lanes,
}

impl Default for LossSums {
    #[inline(always)]
    fn default() -> Self {
        Self {
            entropy: Entropy::default(),
            squared_error: NOTHING,
        }
    }
}

impl LossSums {
    /// Adds the losses of the first `count` samples of a group.
    #[inline(always)]
    fn add<const SQUARED: bool>(
        &mut self,
        rows: Rows,
        weights: &[f64],
        group: usize,
        count: usize,
    ) {
        let scores = scores(rows, weights, group);
        let probabilities = probabilities(&scores);
        self.add_predicted::<SQUARED>(&scores, &probabilities, &rows.labels[group], count);
    }

    /// Adds the losses of the first `count` samples with these scores, probabilities and labels.
    #[inline(always)]
    fn add_predicted<const SQUARED: bool>(
        &mut self,
        scores: &Lanes,
        probabilities: &Lanes,
        labels: &Lanes,
        count: usize,
    ) {
        if SQUARED {
            for lane in 0..LANES {
                let error = probabilities[lane] - labels[lane];
                let error = if lane < count { error } else { NOTHING[lane] };
                self.squared_error[lane] = error.mul_add(error, self.squared_error[lane]);
            }
        } else {
            self.entropy.add(scores, probabilities, labels, count);
        }
    }

    #[inline(always)]
    fn total<const SQUARED: bool>(&self) -> f64 {
        if SQUARED {
            tree(&self.squared_error)
        } else {
            self.entropy.total()
        }
    }
}

/// Returns the sums over some samples of the loss and its derivatives.
#[inline(always)]
pub fn second_order<const SQUARED: bool>(rows: Rows, weights: &[f64]) -> SecondOrderSums {
    let mut sums = LaneSums::default();
    let (full, rest) = (rows.count / LANES, rows.count % LANES);
    for group in 0..full {
        sums.add::<SQUARED>(rows, weights, group, LANES);
        sums.losses.entropy.settle();
    }
    if rest > 0 {
        sums.add::<SQUARED>(rows, weights, full, rest);
    }
    let width = rows.columns.len() + 1;
    let gradient = |place: usize| {
        if place < width {
            tree(&sums.gradient[place])
        } else {
            0.0
        }
    };
    SecondOrderSums {
        loss: sums.losses.total::<SQUARED>(),
        gradient: std::array::from_fn(gradient),
        hessian: square(&sums.hessian, width),
        gradient_squares: square(&sums.gradient_squares, width),
    }
}

/// The sums of each lane.
struct LaneSums {
    losses: LossSums,
    gradient: [Lanes; MOST_WEIGHTS],
    /// Entries on and below the diagonal, row by row.
    hessian: [Lanes; MOST_ENTRIES],
    gradient_squares: [Lanes; MOST_ENTRIES],
}

impl Default for LaneSums {
    #[inline(always)]
    fn default() -> Self {
        Self {
            losses: LossSums::default(),
            gradient: [NOTHING; MOST_WEIGHTS],
            hessian: [NOTHING; MOST_ENTRIES],
            gradient_squares: [NOTHING; MOST_ENTRIES],
        }
    }
}

impl LaneSums {
    /// Adds the first `count` samples of a group.
    #[inline(always)]
    fn add<const SQUARED: bool>(
        &mut self,
        rows: Rows,
        weights: &[f64],
        group: usize,
        count: usize,
    ) {
        let labels = &rows.labels[group];
        let scores = scores(rows, weights, group);
        let probabilities = probabilities(&scores);
        self.losses
            .add_predicted::<SQUARED>(&scores, &probabilities, labels, count);
        let (mut first, mut second) = ([0.0; LANES], [0.0; LANES]);
        for lane in 0..LANES {
            let slopes = slopes::<SQUARED>(probabilities[lane], labels[lane]);
            first[lane] = if lane < count { slopes[0] } else { 0.0 };
            second[lane] = if lane < count { slopes[1] } else { 0.0 };
        }
        let mut seen = [[1.0; LANES]; MOST_WEIGHTS];
        for (seen, column) in seen[1..].iter_mut().zip(rows.columns) {
            *seen = column[group];
        }
        let mut entry = 0;
        for row in 0..=rows.columns.len() {
            let (mut gradient, mut curved, mut doubled) =
                ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
            for lane in 0..LANES {
                gradient[lane] = first[lane] * seen[row][lane];
                curved[lane] = second[lane] * seen[row][lane];
                doubled[lane] = gradient[lane] * first[lane];
                self.gradient[row][lane] += gradient[lane];
            }
            for other in &seen[..=row] {
                let (hessian, squares) =
                    (&mut self.hessian[entry], &mut self.gradient_squares[entry]);
                for lane in 0..LANES {
                    hessian[lane] = curved[lane].mul_add(other[lane], hessian[lane]);
                    squares[lane] = doubled[lane].mul_add(other[lane], squares[lane]);
                }
                entry += 1;
            }
        }
    }
}

/// Returns the probability of class 1 for each score.
#[inline(always)]
fn probabilities(scores: &Lanes) -> Lanes {
    let mut probabilities = [0.0; LANES];
    for lane in 0..LANES {
        probabilities[lane] = probability(scores[lane]);
    }
    probabilities
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
