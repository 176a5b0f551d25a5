//! A learning rate that decays by the same share in every epoch.

use crate::learning::schedule::{Moment, Schedule, ScheduleParameter};

/// `factor = gamma^(t / period)`: with a period of 1, `torch.optim.lr_scheduler.ExponentialLR`. The
/// power is the system's (`f64::powf`), whose last digits may differ from one system to another.
pub static EXPONENTIAL: Schedule = Schedule {
    name: "exponential",
    help: "smoothly down, times gamma in a period",
    formula: "alpha*gamma^(t/period)",
    uses: &[ScheduleParameter::Gamma, ScheduleParameter::Period],
    factor,
};

fn factor(moment: &Moment) -> f64 {
    let periods = moment.epoch as f64 / moment.period as f64;
    moment.gamma.powf(periods)
}
