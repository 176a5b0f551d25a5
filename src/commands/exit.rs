//! The end of a command: an exit code, and one line on standard error if something is wrong.

use std::borrow::Cow;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use rustix::io::Errno;

use crate::cli;
use crate::input::escaped;

/// Longest word and longest line of a message, in characters. A long path fits.
const LONGEST_WORD: usize = 200;
const LONGEST_LINE: usize = 800;

/// Exit code if the command failed while it ran.
pub const FAILURE: u8 = 1;
/// Exit code if the arguments or the environment do not allow the command to run.
pub const USAGE: u8 = 2;

/// Returns the exit code for the result of a command, and writes an error to standard error. A broken pipe
/// is not an error: the reader has read enough and has closed the pipe.
pub fn finish(result: Result<()>) -> ExitCode {
    let Err(error) = result else {
        return ExitCode::SUCCESS;
    };
    if is_broken_pipe(&error) {
        return ExitCode::SUCCESS;
    }
    let remedy = io_error(&error).map_or("", remedy);
    fail(FAILURE, &format!("error: {error:#}{remedy}"))
}

/// Returns whether an error says that the reader of a pipe has closed it.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    io_error(error).is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

fn io_error(error: &anyhow::Error) -> Option<&io::Error> {
    let mut causes = error.chain();
    causes.find_map(|cause| cause.downcast_ref::<io::Error>())
}

/// Returns what to do about an error of the system that a user can mend; empty for other errors.
fn remedy(error: &io::Error) -> &'static str {
    match Errno::from_io_error(error) {
        Some(Errno::MFILE) => "; allow it more with ulimit -n 64",
        Some(Errno::NFILE) => "; end other programs",
        // The limits of processes and of memory give this error to a thread that cannot start.
        Some(Errno::AGAIN) => "; raise ulimit -u or ulimit -v, or end other programs",
        _ => "",
    }
}

/// Writes to standard error what is wrong with the arguments, and returns [`USAGE`] as the exit code.
pub fn refuse(why: &str) -> ExitCode {
    fail(USAGE, &format!("error: {}", escaped(why)))
}

/// Writes to standard error what is wrong with arguments that clap refused, or prints the help that was
/// requested. Returns the exit code.
#[must_use]
pub fn refuse_arguments(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        fail(USAGE, &cli::complaint(error))
    } else {
        finish(error.print().map_err(Into::into))
    }
}

/// Writes a line to standard error, without the middle of values that are very long, and returns an exit code.
/// If standard error is closed, only the code reports the failure.
pub fn fail(code: u8, line: &str) -> ExitCode {
    let words = line.split(' ').map(|word| match word.chars().count() {
        ..=LONGEST_WORD => Cow::Borrowed(word),
        _ => without_middle(word, 40),
    });
    let line = words.collect::<Vec<_>>().join(" ");
    let _ = writeln!(io::stderr(), "{}", without_middle(&line, LONGEST_LINE / 2));
    ExitCode::from(code)
}

/// Returns the first and the last `kept` characters of a text, with … between them; the whole text if it has
/// no more. The start of a message names the value, and the end the remedy.
fn without_middle(text: &str, kept: usize) -> Cow<'_, str> {
    let mut places = text.char_indices().map(|(place, _)| place);
    let start = places.nth(kept);
    let end = places.nth_back(kept.saturating_sub(1));
    match start.zip(end) {
        Some((start, end)) => format!("{}…{}", &text[..start], &text[end..]).into(),
        None => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_text_that_is_too_long_loses_its_middle() {
        for (text, kept) in [
            ("", ""),
            ("abcdef", "abcdef"),
            ("abcdefg", "abc…efg"),
            ("äöüabcdef…ß", "äöü…f…ß"),
        ] {
            assert_eq!(without_middle(text, 3), kept);
        }
    }
}
