//! Everything that a picture needs to know of a training, at one moment.

use std::sync::Arc;

use crate::learning::dataset::Dataset;
use crate::learning::loss::Losses;
use crate::learning::model::Model;
use crate::learning::stop::Stop;
use crate::learning::trainer::Accuracy;
use crate::session::change::Changes;
use crate::session::history::History;
use crate::session::settings::Settings;

/// The state of a training between two updates.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// What the engine obeys.
    pub control: Control,
    /// What it is doing.
    pub phase: Phase,
    /// What finished the run, if it is finished.
    pub stop: Option<Stop>,
    /// What it learns from.
    pub dataset: Arc<Dataset>,
    /// What it has learned.
    pub model: Model,
    /// The learning rate now, as the schedule has it.
    pub alpha: f64,
    /// The training samples on the right side of the boundary now.
    pub accuracy: Accuracy,
    /// The test samples, where there are any.
    pub test_accuracy: Option<Accuracy>,
    /// How far the run is.
    pub progress: Progress,
    /// The losses of the last complete epoch, of the last mini-batch, and of the test after the epoch.
    pub losses: LastLosses,
    /// The losses of the kind that is shown.
    pub curves: Curves,
    /// The settings with which the run began.
    pub began: Settings,
    /// What was changed since.
    pub changes: Arc<Changes>,
}

/// The losses that were measured last, where there are any.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct LastLosses {
    /// Of the last complete epoch.
    pub epoch: Option<Losses>,
    /// Of the last mini-batch.
    pub batch: Option<Losses>,
    /// Of the test samples after the last complete epoch.
    pub test: Option<Losses>,
}

/// Losses over the run, all of one kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curves {
    /// Of the epochs.
    pub epochs: History,
    /// Of the mini-batches.
    pub batches: History,
    /// Of the test samples after each epoch.
    pub tests: History,
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
    /// The run is over: a rule to stop has been met.
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
