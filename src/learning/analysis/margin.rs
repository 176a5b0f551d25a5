//! The margin: how far the samples keep from the decision boundary, and how far they could.
//!
//! Distances are Euclidean, in the features of training. For plain coordinates, those are the units of the data.

use crate::learning::analysis::problem::{Problem, length};
use crate::learning::analysis::symmetric::Symmetric;
use crate::learning::kernel::MOST_WEIGHTS;

/// Largest number of points that are taken up. Each one shortens the vector between the classes.
const MOST_STEPS: usize = 1000;
/// Share by which the margin may fall short of the largest one at the end of the search, and where rounding ends it.
const ACCURACY: f64 = 1e-12;
const ROUNDING: f64 = 1e-8;

/// The largest margin of separable classes, and weights that have it.
#[derive(Debug, Clone, PartialEq)]
pub struct LargestMargin {
    /// Distance of the nearest samples of both classes to the decision boundary.
    pub margin: f64,
    /// Weights of training whose boundary has this margin, of length 1 without the bias.
    pub weights: Vec<f64>,
}

impl Problem {
    /// Returns the margin of some weights: the smallest distance of a sample to the decision boundary, measured
    /// in the features of training, and negative if a sample is on the wrong side. `None` if all weights except
    /// the bias are 0, so that there is no boundary.
    #[must_use]
    pub fn margin(&self, weights: &[f64]) -> Option<f64> {
        let length = length(&weights[1..]);
        let margin = self.smallest_side(weights) / length;
        (length > 0.0 && margin.is_finite()).then_some(margin)
    }

    /// Returns the smallest score of a sample, counted as positive on the side of its own class.
    fn smallest_side(&self, weights: &[f64]) -> f64 {
        let sides = self.samples_of_columns().map(|(features, label)| {
            let products = weights[1..].iter().zip(features);
            let score = products.fold(weights[0], |score, (weight, value)| score + weight * value);
            if label > 0.5 { score } else { -score }
        });
        sides.fold(f64::INFINITY, f64::min)
    }
}

impl LargestMargin {
    /// Finds the largest margin of a problem; `None` if the classes are not separable, one of them has no samples,
    /// only a part of the samples is known, or the search does not end.
    ///
    /// The shortest vector between the convex hulls of the classes is twice the margin. Wolfe's algorithm (1976)
    /// finds it exactly, from at most eight pairs of samples at a time. It ends when the weights that it leads to
    /// have, as measured, the margin that its length allows.
    #[must_use]
    pub fn of(problem: &Problem) -> Option<Self> {
        if problem.is_sampled() {
            return None;
        }
        let mut direction = vec![0.0; problem.weights() - 1];
        let mut corral = Corral::default();
        let mut shortest = f64::INFINITY;
        for _ in 0..MOST_STEPS {
            let nearest = Nearest::of(problem, &direction)?;
            let point = nearest.between();
            let (squared, product) = (product(&direction, &direction), product(&direction, &point));
            // Rounding ends the search when the vector no longer becomes shorter.
            let is_last = product >= squared * (1.0 - ACCURACY) || squared >= shortest;
            let next = (!is_last || squared == 0.0)
                .then(|| corral.shortest_with(point))
                .flatten();
            let Some(next) = next else {
                let is_found = squared > 0.0 && product >= squared * (1.0 - ROUNDING);
                return is_found
                    .then(|| Self::along(problem, &direction, &nearest))
                    .flatten();
            };
            if squared > 0.0 {
                shortest = squared;
            }
            direction = next;
        }
        None
    }

    /// Returns the margin across a direction, in the middle between the nearest samples.
    fn along(problem: &Problem, direction: &[f64], nearest: &Nearest) -> Option<Self> {
        let long = length(direction);
        let middle = f64::midpoint(nearest.scores[0], nearest.scores[1]);
        let mut weights = vec![-middle / long];
        weights.extend(direction.iter().map(|number| number / long));
        let margin = problem.margin(&weights)?;
        (margin > 0.0).then_some(Self { margin, weights })
    }
}

fn product(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// The sample of each class that is nearest to the other class in a direction.
struct Nearest {
    samples: [Vec<f64>; 2],
    scores: [f64; 2],
}

impl Nearest {
    /// Returns `None` if a class has no samples.
    fn of(problem: &Problem, direction: &[f64]) -> Option<Self> {
        let mut best: [Option<(f64, usize)>; 2] = [None; 2];
        for (place, (features, label)) in problem.samples_of_columns().enumerate() {
            let score: f64 = features
                .zip(direction)
                .map(|(value, number)| value * number)
                .sum();
            let class = usize::from(label > 0.5);
            let side = if class == 1 { score } else { -score };
            if best[class].is_none_or(|(lowest, _)| side < lowest) {
                best[class] = Some((side, place));
            }
        }
        let [(zero, zero_place), (one, one_place)] = [best[0]?, best[1]?];
        let sample = |place: usize| problem.samples_of_columns().nth(place);
        let [zeros, ones] = [
            sample(zero_place)?.0.collect(),
            sample(one_place)?.0.collect(),
        ];
        Some(Self {
            samples: [zeros, ones],
            scores: [-zero, one],
        })
    }

    /// Returns the vector from the sample of class 0 to that of class 1.
    fn between(&self) -> Vec<f64> {
        let [zeros, ones] = &self.samples;
        ones.iter()
            .zip(zeros)
            .map(|(one, zero)| one - zero)
            .collect()
    }
}

/// Points whose convex hull holds the shortest vector so far inside, with the share of each point in it.
#[derive(Default)]
struct Corral {
    points: Vec<Vec<f64>>,
    shares: Vec<f64>,
}

impl Corral {
    /// Takes up a point, and returns the shortest vector of the convex hull of the points; `None` if rounding stops
    /// it. Points that have no share in it are given up.
    fn shortest_with(&mut self, point: Vec<f64>) -> Option<Vec<f64>> {
        if self.points.len() >= MOST_WEIGHTS {
            return None;
        }
        self.points.push(point);
        self.shares
            .push(if self.shares.is_empty() { 1.0 } else { 0.0 });
        // Each round but the last gives up a point.
        for _ in 0..=MOST_WEIGHTS {
            let target = self.shortest_of_plane()?;
            if target.iter().all(|share| *share > 0.0) {
                self.shares = target;
                return Some(self.vector());
            }
            self.go_towards(&target);
        }
        None
    }

    /// Returns the shares of the shortest vector of the plane through the points, some of which may be negative.
    fn shortest_of_plane(&self) -> Option<Vec<f64>> {
        let count = self.points.len();
        // Adding the same number to all entries changes the length of the solution, not its direction.
        let size = self
            .points
            .iter()
            .map(|point| product(point, point))
            .fold(0.0, f64::max);
        let entry = |row: usize, column: usize| {
            if row < count && column < count {
                product(&self.points[row], &self.points[column]) + size
            } else {
                0.0
            }
        };
        let entries = std::array::from_fn(|row| std::array::from_fn(|column| entry(row, column)));
        let solution = Symmetric::new(count, &entries).solve(&vec![size; count])?;
        let sum: f64 = solution.iter().sum();
        Some(solution.iter().map(|share| share / sum).collect())
    }

    /// Moves the shares towards a target until the first one is 0, and gives up the points without one.
    fn go_towards(&mut self, target: &[f64]) {
        let pairs = || self.shares.iter().zip(target);
        let ways = pairs()
            .filter(|(_, to)| **to <= 0.0)
            .map(|(from, to)| from / (from - to));
        let way = ways.fold(1.0, f64::min);
        let smallest = pairs()
            .map(|(from, to)| from + way * (to - from))
            .collect::<Vec<f64>>();
        let lowest = smallest.iter().copied().fold(f64::INFINITY, f64::min);
        let kept = smallest
            .iter()
            .map(|share| *share > lowest.max(0.0))
            .collect::<Vec<bool>>();
        let mut keeps = kept.iter();
        self.points
            .retain(|_| keeps.next().copied().unwrap_or(false));
        self.shares = smallest
            .into_iter()
            .zip(&kept)
            .filter(|(_, keep)| **keep)
            .map(|(share, _)| share)
            .collect();
    }

    fn vector(&self) -> Vec<f64> {
        let width = self.points.first().map_or(0, Vec::len);
        let along = |place: usize| {
            let products = self.points.iter().zip(&self.shares);
            products.map(|(point, share)| share * point[place]).sum()
        };
        (0..width).map(along).collect()
    }
}
