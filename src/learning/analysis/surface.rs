//! The surface of what training minimises, over two of the weights.

use crate::learning::analysis::optimum::Parabola;
use crate::learning::analysis::problem::Problem;
use crate::learning::analysis::symmetric::Symmetric;
use crate::learning::optimize::regularization::Regularization;

/// Largest number of samples that a surface is measured on.
const MOST_SAMPLES: usize = 1 << 10;
/// Largest number of steps towards the best values of the other weights, which begin at those of the cell before.
const MOST_STEPS: usize = 8;
/// Largest number of times that such a step is halved.
const MOST_HALVINGS: usize = 5;
/// Share of a weight below which a step towards its best value counts as 0.
const SMALL: f64 = 1e-6;

/// What the weights have that are not on the axes of a surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// Their values of the moment: the height at the weights of the moment is their objective.
    Fixed,
    /// At each place, the values with the smallest objective: the surface stands still, and its lowest place is the
    /// minimum.
    Best,
}

/// What training minimises, the mean loss plus the penalty, over a grid of two weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Surface {
    /// The objectives, row by row: a row for each value of the second weight, a column for each of the first.
    pub heights: Vec<f64>,
    /// Whether they are measured on a part of the training samples.
    pub is_sampled: bool,
}

impl Problem {
    /// Measures the objective over a grid of the weights at two places, for the values of each of them. Of more than
    /// 1,024 samples, an evenly spread part is used.
    ///
    /// # Panics
    /// If a place is not that of a weight.
    #[must_use]
    pub fn surface(
        &self,
        weights: &[f64],
        [first, second]: [usize; 2],
        [across, down]: [&[f64]; 2],
        others: Others,
    ) -> Surface {
        let thinned = self.thinned(MOST_SAMPLES);
        let problem = thinned.as_ref().unwrap_or(self);
        let rest: Vec<usize> = (0..weights.len())
            .filter(|place| ![first, second].contains(place))
            .collect();
        let mut heights = Vec::with_capacity(across.len() * down.len());
        let mut row_start = weights.to_vec();
        for below in down {
            let mut weights = row_start.clone();
            weights[second] = *below;
            for (column, beside) in across.iter().enumerate() {
                weights[first] = *beside;
                heights.push(match others {
                    Others::Fixed => problem.objective(&weights),
                    Others::Best => problem.settle(&mut weights, &rest),
                });
                if column == 0 {
                    row_start.clone_from(&weights);
                }
            }
        }
        Surface {
            heights,
            is_sampled: self.is_sampled() || thinned.is_some(),
        }
    }

    /// Moves the weights at some places towards the values with the smallest objective, and returns the objective there.
    pub fn settle(&self, weights: &mut [f64], places: &[usize]) -> f64 {
        let mut height = self.objective(weights);
        for _ in 0..MOST_STEPS {
            let Some(step) = self.step_of(weights, places) else {
                return height;
            };
            let mut share = 1.0;
            let mut has_fallen = false;
            for _ in 0..MOST_HALVINGS {
                let mut next = weights.to_vec();
                for (place, step) in places.iter().zip(&step) {
                    next[*place] += share * step;
                }
                let lower = self.objective(&next);
                if lower < height {
                    weights.copy_from_slice(&next);
                    height = lower;
                    has_fallen = true;
                    break;
                }
                share /= 2.0;
            }
            let is_small =
                |(place, step): (&usize, &f64)| step.abs() <= SMALL * (1.0 + weights[*place].abs());
            if !has_fallen || places.iter().zip(&step).all(is_small) {
                break;
            }
        }
        height
    }

    /// Returns the step of some weights to the minimum of the parabola that touches the objective; `None` if it has
    /// none.
    fn step_of(&self, weights: &[f64], places: &[usize]) -> Option<Vec<f64>> {
        let local = self.local(weights)?;
        let entry = |row: usize, column: usize| {
            let pair = places.get(row).zip(places.get(column));
            pair.map_or(0.0, |(row, column)| local.hessian.entries()[*row][*column])
        };
        let entries = std::array::from_fn(|row| std::array::from_fn(|column| entry(row, column)));
        let hessian = Symmetric::new(places.len(), &entries);
        if self.regularization() == Regularization::L1 {
            let chosen = |from: &[f64]| {
                places
                    .iter()
                    .map(|place| from[*place])
                    .collect::<Vec<f64>>()
            };
            let rates = places
                .iter()
                .map(|place| if *place > 0 { self.rate() } else { 0.0 });
            let (at, slope, rates) = (
                chosen(weights),
                chosen(&local.slope),
                rates.collect::<Vec<f64>>(),
            );
            let parabola = Parabola {
                at: &at,
                slope: &slope,
                hessian: &hessian,
                rates: &rates,
            };
            let target = parabola.minimum()?;
            return Some(target.iter().zip(&at).map(|(to, from)| to - from).collect());
        }
        let downwards: Vec<f64> = places.iter().map(|place| -local.gradient[*place]).collect();
        hessian.solve(&downwards)
    }
}
