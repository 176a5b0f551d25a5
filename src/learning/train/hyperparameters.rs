//! The hyperparameters of training; each value is checked once, when it is created.

use std::fmt;
use std::num::NonZeroUsize;
use std::str::FromStr;

use crate::learning::numeric::checked::{OutOfRange, checked_number, shortest};
use crate::learning::optimize::optimizer::{Optimizer, OptimizerParameters};
use crate::learning::optimize::regularization::{Regularization, RegularizationRate};
use crate::learning::optimize::schedule::{Schedule, ScheduleParameters};
use crate::learning::registry::Choice;
use crate::learning::train::loss::LossKind;
use crate::learning::train::objective::Objective;
use crate::learning::train::stop::{Patience, TargetLoss};

/// The longest run and the longest period of a schedule, in epochs.
pub(crate) const MOST_EPOCHS: u64 = 1_000_000_000_000;

/// The hyperparameters of training. They may change from one update to the next.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Hyperparameters {
    /// The learning rate.
    pub alpha: Alpha,
    /// The schedule: how the learning rate changes from epoch to epoch.
    pub schedule: Choice<Schedule>,
    /// The parameters of the schedules.
    pub schedule_parameters: ScheduleParameters,
    /// The number of samples in a mini-batch.
    pub batch_size: BatchSize,
    /// The number of passes over the data in a run.
    pub epochs: Epochs,
    /// Whether each epoch sees the samples in a new random order.
    pub shuffle: bool,
    /// The loss that is trained.
    pub objective: Objective,
    /// The optimiser: the rule by which the gradient moves the weights.
    pub optimizer: Choice<Optimizer>,
    /// The parameters of the optimisers.
    pub optimizer_parameters: OptimizerParameters,
    /// The penalty on large weights.
    pub regularization: Regularization,
    /// The weight of the penalty in the loss.
    pub regularization_rate: RegularizationRate,
    /// The kind of loss that is shown and that the target and the patience use.
    pub loss: LossKind,
    /// The loss at which a run is finished.
    pub target: TargetLoss,
    /// The number of epochs without a lower loss after which a run is finished.
    pub patience: Patience,
}

checked_number! {
    /// The learning rate: a finite number above 0. The default is 0.01, as in the tutorial.
    Alpha: f64 = 0.01, |alpha| alpha.is_finite() && alpha > 0.0, shortest
}

checked_number! {
    /// The number of epochs after which a run is finished, from 1 to 10¹². The default is 100, as in the
    /// tutorial.
    Epochs: u64 = 100, |epochs| (1..=MOST_EPOCHS).contains(&epochs), |epochs| epochs.to_string()
}

/// The number of samples in a mini-batch. The default is 32, as in the tutorial. The last mini-batch of an
/// epoch may have fewer samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchSize {
    /// This number of samples, or the whole data set if it has fewer.
    Samples(NonZeroUsize),
    /// The whole data set.
    All,
}

impl BatchSize {
    /// Returns the number of samples in a mini-batch, for a data set of `samples` samples.
    #[must_use]
    pub fn of(self, samples: usize) -> usize {
        match self {
            Self::Samples(size) => size.get().min(samples),
            Self::All => samples,
        }
    }
}

impl Default for BatchSize {
    fn default() -> Self {
        Self::Samples(NonZeroUsize::new(32).expect("32 is not 0"))
    }
}

impl TryFrom<usize> for BatchSize {
    type Error = OutOfRange;

    fn try_from(size: usize) -> Result<Self, OutOfRange> {
        NonZeroUsize::new(size).map(Self::Samples).ok_or(OutOfRange)
    }
}

impl FromStr for BatchSize {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        if text == "all" {
            return Ok(Self::All);
        }
        let size: usize = text.parse().map_err(|_| OutOfRange)?;
        size.try_into()
    }
}

impl fmt::Display for BatchSize {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Samples(size) => size.fmt(formatter),
            Self::All => formatter.pad("all"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_parses_back() {
        for text in ["0.01", "1e-7", "1e308", "5e-324", "100"] {
            let alpha: Alpha = text.parse().unwrap();
            assert_eq!(alpha.to_string().parse(), Ok(alpha));
        }
        for text in ["1", "32", "all"] {
            let size: BatchSize = text.parse().unwrap();
            assert_eq!(size.to_string(), text);
        }
    }

    #[test]
    fn values_out_of_range_are_refused() {
        for alpha in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Alpha::try_from(alpha), Err(OutOfRange));
        }
        assert_eq!(Epochs::try_from(0), Err(OutOfRange));
        assert_eq!(Epochs::try_from(MOST_EPOCHS + 1), Err(OutOfRange));
        assert_eq!(BatchSize::try_from(0), Err(OutOfRange));
        assert_eq!("-1".parse::<BatchSize>(), Err(OutOfRange));
    }
}
