//! Everything that a picture needs to know of a training, at one moment.

use std::sync::Arc;

use crate::learning::data::Dataset;
use crate::learning::model::parameters::Parameters;
use crate::learning::train::stop::Stop;
use crate::learning::train::trainer::Accuracy;
use crate::session::curves::{Curves, LastLosses};
use crate::session::lane::LaneId;
use crate::session::recipe::Recipe;
use crate::session::settings::Settings;

/// The state of a training between two updates. It is cheap to make: the data, the changes and the curves
/// are shared, not copied.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// What has been asked of the engine so far.
    pub control: Control,
    /// What it is doing.
    pub phase: Phase,
    /// The data, which all lanes share.
    pub dataset: Arc<Dataset>,
    /// The runs, at least one.
    pub lanes: Vec<LaneView>,
}

/// One run, as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneView {
    /// The name of the lane.
    pub id: LaneId,
    /// The settings that it obeys. Those that need a new run wait for it.
    pub settings: Settings,
    /// What repeats the run up to here.
    pub recipe: Recipe,
    /// What finished the run, if a rule did.
    pub stop: Option<Stop>,
    /// The weights, in the units of the data.
    pub parameters: Parameters,
    /// The learning rate of the present epoch, as the schedule has it.
    pub alpha: f64,
    /// The training samples on the right side of the boundary.
    pub accuracy: Accuracy,
    /// The test samples on the right side of the boundary, where there are any.
    pub test_accuracy: Option<Accuracy>,
    /// How far the run is.
    pub progress: Progress,
    /// The losses that were measured last.
    pub losses: LastLosses,
    /// The curves of the kind of loss that is shown.
    pub curves: Curves,
}

/// What has been asked of the engine, beside the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Control {
    /// Whether training is to go on by itself.
    pub running: bool,
    /// The number of resets before this run.
    pub run: u64,
    /// The number of commands so far.
    pub commands: u64,
}

/// What a training is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It waits for a command.
    Paused,
    /// It makes updates.
    Running,
    /// The run is over: a rule has stopped it.
    Finished,
    /// The numbers of the next update would not be finite.
    Diverged,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// The number of complete epochs.
    pub epochs: u64,
    /// The place of the last update in its epoch, from 1; 0 at the start of the run.
    pub update_of_epoch: u64,
    /// The number of updates in that epoch.
    pub updates_of_epoch: u64,
    /// All updates of the run.
    pub updates: u64,
    /// The place on an axis of epochs: 1.5 in the middle of the second.
    pub position: f64,
}

impl Snapshot {
    /// The lane of a name, if there is one.
    #[must_use]
    pub fn lane(&self, id: LaneId) -> Option<&LaneView> {
        self.lanes.iter().find(|lane| lane.id == id)
    }

    /// The lane that is always there.
    ///
    /// # Panics
    /// Where the snapshot was made without lanes, which no engine does.
    #[must_use]
    pub fn first(&self) -> &LaneView {
        self.lanes.first().expect("an engine has at least one lane")
    }
}
