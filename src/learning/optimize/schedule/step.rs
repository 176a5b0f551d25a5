//! A learning rate that falls in steps.

use crate::learning::numeric::power::power;
use crate::learning::optimize::schedule::{Schedule, ScheduleInput, ScheduleParameter};

/// Decay in steps: `factor = gamma^⌊t / period⌋`, as in `torch.optim.lr_scheduler.StepLR`.
pub static STEP: Schedule = Schedule {
    name: "step",
    help: "times gamma after every period",
    formula: "alpha*gamma^floor(t/period)",
    uses: &[ScheduleParameter::Gamma, ScheduleParameter::Period],
    factor,
};

fn factor(input: &ScheduleInput) -> f64 {
    power(input.gamma, input.epoch / input.period)
}
