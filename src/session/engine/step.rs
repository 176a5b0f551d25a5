//! Steps: the engine trains up to the next update or to the end of the epoch.

use crate::learning::train::trainer::Trainer;
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
    /// Begins a step, or extends the one in progress.
    pub(super) fn step_update(&mut self) {
        self.control.running = false;
        let leader = self
            .lanes
            .leader()
            .map(|lane| (lane.id, lane.timeline.run()));
        self.goal = match (self.goal, leader) {
            (Some(Goal::Updates(lane, update)), _) => Some(Goal::Updates(lane, update + 1)),
            (_, Some((lane, run))) => Some(Goal::Updates(lane, run.trainer().updates() + 1)),
            (_, None) => None,
        };
    }

    /// Begins a step, or extends the one in progress.
    pub(super) fn step_epoch(&mut self) {
        self.control.running = false;
        let leader = self
            .lanes
            .leader()
            .map(|lane| (lane.id, lane.timeline.run()));
        self.goal = match (self.goal, leader) {
            (Some(Goal::Epochs(lane, epoch)), _) => Some(Goal::Epochs(lane, epoch + 1)),
            (_, Some((lane, run))) => Some(Goal::Epochs(lane, run.trainer().epochs() + 1)),
            (_, None) => None,
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
