//! The reasons why a parameter of an optimiser or of a schedule has no effect.

use crate::learning::optimize::optimizer::{Optimizer, OptimizerParameter};
use crate::learning::optimize::schedule::{Schedule, ScheduleParameter};
use crate::learning::registry::Registered;
use crate::session::settings::one_of;

/// Returns the reason why a parameter has no effect, with the optimisers that use it.
pub fn optimizers_with(parameter: OptimizerParameter) -> String {
    let all = Optimizer::all().iter();
    let users = all.filter(|optimizer| optimizer.uses.contains(&parameter));
    let names: Vec<&str> = users.map(|optimizer| optimizer.name).collect();
    format!("only with {}", one_of(&names))
}

/// Returns the reason why a parameter has no effect, with the schedules that use it.
pub fn schedules_with(parameter: ScheduleParameter) -> String {
    let all = Schedule::all().iter();
    let users = all.filter(|schedule| schedule.uses.contains(&parameter));
    let names: Vec<&str> = users.map(|schedule| schedule.name).collect();
    format!("only with {}", one_of(&names))
}
