//! The commands to the engine.

use crate::session::change::{SettingValue, Value};
use crate::session::lane::{Address, LaneId};

/// A command to the engine. A step that cannot be made is ignored: the run is finished or has diverged.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Train continuously.
    Run,
    /// Pause training.
    Pause,
    /// Pause, and make one more update.
    StepUpdate,
    /// Pause, and continue to the end of the epoch.
    StepEpoch,
    /// Pause, and go back by one update, or to the last end of an epoch before the present update. In a race, the
    /// lane that has seen most samples goes back, and the others go with it.
    Back(Unit),
    /// Pause, and go to a moment. In a race, the first lane that is not pinned goes there, and the others go with it.
    GoTo(Moment),
    /// Set one value in the addressed lanes. Weights and hyperparameters take effect with the next update;
    /// data, features and start take effect with the next run. Lanes share their data and the kind of loss that is
    /// shown: these are set in all lanes. A pinned lane is not changed.
    Change(Address, Value),
    /// Begin a new run in all lanes that are not pinned, with their current settings. Training stays running or
    /// paused, as it was. If the system does not give the memory for new data, the old data and the old run stay,
    /// with the settings of the data.
    Reset,
    /// Begin a race from the settings of a lane: one lane for each value of a setting.
    Race(LaneId, Vec<SettingValue>),
    /// Keep a copy of a lane as it is now, as a lane of its own that is pinned.
    Pin(LaneId),
    /// Remove a lane. The last lane that is not pinned stays.
    Drop(LaneId),
    /// Forget what lay ahead of a change that was made in the past of a lane.
    DropAbandoned(LaneId),
    /// Pause, and bring back the lanes that the last reset, race or other loss has replaced.
    BringBack,
    /// Pause, and bring back the lanes that the last [`BringBack`](Self::BringBack) has replaced.
    BringForward,
}

/// A unit in which a run goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// One update: one mini-batch.
    Update,
    /// One epoch: one pass over the data.
    Epoch,
}

/// A moment of a run, past or future.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Moment {
    /// After this number of updates.
    Update(u64),
    /// After this number of complete epochs.
    Epoch(u64),
    /// The last update at or before this position, in epochs: 1.5 is the middle of the second epoch.
    Position(f64),
}
