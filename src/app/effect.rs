//! The effects that the app requests: everything that is done outside its own state.

use std::sync::Arc;

use crate::learning::data::{DataSettings, Dataset};
use crate::learning::predictor::Predictor;
use crate::session::command::Command;

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
    /// Write these predictions to a new file. The outcome comes back as
    /// [`Message::Saved`](crate::app::Message::Saved).
    Predict(Box<Predictions>),
    /// Draw every cell of the screen again.
    Repaint,
    /// Suspend the program.
    Suspend,
    /// End the program for this reason.
    End(End),
}

/// Predictions to be written: one for each row of the user's own data, or for each point that was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Predictions {
    /// The model.
    pub predictor: Predictor,
    /// The data set of the run.
    pub dataset: Arc<Dataset>,
    /// The settings that made it.
    pub settings: DataSettings,
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
