//! Steps: the engine trains up to the next update or to the end of the epoch.

use crate::learning::train::trainer::Trainer;
use crate::session::command::Unit;
use crate::session::engine::Engine;
use crate::session::lane::LaneId;

/// The end of a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Goal {
    /// The lane has had this number of updates.
    Updates(LaneId, u64),
    /// The lane has this number of complete epochs.
    Epochs(LaneId, u64),
}

impl Engine {
    /// Begins a step of one update or one epoch, or extends such a step in progress.
    pub(super) fn step(&mut self, unit: Unit) {
        self.control.running = false;
        self.goal = match (unit, self.goal) {
            (Unit::Update, Some(Goal::Updates(lane, update))) => {
                Some(Goal::Updates(lane, update + 1))
            }
            (Unit::Epoch, Some(Goal::Epochs(lane, epoch))) => Some(Goal::Epochs(lane, epoch + 1)),
            _ => self.lanes.leader().map(|lane| {
                let trainer = lane.timeline.run().trainer();
                match unit {
                    Unit::Update => Goal::Updates(lane.id, trainer.updates() + 1),
                    Unit::Epoch => Goal::Epochs(lane.id, trainer.epochs() + 1),
                }
            }),
        };
    }

    /// Limits a number of updates to the updates that are left to the end of the step in progress.
    pub(super) fn up_to_goal(&self, updates: u64) -> u64 {
        match self.goal {
            Some(Goal::Updates(lane, goal)) => {
                let lane = self.lanes.get(lane);
                let made = lane.map_or(goal, |lane| lane.timeline.run().trainer().updates());
                updates.min(goal.saturating_sub(made))
            }
            _ => updates,
        }
    }

    /// Ends the step if it has come to its end, or if its lane cannot go on.
    pub(super) fn end_step_at_goal(&mut self) {
        let is_reached = match self.goal {
            Some(Goal::Updates(lane, goal)) => self.has(lane, |trainer| trainer.updates() >= goal),
            Some(Goal::Epochs(lane, goal)) => self.has(lane, |trainer| trainer.epochs() >= goal),
            None => false,
        };
        if is_reached {
            self.goal = None;
        }
    }

    /// Returns whether a lane is gone, stands still, or has come to what `is_reached` tests.
    fn has(&self, lane: LaneId, is_reached: impl Fn(&Trainer) -> bool) -> bool {
        let lane = self.lanes.get(lane);
        lane.is_none_or(|lane| lane.is_still() || is_reached(lane.timeline.run().trainer()))
    }
}
