//! Notices about time, lanes and a watched log.

use crate::app::notice::{Notice, Topic};
use crate::session::lane::LaneId;
use crate::session::settings::Setting;

impl Notice {
    /// Returns the notice that a race of `lanes` lanes has begun, which differ in `setting`.
    #[must_use]
    pub fn race(setting: &Setting, lanes: usize) -> Self {
        Self::word(format!(
            "a race of {lanes} by {}; backspace undoes it",
            setting.name
        ))
        .about(Topic::Lanes)
    }

    /// Returns the refusal to go back from the start of a run.
    #[must_use]
    pub fn at_start() -> Self {
        Self::refusal("this is the start of the run".to_owned()).about(Topic::Lanes)
    }

    /// Returns the refusal of a cursor in weight space, which has no room.
    #[must_use]
    pub fn no_space() -> Self {
        Self::refusal("no room for weight space: it needs a larger window".to_owned())
            .about(Topic::Lanes)
    }

    /// Returns the word about weights that were set under the cursor in weight space.
    #[must_use]
    pub fn weights_put() -> Self {
        Self::word("W is set to the place of the cursor".to_owned()).about(Topic::Lanes)
    }

    /// Returns the refusal to bring a run back, because none was replaced.
    #[must_use]
    pub fn nothing_before() -> Self {
        Self::refusal("no run was replaced: nothing to bring back".to_owned()).about(Topic::Lanes)
    }

    /// Returns the refusal to undo bringing a run back, because none was brought back.
    #[must_use]
    pub fn nothing_after() -> Self {
        Self::refusal("no run was brought back: nothing to undo".to_owned()).about(Topic::Lanes)
    }

    /// Returns the notice that the run before the present one is back.
    #[must_use]
    pub fn brought_back() -> Self {
        Self::word("the run before is back; R undoes that".to_owned()).about(Topic::Lanes)
    }

    /// Returns the notice that bringing a run back was undone.
    #[must_use]
    pub fn brought_forward() -> Self {
        Self::word("the run after is back".to_owned()).about(Topic::Lanes)
    }

    /// Returns the notice that a change in the past has made the run take another course.
    #[must_use]
    pub fn branched() -> Self {
        Self::word("a branch: the old course stays faint; P drops it".to_owned())
            .about(Topic::Lanes)
    }

    /// Returns the notice that a setting was stepped in all lanes, or the refusal if it is at its end in all of them.
    #[must_use]
    pub fn all_lanes(setting: &Setting, is_stepped: bool) -> Self {
        if is_stepped {
            let word = Self::word(format!("{} stepped in all lanes", setting.name));
            word.about(Topic::Setting(setting.flag))
        } else {
            Self::refusal(format!("{}: no further by key in any lane", setting.name))
        }
    }

    /// Returns the notice that what a branch had left was dropped.
    #[must_use]
    pub fn abandoned_dropped() -> Self {
        Self::word("the faint course is dropped".to_owned()).about(Topic::Lanes)
    }

    /// Returns the notice that a lane was removed.
    #[must_use]
    pub fn lane_dropped(lane: LaneId, is_pinned: bool) -> Self {
        let what = if is_pinned { "unpinned" } else { "dropped" };
        Self::word(format!("{lane} is {what}; backspace brings it back")).about(Topic::Lanes)
    }

    /// Returns the notice that a new run on other data has put the pinned lanes aside.
    #[must_use]
    pub fn pins_put_aside() -> Self {
        Self::word("other data: the pins are put aside, backspace brings them back".to_owned())
            .about(Topic::Lanes)
    }

    /// Returns the refusal to choose a moment on a chart for which there is no room.
    #[must_use]
    pub fn no_chart() -> Self {
        Self::refusal("no room for the chart: g goes to an update".to_owned())
    }

    /// Returns the refusal to add a lane to the largest number of lanes.
    #[must_use]
    pub fn no_lane_left(most: usize) -> Self {
        Self::refusal(format!("at most {most} lanes: P unpins one")).about(Topic::Lanes)
    }

    /// Returns the refusal to unpin, because nothing is pinned.
    #[must_use]
    pub fn nothing_pinned() -> Self {
        Self::refusal("nothing is pinned: p pins this run".to_owned()).about(Topic::Lanes)
    }

    /// Returns the refusal to choose another lane, because there is none.
    #[must_use]
    pub fn only_lane() -> Self {
        Self::refusal("there is one run: p pins it, to compare".to_owned()).about(Topic::Lanes)
    }

    /// Returns the notice that a watched log and the reference part.
    #[must_use]
    pub fn log_parts(words: &str) -> Self {
        Self::word(words.to_owned()).lasting()
    }

    /// Returns the notice that no more rows of a watched log come.
    #[must_use]
    pub fn log_has_ended(unit: &str, number: u64, has_parted: bool) -> Self {
        let hint = if has_parted {
            "; sgdscope check says why it parts"
        } else {
            ""
        };
        Self::word(format!("your log has ended at {unit} {number}{hint}")).lasting()
    }

    /// Returns the notice that a line of a watched log could not be read.
    #[must_use]
    pub fn log_has_trouble(why: &str) -> Self {
        Self::refusal(format!("your log, {why}; the line is skipped")).lasting()
    }

    /// Returns the notice that the why view shows `lane`, because a watched log has no reasons.
    #[must_use]
    pub fn no_reasons_of_log(lane: LaneId) -> Self {
        Self::word(format!(
            "the why view is of lane {lane}: a log has no reasons"
        ))
        .about(Topic::Lanes)
    }

    /// Returns the refusal to change a pinned lane.
    #[must_use]
    pub fn pinned(lane: LaneId) -> Self {
        let why = if lane == LaneId::WATCHED {
            "Y is your log, only looked at: L chooses another lane".to_owned()
        } else {
            format!("{lane} is pinned: L chooses another lane")
        };
        Self::refusal(why).about(Topic::Lanes)
    }

    /// Returns the notice which lanes the keys control now: all of them, or `lane`.
    #[must_use]
    pub fn steers(all: bool, lane: LaneId) -> Self {
        Self::word(if all {
            "keys change all lanes now".to_owned()
        } else {
            format!("keys change lane {lane} only now")
        })
    }
}
