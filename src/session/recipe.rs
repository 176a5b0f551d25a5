//! The recipe of a run: what it began with, what was changed since, and where it stands.

pub mod file;

use std::sync::Arc;

use crate::learning::data::Source;
use crate::learning::model::start::StartKind;
use crate::session::change::Value;
use crate::session::changes::Changes;
use crate::session::settings::{Settings, TABLE};

/// Everything that repeats a run, apart from a person's own data.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// The settings with which the run began.
    pub began: Arc<Settings>,
    /// The changes that were made since, and those that lie ahead.
    pub changes: Arc<Changes>,
    /// The update at which the run is to end, where that is planned and lies ahead.
    pub until: Option<u64>,
    /// The update at which the run stands, where it has begun and is not over.
    pub stands_at: Option<u64>,
}

impl Recipe {
    /// The options after `sgdscope` or `sgdscope train` that repeat the run up to where it stands: each setting
    /// that decides the run and differs from its default, each change, and the update. `own_data` are the
    /// options that read a person's own data, if there are any. Nothing where changes are missing.
    #[must_use]
    pub fn options(&self, own_data: &[String]) -> Option<Vec<String>> {
        if self.changes.are_cut() {
            return None;
        }
        let (began, later) = self.folded();
        let is_own_data = began.setup.data.source == Source::Own;
        let mut options = Vec::new();
        if is_own_data {
            options.extend_from_slice(own_data);
        }
        let default = Settings::default();
        for setting in TABLE.into_iter().filter(|setting| setting.decides_run) {
            let text = setting.text(&began);
            // The options that read a file say that it is the source.
            let is_told =
                text == setting.text(&default) || (is_own_data && setting.flag == "family");
            match text.as_str() {
                _ if is_told => {}
                "on" => options.push(format!("--{}", setting.flag)),
                text => options.push(format!("--{}={text}", setting.flag)),
            }
        }
        options.extend(later.into_iter().map(|change| format!("--at={change}")));
        let end = self.stands_at.or(self.until);
        options.extend(end.map(|update| format!("--until={update}")));
        Some(options)
    }

    /// The command with these options, quoted for a shell.
    #[must_use]
    pub fn command(&self, own_data: &[String]) -> Option<String> {
        let options = self.options(own_data)?;
        let words = options.iter().map(|option| quoted(option));
        let words: Vec<String> = std::iter::once("sgdscope".to_owned())
            .chain(words)
            .collect();
        Some(words.join(" "))
    }

    /// The recipe of the whole run, wherever it stands.
    #[must_use]
    pub fn of_whole_run(&self) -> Self {
        Self {
            stands_at: None,
            ..self.clone()
        }
    }

    /// The settings of the start, with those that were changed before the first update, and the changes
    /// that are left, as text: a setting that is changed before the first update is a setting of the start.
    fn folded(&self) -> (Settings, Vec<String>) {
        let (mut began, mut later) = (Settings::clone(&self.began), Vec::new());
        for change in self.changes.all() {
            match &change.value {
                Value::Setting(value) if change.update == 0 => value.set(&mut began),
                _ => later.push(change.to_string()),
            }
        }
        // Features may have been chosen since the weights were given.
        let weights = 1 + began.setup.inputs.features.len();
        if let StartKind::Given(given) = &mut began.setup.start.kind {
            *given = given.resized(weights);
        }
        (began, later)
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
