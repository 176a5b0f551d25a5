//! The key table: the keys, the actions that they trigger, and the texts that describe them.

mod bindings;
mod mode_bindings;
mod view_bindings;

use std::fmt;
use std::sync::LazyLock;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::action::Action;

/// All key bindings. The status line shows the bindings that have a hint, in this order.
pub static BINDINGS: LazyLock<Vec<Binding>> =
    LazyLock::new(|| [bindings::MAIN, view_bindings::VIEW, mode_bindings::MODES].concat());

/// A key with the exact set of modifiers that must be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Section of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyGroup {
    /// Keys that run, pause or step the training.
    Training,
    /// Keys that go to another moment of the run.
    Time,
    /// Keys that begin a new run.
    Runs,
    /// Keys that compare several runs.
    Lanes,
    /// Keys that change a setting or open the weight editor.
    Settings,
    /// Keys that change what is shown, save or share the run, suspend the program or quit.
    View,
    /// Keys that turn the pages of the help.
    Help,
    /// Keys that control the cursor.
    Cursor,
    /// Keys that control the cursor in weight space.
    Probe,
    /// Keys that choose a moment on the loss chart.
    Moment,
    /// Keys of the weight editor.
    Weights,
    /// Keys of a line that is being typed.
    Prompt,
}

/// Mode of the keys, which decides what they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// The keys control the training.
    #[default]
    Main,
    /// The help is shown: its keys turn its pages, and all other keys work as in [`Mode::Main`].
    Help,
    /// The cursor is shown: its keys move or close it, and all other keys work as in [`Mode::Main`].
    Cursor,
    /// The cursor in weight space is shown: its keys move it, set the weights under it or close it, and all other keys
    /// work as in [`Mode::Main`].
    Probe,
    /// A moment is chosen on the loss chart: its keys move it, go there or close it, and all other keys work as in
    /// [`Mode::Main`].
    Moment,
    /// The weight editor is open: characters are typed into it, and only its own keys have an effect.
    Weights,
    /// A line is being typed: characters are typed into it, and only its own keys have an effect.
    Prompt,
}

/// A row of the key table. Adjacent rows with equal help texts become one line of the help, and adjacent
/// rows with equal hints become one hint of the status line.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Action that the keys trigger.
    pub action: Action,
    /// Keys that trigger the action. Hints name only the first one.
    pub keys: &'static [Key],
    /// Mode in which the keys trigger the action.
    pub mode: Mode,
    /// Section of the help that lists the keys.
    pub group: KeyGroup,
    /// Description of the action in the help.
    pub help: &'static str,
    /// Text in the status line, which is shown if there is room; `None` if the status line omits the keys.
    pub hint: Option<&'static str>,
}

/// Returns the action of a pressed key in a mode, if the key has one. Modifiers must match exactly.
#[must_use]
pub fn action(event: &KeyEvent, mode: Mode) -> Option<Action> {
    let pressed = Key::from(*event);
    let find = |mode| {
        let mut rows = BINDINGS.iter().filter(|row| row.mode == mode);
        rows.find(|row| row.keys.contains(&pressed))
            .map(|row| row.action)
    };
    match (mode, event.code) {
        (Mode::Main, _) => find(Mode::Main),
        (Mode::Help | Mode::Cursor | Mode::Probe | Mode::Moment, _) => {
            find(mode).or_else(|| find(Mode::Main))
        }
        (Mode::Weights | Mode::Prompt, KeyCode::Char(typed)) if event.modifiers.is_empty() => {
            Some(Action::Type(typed))
        }
        (Mode::Weights | Mode::Prompt, _) => find(mode),
    }
}

/// A line of the help: the keys of adjacent rows that share a help text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpLine {
    /// Section of the help that the line belongs to.
    pub group: KeyGroup,
    /// First key of each row, followed by the other keys of all rows.
    pub keys: Vec<Key>,
    /// Number of rows: so many keys at the start belong together.
    pub rows: usize,
    /// Description of what the keys do.
    pub help: &'static str,
}

/// Returns the lines of the key table, as the help and the README show them.
#[must_use]
pub fn help_lines() -> Vec<HelpLine> {
    BINDINGS
        .chunk_by(|one, next| one.help == next.help && one.mode == next.mode)
        .map(|rows| {
            let first = rows.iter().filter_map(|row| row.keys.first());
            let others = rows.iter().flat_map(|row| row.keys.iter().skip(1));
            HelpLine {
                group: rows[0].group,
                keys: first.chain(others).copied().collect(),
                rows: rows.len(),
                help: rows[0].help,
            }
        })
        .collect()
}

/// Returns the hints of the status line in a mode: for each hint, the rows that share it, and its text.
/// In [`Mode::Cursor`] and [`Mode::Help`], the hints of the mode come first. The hints of the main keys whose
/// meaning the mode does not change follow.
pub fn hints(mode: Mode) -> impl Iterator<Item = (&'static [Binding], &'static str)> {
    let of = |mode| {
        BINDINGS
            .chunk_by(|one, next| one.hint == next.hint && one.mode == next.mode)
            .filter(move |rows| rows[0].mode == mode)
            .filter_map(|rows| rows[0].hint.map(|hint| (rows, hint)))
    };
    let keeps_main = !matches!(mode, Mode::Main | Mode::Weights | Mode::Prompt);
    let is_as_ever =
        move |rows: &[Binding]| action(&rows[0].keys[0].into(), mode) == Some(rows[0].action);
    let others = of(Mode::Main).filter(move |(rows, _)| keeps_main && is_as_ever(rows));
    of(mode).chain(others)
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

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        Self {
            code: event.code,
            modifiers: event.modifiers,
        }
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
            KeyCode::PageUp => formatter.write_str("pgup"),
            KeyCode::PageDown => formatter.write_str("pgdn"),
            KeyCode::Tab => formatter.write_str("tab"),
            KeyCode::BackTab => formatter.write_str("shift-tab"),
            KeyCode::Home => formatter.write_str("home"),
            KeyCode::End => formatter.write_str("end"),
            KeyCode::Enter => formatter.write_str("enter"),
            KeyCode::Backspace => formatter.write_str("backspace"),
            KeyCode::Delete => formatter.write_str("delete"),
            other => write!(formatter, "{other}"),
        }
    }
}

impl KeyGroup {
    /// Returns the title of the section in the help.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Training => "Training",
            Self::Time => "Back in time",
            Self::Runs => "Runs",
            Self::Lanes => "Side by side",
            Self::Settings => "Hyperparameters",
            Self::View => "View",
            Self::Help => "Help (?)",
            Self::Cursor => "Cursor (c)",
            Self::Probe => "Weight space (V, c)",
            Self::Moment => "Moment (, .)",
            Self::Weights => "Weights (m)",
            Self::Prompt => "A typed line (enter, /)",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::action::Toward;

    #[test]
    fn no_key_stands_in_two_rows_of_a_mode() {
        let modes = [
            Mode::Main,
            Mode::Help,
            Mode::Cursor,
            Mode::Probe,
            Mode::Moment,
            Mode::Weights,
            Mode::Prompt,
        ];
        for mode in modes {
            let rows = BINDINGS.iter().filter(|row| row.mode == mode);
            let keys: Vec<&Key> = rows.flat_map(|row| row.keys).collect();
            for (place, key) in keys.iter().enumerate() {
                assert!(!keys[..place].contains(key), "{key} is bound twice");
            }
        }
    }

    #[test]
    fn while_weights_are_edited_characters_are_typed_and_the_way_out_stays() {
        let press = |code, modifiers| action(&KeyEvent::new(code, modifiers), Mode::Weights);
        let q = KeyCode::Char('q');
        assert_eq!(press(q, KeyModifiers::NONE), Some(Action::Type('q')));
        let c = KeyCode::Char('c');
        assert_eq!(press(c, KeyModifiers::CONTROL), Some(Action::Quit));
        assert_eq!(press(KeyCode::Home, KeyModifiers::NONE), None);
    }

    #[test]
    fn in_a_line_characters_are_typed_and_the_ways_out_stay() {
        let press = |key: Key| action(&key.into(), Mode::Prompt);
        for typed in ['q', ' ', '/', '[', 'c'] {
            assert_eq!(press(char(typed)), Some(Action::Type(typed)));
        }
        for (typed, way_out) in [
            ('c', Action::Quit),
            ('z', Action::Suspend),
            ('l', Action::Repaint),
        ] {
            assert_eq!(press(ctrl(typed)), Some(way_out));
        }
        assert_eq!(press(plain(KeyCode::PageUp)), None);
    }

    #[test]
    fn no_setting_needs_a_key_that_german_and_french_keyboards_have_only_with_altgr() {
        let of_main = BINDINGS.iter().filter(|row| row.mode == Mode::Main);
        for row in of_main {
            let needs_altgr = |key: &Key| ["[", "]", "<", ">"].contains(&key.to_string().as_str());
            assert!(!row.keys.iter().all(needs_altgr), "{}", row.help);
        }
        let press = |code| action(&KeyEvent::from(code), Mode::Main);
        let help = |code| action(&KeyEvent::from(code), Mode::Help);
        for (one, other) in [('[', '('), (']', ')')] {
            assert_eq!(press(KeyCode::Char(one)), press(KeyCode::Char(other)));
        }
        for (one, other) in [('<', KeyCode::PageDown), ('>', KeyCode::PageUp)] {
            assert_eq!(press(KeyCode::Char(one)), press(other));
            assert!(matches!(help(other), Some(Action::TurnPage(_))));
        }
    }

    #[test]
    fn under_a_cursor_arrows_move_it_and_all_else_is_as_ever() {
        let press = |code| action(&KeyEvent::new(code, KeyModifiers::NONE), Mode::Cursor);
        let left = Action::MoveCursor(Toward::Left);
        assert_eq!(press(KeyCode::Left), Some(left));
        assert_eq!(press(KeyCode::Char(' ')), Some(Action::ToggleRun));
    }

    #[test]
    fn modifiers_must_match_exactly() {
        let press = |code, modifiers| action(&KeyEvent::new(code, modifiers), Mode::Main);
        let q = KeyCode::Char('q');
        assert_eq!(press(q, KeyModifiers::NONE), Some(Action::Quit));
        assert_eq!(press(q, KeyModifiers::CONTROL), None);
        assert_eq!(press(KeyCode::Char(']'), KeyModifiers::ALT), None);
        let c = KeyCode::Char('c');
        assert_eq!(press(c, KeyModifiers::CONTROL), Some(Action::Quit));
        assert_eq!(press(c, KeyModifiers::NONE), Some(Action::ToggleCursor));
    }
}
