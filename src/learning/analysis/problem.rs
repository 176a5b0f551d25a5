//! What training minimises: the loss of the training samples plus the penalty, ready to be measured at many
//! weights.

mod local;
mod units;

use crate::learning::data::{Columns, Dataset};
use crate::learning::kernel::{Instructions, LANES, Lanes, Rows};
use crate::learning::model::inputs::Inputs;
use crate::learning::optimize::regularization::Regularization;
use crate::learning::train::objective::Objective;
use crate::learning::train::trainer::spread;

pub use local::Local;

/// Largest number of samples that are all used.
const MOST_SAMPLES: usize = 1 << 14;
/// Number of samples that stand for more than that, and the number of equal blocks that hold them.
const SAMPLED: usize = 1 << 13;
const BLOCKS: usize = 1 << 7;

/// The mean cross-entropy of the training samples plus the penalty, as a function of the weights of training.
///
/// The features of the samples are computed once. Of more than 16,384 samples, 8,192 are used, in blocks that
/// are spread evenly over the data.
///
/// ```
/// use sgdscope::learning::analysis::problem::Problem;
/// use sgdscope::learning::model::inputs::Inputs;
/// use sgdscope::learning::optimize::regularization::Regularization;
/// use sgdscope::learning::setup::Setup;
///
/// let setup = Setup::default();
/// let dataset = setup.data.draw(None, &|_| ())?;
/// let inputs = Inputs::plain(setup.inputs.features);
/// let problem = Problem::new(&dataset, &inputs, Regularization::None, 0.0);
/// assert!((problem.loss(&[0.0; 3]) - 2.0_f64.ln()).abs() < 1e-15);
/// # Ok::<(), sgdscope::learning::data::NoMemory>(())
/// ```
#[derive(Debug, Clone)]
pub struct Problem {
    inputs: Inputs,
    /// For each weight except the bias, the feature of each sample, in groups that are padded with zeros.
    columns: Vec<Vec<Lanes>>,
    labels: Vec<Lanes>,
    /// Number of samples in the columns.
    count: usize,
    /// Whether they are a part of the training samples.
    is_sampled: bool,
    /// `None` if the rate is 0.
    regularization: Regularization,
    rate: f64,
    /// The loss that is trained.
    objective: Objective,
    instructions: Instructions,
}

impl Problem {
    /// Makes the problem of training on a data set with these inputs and this penalty.
    #[must_use]
    pub fn new(
        dataset: &Dataset,
        inputs: &Inputs,
        regularization: Regularization,
        rate: f64,
    ) -> Self {
        let training = dataset.training();
        let is_sampled = training.len() > MOST_SAMPLES;
        let parts: Vec<Columns> = if is_sampled {
            spread(training, BLOCKS, SAMPLED).collect()
        } else {
            vec![training]
        };
        let samples = || parts.iter().flat_map(|part| part.samples());
        let columns = inputs.list().iter().enumerate().map(|(place, feature)| {
            let values = samples().map(|(x1, x2, _)| {
                let value = feature.of(x1, x2);
                let scale = inputs.scale(place);
                scale.map_or(value, |scale| (value - scale.mean) / scale.deviation)
            });
            grouped(values)
        });
        Self {
            inputs: inputs.clone(),
            columns: columns.collect(),
            labels: grouped(samples().map(|(_, _, label)| label)),
            count: samples().count(),
            is_sampled,
            regularization: if rate > 0.0 {
                regularization
            } else {
                Regularization::None
            },
            rate,
            objective: Objective::default(),
            instructions: Instructions::best(),
        }
    }

    /// Returns the problem with another loss that is trained in place of the cross-entropy. Then the loss and all its
    /// derivatives are those of that loss. A minimum and verdicts are known for the cross-entropy only.
    #[must_use]
    pub fn training(mut self, objective: Objective) -> Self {
        self.objective = objective;
        self
    }

    /// Returns the loss that is trained.
    #[must_use]
    pub fn objective_trained(&self) -> Objective {
        self.objective
    }

    /// Returns the number of weights, with the bias.
    #[must_use]
    pub fn weights(&self) -> usize {
        self.columns.len() + 1
    }

    /// Returns the number of samples that everything is measured on.
    #[must_use]
    pub fn samples(&self) -> usize {
        self.count
    }

    /// Returns whether only a part of the training samples is measured, because there are many.
    #[must_use]
    pub fn is_sampled(&self) -> bool {
        self.is_sampled
    }

    /// Returns the inputs that the weights belong to.
    #[must_use]
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// Returns the kind of penalty; none if its rate is 0.
    #[must_use]
    pub fn regularization(&self) -> Regularization {
        self.regularization
    }

    /// Returns the rate of the penalty.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.rate
    }

    /// Returns the share of the samples whose label is 1.
    #[must_use]
    pub fn share_of_ones(&self) -> f64 {
        self.labels.iter().flatten().sum::<f64>() / self.count as f64
    }

    /// Returns the mean of the loss that is trained at some weights, without the penalty.
    #[must_use]
    pub fn loss(&self, weights: &[f64]) -> f64 {
        self.instructions.loss(self.objective, self.rows(), weights) / self.count as f64
    }

    /// Returns the penalty at some weights: `rate · Σ|w|` or `rate/2 · Σw²`, without the bias.
    #[must_use]
    pub fn penalty(&self, weights: &[f64]) -> f64 {
        let penalized = weights[1..].iter();
        match self.regularization {
            Regularization::None => 0.0,
            Regularization::L1 => self.rate * penalized.map(|weight| weight.abs()).sum::<f64>(),
            Regularization::L2 => {
                self.rate / 2.0 * penalized.map(|weight| weight.powi(2)).sum::<f64>()
            }
        }
    }

    /// Returns what training minimises at some weights: the mean cross-entropy plus the penalty.
    #[must_use]
    pub fn objective(&self, weights: &[f64]) -> f64 {
        self.loss(weights) + self.penalty(weights)
    }

    /// Returns the full gradient at some weights, with that of the penalty; `None` if a number is not finite.
    #[must_use]
    pub fn gradient(&self, weights: &[f64]) -> Option<Vec<f64>> {
        Some(self.local(weights)?.gradient)
    }

    /// Returns the problem with at most `most` of its samples, spread evenly; `None` if it has no more.
    pub(super) fn thinned(&self, most: usize) -> Option<Self> {
        if self.count <= most {
            return None;
        }
        let places = || (0..most).map(|place| place * self.count / most);
        let chosen = |column: &Vec<Lanes>| {
            grouped(places().map(|place| column[place / LANES][place % LANES]))
        };
        Some(Self {
            columns: self.columns.iter().map(chosen).collect(),
            labels: chosen(&self.labels),
            count: most,
            is_sampled: true,
            inputs: self.inputs.clone(),
            ..*self
        })
    }

    /// Returns each sample: its features as the model receives them, without the bias's 1, and its label.
    pub(super) fn samples_of_columns(
        &self,
    ) -> impl Iterator<Item = (impl Iterator<Item = f64> + '_, f64)> + '_ {
        (0..self.count).map(|sample| {
            let (group, lane) = (sample / LANES, sample % LANES);
            let features = self.columns.iter().map(move |column| column[group][lane]);
            (features, self.labels[group][lane])
        })
    }

    fn rows(&self) -> Rows<'_> {
        Rows {
            columns: &self.columns,
            labels: &self.labels,
            count: self.count,
        }
    }
}

/// Returns the length of a vector.
#[must_use]
pub fn length(vector: &[f64]) -> f64 {
    vector
        .iter()
        .map(|number| number * number)
        .sum::<f64>()
        .sqrt()
}

/// Returns values in groups of eight, the last one padded with zeros.
fn grouped(values: impl Iterator<Item = f64>) -> Vec<Lanes> {
    let values: Vec<f64> = values.collect();
    let groups = values.chunks(LANES);
    let padded =
        |group: &[f64]| std::array::from_fn(|lane| group.get(lane).copied().unwrap_or(0.0));
    groups.map(padded).collect()
}
