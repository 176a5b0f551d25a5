//! A learning rate that decays by a constant factor in every epoch.

use crate::learning::optimize::schedule::{Schedule, ScheduleInput, ScheduleParameter};

/// Exponential decay: `factor = gamma^(t / period)`. With a period of 1 it is
/// `torch.optim.lr_scheduler.ExponentialLR`. The power is the system's (`f64::powf`); its last digits may
/// differ from one system to another.
pub static EXPONENTIAL: Schedule = Schedule {
    name: "exponential",
    help: "smoothly down, times gamma in a period",
    formula: "alpha*gamma^(t/period)",
    uses: &[ScheduleParameter::Gamma, ScheduleParameter::Period],
    factor,
};

fn factor(input: &ScheduleInput) -> f64 {
    let periods = input.epoch as f64 / input.period as f64;
    input.gamma.powf(periods)
}
