//! The command that repeats a run.

use crate::learning::dataset::Source;
use crate::learning::start::StartKind;
use crate::session::change::Changes;
use crate::session::settings::{Settings, TABLE};

/// A run that can be told in a few words: what it began with, and what was changed since.
#[derive(Debug, Clone, Copy)]
pub struct Recipe<'a> {
    /// The options that read the user's own table, if there is one.
    pub table: &'a [String],
    /// The settings with which the run began.
    pub began: &'a Settings,
    /// What was changed since.
    pub changes: &'a Changes,
}

impl Recipe<'_> {
    /// The options after `sgdscope` or `sgdscope train` that repeat the run: each setting that is not as
    /// it is by itself and decides the run, and each change. Nothing where changes are missing.
    #[must_use]
    pub fn options(&self) -> Option<Vec<String>> {
        if self.changes.are_cut() {
            return None;
        }
        // What was changed before the first update might as well have been so from the start.
        let (mut began, mut later) = (*self.began, Vec::new());
        for change in self.changes.made() {
            let setting = Settings::find(change.name).filter(|_| change.update == 0);
            let is_set = setting.map(|row| row.set(&mut began, &change.after).is_ok());
            if is_set != Some(true) {
                later.push(format!(
                    "{}:{}={}",
                    change.update, change.name, change.after
                ));
            }
        }
        // Features may have been chosen since the weights were given: what is missing is 0.
        if let StartKind::Given(weights) = &mut began.setup.start.kind {
            *weights = weights.resized(1 + began.setup.inputs.features.len());
        }
        let is_table = began.setup.data.source == Source::Table;
        let mut options = Vec::new();
        if is_table {
            options.extend_from_slice(self.table);
        }
        let default = Settings::default();
        for setting in TABLE.into_iter().filter(|setting| setting.decides_run) {
            let text = setting.text(&began);
            // A table says by itself that it is the source.
            let is_told = text == setting.text(&default) || (is_table && setting.flag == "family");
            match text.as_str() {
                _ if is_told => {}
                "on" => options.push(format!("--{}", setting.flag)),
                text => options.push(format!("--{}={text}", setting.flag)),
            }
        }
        options.extend(later.into_iter().map(|change| format!("--at={change}")));
        Some(options)
    }

    /// The whole command, quoted for a shell.
    #[must_use]
    pub fn command(&self) -> Option<String> {
        let options = self.options()?;
        let words = options.iter().map(|option| quoted(option));
        let words: Vec<String> = std::iter::once("sgdscope".to_owned())
            .chain(words)
            .collect();
        Some(words.join(" "))
    }
}

/// An option as a shell takes it for one word: its value in quotes where that needs them.
fn quoted(option: &str) -> String {
    let is_plain =
        |character: char| character.is_ascii_alphanumeric() || "-_=.,:/%+@".contains(character);
    if option.chars().all(is_plain) {
        return option.to_owned();
    }
    let (name, value) = option.split_once('=').unwrap_or(("", option));
    let equals = if name.is_empty() { "" } else { "=" };
    if value.chars().any(is_unsafe_to_show) {
        return format!("{name}{equals}{}", escaped(value));
    }
    // Nothing but a quote ends the quotes of a shell.
    format!("{name}{equals}'{}'", value.replace('\'', r"'\''"))
}

/// What might write to a terminal, or make text look like another: all that is neither a letter, a digit,
/// a sign of ASCII nor a space.
fn is_unsafe_to_show(character: char) -> bool {
    !(character.is_alphanumeric() || character.is_ascii_graphic() || character == ' ')
}

/// A value in the quotes of ANSI C, which bash, zsh and ksh know, and a newer POSIX.
fn escaped(value: &str) -> String {
    let escape = |character: char| match character {
        '\'' | '\\' => format!("\\{character}"),
        _ if is_unsafe_to_show(character) => format!("\\U{:08x}", u32::from(character)),
        _ => character.to_string(),
    };
    format!("$'{}'", value.chars().map(escape).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_they_need_it_and_cannot_write_to_a_terminal() {
        let shown = quoted;
        assert_eq!(shown("--at=3:alpha=0.1"), "--at=3:alpha=0.1");
        assert_eq!(shown("--data=my points.csv"), "--data='my points.csv'");
        assert_eq!(shown("--features=x1^2,x2^2"), "--features='x1^2,x2^2'");
        assert_eq!(shown("--positive=it's"), r"--positive='it'\''s'");
        assert_eq!(
            shown("--data=a\u{1b}[2J'\\"),
            r"--data=$'a\U0000001b[2J\'\\'"
        );
        assert_eq!(shown("--data=\u{202e}x"), r"--data=$'\U0000202ex'");
    }
}
