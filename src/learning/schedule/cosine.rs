//! A learning rate that falls to 0 at the end of the run along half a cosine.

use std::f64::consts::PI;

use crate::learning::schedule::{Moment, Schedule};

/// `factor = (1 + cos(π · t / epochs)) / 2`, and 0 from the end of the run on:
/// `torch.optim.lr_scheduler.CosineAnnealingLR(T_max=epochs, eta_min=0)`. The cosine is the system's
/// (`f64::cos`), whose last digits may differ from one system to another.
pub static COSINE: Schedule = Schedule {
    name: "cosine",
    help: "half a cosine, to 0 at the end of the run",
    formula: "alpha*(1 + cos(pi*t/epochs))/2",
    uses: &[],
    factor,
};

fn factor(moment: &Moment) -> f64 {
    if moment.epoch >= moment.epochs {
        return 0.0;
    }
    let share = moment.epoch as f64 / moment.epochs as f64;
    f64::midpoint(1.0, (PI * share).cos())
}
