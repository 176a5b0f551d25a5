//! The one table of keys: what is pressed, what it does, and what is said about it.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::action::Action;
use crate::learning::hyperparameters::Direction::{Down, Up};
use crate::session::settings;

/// A key with the modifiers that must be held, and no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// The parts of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// What moves the training.
    Training,
    /// What begins a run.
    Runs,
    /// What changes a setting.
    Settings,
    /// What changes the picture, and the way out.
    View,
}

/// A row of the table. Neighbours with the same help are one line of the help, and neighbours with
/// the same hint are one hint of the status line.
#[derive(Debug)]
pub struct Binding {
    /// What is done.
    pub action: Action,
    /// The keys that do it; the first is the one to name.
    pub keys: &'static [Key],
    /// Where the help lists it.
    pub group: Group,
    /// What the help says.
    pub help: &'static str,
    /// What the status line says, where there is room.
    pub hint: Option<&'static str>,
}

/// Every key there is. The status line names those with a hint, in this order.
pub static BINDINGS: &[Binding] = &[
    Binding {
        action: Action::ToggleRun,
        keys: &[char(' ')],
        group: Group::Training,
        help: "run or pause",
        hint: Some("run"),
    },
    Binding {
        action: Action::StepUpdate,
        keys: &[char('s')],
        group: Group::Training,
        help: "one update (mini-batch)",
        hint: Some("step"),
    },
    Binding {
        action: Action::StepEpoch,
        keys: &[char('e')],
        group: Group::Training,
        help: "one epoch (all the data)",
        hint: None,
    },
    Binding {
        action: Action::Reset,
        keys: &[char('r')],
        group: Group::Runs,
        help: "reset: begin the run again",
        hint: Some("reset"),
    },
    Binding {
        action: Action::NewStart,
        keys: &[char('n')],
        group: Group::Runs,
        help: "new start: other weights",
        hint: None,
    },
    Binding {
        action: Action::Adjust(&settings::START, Up),
        keys: &[char('i')],
        group: Group::Runs,
        help: "next kind of start",
        hint: None,
    },
    Binding {
        action: Action::Select(Up),
        keys: &[plain(KeyCode::Up), char('k')],
        group: Group::Settings,
        help: "select a hyperparameter",
        hint: Some("select"),
    },
    Binding {
        action: Action::Select(Down),
        keys: &[plain(KeyCode::Down), char('j')],
        group: Group::Settings,
        help: "select a hyperparameter",
        hint: Some("select"),
    },
    Binding {
        action: Action::AdjustSelected(Down),
        keys: &[plain(KeyCode::Left), char('h')],
        group: Group::Settings,
        help: "change it (next update on)",
        hint: Some("change"),
    },
    Binding {
        action: Action::AdjustSelected(Up),
        keys: &[plain(KeyCode::Right), char('l')],
        group: Group::Settings,
        help: "change it (next update on)",
        hint: Some("change"),
    },
    Binding {
        action: Action::Adjust(&settings::ALPHA, Down),
        keys: &[char('-')],
        group: Group::Settings,
        help: "alpha: learning rate",
        hint: None,
    },
    Binding {
        action: Action::Adjust(&settings::ALPHA, Up),
        keys: &[char('+'), char('=')],
        group: Group::Settings,
        help: "alpha: learning rate",
        hint: None,
    },
    Binding {
        action: Action::Adjust(&settings::BATCH_SIZE, Down),
        keys: &[char('[')],
        group: Group::Settings,
        help: "batch size",
        hint: None,
    },
    Binding {
        action: Action::Adjust(&settings::BATCH_SIZE, Up),
        keys: &[char(']')],
        group: Group::Settings,
        help: "batch size",
        hint: None,
    },
    Binding {
        action: Action::Adjust(&settings::SPEED, Down),
        keys: &[char('<')],
        group: Group::Settings,
        help: "speed: updates a second",
        hint: None,
    },
    Binding {
        action: Action::Adjust(&settings::SPEED, Up),
        keys: &[char('>')],
        group: Group::Settings,
        help: "speed: updates a second",
        hint: None,
    },
    Binding {
        action: Action::ToggleScale,
        keys: &[char('x')],
        group: Group::View,
        help: "linear or log loss",
        hint: None,
    },
    Binding {
        action: Action::ToggleHelp,
        keys: &[char('?')],
        group: Group::View,
        help: "this help",
        hint: Some("help"),
    },
    Binding {
        action: Action::Close,
        keys: &[plain(KeyCode::Esc)],
        group: Group::View,
        help: "close the help",
        hint: None,
    },
    Binding {
        action: Action::Suspend,
        keys: &[ctrl('z')],
        group: Group::View,
        help: "suspend (fg comes back)",
        hint: None,
    },
    Binding {
        action: Action::Quit,
        keys: &[char('q'), ctrl('c')],
        group: Group::View,
        help: "quit",
        hint: Some("quit"),
    },
];

/// The action of a pressed key, if it has one. Modifiers must match exactly.
#[must_use]
pub fn action(event: &KeyEvent) -> Option<Action> {
    let pressed = Key {
        code: event.code,
        modifiers: event.modifiers,
    };
    let binding = BINDINGS.iter().find(|row| row.keys.contains(&pressed));
    binding.map(|row| row.action)
}

/// A line of the help: all keys of neighbours that share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpLine {
    /// Where it belongs.
    pub group: Group,
    /// The first key of each of the rows, then the others.
    pub keys: Vec<Key>,
    /// What they do.
    pub help: &'static str,
}

/// The table as the help and the README show it.
#[must_use]
pub fn help_lines() -> Vec<HelpLine> {
    BINDINGS
        .chunk_by(|one, next| one.help == next.help)
        .map(|rows| {
            let first = rows.iter().filter_map(|row| row.keys.first());
            let others = rows.iter().flat_map(|row| row.keys.iter().skip(1));
            HelpLine {
                group: rows[0].group,
                keys: first.chain(others).copied().collect(),
                help: rows[0].help,
            }
        })
        .collect()
}

/// The hints of the status line: the first keys of the rows that share one, and its words.
pub fn hints() -> impl Iterator<Item = (&'static [Binding], &'static str)> {
    BINDINGS
        .chunk_by(|one, next| one.hint == next.hint)
        .filter_map(|rows| rows[0].hint.map(|hint| (rows, hint)))
}

const fn plain(code: KeyCode) -> Key {
    Key {
        code,
        modifiers: KeyModifiers::NONE,
    }
}

const fn char(character: char) -> Key {
    plain(KeyCode::Char(character))
}

const fn ctrl(character: char) -> Key {
    Key {
        code: KeyCode::Char(character),
        modifiers: KeyModifiers::CONTROL,
    }
}

impl From<Key> for KeyEvent {
    fn from(key: Key) -> Self {
        Self::new(key.code, key.modifiers)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.modifiers == KeyModifiers::CONTROL {
            formatter.write_str("ctrl-")?;
        }
        match self.code {
            KeyCode::Char(' ') => formatter.write_str("space"),
            KeyCode::Char(character) => write!(formatter, "{character}"),
            KeyCode::Up => formatter.write_str("↑"),
            KeyCode::Down => formatter.write_str("↓"),
            KeyCode::Left => formatter.write_str("←"),
            KeyCode::Right => formatter.write_str("→"),
            KeyCode::Esc => formatter.write_str("esc"),
            other => write!(formatter, "{other}"),
        }
    }
}

impl Group {
    /// What the help calls it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Training => "Training",
            Self::Runs => "Runs",
            Self::Settings => "Hyperparameters",
            Self::View => "View",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_stands_in_two_rows() {
        let keys: Vec<&Key> = BINDINGS.iter().flat_map(|row| row.keys).collect();
        for (place, key) in keys.iter().enumerate() {
            assert!(!keys[..place].contains(key), "{key} is bound twice");
        }
    }

    #[test]
    fn modifiers_must_match_exactly() {
        let press = |code, modifiers| action(&KeyEvent::new(code, modifiers));
        let q = KeyCode::Char('q');
        assert_eq!(press(q, KeyModifiers::NONE), Some(Action::Quit));
        assert_eq!(press(q, KeyModifiers::CONTROL), None);
        assert_eq!(press(KeyCode::Char(']'), KeyModifiers::ALT), None);
        let c = KeyCode::Char('c');
        assert_eq!(press(c, KeyModifiers::CONTROL), Some(Action::Quit));
        assert_eq!(press(c, KeyModifiers::NONE), None);
    }
}
