//! A learning rate that falls along half a cosine and is 0 at the end of the run.

use std::f64::consts::PI;

use crate::learning::optimize::schedule::{Schedule, ScheduleInput};

/// Half a cosine: `factor = (1 + cos(π · t / epochs)) / 2`, and 0 from the end of the run on, as in
/// `torch.optim.lr_scheduler.CosineAnnealingLR(T_max=epochs, eta_min=0)`. The cosine is the system's
/// (`f64::cos`); its last digits may differ from one system to another.
pub static COSINE: Schedule = Schedule {
    name: "cosine",
    help: "half a cosine, to 0 at the end of the run",
    formula: "alpha*(1 + cos(pi*t/epochs))/2",
    uses: &[],
    factor,
};

fn factor(input: &ScheduleInput) -> f64 {
    if input.epoch >= input.epochs {
        return 0.0;
    }
    let share = input.epoch as f64 / input.epochs as f64;
    f64::midpoint(1.0, (PI * share).cos())
}
