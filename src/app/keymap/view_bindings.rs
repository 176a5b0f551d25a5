//! The bindings of the main keys that change what is shown, save or share the run, suspend the program or quit.

use crossterm::event::KeyCode;

use crate::app::action::{Action, FileKind};
use crate::app::keymap::KeyGroup::View;
use crate::app::keymap::bindings::row;
use crate::app::keymap::{Binding, char, ctrl, plain};
use crate::session::settings;
use crate::session::settings::Direction::Up;

/// Help text of the keys that change the picture of the points.
const OF_PICTURE: &str = "shades, test points, trail";

/// Help text of the keys that change the chart.
const OF_CHART: &str = "chart, and its axis";

/// Help text of the keys that change weight space.
const OF_SPACE: &str = "why: which weights, others";

/// Help text of the keys that write a file: the first one the run, the second one the predictions.
const OF_FILES: &str = "write the run, predictions";

/// The bindings of the group [`View`].
pub const VIEW: &[Binding] = &[
    row(
        View,
        Action::Adjust(&settings::SHOWN_VIEW, Up),
        &[char('V')],
        "view: the training, or why",
    )
    .hinted("view"),
    row(View, Action::ToggleHelp, &[char('?')], "this help").hinted("help"),
    row(
        View,
        Action::Close,
        &[plain(KeyCode::Esc)],
        "close what is open",
    ),
    row(
        View,
        Action::Suspend,
        &[ctrl('z')],
        "suspend (fg comes back)",
    ),
    row(View, Action::Quit, &[char('q'), ctrl('c')], "quit").hinted("quit"),
    row(View, Action::Repaint, &[ctrl('l')], "draw the screen again"),
    row(
        View,
        Action::Adjust(&settings::AXIS, Up),
        &[char('x')],
        "linear or log loss",
    ),
    row(
        View,
        Action::Adjust(&settings::LOSS, Up),
        &[char('u')],
        "loss: sum, squared, entropy",
    ),
    row(
        View,
        Action::Adjust(&settings::CHART, Up),
        &[char('C')],
        OF_CHART,
    ),
    row(
        View,
        Action::Adjust(&settings::ACROSS, Up),
        &[char('X')],
        OF_CHART,
    ),
    row(
        View,
        Action::Adjust(&settings::PLANE, Up),
        &[char('a')],
        OF_SPACE,
    ),
    row(
        View,
        Action::Adjust(&settings::OTHERS, Up),
        &[char('O')],
        OF_SPACE,
    ),
    row(
        View,
        Action::Adjust(&settings::SHADING, Up),
        &[char('v')],
        OF_PICTURE,
    ),
    row(
        View,
        Action::Adjust(&settings::TEST_POINTS, Up),
        &[char('t')],
        OF_PICTURE,
    ),
    row(
        View,
        Action::Adjust(&settings::TRAIL, Up),
        &[char('T')],
        OF_PICTURE,
    ),
    row(
        View,
        Action::ToggleCursor,
        &[char('c')],
        "cursor: ask for a point",
    ),
    row(
        View,
        Action::ToggleReading,
        &[char('f')],
        "your file: what was read",
    ),
    row(
        View,
        Action::Share,
        &[char('y')],
        "the run's command, its look",
    ),
    row(View, Action::Save(FileKind::Run), &[char('w')], OF_FILES),
    row(
        View,
        Action::Save(FileKind::Predictions),
        &[char('W')],
        OF_FILES,
    ),
];
