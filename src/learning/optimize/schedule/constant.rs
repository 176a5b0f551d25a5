//! A learning rate that is constant from the first epoch to the last.

use crate::learning::optimize::schedule::{Schedule, ScheduleInput};

/// Constant learning rate: `factor = 1`.
pub static CONSTANT: Schedule = Schedule {
    name: "constant",
    help: "the same learning rate all along",
    formula: "alpha",
    uses: &[],
    factor,
};

fn factor(_: &ScheduleInput) -> f64 {
    1.0
}
