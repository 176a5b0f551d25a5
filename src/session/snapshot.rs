//! The snapshot of a training: everything that a frame shows, at one moment.

use std::sync::Arc;

use crate::learning::data::{Dataset, NoMemory};
use crate::learning::model::parameters::Parameters;
use crate::learning::predictor::Predictor;
use crate::learning::quality::Quality;
use crate::learning::train::stop::Stop;
use crate::learning::train::trainer::Accuracy;
use crate::session::curves::{Accuracies, Curves, LastLosses};
use crate::session::lane::LaneId;
use crate::session::recipe::Recipe;
use crate::session::settings::Settings;
use crate::session::watched::WatchedView;
use crate::session::why::{Traced, Why};

/// The state of a training between two updates. Making one copies little: the data, the changes and the
/// curves are shared.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// State that commands have set, apart from the settings.
    pub control: Control,
    /// Phase of the training: paused, running, finished or diverged.
    pub phase: Phase,
    /// Data set, which all lanes share.
    pub dataset: Arc<Dataset>,
    /// Last command that was not obeyed for want of memory, if there was one.
    pub refused: Option<Refused>,
    /// The lanes, at least one.
    pub lanes: Vec<LaneView>,
    /// The reasons for what the lane does that is looked at; `None` if they are not looked at.
    pub why: Option<Arc<Why>>,
    /// Number of sets of lanes that were replaced and can be brought back.
    pub before: usize,
    /// Number of sets of lanes that bringing back has replaced, and that can be brought back in turn.
    pub after: usize,
    /// A log that is watched, if there is one.
    pub watched: Option<Box<WatchedView>>,
}

/// The state of the run of one lane.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneView {
    /// The name of the lane.
    pub id: LaneId,
    /// Whether the lane stands still while the others train.
    pub is_pinned: bool,
    /// Phase of the lane.
    pub phase: Phase,
    /// Current settings, with the kind of loss that all lanes show. A change of a setting that needs a new run waits for
    /// the next run.
    pub settings: Settings,
    /// Recipe that repeats the run up to its current update.
    pub recipe: Recipe,
    /// Rule that has finished the run; `None` if no rule has.
    pub stop: Option<Stop>,
    /// The weights, in the units of the data.
    pub parameters: Parameters,
    /// The model that the weights make, with the scaling of its training.
    pub predictor: Predictor,
    /// Learning rate of the current epoch, with the schedule applied.
    pub alpha: f64,
    /// Number of training samples.
    pub training_samples: usize,
    /// Accuracy over the training samples.
    pub accuracy: Accuracy,
    /// Accuracy over the test samples; `None` if there are no test samples.
    pub test_accuracy: Option<Accuracy>,
    /// Precision, recall, F1 and area under the ROC curve of the test samples, or of the training samples if
    /// there are no test samples; `None` if their accuracy is an estimate.
    pub quality: Option<Quality>,
    /// Progress of the run.
    pub progress: Progress,
    /// The losses that were measured last.
    pub losses: LastLosses,
    /// The curves of the kind of loss that is shown.
    pub curves: Curves,
    /// The accuracies after the epochs.
    pub accuracies: Accuracies,
    /// The curves of the chart that are worked out; `None` if the chart shows the loss over epochs.
    pub traced: Option<Arc<Traced>>,
    /// The weights before the present ones, in the units of the data, oldest first; empty if they are not shown.
    pub trail: Vec<Parameters>,
    /// What lies ahead after the run went back; `None` if the run is at the furthest update that it has reached.
    pub future: Option<GhostView>,
    /// What lay ahead of the last change that was made in the past; `None` if there is nothing.
    pub abandoned: Option<GhostView>,
}

/// Curves of what a run was, ahead of where it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct GhostView {
    /// The furthest update.
    pub updates: u64,
    /// Position of the furthest update, in epochs.
    pub position: f64,
    /// The curves, from the start on, of the kind of loss that is shown.
    pub curves: Curves,
}

/// State of the engine that commands set, apart from the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Control {
    /// Whether training runs continuously.
    pub running: bool,
    /// The number of resets before this run.
    pub run: u64,
    /// Number of commands that were executed so far.
    pub commands: u64,
}

/// A command that was not obeyed for want of memory: the old data and the old run stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// The number of such commands so far.
    pub count: u64,
    /// What there was no memory for.
    pub why: NoMemory,
}

/// Phase of a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The training waits for a command.
    Paused,
    /// The training makes updates.
    Running,
    /// A rule has finished the run.
    Finished,
    /// The run has diverged: the numbers of the next update would not be finite.
    Diverged,
}

/// Progress of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// The number of complete epochs.
    pub epochs: u64,
    /// Number of the last update within its epoch, from 1; 0 at the start of the run.
    pub update_of_epoch: u64,
    /// Number of updates in the epoch of the last update.
    pub updates_of_epoch: u64,
    /// Number of updates since the start of the run.
    pub updates: u64,
    /// Position of the run in epochs: 1.5 is the middle of the second epoch.
    pub position: f64,
}

impl Snapshot {
    /// Returns the lanes that are shown: those of the engine, and that of a watched log.
    pub fn shown_lanes(&self) -> impl Iterator<Item = &LaneView> {
        let watched = self.watched.iter().map(|watched| &watched.lane);
        self.lanes.iter().chain(watched)
    }

    /// Returns the shown lane with this name, if there is one.
    #[must_use]
    pub fn lane(&self, id: LaneId) -> Option<&LaneView> {
        self.shown_lanes().find(|lane| lane.id == id)
    }

    /// Returns the first lane that is not pinned, which is always present.
    #[must_use]
    pub fn first_live(&self) -> &LaneView {
        let live = self.lanes.iter().find(|lane| !lane.is_pinned);
        live.unwrap_or_else(|| self.first())
    }

    /// Returns the first lane, which is always present.
    ///
    /// # Panics
    /// If the snapshot has no lanes. An engine never makes such a snapshot.
    #[must_use]
    pub fn first(&self) -> &LaneView {
        self.lanes.first().expect("an engine has at least one lane")
    }
}
