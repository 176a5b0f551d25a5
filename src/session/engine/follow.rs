//! The engine beside a watched log: while it runs, the reference goes on up to the last row of the log, and waits there.

use std::sync::Arc;

use crate::learning::check::row;
use crate::session::engine::Engine;
use crate::session::snapshot::Phase;
use crate::session::watched::WatchedView;

impl Engine {
    /// Takes over what is known of a watched log. From the first call on, a training that runs follows the log.
    pub fn watch(&mut self, view: Arc<WatchedView>) {
        self.revision += 1;
        self.watched = Some(view);
        self.pause_after_log();
    }

    /// Returns whether the reference follows the log: it runs, and the log has not ended before the present update.
    pub(super) fn is_following(&self) -> bool {
        let Some(watched) = &self.watched else {
            return false;
        };
        let is_running = self.control.running && self.goal.is_none();
        is_running && !(watched.is_over && self.is_beside_log())
    }

    /// Returns whether the reference has updates to make before it is beside the last row of the log.
    pub(super) fn is_behind_log(&self) -> bool {
        self.is_following() && self.phase() == Phase::Running && !self.is_beside_log()
    }

    /// Returns the number of updates that the reference may make at once to come beside the last row.
    pub(super) fn updates_to_log(&self) -> u64 {
        match self.watched.as_ref().map(|watched| watched.reached) {
            Some((row::Unit::Updates, updates)) => updates.saturating_sub(self.trainer().updates()),
            // One call of a run does not go beyond the end of an epoch.
            Some((row::Unit::Epochs, _)) => u64::MAX,
            None => 0,
        }
    }

    /// Pauses once the reference is beside the last row of a log that has ended.
    pub(super) fn pause_after_log(&mut self) {
        let is_over = self.watched.as_ref().is_some_and(|watched| watched.is_over);
        if is_over && !self.has_paused_after_log && self.control.running && self.is_beside_log() {
            self.has_paused_after_log = true;
            self.go(false);
        }
    }

    /// Returns whether the first lane is beside the last row of the log, or cannot go on.
    fn is_beside_log(&self) -> bool {
        let first = self.lanes.first();
        let trainer = first.timeline.run().trainer();
        let reached = self.watched.as_ref().map(|watched| watched.reached);
        let is_there = reached.is_none_or(|reached| match reached {
            (row::Unit::Updates, updates) => trainer.updates() >= updates,
            (row::Unit::Epochs, epochs) => trainer.epochs() >= epochs,
        });
        is_there || first.is_still()
    }
}
