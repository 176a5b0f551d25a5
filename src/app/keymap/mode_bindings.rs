//! The bindings of the keys that work in one mode only, which are rows of the key table.

use crossterm::event::KeyCode;

use crate::app::action::{Action, Toward};
use crate::app::keymap::KeyGroup::{Cursor, Help, Moment, Probe, Prompt, Weights};
use crate::app::keymap::bindings::row;
use crate::app::keymap::{Binding, char, ctrl, plain};
use crate::app::line::LineEdit;
use crate::session::settings::Direction::{Down, Up};

/// Help text of the keys that move the cursor of a line by a character.
const OF_CURSOR: &str = "move the cursor";
/// Help text of the keys that delete a character of a line.
const OF_CHARACTERS: &str = "delete before, at the cursor";

/// The bindings of the keys that work in one mode only.
pub const MODES: &[Binding] = &[
    row(
        Help,
        Action::TurnPage(Up),
        &[plain(KeyCode::Up), plain(KeyCode::PageUp), char('k')],
        "the page before, if any",
    ),
    row(
        Help,
        Action::TurnPage(Down),
        &[plain(KeyCode::Down), plain(KeyCode::PageDown), char('j')],
        "the next page, if any",
    ),
    row(
        Cursor,
        Action::MoveCursor(Toward::Left),
        &[plain(KeyCode::Left), char('h')],
        "move it",
    )
    .hinted("move"),
    row(
        Cursor,
        Action::MoveCursor(Toward::Right),
        &[plain(KeyCode::Right), char('l')],
        "move it",
    )
    .hinted("move"),
    row(
        Cursor,
        Action::MoveCursor(Toward::Up),
        &[plain(KeyCode::Up), char('k')],
        "move it",
    )
    .hinted("move"),
    row(
        Cursor,
        Action::MoveCursor(Toward::Down),
        &[plain(KeyCode::Down), char('j')],
        "move it",
    )
    .hinted("move"),
    row(Cursor, Action::Close, &[plain(KeyCode::Esc)], "close it").hinted("close"),
    row(
        Probe,
        Action::MoveProbe(Toward::Left),
        &[plain(KeyCode::Left), char('h')],
        "move it",
    )
    .hinted("move"),
    row(
        Probe,
        Action::MoveProbe(Toward::Right),
        &[plain(KeyCode::Right), char('l')],
        "move it",
    )
    .hinted("move"),
    row(
        Probe,
        Action::MoveProbe(Toward::Up),
        &[plain(KeyCode::Up), char('k')],
        "move it",
    )
    .hinted("move"),
    row(
        Probe,
        Action::MoveProbe(Toward::Down),
        &[plain(KeyCode::Down), char('j')],
        "move it",
    )
    .hinted("move"),
    row(
        Probe,
        Action::PutProbe,
        &[plain(KeyCode::Enter)],
        "set the weights under it",
    )
    .hinted("set W"),
    row(Probe, Action::Close, &[plain(KeyCode::Esc)], "close it").hinted("close"),
    row(
        Moment,
        Action::MoveMoment(Down),
        &[plain(KeyCode::Left)],
        "move it",
    )
    .hinted("move"),
    row(
        Moment,
        Action::MoveMoment(Up),
        &[plain(KeyCode::Right)],
        "move it",
    )
    .hinted("move"),
    row(
        Moment,
        Action::GoToMoment,
        &[plain(KeyCode::Enter)],
        "go there",
    )
    .hinted("go there"),
    row(Moment, Action::Close, &[plain(KeyCode::Esc)], "close it").hinted("close"),
    row(
        Weights,
        Action::SelectWeight(Down),
        &[plain(KeyCode::Left)],
        "select a weight",
    )
    .hinted("select"),
    row(
        Weights,
        Action::SelectWeight(Up),
        &[plain(KeyCode::Right), plain(KeyCode::Tab)],
        "select a weight",
    )
    .hinted("select"),
    row(
        Weights,
        Action::NudgeWeight(Up),
        &[plain(KeyCode::Up)],
        "a little more or less",
    )
    .hinted("nudge"),
    row(
        Weights,
        Action::NudgeWeight(Down),
        &[plain(KeyCode::Down)],
        "a little more or less",
    )
    .hinted("nudge"),
    row(
        Weights,
        Action::Edit(LineEdit::Erase),
        &[plain(KeyCode::Backspace), plain(KeyCode::Delete)],
        "take a digit back",
    ),
    row(
        Weights,
        Action::Edit(LineEdit::EraseToStart),
        &[ctrl('u')],
        "take all digits back",
    ),
    row(
        Weights,
        Action::Accept,
        &[plain(KeyCode::Enter)],
        "set what was typed, or close",
    )
    .hinted("take"),
    row(
        Weights,
        Action::CloseWeights,
        &[plain(KeyCode::Esc)],
        "close; digits and . - e type",
    )
    .hinted("close"),
    row(Weights, Action::Quit, &[ctrl('c')], "quit"),
    row(Weights, Action::Suspend, &[ctrl('z')], "suspend"),
    row(Weights, Action::Repaint, &[ctrl('l')], "draw again"),
    row(
        Prompt,
        Action::Accept,
        &[plain(KeyCode::Enter)],
        "set it, or go there",
    )
    .hinted("set"),
    row(
        Prompt,
        Action::Complete(Up),
        &[plain(KeyCode::Tab)],
        "complete; the next one",
    )
    .hinted("complete"),
    row(
        Prompt,
        Action::Complete(Down),
        &[plain(KeyCode::BackTab)],
        "the one before",
    ),
    row(
        Prompt,
        Action::ClosePrompt,
        &[plain(KeyCode::Esc)],
        "leave without a change",
    )
    .hinted("leave"),
    row(
        Prompt,
        Action::Edit(LineEdit::Left),
        &[plain(KeyCode::Left)],
        OF_CURSOR,
    ),
    row(
        Prompt,
        Action::Edit(LineEdit::Right),
        &[plain(KeyCode::Right)],
        OF_CURSOR,
    ),
    row(
        Prompt,
        Action::Edit(LineEdit::Start),
        &[plain(KeyCode::Home), ctrl('a')],
        "to the start, to the end",
    ),
    row(
        Prompt,
        Action::Edit(LineEdit::End),
        &[plain(KeyCode::End), ctrl('e')],
        "to the start, to the end",
    ),
    row(
        Prompt,
        Action::Edit(LineEdit::Erase),
        &[plain(KeyCode::Backspace)],
        OF_CHARACTERS,
    ),
    row(
        Prompt,
        Action::Edit(LineEdit::Delete),
        &[plain(KeyCode::Delete)],
        OF_CHARACTERS,
    ),
    row(
        Prompt,
        Action::Edit(LineEdit::EraseWord),
        &[ctrl('w')],
        "delete the word before",
    ),
    row(
        Prompt,
        Action::Edit(LineEdit::EraseToStart),
        &[ctrl('u')],
        "delete all before, all after",
    ),
    row(
        Prompt,
        Action::Edit(LineEdit::EraseToEnd),
        &[ctrl('k')],
        "delete all before, all after",
    ),
    row(Prompt, Action::Quit, &[ctrl('c')], "quit"),
    row(Prompt, Action::Suspend, &[ctrl('z')], "suspend"),
    row(Prompt, Action::Repaint, &[ctrl('l')], "draw again"),
];
