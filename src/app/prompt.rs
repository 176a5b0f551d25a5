//! The prompt: one line of text that is typed, for one purpose.

use crate::app::line::Line;
use crate::session::command::Moment;
use crate::session::settings::search::query;
use crate::session::settings::{Direction, Reach, Setting, Settings};

/// Largest number of characters of the line: room for eight weights with all their digits.
pub const MOST_TYPED: usize = 240;

/// A line that is being typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    /// What the line is for.
    pub kind: PromptKind,
    /// The line.
    pub line: Line,
    /// What the text can be completed to. While the tab key goes through them, they stay those of the text that was
    /// typed.
    pub choices: Vec<Choice>,
    /// Index of the choice that is in the line; `None` if the line holds what was typed.
    pub chosen: Option<usize>,
    /// Reason why the text was refused; `None` once it is edited.
    pub error: Option<PromptError>,
}

/// What the line of a prompt is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PromptKind {
    /// A value of this setting.
    Value(&'static Setting),
    /// A moment of the run.
    Moment,
    /// A part of the name of a setting, perhaps with a value. `before` is the setting that was selected before.
    Find {
        /// The setting that is selected again when the prompt is left.
        before: &'static Setting,
    },
}

/// A text that the line can be completed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The part that is new, as it is listed.
    pub label: String,
    /// The whole text of the line.
    pub text: String,
}

/// Reason why the text of a prompt was refused, in two parts: where there is little room, the second is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptError {
    /// What was refused, for example `alpha abc`; empty if that is clear.
    pub what: String,
    /// Why.
    pub why: String,
}

impl Prompt {
    /// Opens a prompt with an empty line.
    #[must_use]
    pub fn new(kind: PromptKind, settings: &Settings, reach: &Reach) -> Self {
        let mut prompt = Self {
            kind,
            line: Line::new(MOST_TYPED),
            choices: Vec::new(),
            chosen: None,
            error: None,
        };
        prompt.edited(settings, reach);
        prompt
    }

    /// Returns the words before the line.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self.kind {
            PromptKind::Value(setting) => setting.name,
            PromptKind::Moment => "go to",
            PromptKind::Find { .. } => "find",
        }
    }

    /// Returns what may be typed, in words; empty if the choices say it all.
    #[must_use]
    pub fn range(&self) -> String {
        match self.kind {
            PromptKind::Value(setting) => self.range_of(setting),
            PromptKind::Moment => Moment::RANGE.to_owned(),
            PromptKind::Find { .. } if self.line.text().is_empty() => {
                "part of a name, or name and value".to_owned()
            }
            PromptKind::Find { .. } => match (self.found(), query(self.line.text()).value) {
                (Some(setting), Some(_)) => self.range_of(setting),
                (Some(_), None) => String::new(),
                (None, _) => "nothing is called that".to_owned(),
            },
        }
    }

    /// Returns the range of a setting, unless it only lists the choices.
    fn range_of(&self, setting: &Setting) -> String {
        let range = (setting.range)();
        let values = setting.words(&Settings::default(), &Reach::default()).all;
        let mut words = range.split([' ', ',']).filter(|word| !word.is_empty());
        let is_said = |word: &str| values.iter().any(|value| value == word);
        let says_all = words.all(|word| is_said(word) || ["or", "some", "of"].contains(&word));
        if says_all && !self.choices.is_empty() {
            String::new()
        } else {
            range
        }
    }

    /// Returns the setting that the line finds: the one that was chosen, or the first that matches.
    #[must_use]
    pub fn found(&self) -> Option<&'static Setting> {
        match self.kind {
            PromptKind::Value(setting) => Some(setting),
            PromptKind::Moment => None,
            PromptKind::Find { .. } => query(self.line.text()).matches.first().copied(),
        }
    }

    /// Returns the index of the choice that is in effect: the one that is in the line, or the name that is found
    /// first.
    #[must_use]
    pub fn lit(&self) -> Option<usize> {
        let first = self.completes_name().then_some(0);
        self.chosen.or(first)
    }

    /// Returns whether the choices are names of settings.
    fn completes_name(&self) -> bool {
        let is_find = matches!(self.kind, PromptKind::Find { .. });
        is_find && query(self.line.text()).value.is_none()
    }

    /// Renews the choices after the text was edited, and forgets the error.
    pub fn edited(&mut self, settings: &Settings, reach: &Reach) {
        let typed = self.line.text();
        self.choices = match self.kind {
            PromptKind::Value(setting) => values(setting, typed, 0, settings, reach),
            PromptKind::Moment => Vec::new(),
            PromptKind::Find { .. } => {
                let query = query(typed);
                match (query.matches.first(), query.value) {
                    (Some(setting), Some((_, place))) => {
                        values(setting, typed, place, settings, reach)
                    }
                    (_, None) => query.matches.iter().copied().map(name_of).collect(),
                    (None, _) => Vec::new(),
                }
            }
        };
        self.chosen = None;
        self.error = None;
    }

    /// Puts the next choice into the line, or the previous one. The first follows the last.
    pub fn complete(&mut self, direction: Direction) {
        let count = self.choices.len();
        if count == 0 {
            return;
        }
        // The first name that matches is found already.
        let first = usize::from(self.completes_name()) % count;
        let place = match (self.chosen, direction) {
            (None, Direction::Up) => first,
            (None, Direction::Down) => count - 1,
            (Some(place), Direction::Up) => (place + 1) % count,
            (Some(place), Direction::Down) => (place + count - 1) % count,
        };
        self.chosen = Some(place);
        self.error = None;
        self.line.set(&self.choices[place].text, usize::MAX);
    }
}

/// Returns the values of a setting that complete the text from `place` on.
fn values(
    setting: &Setting,
    typed: &str,
    place: usize,
    settings: &Settings,
    reach: &Reach,
) -> Vec<Choice> {
    let (before, value) = typed.split_at(place);
    let words = setting.words(settings, reach);
    let (head, completions) = words.completions(value);
    let choices = completions.into_iter().map(|label| Choice {
        text: format!("{before}{head}{label}"),
        label,
    });
    choices.collect()
}

fn name_of(setting: &Setting) -> Choice {
    let label = setting.name.to_owned();
    let text = label.clone();
    Choice { label, text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::settings::{ALPHA, FAMILY, FEATURES, START, TABLE};

    fn opened(kind: PromptKind, typed: &str) -> Prompt {
        let (settings, reach) = (Settings::default(), Reach::default());
        let mut prompt = Prompt::new(kind, &settings, &reach);
        prompt.line.set(typed, usize::MAX);
        prompt.edited(&settings, &reach);
        prompt
    }

    /// Returns the text after each of `times` completions in a direction.
    fn completed(prompt: &mut Prompt, direction: Direction, times: usize) -> Vec<String> {
        let mut next = || {
            prompt.complete(direction);
            prompt.line.text().to_owned()
        };
        (0..times).map(|_| next()).collect()
    }

    const FIND: PromptKind = PromptKind::Find { before: &ALPHA };

    #[test]
    fn tab_goes_round_the_values_and_back() {
        let mut prompt = opened(PromptKind::Value(&FAMILY), "c");
        let texts = completed(&mut prompt, Direction::Up, 3);
        assert_eq!(texts, ["circles", "circle", "circles"]);
        assert_eq!(completed(&mut prompt, Direction::Down, 1), ["circle"]);
        let mut prompt = opened(PromptKind::Value(&FEATURES), "x1,si");
        let texts = completed(&mut prompt, Direction::Up, 2);
        assert_eq!(texts, ["x1,sinx1", "x1,sinx2"]);
        let mut prompt = opened(PromptKind::Value(&ALPHA), "0.0");
        assert_eq!(completed(&mut prompt, Direction::Up, 1), ["0.0"]);
    }

    #[test]
    fn tab_goes_to_the_next_name_and_completes_a_value_after_it() {
        let mut prompt = opened(FIND, "beta");
        assert_eq!(prompt.found().map(|row| row.flag), Some("beta1"));
        let texts = completed(&mut prompt, Direction::Up, 3);
        assert_eq!(texts, ["beta2", "beta1", "beta2"]);
        assert_eq!(prompt.found().map(|row| row.flag), Some("beta2"));
        let mut prompt = opened(FIND, "flipp");
        let texts = completed(&mut prompt, Direction::Up, 2);
        assert_eq!(texts, ["flipped labels", "flipped labels"]);
        let mut prompt = opened(FIND, "opt=ada");
        assert_eq!((prompt.lit(), opened(FIND, "opt").lit()), (None, Some(0)));
        let texts = completed(&mut prompt, Direction::Up, 2);
        assert_eq!(texts, ["opt=adagrad", "opt=adam"]);
    }

    #[test]
    fn the_name_of_each_setting_finds_it() {
        for row in TABLE {
            assert_eq!(opened(FIND, row.name).found(), Some(row), "{}", row.name);
        }
    }

    #[test]
    fn the_range_is_told_where_the_choices_do_not_say_it() {
        for (kind, typed, range) in [
            (PromptKind::Value(&ALPHA), "", "a finite number above 0"),
            (PromptKind::Value(&FAMILY), "", ""),
            (PromptKind::Value(&FEATURES), "", ""),
            (
                PromptKind::Value(&START),
                "",
                "uniform, normal, zeros or numbers: W0,W1,W2, the bias first",
            ),
            (FIND, "", "part of a name, or name and value"),
            (FIND, "zzz", "nothing is called that"),
            (FIND, "al", ""),
            (FIND, "al 3", "a finite number above 0"),
        ] {
            assert_eq!(opened(kind, typed).range(), range, "{kind:?} {typed}");
        }
    }
}
