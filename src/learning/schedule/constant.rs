//! The same learning rate from the first epoch to the last.

use crate::learning::schedule::{Moment, Schedule};

/// `factor = 1`.
pub static CONSTANT: Schedule = Schedule {
    name: "constant",
    help: "the same learning rate all along",
    formula: "alpha",
    uses: &[],
    factor,
};

fn factor(_: &Moment) -> f64 {
    1.0
}
