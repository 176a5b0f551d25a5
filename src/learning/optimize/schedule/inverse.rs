//! A learning rate in inverse proportion to time, the classical choice of Robbins and Monro.

use crate::learning::optimize::schedule::{Schedule, ScheduleInput, ScheduleParameter};

/// Inverse decay: `factor = 1 / (1 + t / period)`, which is a half after one period and a third after two.
/// In PyTorch it can be written as a `torch.optim.lr_scheduler.LambdaLR`.
pub static INVERSE: Schedule = Schedule {
    name: "inverse",
    help: "a half after a period, a third after two",
    formula: "alpha/(1 + t/period)",
    uses: &[ScheduleParameter::Period],
    factor,
};

fn factor(input: &ScheduleInput) -> f64 {
    let periods = input.epoch as f64 / input.period as f64;
    1.0 / (1.0 + periods)
}
