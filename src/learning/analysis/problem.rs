//! What training minimises: the loss of the training samples plus the penalty, ready to be measured at many
//! weights.

use crate::learning::analysis::eigen::Eigen;
use crate::learning::analysis::symmetric::Symmetric;
use crate::learning::data::{Columns, Dataset};
use crate::learning::kernel::{GeneralSums, Instructions, LANES, Lanes, Rows};
use crate::learning::model::inputs::{Inputs, Scale};
use crate::learning::numeric::moments::Moments;
use crate::learning::optimize::regularization::Regularization;
use crate::learning::train::trainer::spread;

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
    instructions: Instructions,
}

/// What is known at some weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Local {
    /// Mean cross-entropy, without the penalty.
    pub loss: f64,
    /// The penalty.
    pub penalty: f64,
    /// The gradient of the mean loss alone.
    pub slope: Vec<f64>,
    /// The full gradient: that of the mean loss plus that of the penalty, one number for each weight. With the L1
    /// penalty, it is the shortest subgradient.
    pub gradient: Vec<f64>,
    /// The Hessian of the mean loss, plus that of the L2 penalty.
    pub hessian: Symmetric,
    /// The covariance of the gradients of single samples.
    pub noise: Symmetric,
}

impl Local {
    /// Returns the length of the full gradient.
    #[must_use]
    pub fn gradient_length(&self) -> f64 {
        length(&self.gradient)
    }

    /// Returns the largest eigenvalue of the Hessian.
    #[must_use]
    pub fn curvature(&self) -> f64 {
        Eigen::of(&self.hessian).largest()
    }

    /// Returns the noise scale in samples: the trace of the covariance of the samples' gradients, divided by the
    /// squared length of the full gradient (arXiv 1812.06162). A mini-batch of this many samples has as much
    /// noise as gradient. `None` if the gradient is 0.
    #[must_use]
    pub fn noise_scale(&self) -> Option<f64> {
        let scale = self.noise.trace() / self.gradient_length().powi(2);
        scale.is_finite().then_some(scale)
    }
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
            instructions: Instructions::best(),
        }
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

    /// Returns the mean cross-entropy at some weights, without the penalty.
    #[must_use]
    pub fn loss(&self, weights: &[f64]) -> f64 {
        self.instructions.loss(self.rows(), weights) / self.count as f64
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

    /// Returns the loss, the penalty, the full gradient, the Hessian and the noise at some weights, all from one
    /// pass over the samples; `None` if a number is not finite.
    #[must_use]
    pub fn local(&self, weights: &[f64]) -> Option<Local> {
        let sums = self.instructions.second_order(self.rows(), weights);
        let (size, count) = (self.weights(), self.count as f64);
        let mean: Vec<f64> = sums.gradient[..size]
            .iter()
            .map(|sum| sum / count)
            .collect();
        let squares = Symmetric::new(size, &sums.gradient_squares);
        let noise = squares.map(|row, column| {
            squares.entries()[row][column] / count
                - mean.get(row).unwrap_or(&0.0) * mean.get(column).unwrap_or(&0.0)
        });
        let hessian = Symmetric::new(size, &sums.hessian);
        let hessian = hessian.map(|row, column| {
            let is_penalized =
                row == column && row > 0 && self.regularization == Regularization::L2;
            let penalty = if is_penalized { self.rate } else { 0.0 };
            hessian.entries()[row][column] / count + penalty
        });
        let local = Local {
            loss: sums.loss / count,
            penalty: self.penalty(weights),
            gradient: self.with_penalty(weights, mean.clone()),
            slope: mean,
            hessian,
            noise,
        };
        let numbers = [local.loss, local.penalty]
            .into_iter()
            .chain(local.gradient.iter().copied());
        let is_finite = numbers.into_iter().all(f64::is_finite)
            && local.hessian.is_finite()
            && local.noise.is_finite();
        is_finite.then_some(local)
    }

    /// Returns the gradient of a mini-batch at some weights, with that of the penalty.
    #[must_use]
    pub fn batch_gradient(&self, batch: Columns, weights: &[f64]) -> Vec<f64> {
        let mut sums = GeneralSums::default();
        self.instructions
            .extend_general(&mut sums, &self.inputs, weights, batch);
        let mut gradient = vec![0.0; self.weights()];
        sums.write_gradient(&mut gradient);
        for number in &mut gradient {
            *number /= batch.len() as f64;
        }
        self.with_penalty(weights, gradient)
    }

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

    /// Returns a Hessian, without a penalty, as it is in the weights of standardised features; `None` if the
    /// features are standardised already, or do not all vary.
    #[must_use]
    pub fn standardized(&self, hessian: &Symmetric) -> Option<Symmetric> {
        if self.inputs.scale(0).is_some() {
            return None;
        }
        let values = |column: &'_ [Lanes]| {
            column
                .iter()
                .flatten()
                .copied()
                .take(self.count)
                .collect::<Vec<f64>>()
        };
        let mut turned = vec![Scale {
            mean: 0.0,
            deviation: 1.0,
        }];
        for column in &self.columns {
            let values = values(column);
            let Moments { mean, deviation } = Moments::of(|| values.iter().copied());
            turned.push((deviation > 0.0).then_some(Scale { mean, deviation })?);
        }
        let of = |place: usize| turned.get(place).copied().unwrap_or(turned[0]);
        // A standardised feature is (x - mean)/deviation, and the 1 of the bias is itself.
        let entries = hessian.entries();
        Some(hessian.map(|row, column| {
            let (own, other) = (of(row), of(column));
            let sum =
                entries[row][column] - own.mean * entries[0][column] - other.mean * entries[row][0]
                    + own.mean * other.mean * entries[0][0];
            sum / (own.deviation * other.deviation)
        }))
    }

    /// Returns the root mean square of each feature, with 1 for the bias and for features that are 0 everywhere;
    /// `None` if a number is not finite.
    pub(super) fn units(&self) -> Option<Vec<f64>> {
        let of_column = |column: &Vec<Lanes>| {
            let squares = column.iter().flatten().map(|value| value * value);
            let unit = (squares.sum::<f64>() / self.count as f64).sqrt();
            if unit > 0.0 { unit } else { 1.0 }
        };
        let units: Vec<f64> = std::iter::once(1.0)
            .chain(self.columns.iter().map(of_column))
            .collect();
        units.iter().all(|unit| unit.is_finite()).then_some(units)
    }

    /// Returns whether weights have every sample on the side of its class, by more than rounding. Rounding is
    /// judged in weights that are multiplied by `units`.
    pub(super) fn separates(&self, scaled: &[f64], units: &[f64]) -> bool {
        const ROUNDING: f64 = 1e-9;
        let long = length(scaled);
        self.samples_of_columns().all(|(features, label)| {
            let (mut score, mut square) = (scaled[0], 1.0);
            for ((value, unit), weight) in features.zip(&units[1..]).zip(&scaled[1..]) {
                let value = value / unit;
                score += weight * value;
                square += value * value;
            }
            let side = if label > 0.5 { score } else { -score };
            side > ROUNDING * square.sqrt() * long
        })
    }

    /// Adds the gradient of the penalty to that of the mean loss. Where the L1 penalty has no gradient, the
    /// subgradient that leaves the shortest sum is added.
    fn with_penalty(&self, weights: &[f64], mut gradient: Vec<f64>) -> Vec<f64> {
        for (number, weight) in gradient.iter_mut().zip(weights).skip(1) {
            match self.regularization {
                Regularization::None => {}
                Regularization::L2 => *number += self.rate * weight,
                Regularization::L1 if *weight == 0.0 => {
                    *number -= number.clamp(-self.rate, self.rate);
                }
                Regularization::L1 => *number += self.rate.copysign(*weight),
            }
        }
        gradient
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
