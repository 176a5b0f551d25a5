//! The recipe of a run: its initial settings, its changes, and the update that it has reached.

pub mod file;

use std::sync::Arc;

use crate::learning::data::Source;
use crate::learning::model::start::StartKind;
use crate::session::change::Value;
use crate::session::changes::Changes;
use crate::session::settings::{Setting, Settings, TABLE};

/// Everything that is needed to repeat a run, except the user's own data.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// The settings with which the run began.
    pub began: Arc<Settings>,
    /// The changes of the run: changes that were made, and changes that lie ahead.
    pub changes: Arc<Changes>,
    /// Update at which the run is planned to end; `None` if no such end lies ahead.
    pub until: Option<u64>,
    /// Update that the run has reached; `None` if the run has not begun or is over.
    pub stands_at: Option<u64>,
}

impl Recipe {
    /// Returns the options of `sgdscope` or `sgdscope train` that repeat the run up to its current update:
    /// each setting that decides the run and differs from its default, each change, and the update.
    /// `own_data` holds the options that read the user's own data; it is empty if there are none. Returns
    /// `None` if some changes were not kept.
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
        // The options that read a file select it as the source of the data, so no family is given.
        let is_told = |setting: &Setting| is_own_data && setting.flag == "family";
        let deciding = TABLE.into_iter().filter(|setting| setting.decides_run);
        let deciding = deciding.filter(|setting| !is_told(setting));
        options.extend(deciding.filter_map(|setting| option(setting, &began)));
        options.extend(later.into_iter().map(|change| format!("--at={change}")));
        let end = self.stands_at.or(self.until);
        options.extend(end.map(|update| format!("--until={update}")));
        Some(options)
    }

    /// Returns the command that repeats the run up to its current update, quoted for a shell. `own_data`
    /// holds the options that read the user's own data. Returns `None` if some changes were not kept.
    #[must_use]
    pub fn command(&self, own_data: &[String]) -> Option<String> {
        let options = self.options(own_data)?;
        Some(with_options("sgdscope".to_owned(), &options))
    }

    /// Returns the recipe of the whole run, without the update that it has reached.
    #[must_use]
    pub fn of_whole_run(&self) -> Self {
        Self {
            stands_at: None,
            ..self.clone()
        }
    }

    /// Returns the initial settings and the texts of the later changes. A setting that is changed before the
    /// first update counts as an initial setting.
    pub(super) fn folded(&self) -> (Settings, Vec<String>) {
        let (mut began, mut later) = (Settings::clone(&self.began), Vec::new());
        for change in self.changes.all() {
            match &change.value {
                Value::Setting(value) if change.update == 0 => value.set(&mut began),
                _ => later.push(change.to_string()),
            }
        }
        // The number of features may have changed after the initial weights were given.
        let weights = 1 + began.setup.inputs.features.len();
        if let StartKind::Given(given) = &mut began.setup.start.kind {
            *given = given.resized(weights);
        }
        (began, later)
    }
}

/// Returns the options of all settings that do not decide the run, such as its speed and the scale of the
/// loss, and differ from their defaults.
#[must_use]
pub fn look(settings: &Settings) -> Vec<String> {
    let watching = TABLE.into_iter().filter(|setting| !setting.decides_run);
    watching
        .filter_map(|setting| option(setting, settings))
        .collect()
}

/// Returns a command with more options, each quoted for a shell if necessary.
#[must_use]
pub fn with_options(command: String, options: &[String]) -> String {
    let words = options.iter().map(|option| quoted(option));
    let words: Vec<String> = std::iter::once(command).chain(words).collect();
    words.join(" ")
}

/// Returns the option that gives a setting its value; `None` if the value is the default.
pub(super) fn option(setting: &Setting, settings: &Settings) -> Option<String> {
    let text = setting.text(settings);
    if text == setting.text(&Settings::default()) {
        return None;
    }
    Some(match text.as_str() {
        "on" => format!("--{}", setting.flag),
        text => format!("--{}={text}", setting.flag),
    })
}

/// Returns an option as one word of a shell; its value is quoted if necessary.
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
    // Between single quotes, the single quote is the only character with a meaning for the shell.
    format!("{name}{equals}'{}'", value.replace('\'', r"'\''"))
}

/// Returns whether a character could control a terminal or disguise a text: this includes every character
/// that is not a letter, a digit, a printable ASCII character or a space.
fn is_unsafe_to_show(character: char) -> bool {
    !(character.is_alphanumeric() || character.is_ascii_graphic() || character == ' ')
}

/// Returns a value in ANSI C quotes (`$'…'`), which bash, zsh, ksh and recent versions of POSIX support.
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
