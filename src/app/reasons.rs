//! What is asked about the reasons of a training, and the sentence about it, which stays long enough to be read.

use crate::app::App;
use crate::app::action::Toward;
use crate::app::effect::Effect;
use crate::app::notice::Notice;
use crate::learning::analysis::verdict::Verdict;
use crate::session::command::Command;
use crate::session::lane::LaneId;
use crate::session::settings::ShownView;
use crate::session::why::explainer::Attention;

/// Number of steps of the cursor from one edge of weight space to the other: across, and up.
const STEPS: [f64; 2] = [48.0, 32.0];

/// Milliseconds for which a sentence stays.
const STAYS: u64 = 1000;

/// The sentence about a training. It changes at most once a second.
#[derive(Debug, Clone, Default)]
pub struct Saying {
    shown: Option<Verdict>,
    /// Lane and run that the sentence is about.
    of: Option<(LaneId, u64)>,
    /// What is to be shown next.
    next: Option<Verdict>,
    /// Whether what is to be shown next differs from what is shown.
    is_waiting: bool,
    /// Time up to which the sentence stays, in milliseconds since the start of the program.
    until: u64,
    now: u64,
}

impl Saying {
    /// Takes the verdict of a snapshot about a lane and a run, to be shown as soon as the present sentence has had its
    /// time. A sentence about another lane or run is replaced at once.
    pub fn say(&mut self, of: Option<(LaneId, u64)>, verdict: Option<Verdict>) {
        if self.of != of {
            self.of = of;
            self.until = self.now;
        }
        self.next = verdict;
        self.is_waiting = verdict != self.shown;
        self.pass(self.now);
    }

    /// Lets time pass up to `now`, in milliseconds since the start of the program. Returns whether the sentence has
    /// changed.
    pub fn pass(&mut self, now: u64) -> bool {
        self.now = self.now.max(now);
        if !self.is_waiting || self.now < self.until {
            return false;
        }
        self.shown = self.next;
        self.is_waiting = false;
        self.until = self.now + STAYS;
        true
    }

    /// Returns the time at which the sentence changes although nothing happens; `None` if it does not.
    #[must_use]
    pub fn changes_at(&self) -> Option<u64> {
        self.is_waiting.then_some(self.until)
    }
}

impl App {
    /// Returns what training does, as it is shown: it changes at most once a second. `None` if nothing can be said for
    /// sure, or if reasons are not shown.
    #[must_use]
    pub fn verdict(&self) -> Option<&Verdict> {
        self.saying.shown.as_ref()
    }

    /// Returns whether the why view is shown.
    #[must_use]
    pub fn shows_reasons(&self) -> bool {
        self.requested().settings.view.why.view == ShownView::Why
    }

    /// Asks for the reasons of the chosen lane, if they are shown and something else was asked for.
    pub(super) fn attend(&mut self) -> Option<Effect> {
        if !self.shows_reasons() {
            self.view.probe = None;
            return None;
        }
        if !self.view.has_space {
            self.view.probe = None;
        }
        if self.lane().id == LaneId::WATCHED {
            self.training.choose_next();
            self.notices.tell(Notice::no_reasons_of_log(self.lane().id));
            self.revision += 1;
        }
        self.view.cursor = None;
        let attention = Attention {
            lane: self.lane().id,
            probe: self.view.probe,
        };
        if self.attended == attention {
            return None;
        }
        self.attended = attention;
        Some(self.ask(Command::Attend(attention)))
    }

    /// Shows the cursor in weight space at the present weights, or hides it.
    pub(super) fn toggle_probe(&mut self) {
        if !self.view.has_space {
            self.notices.tell(Notice::no_space());
            return;
        }
        let why = self.confirmed().why.as_ref();
        let here = why.and_then(|why| Some(why.space.as_ref()?.here));
        self.view.moment = None;
        self.view.probe = match self.view.probe {
            None => here,
            Some(_) => None,
        };
    }

    /// Moves the cursor in weight space by one step. It stops at the edges.
    pub(super) fn move_probe(&mut self, toward: Toward) {
        let why = self.confirmed().why.as_ref();
        let window = why.and_then(|why| Some(why.space.as_ref()?.window));
        let (Some(probe), Some(window)) = (&mut self.view.probe, window) else {
            return;
        };
        let (axis, sign) = match toward {
            Toward::Left => (0, -1.0),
            Toward::Right => (0, 1.0),
            Toward::Up => (1, 1.0),
            Toward::Down => (1, -1.0),
        };
        let [low, high] = window[axis];
        let step = (high - low) / STEPS[axis];
        probe[axis] = (probe[axis] + sign * step).clamp(low, high);
    }

    /// Sets the weights under the cursor in weight space, and closes the cursor.
    pub(super) fn put_probe(&mut self) -> Vec<Effect> {
        let Some(probe) = self.view.probe.take() else {
            return Vec::new();
        };
        let lane = self.lane().id;
        let effect = self.ask(Command::PutWeightsAt(lane, probe));
        self.notices.tell(Notice::weights_put());
        vec![effect]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OF: Option<(LaneId, u64)> = Some((LaneId::FIRST, 0));

    #[test]
    fn a_sentence_changes_at_most_once_a_second_and_to_the_last_one() {
        let verdict = |update| Some(Verdict::Diverged { update });
        let mut saying = Saying::default();
        saying.say(OF, verdict(1));
        assert_eq!(saying.shown, verdict(1), "the first one is shown at once");
        for (now, update) in [(300, 2), (600, 3)] {
            saying.pass(now);
            saying.say(OF, verdict(update));
            assert_eq!(saying.shown, verdict(1));
        }
        assert_eq!(saying.changes_at(), Some(1000));
        assert!(!saying.pass(999));
        assert!(saying.pass(1000));
        assert_eq!(saying.shown, verdict(3));
        saying.pass(1500);
        saying.say(OF, None);
        assert_eq!(saying.shown, verdict(3));
        saying.say(OF, verdict(3));
        assert_eq!(saying.changes_at(), None, "it says again what is shown");
        saying.say(OF, None);
        assert!(saying.pass(2000));
        assert_eq!(saying.shown, None);
    }

    #[test]
    fn a_sentence_about_another_lane_or_another_run_is_replaced_at_once() {
        let diverged = Some(Verdict::Diverged { update: 1 });
        for of in [None, Some((LaneId::nth(1), 0)), Some((LaneId::FIRST, 1))] {
            let mut saying = Saying::default();
            saying.say(OF, diverged);
            saying.say(of, None);
            assert_eq!(saying.shown, None);
        }
    }
}
