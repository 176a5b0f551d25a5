//! The schedules: how the learning rate changes from epoch to epoch.

mod constant;
mod cosine;
mod exponential;
mod inverse;
mod parameters;
mod step;

use crate::learning::registry::Registered;

pub use parameters::{Gamma, Period, ScheduleParameter, ScheduleParameters};

/// The registry, the default first.
static SCHEDULES: [&Schedule; 5] = [
    &constant::CONSTANT,
    &step::STEP,
    &exponential::EXPONENTIAL,
    &inverse::INVERSE,
    &cosine::COSINE,
];

/// How the learning rate changes from epoch to epoch: one file says all about it.
///
/// All updates of an epoch have the learning rate `alpha · factor`. In the formulas `t` is the number of
/// complete epochs.
pub struct Schedule {
    /// The name by which it is chosen.
    pub name: &'static str,
    /// What it is, in one line.
    pub help: &'static str,
    /// The learning rate it gives, in one line of ASCII.
    pub formula: &'static str,
    /// The parameters that it obeys; the others change nothing.
    pub uses: &'static [ScheduleParameter],
    /// By what the learning rate is multiplied, from 0 to 1.
    pub factor: fn(&Moment) -> f64,
}

/// Where a run stands, and what its schedule was told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moment {
    /// Complete epochs.
    pub epoch: u64,
    /// The run's length in epochs, 1 or more. A run may be continued beyond it.
    pub epochs: u64,
    /// The decay factor, above 0 and up to 1: [`ScheduleParameters::gamma`].
    pub gamma: f64,
    /// Epochs, 1 or more: [`ScheduleParameters::period`].
    pub period: u64,
}

impl Registered for Schedule {
    fn all() -> &'static [&'static Self] {
        &SCHEDULES
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn help(&self) -> &'static str {
        self.help
    }
}
