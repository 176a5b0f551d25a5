//! Mini-batch gradient descent as a person writes it in a few lines, with a switch for each slip. It is independent of
//! the trainer and its kernels.

use crate::learning::check::row::Unit;
use crate::learning::data::Columns;
use crate::learning::numeric::moments::Moments;
use crate::learning::train::loss::Totals;

/// Largest number of columns of a program.
pub const MOST_COLUMNS: usize = 3;

/// A column of the inputs, one for each weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The number 1: its weight is the bias.
    One,
    /// The number 1, but its weight is never moved.
    FixedOne,
    /// The number 0: its weight has no effect.
    Zero,
    /// The first feature.
    X1,
    /// The second feature.
    X2,
}

/// How the class of a sample is written as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labels {
    /// 0 and 1.
    ZeroOne,
    /// 1 and 0.
    Turned,
    /// -1 and 1.
    Signs,
}

/// The samples that an update sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Batches {
    /// A mini-batch; the last one of an epoch may be short.
    All,
    /// A mini-batch; a short one is left out.
    FullOnly,
    /// Each sample of a mini-batch moves the weights on its own.
    SampleBySample,
    /// All samples, once for each mini-batch.
    WholeData,
}

/// The number by which the sum of the gradients is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Divisor {
    /// Number of samples of the mini-batch.
    Batch,
    /// Number of samples of a full mini-batch.
    FullBatch,
    /// Number of samples of the data.
    Data,
    /// 1: the gradients are only summed.
    One,
}

/// The error by which the inputs are multiplied, from the probability `p` and the label `y`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorTerm {
    /// `p - y`, of the cross-entropy.
    CrossEntropy,
    /// `(p - y) p (1 - p)`, of half the squared error.
    HalfSquared,
    /// `2 (p - y) p (1 - p)`, of the squared error.
    Squared,
}

/// A program that trains logistic regression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Program {
    /// Columns of the inputs.
    pub columns: &'static [Column],
    /// Whether the features are standardised. The weights are then those of the standardised features.
    pub standardizes: bool,
    /// Labels.
    pub labels: Labels,
    /// Whether the samples are seen from the last to the first.
    pub is_reversed: bool,
    /// Samples of an update.
    pub batches: Batches,
    /// Number of samples in a mini-batch, at least 1.
    pub batch_size: usize,
    /// Divisor of the gradient.
    pub divisor: Divisor,
    /// Error of a sample.
    pub error: ErrorTerm,
    /// Learning rate; below 0, the step goes up the gradient.
    pub alpha: f64,
    /// Whether the weights are reported before the update, or the epoch, of their row.
    pub reports_before: bool,
    /// Initial weights, one for each column.
    pub start: Weights,
}

/// A weight for each column; the rest is 0.
pub type Weights = [f64; MOST_COLUMNS];

/// Sums over the samples of an update.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Losses of the samples, measured before each sample's update.
    pub totals: Totals,
    /// Number of samples.
    pub samples: usize,
    /// Whether the update was the last one of an epoch.
    pub completes_epoch: bool,
}

/// A program while it runs.
#[derive(Debug, Clone)]
pub struct Simulation<'a> {
    program: Program,
    samples: Columns<'a>,
    /// Mean and deviation of each feature; 0 and 1 unless they are standardised.
    scales: [Moments; 2],
    weights: Weights,
    before_update: Weights,
    before_epoch: Weights,
    /// Number of samples of the epoch that were seen.
    seen: usize,
}

/// What the samples of an update add up to.
#[derive(Default)]
struct Sums {
    gradient: Weights,
    squared_error: f64,
    cross_entropy: f64,
}

impl<'a> Simulation<'a> {
    /// Creates a program at its start.
    #[must_use]
    pub fn new(program: Program, samples: Columns<'a>) -> Self {
        let plain = Moments {
            mean: 0.0,
            deviation: 1.0,
        };
        let of = |values: &[f64]| {
            let moments = Moments::of(|| values.iter().copied());
            let is_usable = program.standardizes && moments.deviation > 0.0;
            if is_usable { moments } else { plain }
        };
        Self {
            scales: [of(samples.x1), of(samples.x2)],
            weights: program.start,
            before_update: program.start,
            before_epoch: program.start,
            seen: 0,
            program,
            samples,
        }
    }

    /// Makes the next update. Returns `None` if the weights are no longer finite.
    pub fn step(&mut self) -> Option<Step> {
        let (count, size) = (self.samples.len(), self.program.batch_size);
        if self.seen == 0 {
            self.before_epoch = self.weights;
        }
        self.before_update = self.weights;
        let to = count.min(self.seen.saturating_add(size));
        let range = match self.program.batches {
            Batches::WholeData => 0..count,
            Batches::All | Batches::FullOnly | Batches::SampleBySample => self.seen..to,
        };
        let samples = range.len();
        let mut sums = Sums::default();
        for place in range {
            self.add(&mut sums, place);
            if self.program.batches == Batches::SampleBySample {
                self.move_weights(&std::mem::take(&mut sums.gradient), 1.0);
            }
        }
        let divisor = match self.program.divisor {
            Divisor::Batch => samples,
            Divisor::FullBatch => size,
            Divisor::Data => count,
            Divisor::One => 1,
        };
        self.move_weights(&sums.gradient, divisor as f64);
        let is_next_short = count - to < size;
        let drops_next = self.program.batches == Batches::FullOnly && is_next_short;
        let completes_epoch = to == count || drops_next;
        self.seen = if completes_epoch { 0 } else { to };
        let is_finite = self.weights.iter().all(|weight| weight.is_finite());
        is_finite.then_some(Step {
            totals: Totals {
                squared_error: sums.squared_error,
                cross_entropy: Some(sums.cross_entropy),
            },
            samples,
            completes_epoch,
        })
    }

    /// Returns the weights that the program reports in a row that counts updates or epochs.
    #[must_use]
    pub fn reported(&self, unit: Unit) -> &[f64] {
        let weights = match (self.program.reports_before, unit) {
            (false, _) => &self.weights,
            (true, Unit::Updates) => &self.before_update,
            (true, Unit::Epochs) => &self.before_epoch,
        };
        &weights[..self.program.columns.len()]
    }

    /// Continues from other weights, before the update of a mini-batch, counted from 0 on in each epoch.
    pub fn go_on_from(&mut self, weights: Weights, batch: usize) {
        self.weights = weights;
        self.seen = batch * self.program.batch_size;
    }

    /// Returns the number of samples, and the number of updates of an epoch.
    #[must_use]
    pub fn sizes(&self) -> (usize, usize) {
        let count = self.samples.len();
        (count, count.div_ceil(self.program.batch_size))
    }

    /// Returns the losses of all samples at the present weights.
    #[must_use]
    pub fn totals_now(&self) -> Totals {
        let mut sums = Sums::default();
        (0..self.samples.len()).for_each(|place| self.add(&mut sums, place));
        Totals {
            squared_error: sums.squared_error,
            cross_entropy: Some(sums.cross_entropy),
        }
    }

    /// Adds a sample to the sums.
    fn add(&self, sums: &mut Sums, place: usize) {
        let program = &self.program;
        let count = self.samples.len();
        let place = if program.is_reversed {
            count - 1 - place
        } else {
            place
        };
        let (inputs, label) = (self.inputs(place), self.label(place));
        let score: f64 = inputs.iter().zip(&self.weights).map(|(x, w)| x * w).sum();
        let probability = 1.0 / (1.0 + (-score).exp());
        let difference = probability - label;
        let slope = probability * (1.0 - probability);
        let error = match program.error {
            ErrorTerm::CrossEntropy => difference,
            ErrorTerm::HalfSquared => difference * slope,
            ErrorTerm::Squared => 2.0 * difference * slope,
        };
        for (gradient, input) in sums.gradient.iter_mut().zip(inputs) {
            *gradient += error * input;
        }
        sums.squared_error += difference * difference;
        // -y ln p - (1 - y) ln (1 - p), without the logarithm of a probability that is rounded to 0.
        sums.cross_entropy += score.max(0.0) + (-score.abs()).exp().ln_1p() - label * score;
    }

    fn inputs(&self, place: usize) -> Weights {
        let scaled = |value: f64, scale: &Moments| (value - scale.mean) / scale.deviation;
        let mut inputs = [0.0; MOST_COLUMNS];
        for (input, column) in inputs.iter_mut().zip(self.program.columns) {
            *input = match column {
                Column::One | Column::FixedOne => 1.0,
                Column::Zero => 0.0,
                Column::X1 => scaled(self.samples.x1[place], &self.scales[0]),
                Column::X2 => scaled(self.samples.x2[place], &self.scales[1]),
            };
        }
        inputs
    }

    fn label(&self, place: usize) -> f64 {
        let label = self.samples.labels[place];
        match self.program.labels {
            Labels::ZeroOne => label,
            Labels::Turned => 1.0 - label,
            Labels::Signs => 2.0 * label - 1.0,
        }
    }

    fn move_weights(&mut self, gradient: &Weights, divisor: f64) {
        let columns = self.program.columns.iter();
        for ((weight, gradient), column) in self.weights.iter_mut().zip(gradient).zip(columns) {
            if *column != Column::FixedOne {
                *weight -= self.program.alpha * gradient / divisor;
            }
        }
    }
}
