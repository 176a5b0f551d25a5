//! A learning rate that falls in steps.

use crate::learning::power::power;
use crate::learning::schedule::{Moment, Schedule, ScheduleParameter};

/// `factor = gamma^⌊t / period⌋`: `torch.optim.lr_scheduler.StepLR`.
pub static STEP: Schedule = Schedule {
    name: "step",
    help: "times gamma after every period",
    formula: "alpha*gamma^floor(t/period)",
    uses: &[ScheduleParameter::Gamma, ScheduleParameter::Period],
    factor,
};

fn factor(moment: &Moment) -> f64 {
    power(moment.gamma, moment.epoch / moment.period)
}
