//! The checkpoints of a run: at most [`MOST`], close together near the present, further apart before.

use std::sync::Arc;

use crate::session::run::Run;
use crate::session::run::checkpoint::Checkpoint;
use crate::session::timeline::Target;

/// Largest number of checkpoints.
pub const MOST: usize = 64;

/// Smallest work between two checkpoints, in samples. It takes one to ten milliseconds. Unit tests have short runs.
const CLOSEST: u64 = if cfg!(test) { 1 << 8 } else { 1 << 18 };

/// The work between two checkpoints is at least the work of the run divided by this. More checkpoints would soon be
/// removed.
const MADE: u64 = 512;

/// On the way to another moment, the work between two checkpoints is at least the rest of the way divided by this.
const PART: u64 = 8;

/// Within the work of the whole run divided by this before the present, checkpoints are kept at equal distances. Before
/// that, the distance between them grows with the distance from the present.
const NEAR: u64 = 16;

/// Some states of a run, in the order of their updates.
#[derive(Clone, Default)]
pub struct Checkpoints(Vec<Arc<Checkpoint>>);

impl Checkpoints {
    /// Makes a checkpoint of `run` if there is none close to it. `present` is the work at which the run is, or to
    /// which it goes.
    pub fn offer(&mut self, run: &Run, present: u64) {
        let here = run.work();
        let behind = present.saturating_sub(here);
        let distance = CLOSEST.max(behind / PART).max(present / MADE);
        // This is called after every epoch, however short.
        let since_last = self.0.last().and_then(|last| here.checked_sub(last.work()));
        if since_last.is_some_and(|since| since < distance) {
            return;
        }
        let place = self.0.partition_point(|other| other.work() < here);
        let before = place.checked_sub(1).map_or(0, |place| self.0[place].work());
        let is_close = |other: &Arc<Checkpoint>| other.work() - here < CLOSEST;
        if here - before < distance || self.0.get(place).is_some_and(is_close) {
            return;
        }
        let Some(checkpoint) = run.checkpoint() else {
            return;
        };
        self.0.insert(place, Arc::new(checkpoint));
        if self.0.len() > MOST {
            self.thin_out(present);
        }
    }

    /// Returns the last checkpoint that is not after `target`.
    #[must_use]
    pub fn last_before(&self, target: Target) -> Option<Arc<Checkpoint>> {
        let count = self.0.partition_point(|checkpoint| match target {
            Target::Updates(goal) => checkpoint.updates() <= goal,
            Target::Samples(goal) => checkpoint.samples() <= goal,
        });
        count.checked_sub(1).map(|last| Arc::clone(&self.0[last]))
    }

    /// Returns the number of checkpoints.
    #[cfg(test)]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Removes the checkpoints from the update `updates` on.
    pub fn forget_from(&mut self, updates: u64) {
        self.0.retain(|checkpoint| checkpoint.updates() < updates);
    }

    /// Removes the checkpoint that is missed least: the one whose neighbours would be closest together, measured by
    /// their distance from the present.
    fn thin_out(&mut self, present: u64) {
        let work = |place: usize| self.0[place].work();
        let gap = |place: &usize| {
            let before = place.checked_sub(1).map_or(0, work);
            let distance = present.abs_diff(work(*place)).max(present / NEAR).max(1);
            (work(place + 1) - before) as f64 / distance as f64
        };
        // The last one is as near to the present as can be.
        let places = 0..self.0.len() - 1;
        let least = places.min_by(|one, other| gap(one).total_cmp(&gap(other)));
        if let Some(place) = least {
            self.0.remove(place);
        }
    }
}
