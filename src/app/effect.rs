//! The effects that the app requests: everything that is done outside its own state.

use crate::session::engine::Command;

/// A request of the app to the program around it.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Send this command to the engine.
    Command(Command),
    /// Copy this text, so that the user can paste it.
    Copy(String),
    /// Write this text of a run to a new file. The outcome comes back as
    /// [`Message::Saved`](crate::app::Message::Saved).
    Save(String),
    /// Draw every cell of the screen again.
    Repaint,
    /// Suspend the program.
    Suspend,
    /// End the program for this reason.
    End(End),
}

/// Reason why the program ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The user quit the program.
    Quit,
    /// There are no data to train on, for this reason.
    Refused(String),
    /// The worker thread failed with this message.
    WorkerFailed(String),
    /// The terminal can no longer be read, for this reason.
    InputEnded(String),
}
