//! The actions that go back in time, bring runs back and compare them.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::notice::Notice;
use crate::session::command::{Command, Unit};
use crate::session::lane::LaneId;
use crate::session::race::MOST_LANES;
use crate::session::settings::Setting;
use crate::session::snapshot::LaneView;

impl App {
    pub(super) fn back(&mut self, unit: Unit) -> Vec<Effect> {
        let has_begun = |lane: &LaneView| lane.progress.updates > 0;
        if self.is_settled() && !self.confirmed().lanes.iter().any(has_begun) {
            self.notices.tell(Notice::at_start());
            return Vec::new();
        }
        self.go(Command::Back(unit))
    }

    /// Sends a command that goes to another moment of the run.
    pub(super) fn go(&mut self, command: Command) -> Vec<Effect> {
        let are_cut = |lane: &LaneView| lane.recipe.changes.are_cut();
        if self.confirmed().lanes.iter().any(are_cut) {
            self.notices.tell(Notice::too_many_changes());
            return Vec::new();
        }
        self.travel(command)
    }

    /// Sends a command that pauses.
    pub(super) fn travel(&mut self, command: Command) -> Vec<Effect> {
        self.waits_for_link = false;
        vec![self.ask(command)]
    }

    pub(super) fn bring_back(&mut self) -> Vec<Effect> {
        if self.is_settled() && self.confirmed().before == 0 {
            self.notices.tell(Notice::nothing_before());
            return Vec::new();
        }
        let effects = self.travel(Command::BringBack);
        self.notices.tell(Notice::brought_back());
        effects
    }

    pub(super) fn bring_forward(&mut self) -> Vec<Effect> {
        if self.is_settled() && self.confirmed().after == 0 {
            self.notices.tell(Notice::nothing_after());
            return Vec::new();
        }
        let effects = self.travel(Command::BringForward);
        self.notices.tell(Notice::brought_forward());
        effects
    }

    pub(super) fn pin(&mut self) -> Vec<Effect> {
        if self.confirmed().lanes.len() >= MOST_LANES {
            self.notices.tell(Notice::no_lane_left(MOST_LANES));
            return Vec::new();
        }
        let lane = self.lane().id;
        if lane == LaneId::WATCHED {
            self.notices.tell(Notice::pinned(lane));
            return Vec::new();
        }
        vec![self.ask(Command::Pin(lane))]
    }

    /// Removes what is compared, the least missed first: the chosen lane if it is pinned, or else the last pinned lane;
    /// then what a branch of the chosen lane has left; then the chosen lane of a race.
    pub(super) fn unpin(&mut self) -> Vec<Effect> {
        let lanes = &self.confirmed().lanes;
        let chosen = self.lane();
        if chosen.id == LaneId::WATCHED {
            self.notices.tell(Notice::pinned(chosen.id));
            return Vec::new();
        }
        let pinned = |lane: &&LaneView| lane.is_pinned;
        let pinned = Some(chosen).filter(pinned).or(lanes.iter().rfind(pinned));
        let (command, notice) = match pinned {
            Some(lane) => (Command::Drop(lane.id), Notice::lane_dropped(lane.id, true)),
            None if chosen.abandoned.is_some() => (
                Command::DropAbandoned(chosen.id),
                Notice::abandoned_dropped(),
            ),
            None if lanes.len() > 1 => {
                let dropped = Notice::lane_dropped(chosen.id, false);
                (Command::Drop(chosen.id), dropped)
            }
            None => {
                self.notices.tell(Notice::nothing_pinned());
                return Vec::new();
            }
        };
        let effect = self.ask(command);
        self.notices.tell(notice);
        vec![effect]
    }

    /// Stops on the way to another moment.
    pub(super) fn stop_journey(&mut self) -> Vec<Effect> {
        vec![self.ask(Command::Stay)]
    }

    pub(super) fn next_lane(&mut self) {
        if !self.is_race() {
            self.notices.tell(Notice::only_lane());
        }
        self.training.choose_next();
    }

    pub(super) fn steer_all(&mut self) {
        if self.confirmed().lanes.len() == 1 {
            self.notices.tell(Notice::only_lane());
            return;
        }
        let is_all = self.training.toggle_all();
        let steers = Notice::steers(is_all, self.lane().id);
        self.notices.tell(steers);
    }

    /// Returns whether the chosen lane is pinned, so that keys cannot change this setting. If so, tells it.
    pub(super) fn refuses_pinned(&mut self, setting: &Setting) -> bool {
        let pinned = self.pinned_against(setting);
        if let Some(lane) = pinned {
            self.notices.tell(Notice::pinned(lane));
        }
        pinned.is_some()
    }

    /// Returns the letter of the chosen lane if it is pinned, so that keys cannot change this setting.
    pub(super) fn pinned_against(&self, setting: &Setting) -> Option<LaneId> {
        self.pinned_lane().filter(|_| setting.is_of_lane())
    }

    /// Returns the letter of the chosen lane if keys cannot change it, because it is pinned.
    pub(super) fn pinned_lane(&self) -> Option<LaneId> {
        let lane = self.lane();
        (lane.is_pinned && !self.training.steers_all()).then_some(lane.id)
    }
}
