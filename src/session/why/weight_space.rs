//! The loss over two of the weights: a grid for its contours, the way of the weights, the minimum and both gradients.

use std::sync::Arc;

use crate::learning::analysis::problem::Problem;
use crate::learning::analysis::surface::{self, Surface};
use crate::learning::model::parameters::Parameters;
use crate::learning::numeric::nice::nice_step;
use crate::learning::optimize::regularization::Regularization;
use crate::learning::train::trainer::Trainer;
use crate::session::settings::{Others, WhySettings};
use crate::session::trail::Trail;
use crate::session::why::landscape::Landscape;
use crate::session::why::traced::LAST;

/// Numbers of cells of the grid across and up, if the other weights are kept, and if they are searched for each point.
const CELLS: [[usize; 2]; 2] = [[40, 26], [32, 22]];

/// Share of the extent of what is shown that is left free on each side.
const MARGIN: f64 = 0.12;

/// Number of steps into which the window is divided before its ends are rounded outwards. Few steps keep it still.
const STEPS: f64 = 4.0;

/// Largest weight of which a picture is made.
const FURTHEST: f64 = 1e100;

/// Largest number of contours.
const MOST_LEVELS: u32 = 10;

/// A point of the plane of two weights.
pub type Pair = [f64; 2];

/// The loss over two weights of training, which may be standardised.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightSpace {
    /// Places of the weights on the horizontal and on the vertical axis.
    pub places: [usize; 2],
    /// What the other weights have.
    pub others: Others,
    /// Number of all weights.
    pub weights: usize,
    /// Whether the weights are those of standardised features.
    pub is_standardized: bool,
    /// The penalty that the loss includes.
    pub penalty: Regularization,
    /// Ranges of the two axes.
    pub window: [[f64; 2]; 2],
    /// What training minimises, at the corners of the cells of a grid over the window: row by row from the bottom.
    pub surface: Arc<Surface>,
    /// Numbers of cells across and up.
    pub cells: [usize; 2],
    /// Values of the contours, ascending.
    pub levels: Vec<f64>,
    /// The way of the weights from the start on, as far as it is kept.
    pub way: Arc<Vec<Pair>>,
    /// The way of the last updates up to the present weights.
    pub recent: Vec<Pair>,
    /// The present weights.
    pub here: Pair,
    /// The minimum, if there is one.
    pub optimum: Option<Pair>,
    /// The full gradient.
    pub gradient: Option<Pair>,
    /// The gradient of the next mini-batch.
    pub batch_gradient: Option<Pair>,
    /// The point that is asked for.
    pub probe: Option<Probe>,
}

/// A point of weight space that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// The point.
    pub at: Pair,
    /// What training minimises there; `None` if it is not finite.
    pub loss: Option<f64>,
    /// All weights there, in the units of the data.
    pub weights: Parameters,
}

/// What is asked of weight space.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    /// Places of the two weights.
    pub places: [usize; 2],
    /// What the other weights have.
    pub others: Others,
}

/// The last surface, which is used until something changes that it depends on.
#[derive(Default)]
pub struct SurfaceCache {
    made: Option<(SurfaceKey, Arc<Surface>)>,
}

#[derive(PartialEq)]
struct SurfaceKey {
    question: Question,
    window: [[f64; 2]; 2],
    /// The weights that are kept as they are.
    kept: Vec<f64>,
}

impl SurfaceCache {
    /// Returns the loss over two weights of a run, with the full gradient and that of the next mini-batch. `None` if the
    /// weights are too far away for numbers.
    pub fn space(
        &mut self,
        landscape: &Landscape,
        trail: &Trail,
        trainer: &Trainer,
        gradients: [Option<&[f64]>; 2],
        question: &Question,
    ) -> Option<WeightSpace> {
        let Question { places, others } = *question;
        let (weights, inputs) = (trainer.weights_of_training(), trainer.inputs());
        let pair = |weights: &[f64]| places.map(|place| weights[place]);
        let (here, minimum) = (pair(weights), landscape.optimum.minimum());
        let optimum = minimum.map(|minimum| pair(&minimum.weights));
        let way: Vec<Pair> = trail
            .way()
            .iter()
            .map(|place| pair(&place.weights))
            .collect();
        let last = trail
            .updates()
            .rev()
            .take(LAST)
            .map(|update| pair(update.weights));
        let mut recent: Vec<Pair> = last.collect();
        recent.reverse();
        let window = window(way.iter().chain([&here]).chain(&optimum))?;
        let surface = self.surface(&landscape.problem, weights, window, question);
        let base = minimum.map_or(0.0, |minimum| minimum.objective);
        Some(WeightSpace {
            places,
            others,
            weights: weights.len(),
            is_standardized: inputs.scale(0).is_some(),
            penalty: landscape.problem.regularization(),
            window,
            levels: levels(&surface.heights, base),
            surface,
            cells: question.cells(),
            way: Arc::new(way),
            recent,
            here,
            optimum,
            gradient: gradients[0].map(pair),
            batch_gradient: gradients[1].map(pair),
            probe: None,
        })
    }

    /// Returns the surface over a window, which is measured again only if it has changed.
    fn surface(
        &mut self,
        problem: &Problem,
        weights: &[f64],
        window: [[f64; 2]; 2],
        question: &Question,
    ) -> Arc<Surface> {
        let kept = match question.others {
            Others::Now => question.rest(weights).map(|place| weights[place]).collect(),
            Others::Best => Vec::new(),
        };
        let key = SurfaceKey {
            question: *question,
            window,
            kept,
        };
        match &self.made {
            Some((made, surface)) if *made == key => Arc::clone(surface),
            _ => {
                let cells = question.cells();
                let [across, up] = [0, 1].map(|axis| corners(window[axis], cells[axis]));
                let others = match question.others {
                    Others::Now => surface::Others::Fixed,
                    Others::Best => surface::Others::Best,
                };
                let surface = problem.surface(weights, question.places, [&across, &up], others);
                let surface = Arc::new(surface);
                self.made = Some((key, Arc::clone(&surface)));
                surface
            }
        }
    }
}

/// Returns the ends of equal parts of a range.
fn corners([low, high]: [f64; 2], cells: usize) -> Vec<f64> {
    let at = |corner: usize| low + (high - low) * corner as f64 / cells as f64;
    (0..=cells).map(at).collect()
}

impl WeightSpace {
    /// Returns the height of the surface at a corner of a cell; row 0 is at the bottom.
    #[must_use]
    pub fn height(&self, column: usize, row: usize) -> f64 {
        self.surface.heights[row * (self.cells[0] + 1) + column]
    }
}

impl Question {
    /// Creates the question that the settings of the view ask about a model with this number of weights.
    pub fn new(why: &WhySettings, weights: usize) -> Self {
        Self {
            places: why.plane.within(weights),
            others: why.others,
        }
    }

    /// Returns what there is at a point, measured on all samples of the landscape.
    pub fn ask(&self, landscape: &Landscape, trainer: &Trainer, at: Pair) -> Probe {
        let weights = trainer.weights_of_training();
        let mut there = weights.to_vec();
        for (place, weight) in self.places.into_iter().zip(at) {
            there[place] = weight;
        }
        let loss = match self.others {
            Others::Now => landscape.problem.objective(&there),
            Others::Best => {
                let rest: Vec<usize> = self.rest(weights).collect();
                landscape.problem.settle(&mut there, &rest)
            }
        };
        let there = Parameters::new(weights.shape(), there);
        Probe {
            at,
            loss: Some(loss).filter(|loss| loss.is_finite()),
            weights: trainer.inputs().in_own_units(&there),
        }
    }

    /// Returns the numbers of cells of the grid.
    fn cells(&self) -> [usize; 2] {
        CELLS[usize::from(self.others == Others::Best)]
    }

    /// Returns the places of the weights that are not on the axes.
    fn rest(&self, weights: &[f64]) -> impl Iterator<Item = usize> {
        let places = self.places;
        (0..weights.len()).filter(move |place| !places.contains(place))
    }
}

/// Returns the ranges of the two axes on which all points have room. They change in steps, so that the picture stands
/// still while the weights move a little. `None` if a weight is too large for a picture.
fn window<'a>(points: impl Iterator<Item = &'a Pair>) -> Option<[[f64; 2]; 2]> {
    let first = [[f64::INFINITY, f64::NEG_INFINITY]; 2];
    let ranges = points.fold(first, |ranges, point| {
        [0, 1].map(|axis| {
            let [low, high]: [f64; 2] = ranges[axis];
            [low.min(point[axis]), high.max(point[axis])]
        })
    });
    let is_near = |[low, high]: &[f64; 2]| low.abs() < FURTHEST && high.abs() < FURTHEST;
    ranges.iter().all(is_near).then(|| ranges.map(rounded))
}

/// Returns a range with a margin on each side, rounded outwards.
fn rounded([low, high]: [f64; 2]) -> [f64; 2] {
    // A run that has not moved yet has a window, too.
    let least = low.abs().max(high.abs()).max(1.0) / 10.0;
    let extent = (high - low).max(least);
    let step = nice_step(extent / STEPS);
    let margin = extent * MARGIN;
    [
        ((low - margin) / step).floor() * step,
        ((high + margin) / step).ceil() * step,
    ]
}

/// Returns the values of the contours: `base` plus a unit times 1, 4, 9 and so on, so that they are about equally far apart
/// around a minimum. `base` is the least objective there is, or 0. The unit is a power of 4, so that the contours stand
/// still while the window moves a little.
fn levels(heights: &[f64], base: f64) -> Vec<f64> {
    let finite = heights.iter().filter(|height| height.is_finite());
    let ranges = finite.map(|height| [*height, *height]);
    let range = ranges.reduce(|[low, high], [height, _]| [low.min(height), high.max(height)]);
    let Some([low, high]) = range else {
        return Vec::new();
    };
    let highest = (high - base) / f64::from(MOST_LEVELS + 1).powi(2);
    let unit = 4_f64.powf(highest.log(4.0).ceil());
    let levels = (1..=2 * MOST_LEVELS).map(|count| base + unit * f64::from(count).powi(2));
    levels
        .filter(|level| low < *level && *level < high)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_changes_in_steps_and_holds_all_points_with_a_margin() {
        let around = |points: &[Pair]| window(points.iter()).expect("near points");
        let still = around(&[[0.0, -1.0], [0.61, 1.0]]);
        assert_eq!(around(&[[0.0, -1.0], [0.62, 1.0]]), still);
        for (range, [low, high]) in still.into_iter().zip([[0.0, 0.61], [-1.0, 1.0]]) {
            assert!(range[0] < low && high < range[1], "{range:?}");
        }
        let one = around(&[[3.0, 3.0]]);
        assert!(one[0][0] < 3.0 && 3.0 < one[0][1]);
        assert_eq!(window([[1e200, 0.0]].iter()), None);
        assert_eq!(window([[f64::NAN, 0.0], [0.0, f64::INFINITY]].iter()), None);
    }
}
