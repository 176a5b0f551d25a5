//! The bindings of the main keys, which are rows of the key table.

use crossterm::event::KeyCode;

use crate::app::action::Action;
use crate::app::keymap::KeyGroup::{
    Cursor, Help, Lanes, Moment, Probe, Prompt, Runs, Settings, Time, Training, View, Weights,
};
use crate::app::keymap::{Binding, Key, KeyGroup, Mode, char, plain};
use crate::learning::model::features::Feature;
use crate::session::command::Unit;
use crate::session::settings;
use crate::session::settings::Direction::{Down, Up};

/// Help text of all keys that add or remove a feature.
const OF_FEATURES: &str = "features, from x1 to sin x2";

/// The bindings of the main keys, without those of the group [`KeyGroup::View`].
pub const MAIN: &[Binding] = &[
    row(Training, Action::ToggleRun, &[char(' ')], "run or pause").hinted("run"),
    row(
        Training,
        Action::StepUpdate,
        &[char('s')],
        "one update (mini-batch)",
    )
    .hinted("step"),
    row(
        Training,
        Action::StepEpoch,
        &[char('e')],
        "one epoch (all the data)",
    ),
    row(
        Time,
        Action::Back(Unit::Update),
        &[char('b')],
        "back one update, one epoch",
    ),
    row(
        Time,
        Action::Back(Unit::Epoch),
        &[char('B')],
        "back one update, one epoch",
    ),
    row(
        Time,
        Action::MoveMoment(Down),
        &[char(',')],
        "choose a moment (enter: go)",
    ),
    row(
        Time,
        Action::MoveMoment(Up),
        &[char('.')],
        "choose a moment (enter: go)",
    ),
    row(
        Time,
        Action::AskMoment,
        &[char('g')],
        "go to an update or epoch",
    ),
    row(
        Time,
        Action::BringBack,
        &[plain(KeyCode::Backspace)],
        "bring the run before back",
    ),
    row(
        Time,
        Action::BringForward,
        &[char('R')],
        "undo that: the run after it",
    ),
    row(
        Runs,
        Action::Reset,
        &[char('r')],
        "reset: begin the run again",
    )
    .hinted("reset"),
    row(
        Runs,
        Action::NewStart,
        &[char('n')],
        "new start: other weights",
    ),
    row(
        Runs,
        Action::Adjust(&settings::START, Up),
        &[char('i')],
        "next kind of start",
    ),
    row(
        Runs,
        Action::Adjust(&settings::FAMILY, Up),
        &[char('d')],
        "other data",
    ),
    row(
        Runs,
        Action::Adjust(&settings::FAMILY, Down),
        &[char('D')],
        "other data",
    ),
    row(
        Runs,
        Action::NewData,
        &[char('N')],
        "new points: another seed",
    ),
    row(Lanes, Action::NextLane, &[char('L')], "next lane").hinted("lane"),
    row(
        Lanes,
        Action::SteerAll,
        &[char('A')],
        "keys for all lanes, for one",
    )
    .hinted("all/one"),
    row(
        Lanes,
        Action::Pin,
        &[char('p')],
        "pin: keep a copy to compare",
    )
    .hinted("pin"),
    row(
        Lanes,
        Action::Unpin,
        &[char('P')],
        "unpin; drop a ghost or lane",
    )
    .hinted("unpin"),
    row(
        Settings,
        Action::Select(Up),
        &[plain(KeyCode::Up), char('k')],
        "select a hyperparameter",
    )
    .hinted("change"),
    row(
        Settings,
        Action::Select(Down),
        &[plain(KeyCode::Down), char('j')],
        "select a hyperparameter",
    )
    .hinted("change"),
    row(
        Settings,
        Action::AdjustSelected(Down),
        &[plain(KeyCode::Left), char('h')],
        "change it (next update on)",
    )
    .hinted("change"),
    row(
        Settings,
        Action::AdjustSelected(Up),
        &[plain(KeyCode::Right), char('l')],
        "change it (next update on)",
    )
    .hinted("change"),
    row(
        Settings,
        Action::SelectGroup(Up),
        &[plain(KeyCode::Tab)],
        "next group of them",
    )
    .hinted("group"),
    row(
        Settings,
        Action::SelectGroup(Down),
        &[plain(KeyCode::BackTab)],
        "the group before",
    ),
    row(
        Settings,
        Action::AskValue,
        &[plain(KeyCode::Enter)],
        "type a value",
    )
    .hinted("type"),
    row(
        Settings,
        Action::AskName,
        &[char('/'), char(':')],
        "find by name; :alpha 0.5",
    )
    .hinted("find"),
    row(
        Settings,
        Action::Adjust(&settings::ALPHA, Down),
        &[char('-')],
        "alpha: learning rate",
    ),
    row(
        Settings,
        Action::Adjust(&settings::ALPHA, Up),
        &[char('+'), char('=')],
        "alpha: learning rate",
    ),
    row(
        Settings,
        Action::Adjust(&settings::BATCH_SIZE, Down),
        &[char('['), char('(')],
        "batch size",
    ),
    row(
        Settings,
        Action::Adjust(&settings::BATCH_SIZE, Up),
        &[char(']'), char(')')],
        "batch size",
    ),
    row(
        Settings,
        Action::Adjust(&settings::SPEED, Down),
        &[char('<'), plain(KeyCode::PageDown)],
        "speed: updates a second",
    ),
    row(
        Settings,
        Action::Adjust(&settings::SPEED, Up),
        &[char('>'), plain(KeyCode::PageUp)],
        "speed: updates a second",
    ),
    row(
        Settings,
        Action::ToggleFeature(Feature::X1),
        &[char('1')],
        OF_FEATURES,
    ),
    row(
        Settings,
        Action::ToggleFeature(Feature::X2),
        &[char('2')],
        OF_FEATURES,
    ),
    row(
        Settings,
        Action::ToggleFeature(Feature::X1Squared),
        &[char('3')],
        OF_FEATURES,
    ),
    row(
        Settings,
        Action::ToggleFeature(Feature::X2Squared),
        &[char('4')],
        OF_FEATURES,
    ),
    row(
        Settings,
        Action::ToggleFeature(Feature::Product),
        &[char('5')],
        OF_FEATURES,
    ),
    row(
        Settings,
        Action::ToggleFeature(Feature::SineX1),
        &[char('6')],
        OF_FEATURES,
    ),
    row(
        Settings,
        Action::ToggleFeature(Feature::SineX2),
        &[char('7')],
        OF_FEATURES,
    ),
    row(
        Settings,
        Action::Adjust(&settings::OPTIMIZER, Up),
        &[char('o')],
        "optimizer",
    ),
    row(
        Settings,
        Action::Adjust(&settings::STANDARDIZE, Up),
        &[char('z')],
        "standardize the features",
    ),
    row(
        Settings,
        Action::EditWeights,
        &[char('m')],
        "model: edit its weights",
    ),
];

/// Creates a binding of a group, without a hint. The group decides the mode.
pub(super) const fn row(
    group: KeyGroup,
    action: Action,
    keys: &'static [Key],
    help: &'static str,
) -> Binding {
    Binding {
        action,
        keys,
        mode: match group {
            Training | Time | Runs | Lanes | Settings | View => Mode::Main,
            Help => Mode::Help,
            Cursor => Mode::Cursor,
            Probe => Mode::Probe,
            Moment => Mode::Moment,
            Weights => Mode::Weights,
            Prompt => Mode::Prompt,
        },
        group,
        help,
        hint: None,
    }
}

impl Binding {
    /// Returns the binding with this hint for the status line.
    pub(super) const fn hinted(self, hint: &'static str) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }
}
