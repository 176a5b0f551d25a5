//! The steps from row to row of a log: which of them the reference would make from the row before, and whether the
//! others look like mini-batches in another order.

use crate::learning::check::program::{MOST_COLUMNS, Program, Simulation, Weights};
use crate::learning::check::row::{Given, Row, Unit};
use crate::learning::data::Columns;
use crate::session::check::alternatives::right_of;
use crate::session::check::comparison::Alignment;
use crate::session::check::{Cause, ReferencePlan};

/// Smallest number of steps from which another order is read.
const FEWEST_STEPS: u64 = 5;
/// Range of the mean squared distance of a step from the mean step, in deviations of a random mini-batch, that is
/// taken for another order. Three weights give 3, and a little less because no sample is drawn twice.
const MEAN_DISTANCE: std::ops::Range<f64> = 0.5..8.0;

/// Number of samples after which no further steps are looked at: each step needs the gradients of all samples.
const MOST_SEEN: usize = 50_000_000;

/// What the steps of a log are like.
#[derive(Debug, Clone, PartialEq)]
pub struct Steps {
    /// Number of steps between rows of one update each, with all weights.
    pub count: u64,
    /// Number of these that are the reference's own, from the row before.
    pub agreeing: u64,
    /// Update of the first step that is not.
    pub first_other: Option<u64>,
    /// Mean squared distance from the mean step over all samples, in deviations of a mini-batch.
    distance: f64,
}

impl Steps {
    /// Looks at the steps of a log; `None` if no two rows follow each other with all weights.
    #[must_use]
    pub fn of(rows: &[Row], alignment: Alignment, reference: &ReferencePlan) -> Option<Self> {
        let right = right_of(reference).ok()?;
        let samples = reference.dataset.training();
        let batches = samples.len().div_ceil(right.batch_size) as u64;
        let mut simulation = Simulation::new(right, samples);
        let mut steps = Self {
            count: 0,
            agreeing: 0,
            first_other: None,
            distance: 0.0,
        };
        let mut samples_seen = 0;
        for (place, pair) in rows.windows(2).enumerate() {
            let numbers = [0, 1].map(|off| alignment.of(&pair[off], place + off));
            let [(Unit::Updates, before), (_, update)] = numbers else {
                return None;
            };
            let all = |row: &Row| row.all_weights(right.columns.len());
            let (Some(from), Some(to)) = (all(&pair[0]), all(&pair[1])) else {
                continue;
            };
            if update != before + 1 {
                continue;
            }
            samples_seen += samples.len();
            if samples_seen > MOST_SEEN {
                break;
            }
            let batch = usize::try_from(before % batches).unwrap_or_default();
            let start = values(&from);
            simulation.go_on_from(start, batch);
            let Some(step) = simulation.step() else {
                continue;
            };
            steps.count += 1;
            if agrees(&from, &to, simulation.reported(Unit::Updates)) {
                steps.agreeing += 1;
            } else {
                steps.first_other.get_or_insert(update);
            }
            steps.distance += distance(&right, samples, &from, &to, step.samples);
        }
        steps.distance /= steps.count as f64;
        (steps.count > 0).then_some(steps)
    }

    /// Returns whether all steps but a few are the reference's own.
    #[must_use]
    pub fn are_mostly_right(&self) -> bool {
        self.count >= FEWEST_STEPS && self.agreeing * 10 >= self.count * 8
    }

    /// Returns whether all steps are the reference's own, and there are some.
    #[must_use]
    pub fn are_all_right(&self) -> bool {
        self.count >= FEWEST_STEPS && self.agreeing == self.count
    }

    /// Returns the cause that the steps suggest: mini-batches in an order that is not known.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        let is_likely = MEAN_DISTANCE.contains(&self.distance);
        // In another order, hardly any mini-batch has the samples of the reference.
        let has_own_order = self.agreeing * 10 > self.count;
        if self.count < FEWEST_STEPS || has_own_order || !is_likely {
            return None;
        }
        Some(Cause {
            says: "the mini-batches may have other samples (shuffled with an unknown seed, or drawn with replacement), \
                   or there are several slips"
                .to_owned(),
            remedy: "take the samples in order for the check, or shuffle with \
                     np.random.RandomState(init_seed).permutation(n) and compare with --shuffle"
                .to_owned(),
            loss: None,
            is_loss_unknown: false,
            is_factor: false,
            is_guess: true,
            updates_of_epoch: None,
        })
    }
}

fn values(given: &[Given]) -> Weights {
    let mut weights = [0.0; MOST_COLUMNS];
    for (weight, given) in weights.iter_mut().zip(given) {
        *weight = given.value;
    }
    weights
}

/// Returns whether a step leads to the weights of a row. Both rows are rounded.
fn agrees(from: &[Given], to: &[Given], stepped: &[f64]) -> bool {
    let rounding = from
        .iter()
        .map(|given| given.half_unit)
        .fold(1e-9, f64::max);
    let mut pairs = to.iter().zip(stepped);
    pairs.all(|(to, stepped)| to.agrees(*stepped, to.half_unit + 2.0 * rounding))
}

/// Returns the squared distance (of Mahalanobis) between the gradient of a step and the mean gradient, in deviations
/// of the mean of `size` samples. The rounding of the rows counts as a deviation, too.
fn distance(right: &Program, samples: Columns, from: &[Given], to: &[Given], size: usize) -> f64 {
    let start = values(from);
    let end = values(to);
    let count = samples.len() as f64;
    let (mut mean, mut squares) = ([0.0; 3], [[0.0; 3]; 3]);
    for place in 0..samples.len() {
        let inputs = [1.0, samples.x1[place], samples.x2[place]];
        let score: f64 = inputs.iter().zip(&start).map(|(x, w)| x * w).sum();
        let error = 1.0 / (1.0 + (-score).exp()) - samples.labels[place];
        for row in 0..3 {
            mean[row] += error * inputs[row] / count;
            for column in 0..3 {
                squares[row][column] += error * error * inputs[row] * inputs[column] / count;
            }
        }
    }
    let mut off = [0.0; 3];
    for row in 0..3 {
        off[row] = (start[row] - end[row]) / right.alpha - mean[row];
        for column in 0..3 {
            squares[row][column] = (squares[row][column] - mean[row] * mean[column]) / size as f64;
        }
        let rounding = (from[row].half_unit + to[row].half_unit).max(1e-12) / right.alpha;
        squares[row][row] += rounding * rounding;
    }
    let solved = solved(squares, off);
    off.iter()
        .zip(solved)
        .map(|(off, solved)| off * solved)
        .sum()
}

/// Solves three equations with a symmetric positive definite matrix.
fn solved(mut matrix: [[f64; 3]; 3], mut right: [f64; 3]) -> [f64; 3] {
    for pivot in 0..3 {
        let above = matrix[pivot];
        for row in pivot + 1..3 {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            for (own, above) in matrix[row].iter_mut().zip(above) {
                *own -= factor * above;
            }
            right[row] -= factor * right[pivot];
        }
    }
    for row in (0..3).rev() {
        let known: f64 = (row + 1..3)
            .map(|column| matrix[row][column] * right[column])
            .sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_equations_are_solved() {
        let matrix = [[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]];
        let solution = solved(matrix, [7.5, 7.6, 6.9]);
        for (found, expected) in solution.iter().zip([1.0, 2.0, 3.0]) {
            assert!((found - expected).abs() < 1e-12, "{solution:?}");
        }
    }
}
