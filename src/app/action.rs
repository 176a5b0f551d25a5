//! What a key can mean.

use crate::learning::hyperparameters::Direction;
use crate::session::settings::Setting;

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
    /// Step one setting, whichever is selected.
    Adjust(&'static Setting, Direction),
    /// Select the setting above or below.
    Select(Direction),
    /// Step the selected setting.
    AdjustSelected(Direction),
    /// Linear or logarithmic axis of the loss.
    ToggleScale,
    /// Show or hide the help.
    ToggleHelp,
    /// Close what lies over the picture.
    Close,
    /// Go back to the shell for a while.
    Suspend,
    /// End the program.
    Quit,
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
            | Self::Adjust(..)
            | Self::AdjustSelected(_) => true,
            Self::Select(_)
            | Self::ToggleScale
            | Self::ToggleHelp
            | Self::Close
            | Self::Suspend
            | Self::Quit => false,
        }
    }
}
