//! A learning rate that falls as one over the time: the classical choice, of Robbins and Monro.

use crate::learning::schedule::{Moment, Schedule, ScheduleParameter};

/// `factor = 1 / (1 + t / period)`: half of it after one period, a third after two. PyTorch has it as a
/// `torch.optim.lr_scheduler.LambdaLR`.
pub static INVERSE: Schedule = Schedule {
    name: "inverse",
    help: "a half after a period, a third after two",
    formula: "alpha/(1 + t/period)",
    uses: &[ScheduleParameter::Period],
    factor,
};

fn factor(moment: &Moment) -> f64 {
    let periods = moment.epoch as f64 / moment.period as f64;
    1.0 / (1.0 + periods)
}
