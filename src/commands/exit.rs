//! How a command ends: an exit code, and one line on standard error where something is wrong.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;

use crate::cli;
use crate::input::escaped;

/// Something went wrong on the way.
pub const FAILURE: u8 = 1;
/// The arguments, or the place where the program runs, do not allow it.
pub const USAGE: u8 = 2;

/// The code for the outcome of a command. A reader that has had enough, and closes the pipe, is no error.
pub fn finish(result: Result<()>) -> ExitCode {
    let Err(error) = result else {
        return ExitCode::SUCCESS;
    };
    let io_error = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<io::Error>());
    if io_error.is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    fail(FAILURE, &format!("error: {error:#}"))
}

/// Says what is wrong with the arguments as a whole.
pub fn refuse(why: &str) -> ExitCode {
    fail(USAGE, &format!("error: {}", escaped(why)))
}

/// Says what is wrong with arguments that clap refused, or prints the help that was asked for.
#[must_use]
pub fn refuse_arguments(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        fail(USAGE, &cli::complaint(error))
    } else {
        finish(error.print().map_err(Into::into))
    }
}

/// Writes a line to standard error. Where that is closed, the code has to do.
pub fn fail(code: u8, line: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "{line}");
    ExitCode::from(code)
}
