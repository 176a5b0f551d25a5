//! The commands of `sgdscope`, one file each: the live training, and the commands that need no screen.

mod check;
mod data;
mod describe;
mod documentation;
mod exit;
pub mod lines;
mod live;
pub mod look;
mod output_file;
mod own_data;
mod predict;
mod predictions;
mod race;
pub mod sweep;
mod train;
mod watch;
mod why;

use std::process::ExitCode;

use crate::cli::{Cli, Task};

pub use exit::refuse_arguments;

/// Runs the command that the command line selects, and returns the exit code. Errors are reported in one
/// line on standard error.
#[must_use]
pub fn run(arguments: &Cli) -> ExitCode {
    match &arguments.task {
        None => live::run(&arguments.live),
        Some(Task::Train(train)) => train::run(train),
        Some(Task::Sweep(sweep)) => sweep::run(sweep),
        Some(Task::Check(check)) => check::run(check),
        Some(Task::Watch(watch)) => watch::run(watch),
        Some(Task::Predict(predict)) => predict::run(predict),
        Some(Task::Data(data)) => data::run(data),
        Some(Task::Completions { shell }) => documentation::completions(*shell),
        Some(Task::Man) => documentation::manual(),
    }
}
