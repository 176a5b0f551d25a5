//! The commands to the engine.

use std::str::FromStr;

use crate::session::change::{SettingValue, Value};
use crate::session::lane::{Address, LaneId};
use crate::session::why::explainer::Attention;

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
    /// Pause, and let a lane go to a moment; the other lanes go with it. If the lane is pinned, the first one that is not
    /// pinned goes there.
    GoTo(LaneId, Moment),
    /// Pause, and stay where the lanes have come on their way to another moment.
    Stay,
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
    /// Set the weights of a lane to those at a point of weight space, on the two axes that are shown.
    PutWeightsAt(LaneId, [f64; 2]),
    /// Look at this lane, and ask for this point of weight space. It matters only while reasons are shown.
    Attend(Attention),
    /// Forget what lay ahead of a change that was made in the past of a lane.
    DropAbandoned(LaneId),
    /// Pause, and bring back the lanes that the last reset, race or other loss has replaced.
    BringBack,
    /// Pause, and bring back the lanes that the last [`BringBack`](Self::BringBack) has replaced.
    BringForward,
}

/// A unit in which a run goes one step, or goes back.
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

/// Error of a text that is no moment of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAMoment;

impl Moment {
    /// The texts that are moments, in words that complete "must be …".
    pub const RANGE: &str = "an update (400) or an epoch (e12, e12.5)";
}

/// Parses an update, as in `400`, or an epoch with an `e`, as in `e12` or `e12.5`.
impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        let Some(epoch) = text.strip_prefix(['e', 'E']) else {
            return text.parse().map(Self::Update).map_err(|_| NotAMoment);
        };
        if let Ok(epochs) = epoch.trim().parse() {
            return Ok(Self::Epoch(epochs));
        }
        let position = epoch.trim().parse().ok();
        let position = position.filter(|at: &f64| at.is_finite() && *at >= 0.0);
        position.map(Self::Position).ok_or(NotAMoment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_an_update_or_an_epoch() {
        assert_eq!("400".parse(), Ok(Moment::Update(400)));
        assert_eq!("e12".parse(), Ok(Moment::Epoch(12)));
        assert_eq!("E 12.5".parse(), Ok(Moment::Position(12.5)));
        for text in [
            "", "e", "12e", "-1", "e-1", "einf", "e1e999", "1.5", "alpha",
        ] {
            assert_eq!(text.parse::<Moment>(), Err(NotAMoment), "{text}");
        }
    }
}
