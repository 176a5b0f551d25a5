//! What training minimises as a surface over two of the weights.

use crate::learning::analysis::problem::Problem;
use crate::learning::analysis::symmetric::Symmetric;
use crate::learning::kernel::{MOST_WEIGHTS, Square};
use crate::learning::optimize::regularization::Regularization;

/// Largest number of steps of the search for the best other weights.
const MOST_STEPS: usize = 40;

/// Largest number of times that a step is halved.
const MOST_HALVINGS: usize = 30;

/// Length of a step, relative to the weights, from which on the best other weights are found.
const CLOSE: f64 = 1e-9;

/// A plane in the space of all weights: two weights vary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// Places of the two weights.
    pub places: [usize; 2],
    /// Whether the other weights are, at each point, those with which the objective is lowest. If not, they are kept.
    pub is_best: bool,
}

/// The objective at the corners of the cells of a grid over two weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Surface {
    /// Number of cells across.
    pub columns: usize,
    /// Number of cells from the bottom to the top.
    pub rows: usize,
    /// The values, row by row from the bottom; `columns + 1` in each row. Infinite or NaN where there is none.
    values: Vec<f64>,
}

impl Surface {
    /// Measures the objective over a window of a slice: the ranges of the two weights. `weights` are those that are kept,
    /// or from which the best ones are searched.
    #[must_use]
    pub fn over(
        problem: &Problem,
        slice: Slice,
        window: [[f64; 2]; 2],
        [columns, rows]: [usize; 2],
        weights: &[f64],
    ) -> Self {
        let along = |[low, high]: [f64; 2], place: usize, of: usize| {
            low + (high - low) * place as f64 / of as f64
        };
        let mut values = Vec::with_capacity((columns + 1) * (rows + 1));
        let mut row_start = weights.to_vec();
        for row in 0..=rows {
            let mut start = row_start.clone();
            for column in 0..=columns {
                let at = [
                    along(window[0], column, columns),
                    along(window[1], row, rows),
                ];
                let (value, there) = lowest(problem, slice, at, &start);
                values.push(value);
                // The best weights of a neighbour are close.
                if value.is_finite() {
                    start = there;
                }
                if column == 0 {
                    row_start.clone_from(&start);
                }
            }
        }
        Self {
            columns,
            rows,
            values,
        }
    }

    /// Returns the objective at a corner; row 0 is at the bottom.
    #[must_use]
    pub fn at(&self, column: usize, row: usize) -> f64 {
        self.values[row * (self.columns + 1) + column]
    }

    /// Returns the lowest and the highest finite value; `None` if there is none.
    #[must_use]
    pub fn range(&self) -> Option<[f64; 2]> {
        let finite = self.values.iter().filter(|value| value.is_finite());
        let ranges = finite.map(|value| [*value, *value]);
        ranges.reduce(|[low, high], [value, _]| [low.min(value), high.max(value)])
    }
}

/// Returns the objective at a point of a slice, and all weights there. The weights that do not vary are kept as in
/// `weights`, or searched from there.
#[must_use]
pub fn lowest(problem: &Problem, slice: Slice, at: [f64; 2], weights: &[f64]) -> (f64, Vec<f64>) {
    let mut there = weights.to_vec();
    for (place, weight) in slice.places.into_iter().zip(at) {
        there[place] = weight;
    }
    let rest: Vec<usize> = (0..there.len())
        .filter(|place| !slice.places.contains(place))
        .collect();
    if slice.is_best && !rest.is_empty() {
        for _ in 0..MOST_STEPS {
            let length = step(problem, &rest, &mut there);
            if length.is_none_or(|length| length < CLOSE) {
                break;
            }
        }
    }
    (problem.objective(&there), there)
}

/// Moves the weights at the places `rest` towards their best. Returns the length of the step, relative to the weights;
/// `None` if there is no step to a lower objective.
fn step(problem: &Problem, rest: &[usize], weights: &mut Vec<f64>) -> Option<f64> {
    let local = problem.local(weights)?;
    let before = local.loss + local.penalty;
    let part = |row: usize, column: usize| local.hessian.entries()[rest[row]][rest[column]];
    let direction = if problem.regularization() == Regularization::L1 {
        let rate = problem.rate();
        let one = |place: usize| {
            let (slope, bend) = (local.slope[place], local.hessian.entries()[place][place]);
            let free = weights[place] - slope / bend;
            let cut = if place == 0 { 0.0 } else { rate / bend };
            (free.abs() - cut).max(0.0).copysign(free) - weights[place]
        };
        // A step in every coordinate at once may be too long, and is halved then.
        rest.iter().map(|place| one(*place)).collect()
    } else {
        let mut entries: Square = [[0.0; MOST_WEIGHTS]; MOST_WEIGHTS];
        for (row, entries) in entries.iter_mut().enumerate().take(rest.len()) {
            for (column, entry) in entries.iter_mut().enumerate().take(rest.len()) {
                *entry = part(row, column);
            }
        }
        let right: Vec<f64> = rest.iter().map(|place| -local.gradient[*place]).collect();
        Symmetric::new(rest.len(), &entries).solve(&right)?
    };
    let mut share = 1.0;
    for _ in 0..MOST_HALVINGS {
        let mut moved = weights.clone();
        for (place, step) in rest.iter().zip(&direction) {
            moved[*place] += share * step;
        }
        if problem.objective(&moved) < before {
            let (length, size) =
                rest.iter()
                    .zip(&direction)
                    .fold((0.0, 1.0), |(length, size), (place, step)| {
                        let (length, size): (f64, f64) = (length, size);
                        (
                            length.max((share * step).abs()),
                            size.max(moved[*place].abs()),
                        )
                    });
            *weights = moved;
            return Some(length / size);
        }
        share /= 2.0;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learning::analysis::optimum::Optimum;
    use crate::learning::model::inputs::Inputs;
    use crate::learning::setup::Setup;

    fn problem(features: &str, regularization: Regularization) -> Problem {
        let mut setup = Setup::default();
        setup.data.noise = "5".parse().expect("noise");
        let dataset = setup.data.draw(None, &|_| ()).expect("memory");
        let inputs = Inputs::standardized(features.parse().expect("features"), dataset.training());
        Problem::new(&dataset, &inputs, regularization, 0.01)
    }

    fn slice(places: [usize; 2], is_best: bool) -> Slice {
        Slice { places, is_best }
    }

    #[test]
    fn with_the_others_kept_a_corner_has_the_objective_of_its_weights() {
        let problem = problem("x1,x2,x1x2", Regularization::L2);
        let weights = [0.5, -1.0, 2.0, 0.25];
        let window = [[-1.0, 1.0], [0.0, 4.0]];
        let surface = Surface::over(&problem, slice([1, 3], false), window, [4, 8], &weights);
        for (column, row) in [(0, 0), (4, 8), (3, 1)] {
            let (first, third) = (-1.0 + 0.5 * column as f64, 0.5 * row as f64);
            let expected = problem.objective(&[0.5, first, 2.0, third]);
            assert_eq!(surface.at(column, row), expected);
        }
    }

    #[test]
    fn with_the_others_at_their_best_the_lowest_point_is_the_minimum_and_no_point_is_lower() {
        for regularization in Regularization::ALL {
            let problem = problem("x1,x2,x1x2", regularization);
            let optimum = Optimum::of(&problem);
            let minimum = optimum.minimum().expect("noisy points have a minimum");
            let at = [minimum.weights[1], minimum.weights[2]];
            let (value, there) = lowest(&problem, slice([1, 2], true), at, &[0.0; 4]);
            assert!(
                (value - minimum.objective).abs() < 1e-9,
                "{regularization}: {value}"
            );
            for (found, best) in there.iter().zip(&minimum.weights) {
                assert!((found - best).abs() < 1e-3, "{regularization}: {there:?}");
            }
            let beside = [at[0] + 0.5, at[1] - 0.5];
            let (best, _) = lowest(&problem, slice([1, 2], true), beside, &[0.0; 4]);
            let (kept, _) = lowest(&problem, slice([1, 2], false), beside, &minimum.weights);
            assert!(minimum.objective < best && best < kept, "{regularization}");
        }
    }
}
