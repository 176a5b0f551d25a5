//! Decides when a frame is drawn and when a snapshot is requested from the worker, at a time that the caller
//! passes.

use std::time::Duration;

/// Longest time that a due frame waits for the engine to confirm the requested changes.
const PATIENCE: Duration = Duration::from_millis(10);

/// A clock that opens a slot for a frame at regular intervals. When a slot opens, a snapshot is requested, so
/// that the frame shows the current state. A frame is drawn in an open slot once something has changed. All
/// times are measured from one fixed moment.
#[derive(Debug)]
pub struct FrameClock {
    interval: Duration,
    /// Time when the next slot opens.
    opens: Duration,
    /// Time when the next slot would open without the byte budget of the link.
    soonest: Duration,
    /// Time of the first change since the last frame; `None` if nothing has changed.
    changed: Option<Duration>,
    /// Whether a snapshot has been requested and has not arrived.
    snapshot_is_due: bool,
}

impl FrameClock {
    /// Creates a clock whose first slot is open at time 0 and whose first frame is due. `interval` is the
    /// time between two slots.
    #[must_use]
    pub fn new(interval: Duration) -> Self {
        Self {
            interval,
            opens: Duration::ZERO,
            soonest: Duration::ZERO,
            changed: Some(Duration::ZERO),
            snapshot_is_due: false,
        }
    }

    /// Records that something to be drawn has changed.
    pub fn changed(&mut self, now: Duration) {
        self.changed.get_or_insert(now);
    }

    /// Records that the requested snapshot has arrived.
    pub fn snapshot_arrived(&mut self) {
        self.snapshot_is_due = false;
    }

    /// Records that a frame was drawn at `now`. The next slot does not open before `earliest`.
    pub fn drawn(&mut self, now: Duration, earliest: Duration) {
        self.changed = None;
        // A frame that was drawn late in its slot must not delay the next slot.
        let is_late = now >= self.soonest + self.interval;
        self.soonest = if is_late { now } else { self.soonest } + self.interval;
        self.opens = self.soonest.max(earliest);
    }

    /// Opens the next slot at `earliest` if that is sooner, but not before the interval has passed.
    pub fn hasten(&mut self, earliest: Duration) {
        self.opens = self.opens.min(self.soonest.max(earliest));
    }

    /// Keeps the slot closed until now, because the link was not ready.
    pub fn held_back(&mut self, now: Duration) {
        self.opens = self.opens.max(now);
    }

    /// Returns whether a snapshot must be requested now. If so, the snapshot counts as requested.
    pub fn wants_snapshot(&mut self, now: Duration) -> bool {
        let wants = !self.snapshot_is_due && now >= self.opens;
        self.snapshot_is_due |= wants;
        wants
    }

    /// Returns whether a frame must be drawn now. `settled` tells whether a frame drawn now would show all
    /// requested changes; if not, the frame waits for up to 10 ms more.
    #[must_use]
    pub fn is_due(&self, now: Duration, settled: bool) -> bool {
        self.drawing_at(settled).is_some_and(|at| now >= at)
    }

    /// Returns the time until a frame or a request for a snapshot is due; `None` if only a message can cause
    /// one. `settled` tells whether a frame drawn now would show all requested changes.
    #[must_use]
    pub fn wait(&self, now: Duration, settled: bool) -> Option<Duration> {
        let asking_at = (!self.snapshot_is_due).then_some(self.opens);
        let next = match (self.drawing_at(settled), asking_at) {
            (Some(drawing), Some(asking)) => drawing.min(asking),
            (one, other) => one.or(other)?,
        };
        Some(next.saturating_sub(now))
    }

    fn drawing_at(&self, settled: bool) -> Option<Duration> {
        let patience = if settled { Duration::ZERO } else { PATIENCE };
        self.changed.map(|since| self.opens.max(since) + patience)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    fn after_first_picture() -> FrameClock {
        let mut clock = FrameClock::new(ms(33));
        assert!(clock.is_due(ms(0), true));
        clock.drawn(ms(0), ms(0));
        clock
    }

    #[test]
    fn a_running_training_is_asked_once_a_slot_and_drawn_as_soon_as_it_answers() {
        let mut clock = after_first_picture();
        assert_eq!(clock.wait(ms(1), true), Some(ms(32)));
        assert!(!clock.wants_snapshot(ms(32)));
        assert!(clock.wants_snapshot(ms(33)));
        assert!(!clock.wants_snapshot(ms(34)));
        clock.snapshot_arrived();
        clock.changed(ms(34));
        assert!(clock.is_due(ms(34), true));
        clock.drawn(ms(34), ms(0));
        assert_eq!(clock.wait(ms(34), true), Some(ms(32)));
    }

    #[test]
    fn a_paused_training_is_waited_for_without_end() {
        let mut clock = after_first_picture();
        assert!(clock.wants_snapshot(ms(40)));
        assert_eq!(clock.wait(ms(40), true), None);
        assert!(!clock.is_due(ms(9999), true));
    }

    #[test]
    fn what_is_requested_is_drawn_once_confirmed_and_soon_in_any_case() {
        let mut clock = after_first_picture();
        assert!(clock.wants_snapshot(ms(50)));
        clock.changed(ms(100));
        assert!(!clock.is_due(ms(101), false));
        assert!(clock.is_due(ms(101), true));
        assert_eq!(clock.wait(ms(101), false), Some(ms(9)));
        assert!(clock.is_due(ms(110), false));
    }

    #[test]
    fn what_was_requested_in_a_closed_slot_is_given_the_same_moment_once_it_opens() {
        let mut clock = after_first_picture();
        clock.changed(ms(5));
        assert!(clock.wants_snapshot(ms(33)));
        assert!(!clock.is_due(ms(34), false));
        clock.snapshot_arrived();
        assert!(clock.is_due(ms(35), true));
        assert!(clock.is_due(ms(43), false));
    }

    #[test]
    fn a_picture_that_was_dear_is_followed_later() {
        let mut clock = after_first_picture();
        clock.drawn(ms(40), ms(200));
        clock.changed(ms(41));
        assert!(!clock.is_due(ms(199), true));
        assert!(!clock.wants_snapshot(ms(199)));
        assert!(clock.is_due(ms(200), true));
    }

    #[test]
    fn it_can_be_hastened_but_not_below_the_interval() {
        let mut clock = after_first_picture();
        clock.drawn(ms(40), ms(200));
        clock.changed(ms(41));
        clock.hasten(ms(50));
        assert!(!clock.is_due(ms(65), true));
        assert!(clock.is_due(ms(66), true));
        clock.hasten(ms(150));
        assert!(clock.is_due(ms(66), true));
    }

    #[test]
    fn a_picture_that_was_held_back_waits_for_what_is_new() {
        let mut clock = after_first_picture();
        clock.changed(ms(5));
        clock.held_back(ms(300));
        assert!(!clock.is_due(ms(309), false));
        assert!(clock.is_due(ms(310), false));
        assert!(clock.is_due(ms(300), true));
    }

    #[test]
    fn pictures_that_come_late_in_their_slots_are_as_many_all_the_same() {
        let mut clock = FrameClock::new(ms(33));
        let (mut now, mut pictures) = (0, 0);
        while now < 33 * 100 {
            clock.changed(ms(now));
            if clock.is_due(ms(now), true) {
                // The frame is drawn 7 ms late, as if the snapshot had taken that long.
                now += 7;
                clock.drawn(ms(now), ms(0));
                pictures += 1;
            }
            now += 1;
        }
        assert!((99..=101).contains(&pictures), "{pictures}");
        // After a pause, the clock does not catch up on missed slots.
        clock.drawn(ms(9000), ms(0));
        clock.changed(ms(9001));
        assert!(!clock.is_due(ms(9032), true));
    }

    #[test]
    fn changes_between_two_slots_make_one_picture() {
        let mut clock = after_first_picture();
        for now in 1..33 {
            clock.changed(ms(now));
            assert!(!clock.is_due(ms(now), true));
        }
        assert!(clock.is_due(ms(33), true));
    }
}
