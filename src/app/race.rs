//! The comparison of several lanes: what they have in common, and what differs between them.

use crate::app::App;
use crate::learning::check::row::Unit;
use crate::learning::model::start::StartKind;
use crate::session::change::Change;
use crate::session::settings::{FEATURES, SHUFFLE, START, START_SEED, Setting, TABLE};
use crate::session::snapshot::{LaneView, Phase};

/// The number that says how far each lane has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// The number of complete epochs.
    Epoch,
    /// The number of updates.
    Update,
}

impl App {
    /// Returns whether several lanes are shown.
    #[must_use]
    pub fn is_race(&self) -> bool {
        self.confirmed().shown_lanes().count() > 1
    }

    /// Returns whether keys that set a value set it in all lanes.
    #[must_use]
    pub fn steers_all(&self) -> bool {
        self.training.steers_all()
    }

    /// Returns the settings that decide the run, have an effect on some lane, and differ between lanes.
    #[must_use]
    pub fn differing(&self) -> Vec<&'static Setting> {
        let differs = |setting: &&'static Setting| {
            let has_effect = |lane: &LaneView| self.affects(setting, lane);
            setting.decides_run
                && !self.is_common(|lane| setting.text(&lane.settings))
                && self.confirmed().lanes.iter().any(has_effect)
        };
        TABLE.into_iter().filter(differs).collect()
    }

    /// Returns whether a setting has an effect on a lane.
    #[must_use]
    pub fn affects(&self, setting: &Setting, lane: &LaneView) -> bool {
        (setting.applies)(&lane.settings, self.training.reach())
    }

    /// Returns what all lanes have in common, in words.
    #[must_use]
    pub fn in_common(&self) -> &'static str {
        match (self.has_one_start(), self.has_one_order()) {
            (true, true) => "same data, start and order",
            (true, false) => "same data and start",
            (false, true) => "same data and order",
            (false, false) => "same data",
        }
    }

    /// Returns whether all lanes began with the same weights, and none were set later.
    fn has_one_start(&self) -> bool {
        let start = |lane: &LaneView| {
            let began = &lane.recipe.began;
            let is_drawn = !matches!(began.setup.start.kind, StartKind::Given(_));
            let seed = is_drawn.then(|| START_SEED.text(began));
            (START.text(began), seed, FEATURES.text(began))
        };
        self.is_common(start) && !self.have_changes(|change| change.value.is_of_weights())
    }

    /// Returns whether all lanes see the samples in the same order.
    fn has_one_order(&self) -> bool {
        let order = |lane: &LaneView| {
            let began = &lane.recipe.began;
            let is_shuffled = began.setup.hyperparameters.shuffle;
            is_shuffled.then(|| START_SEED.text(began))
        };
        self.is_common(order) && !self.have_changes(|change| change.value.is_of(&SHUFFLE))
    }

    /// Returns the number in which the lanes differ because some stand still: the epoch, or the update as long as the
    /// epoch of all lanes is the same. `None` if all lanes go on together. Beside a watched log, it is what its rows count.
    #[must_use]
    pub fn stand(&self) -> Option<Stand> {
        if let Some(watched) = self.watched() {
            return Some(match watched.reached.0 {
                Unit::Updates => Stand::Update,
                Unit::Epochs => Stand::Epoch,
            });
        }
        let lanes = &self.confirmed().lanes;
        let is_over = |lane: &LaneView| matches!(lane.phase, Phase::Finished | Phase::Diverged);
        let has_one_epoch = self.is_common(|lane| lane.progress.epochs);
        let is_together = !lanes.iter().any(|lane| lane.is_pinned) && self.is_common(is_over);
        if is_together && (has_one_epoch || !is_over(self.lane())) {
            return None;
        }
        // While lanes train, one that passes another shows no other number for this moment.
        let is_running = lanes.iter().any(|lane| lane.phase == Phase::Running);
        let has_begun = lanes.iter().any(|lane| lane.progress.epochs > 0);
        Some(if has_one_epoch && !(is_running && has_begun) {
            Stand::Update
        } else {
            Stand::Epoch
        })
    }

    fn is_common<T: PartialEq>(&self, fact: impl Fn(&LaneView) -> T) -> bool {
        let mut facts = self.confirmed().lanes.iter().map(fact);
        let first = facts.next();
        facts.all(|fact| Some(fact) == first)
    }

    fn have_changes(&self, are_such: impl Fn(&Change) -> bool) -> bool {
        let lanes = &self.confirmed().lanes;
        let mut made = lanes.iter().flat_map(|lane| lane.recipe.changes.made());
        made.any(are_such)
    }
}
