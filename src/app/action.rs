//! What a key can mean.

use crate::learning::model::features::Feature;
use crate::session::settings::{Direction, Setting};

/// Something the user wants done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Action {
    /// Run, or pause.
    ToggleRun,
    /// Pause, and make one update.
    StepUpdate,
    /// Pause, and go on to the end of an epoch.
    StepEpoch,
    /// Begin the run again.
    Reset,
    /// Begin a new run with a fresh initial seed.
    NewStart,
    /// Begin a new run on points of a fresh seed.
    NewData,
    /// Let the model see a feature, or no longer.
    ToggleFeature(Feature),
    /// Step one setting, whichever is selected.
    Adjust(&'static Setting, Direction),
    /// Select the setting above or below.
    Select(Direction),
    /// Select the first setting of the next group.
    SelectGroup,
    /// Step the selected setting.
    AdjustSelected(Direction),
    /// Show or hide the cursor.
    ToggleCursor,
    /// Move the cursor.
    MoveCursor(Toward),
    /// Open the weights to be edited.
    EditWeights,
    /// Select the weight before or after.
    SelectWeight(Direction),
    /// Make the selected weight a little smaller or larger.
    NudgeWeight(Direction),
    /// Type a character of a weight.
    Type(char),
    /// Take the last character back.
    Erase,
    /// Take over what was typed; where nothing was, close the weights.
    Accept,
    /// Close the weights, and forget what was typed and not taken over.
    CloseWeights,
    /// Show and copy the command that repeats the run.
    Share,
    /// Write the run to a file.
    Save,
    /// Show or hide the help.
    ToggleHelp,
    /// Close what lies over the picture.
    Close,
    /// Go back to the shell for a while.
    Suspend,
    /// End the program.
    Quit,
}

/// A direction on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toward {
    /// To smaller `x1`.
    Left,
    /// To larger `x1`.
    Right,
    /// To larger `x2`.
    Up,
    /// To smaller `x2`.
    Down,
}

impl Action {
    /// Whether it can ask something of the engine.
    #[must_use]
    pub fn is_for_engine(self) -> bool {
        match self {
            Self::ToggleRun
            | Self::StepUpdate
            | Self::StepEpoch
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
            | Self::CloseWeights => true,
            Self::Select(_)
            | Self::SelectGroup
            | Self::ToggleCursor
            | Self::MoveCursor(_)
            | Self::Type(_)
            | Self::Erase
            | Self::Share
            | Self::Save
            | Self::ToggleHelp
            | Self::Close
            | Self::Suspend
            | Self::Quit => false,
        }
    }
}
