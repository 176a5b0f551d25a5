//! The engine in time: back, to another moment, and to lanes that were put aside.

use crate::session::command::{Command, Moment, Unit};
use crate::session::engine::Engine;
use crate::session::lane::LaneId;
use crate::session::lanes::Lane;
use crate::session::shelf::Side;
use crate::session::timeline::Target;

impl Engine {
    /// Returns the share of the way to another moment that is done, from 0 to 1; `None` if the lanes are there.
    #[must_use]
    pub fn journey(&self) -> Option<f64> {
        let traveller = self.lanes.traveller();
        let share = || traveller.map_or(1.0, |lane| lane.timeline.share());
        self.lanes.are_travelling().then(share)
    }

    /// Goes back. In a race, the lane that has seen most samples goes back, and the others go with it.
    pub(super) fn back(&mut self, unit: Unit) {
        let key = |lane: &&Lane| lane.timeline.run().trainer().samples_seen();
        let most = self.lanes.live().map(|lane| key(&lane)).max();
        // A lane that goes back already goes back further.
        let furthest = self.lanes.live().find(|lane| Some(key(lane)) == most);
        let Some(lane) = self.lanes.traveller().or(furthest) else {
            return;
        };
        let (id, trainer) = (lane.id, lane.timeline.run().trainer());
        let samples = trainer.dataset().training().len() as u64;
        let target = match (unit, lane.timeline.target()) {
            (Unit::Update, Some(Target::Updates(goal))) => Target::Updates(goal.saturating_sub(1)),
            (Unit::Update, _) => Target::Updates(trainer.updates().saturating_sub(1)),
            (Unit::Epoch, target) => {
                let seen = match target {
                    Some(Target::Samples(goal)) => goal,
                    _ => trainer.samples_seen(),
                };
                Target::Samples(seen.saturating_sub(1) / samples * samples)
            }
        };
        self.travel_to(id, target);
    }

    pub(super) fn go_to(&mut self, lane: LaneId, moment: Moment) {
        let asked = self.lanes.live().find(|live| live.id == lane);
        let lane = asked.unwrap_or_else(|| self.lanes.first());
        let samples = lane.timeline.run().trainer().dataset().training().len();
        let target = match moment {
            Moment::Update(updates) => Target::Updates(updates),
            Moment::Epoch(epochs) => Target::Samples(epochs.saturating_mul(samples as u64)),
            Moment::Position(epochs) => {
                // Rounding must not lead to the update before.
                let place = (epochs * samples as f64 + 1e-6).max(0.0);
                #[expect(clippy::cast_possible_truncation, reason = "a huge number stays huge")]
                #[expect(clippy::cast_sign_loss, reason = "at least 0")]
                Target::Samples(place as u64)
            }
        };
        self.travel_to(lane.id, target);
    }

    fn travel_to(&mut self, lane: LaneId, target: Target) {
        self.go(false);
        // Changes that were not kept could not be repeated.
        let are_cut = |lane: &Lane| lane.timeline.run().changes().are_cut();
        if self.lanes.live().any(are_cut) {
            return;
        }
        for lane in self.lanes.live_mut() {
            lane.timeline.run_mut().forget_end();
        }
        self.lanes.go_to(lane, target);
    }

    /// Returns whether a command that arrives on the way to another moment only sets another one.
    pub(super) fn extends_journey(&self, command: &Command) -> bool {
        let traveller = self.lanes.traveller();
        let target = traveller.and_then(|lane| lane.timeline.target());
        let is_leader = traveller.is_some_and(|lane| Some(lane.id) == self.lanes.leads_journey());
        let fits = match (command, target) {
            (Command::GoTo(..), _) => true,
            (Command::Back(Unit::Update), Some(Target::Updates(_)))
            | (Command::Back(Unit::Epoch), Some(Target::Samples(_))) => is_leader,
            _ => false,
        };
        fits && self.waiting.is_empty()
    }

    /// Executes the commands that have waited for the end of the way to another moment.
    pub(super) fn obey_waiting(&mut self) {
        while !self.lanes.are_travelling()
            && let Some(command) = self.waiting.pop_front()
        {
            self.obey(command);
        }
    }

    /// Replaces the lanes by those from one side of the shelf, and pauses. The present lanes are put on the other side.
    /// If there is no memory for the room that shuffling needs, the lanes stay.
    pub(super) fn bring(&mut self, from: Side) {
        self.control.run += 1;
        self.go(false);
        let Some(mut lanes) = self.shelf.take(from) else {
            return;
        };
        for lane in lanes.all_mut() {
            lane.timeline.run_mut().go_on_as(self.settings());
        }
        let ready = lanes
            .live_mut()
            .try_for_each(|lane| lane.timeline.run_mut().take_up());
        if ready.is_ok() {
            self.shelf.put_on(from.other(), self.lanes.set_aside());
            self.lanes = lanes;
        } else {
            self.shelf.put_on(from, lanes.set_aside());
        }
        self.note(ready);
    }
}
