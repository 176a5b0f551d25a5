//! The parameters of the schedules, each checked once, when it is made.

use crate::learning::numeric::checked::{checked_number, shortest};
use crate::learning::train::hyperparameters::MOST_EPOCHS;

/// A parameter of one or more schedules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduleParameter {
    /// [`ScheduleParameters::gamma`].
    Gamma,
    /// [`ScheduleParameters::period`].
    Period,
}

/// Parameters of all schedules.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ScheduleParameters {
    /// Factor of the learning rate over one period (step and exponential).
    pub gamma: Gamma,
    /// Length of a period in epochs (step, exponential and inverse).
    pub period: Period,
}

checked_number! {
    /// Decay factor, above 0 and up to 1. The default is 0.1, as in PyTorch's `StepLR`.
    Gamma: f64 = 0.1, |gamma| gamma > 0.0 && gamma <= 1.0, shortest
}

checked_number! {
    /// Number of epochs, 1 to 10¹². The default is 30, as in the examples of PyTorch's `StepLR`.
    Period: u64 = 30, |epochs| (1..=MOST_EPOCHS).contains(&epochs), |epochs| epochs.to_string()
}
