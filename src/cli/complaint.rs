//! The error message for invalid arguments, in one line.

use std::error::Error;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::input::escaped;

/// Returns what is wrong with the arguments, in one line that names the value and the remedy.
#[must_use]
pub fn complaint(error: &clap::Error) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) if !text.is_empty() => Some(text.as_str()),
        _ => None,
    };
    let named = text(ContextKind::InvalidArg).zip(text(ContextKind::InvalidValue));
    let reason = match (error.kind(), error.get(ContextKind::ValidValue)) {
        (ErrorKind::ValueValidation, _) => error.source().map(ToString::to_string),
        (ErrorKind::InvalidValue, Some(ContextValue::Strings(values))) => {
            Some(format!("must be {}", values.join(" or ")))
        }
        _ => None,
    };
    let line = match (named, reason) {
        (Some((argument, value)), Some(reason)) => {
            let flag = argument.split([' ', '[']).next().unwrap_or(argument);
            format!("error: {flag} {value}: {reason}")
        }
        _ => first_lines(error),
    };
    escaped(&line)
}

/// Returns clap's message up to its usage text, in one line, followed by a reference to the help.
fn first_lines(error: &clap::Error) -> String {
    let text = error.to_string();
    let lines = text.lines().map(str::trim);
    let said = lines.clone().filter(|line| !line.is_empty());
    let said = said.take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let said = said.collect::<Vec<_>>().join("; ").replace(":; ", ": ");
    if error.kind() == ErrorKind::ArgumentConflict {
        let remedy = if said.contains("subcommand") {
            "put options after the subcommand"
        } else {
            "give only one of them"
        };
        return format!("{said}; {remedy}");
    }
    // The usage line names the subcommand, whose help is the relevant one.
    let usage = lines.clone().find_map(|line| line.strip_prefix("Usage: "));
    let words = usage.unwrap_or("sgdscope").split(' ');
    let words = words.take_while(|word| word.chars().all(char::is_alphanumeric));
    let command = words.collect::<Vec<_>>().join(" ");
    format!("{said}; see {command} --help")
}
