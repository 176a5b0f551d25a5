//! What the app asks of the world outside, in the order in which it is to be done.

use crate::session::engine::Command;

/// Something that is to be done outside the app.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// The engine is to be told this.
    Command(Command),
    /// A text is to be copied to where the user can paste it.
    Copy(String),
    /// A run is to be written to a new file; what becomes of it comes back as a message.
    Save(String),
    /// The program is to be suspended.
    Suspend,
    /// The program is to end.
    End(End),
}

/// Why the program is to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The user asked for it.
    Quit,
    /// There is nothing to train on, for this reason.
    Refused(String),
    /// The worker is gone, with this message.
    WorkerFailed(String),
    /// The terminal cannot be read any more, for this reason.
    InputEnded(String),
}
