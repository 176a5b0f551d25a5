//! Everything that a picture needs to know of a training, at one moment.

use std::sync::Arc;

use crate::learning::dataset::Dataset;
use crate::learning::model::Weights;
use crate::session::history::History;
use crate::session::settings::Settings;

/// The state of a training between two updates.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// What the engine obeys.
    pub control: Control,
    /// What it is doing.
    pub phase: Phase,
    /// What it learns from.
    pub dataset: Arc<Dataset>,
    /// The weights now.
    pub weights: Weights,
    /// The share of samples on the right side of the boundary now, 0 to 1.
    pub accuracy: f64,
    /// Whether that is told by a part of the samples.
    pub accuracy_is_estimate: bool,
    /// How far the run is.
    pub progress: Progress,
    /// The mean loss of the last complete epoch.
    pub epoch_loss: Option<f64>,
    /// The loss of the last mini-batch.
    pub batch_loss: Option<f64>,
    /// The losses of the epochs.
    pub epoch_losses: History,
    /// The losses of the mini-batches.
    pub batch_losses: History,
}

/// What has been asked of the engine. The screen shows where the request and this differ.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Control {
    /// What was set.
    pub settings: Settings,
    /// Whether training is to go on by itself.
    pub running: bool,
    /// Which run this is: 0, and one more with each reset.
    pub run: u64,
    /// How many commands there have been.
    pub commands: u64,
}

/// What a training is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Waiting to be told.
    Paused,
    /// Making updates.
    Running,
    /// All epochs are complete.
    Finished,
    /// The next update's numbers would not be finite.
    Diverged,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Complete epochs.
    pub epochs: u64,
    /// The last update's place in its epoch, from 1; 0 at the start.
    pub update_of_epoch: u64,
    /// How many updates that epoch has.
    pub updates_of_epoch: u64,
    /// All updates of the run.
    pub updates: u64,
    /// The place on an axis of epochs: 1.5 in the middle of the second.
    pub position: f64,
}
