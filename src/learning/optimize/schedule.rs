//! The schedules: how the learning rate changes from epoch to epoch.

mod constant;
mod cosine;
mod exponential;
mod inverse;
mod parameters;
mod step;

use crate::learning::registry::Registered;

pub use parameters::{Gamma, Period, ScheduleParameter, ScheduleParameters};

/// All schedules, the default first.
static SCHEDULES: [&Schedule; 5] = [
    &constant::CONSTANT,
    &step::STEP,
    &exponential::EXPONENTIAL,
    &inverse::INVERSE,
    &cosine::COSINE,
];

/// A schedule: how the learning rate changes from epoch to epoch. Each schedule is defined in one file.
///
/// All updates of an epoch use the learning rate `alpha · factor`. In the formulas, `t` is the number of
/// complete epochs.
pub struct Schedule {
    /// Name by which the schedule is chosen.
    pub name: &'static str,
    /// Description of the schedule in one line.
    pub help: &'static str,
    /// Formula of the learning rate in one line of ASCII.
    pub formula: &'static str,
    /// Parameters that the schedule uses; the others change nothing.
    pub uses: &'static [ScheduleParameter],
    /// Function that returns the factor of the learning rate, from 0 to 1.
    pub factor: fn(&ScheduleInput) -> f64,
}

/// Progress of a run, and the parameters of its schedule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScheduleInput {
    /// Number of complete epochs.
    pub epoch: u64,
    /// Length of the run in epochs, 1 or more. A run may be continued beyond it.
    pub epochs: u64,
    /// Decay factor, above 0 and up to 1: [`ScheduleParameters::gamma`].
    pub gamma: f64,
    /// Length of a period in epochs, 1 or more: [`ScheduleParameters::period`].
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
