//! Parses the arguments, and dispatches to a command.

#![warn(clippy::unwrap_used)]

use std::process::ExitCode;

use clap::Parser;
use sgdscope::cli::Cli;
use sgdscope::commands;

fn main() -> ExitCode {
    match Cli::try_parse() {
        Ok(arguments) => commands::run(&arguments),
        Err(error) => commands::refuse_arguments(&error),
    }
}
