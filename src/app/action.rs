//! The actions that keys can trigger.

use crate::app::line::LineEdit;
use crate::learning::model::features::Feature;
use crate::session::command::Unit;
use crate::session::settings::{Direction, Setting};

/// An action that the user requests with a key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Action {
    /// Run or pause the training.
    ToggleRun,
    /// Pause, and make one update.
    StepUpdate,
    /// Pause, and continue to the end of the epoch.
    StepEpoch,
    /// Pause, and go back by one update or one epoch.
    Back(Unit),
    /// Move the moment that is chosen on the loss chart to the left (down) or to the right (up).
    MoveMoment(Direction),
    /// Open the prompt for a moment to go to.
    AskMoment,
    /// Pause, and go to the moment that is chosen on the loss chart.
    GoToMoment,
    /// Bring back the run that the last reset or the like has replaced.
    BringBack,
    /// Bring back the run that the last bringing back has replaced.
    BringForward,
    /// Keep a copy of the run as it is now, as a lane that stands still.
    Pin,
    /// Remove a pinned lane, what a branch has left, or a lane of a race.
    Unpin,
    /// Choose the next lane, which the panels show and the keys control.
    NextLane,
    /// Let the keys control all lanes, or only the chosen one.
    SteerAll,
    /// Begin a new run with the current settings.
    Reset,
    /// Begin a new run from initial weights that are drawn with a fresh seed.
    NewStart,
    /// Begin a new run on points that are drawn with a fresh seed.
    NewData,
    /// Add a feature to the model, or remove it.
    ToggleFeature(Feature),
    /// Step this setting, whether it is selected or not.
    Adjust(&'static Setting, Direction),
    /// Select the setting above or below.
    Select(Direction),
    /// Select the first setting of the next group (up) or of the previous one (down).
    SelectGroup(Direction),
    /// Step the selected setting.
    AdjustSelected(Direction),
    /// Show or hide the cursor.
    ToggleCursor,
    /// Move the cursor.
    MoveCursor(Toward),
    /// Move the cursor in weight space.
    MoveProbe(Toward),
    /// Set the weights under the cursor in weight space.
    PutProbe,
    /// Open the weight editor.
    EditWeights,
    /// Select the previous or the next weight.
    SelectWeight(Direction),
    /// Make the selected weight a little smaller or larger.
    NudgeWeight(Direction),
    /// Type a character of a weight or of a line.
    Type(char),
    /// Move the cursor of a line, or delete characters of a line or of a weight.
    Edit(LineEdit),
    /// Set the selected weight to the typed number, and close the weight editor if nothing was typed; or carry out
    /// what the typed line says.
    Accept,
    /// Open the line for a value of the selected setting.
    AskValue,
    /// Open the line that finds a setting.
    AskName,
    /// Complete the typed line with the next word (up) or the previous one (down).
    Complete(Direction),
    /// Close the line without any change.
    ClosePrompt,
    /// Close the weight editor, and discard a number that was typed but not set.
    CloseWeights,
    /// Show and copy the command that repeats the run, then the one with the whole look, then close it.
    Share,
    /// Show what was read from the user's own file, then the next warning about it, then hide it.
    ToggleReading,
    /// Write a file of this kind.
    Save(FileKind),
    /// Show or hide the help.
    ToggleHelp,
    /// Turn to the previous page of the help (up) or to the next one (down).
    TurnPage(Direction),
    /// Close the overlay; close the cursor if no overlay is open.
    Close,
    /// Draw the whole screen again, because another program may have written on it.
    Repaint,
    /// Suspend the program and return to the shell.
    Suspend,
    /// End the program.
    Quit,
}

/// A kind of file that the program writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// The run: its recipe, its losses, its weights.
    Run,
    /// All rows or points, each with its predicted class.
    Predictions,
}

/// A direction on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// Left, towards smaller `x1`.
    Left,
    /// Right, towards larger `x1`.
    Right,
    /// Up, towards larger `x2`.
    Up,
    /// Down, towards smaller `x2`.
    Down,
}

impl Action {
    /// Returns whether the action can send a command to the engine.
    #[must_use]
    pub fn is_for_engine(self) -> bool {
        match self {
            Self::ToggleRun
            | Self::StepUpdate
            | Self::StepEpoch
            | Self::Back(_)
            | Self::GoToMoment
            | Self::BringBack
            | Self::BringForward
            | Self::Pin
            | Self::Unpin
            | Self::Reset
            | Self::NewStart
            | Self::NewData
            | Self::ToggleFeature(_)
            | Self::Adjust(..)
            | Self::AdjustSelected(_)
            | Self::EditWeights
            | Self::SelectWeight(_)
            | Self::NudgeWeight(_)
            | Self::Accept
            | Self::CloseWeights
            | Self::ToggleCursor
            | Self::MoveProbe(_)
            | Self::PutProbe => true,
            Self::Select(_)
            | Self::SelectGroup(_)
            | Self::AskMoment
            | Self::MoveMoment(_)
            | Self::NextLane
            | Self::SteerAll
            | Self::AskValue
            | Self::AskName
            | Self::Complete(_)
            | Self::ClosePrompt
            | Self::MoveCursor(_)
            | Self::Type(_)
            | Self::Edit(_)
            | Self::Share
            | Self::Save(_)
            | Self::ToggleReading
            | Self::ToggleHelp
            | Self::TurnPage(_)
            | Self::Close
            | Self::Repaint
            | Self::Suspend
            | Self::Quit => false,
        }
    }

    /// Returns whether the action changes the chosen lane, whatever the selected setting is. A pinned lane does not allow
    /// that.
    #[must_use]
    pub fn changes_lane(self) -> bool {
        matches!(
            self,
            Self::NewStart | Self::ToggleFeature(_) | Self::EditWeights | Self::PutProbe
        )
    }
}
