//! Tracks the link to the terminal: the frame under way, the byte budget for the next frame, and a stall. The
//! caller passes the time.

use std::time::Duration;

/// Byte budget per second, in the long run. Together with the saved budget, it is about 64 KiB per second
/// over any few seconds.
const BYTES_A_SECOND: u32 = 60 * 1024;

/// Largest unspent budget that is saved, as the time in which it accrues.
const SAVINGS: Duration = Duration::from_millis(500);

/// Part of the savings that is reserved for frames after a key press, so that the effect of a key is visible
/// at once.
const FOR_KEYS: Duration = Duration::from_millis(250);

/// The state of the link to the terminal. It allows one frame at a time and a limited number of bytes per
/// second. A link may buffer far more bytes than it has delivered, and the response to a key must wait for
/// them. All times are measured from one fixed moment.
#[derive(Debug)]
pub struct Link {
    /// Time when the frame under way was sent; `None` if no frame is under way.
    sent: Option<Duration>,
    /// Time up to which the budget has been spent.
    spent: Duration,
    stalls_after: Duration,
    is_stalled: bool,
}

impl Link {
    /// Creates a link on which nothing has been sent. The link counts as stalled when a frame has been under
    /// way for `stalls_after`.
    #[must_use]
    pub fn new(stalls_after: Duration) -> Self {
        Self {
            sent: None,
            spent: Duration::ZERO,
            stalls_after,
            is_stalled: false,
        }
    }

    /// Returns whether no frame is under way.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.sent.is_none()
    }

    /// Records that a frame of `bytes` bytes was sent at `now`, and charges it to the budget.
    pub fn sent(&mut self, now: Duration, bytes: usize) {
        let seconds = bytes as f64 / f64::from(BYTES_A_SECOND);
        self.spent = self.spent.max(now) + Duration::from_secs_f64(seconds);
        self.sent = Some(now);
    }

    /// Returns the earliest time when the budget allows another frame.
    #[must_use]
    pub fn affords_at(&self) -> Duration {
        self.spent.saturating_sub(SAVINGS.saturating_sub(FOR_KEYS))
    }

    /// Returns the earliest time when the budget allows a frame that shows the effect of a key.
    #[must_use]
    pub fn affords_key_at(&self) -> Duration {
        self.spent.saturating_sub(SAVINGS)
    }

    /// Records that the frame under way has been written. Returns whether this ends a stall.
    pub fn arrived(&mut self) -> bool {
        self.sent = None;
        std::mem::take(&mut self.is_stalled)
    }

    /// Returns whether a stall begins now. Returns true only once for each stall.
    pub fn begins_to_stall(&mut self, now: Duration) -> bool {
        let begins = self.stalls_at().is_some_and(|at| now >= at);
        self.is_stalled |= begins;
        begins
    }

    /// Returns the time until the link counts as stalled; `None` if no frame is under way or the link is
    /// stalled already.
    #[must_use]
    pub fn wait(&self, now: Duration) -> Option<Duration> {
        self.stalls_at().map(|at| at.saturating_sub(now))
    }

    fn stalls_at(&self) -> Option<Duration> {
        let sent = self.sent.filter(|_| !self.is_stalled)?;
        Some(sent + self.stalls_after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn one_picture_is_under_way_at_a_time() {
        let mut link = Link::new(seconds(30));
        assert!(link.is_free());
        link.sent(seconds(1), 100);
        assert!(!link.is_free());
        assert!(!link.arrived());
        assert!(link.is_free());
    }

    #[test]
    fn the_budget_is_kept_in_the_long_run_and_small_pictures_are_never_held_back() {
        let mut link = Link::new(seconds(30));
        let (mut now, mut bytes) = (Duration::ZERO, 0);
        while now < seconds(20) {
            now = now.max(link.affords_at());
            link.sent(now, 20_000);
            link.arrived();
            bytes += 20_000;
        }
        let most = BYTES_A_SECOND * 21 + 2 * 20_000;
        assert!(bytes <= most && bytes > most / 2, "{bytes} of {most}");

        let mut link = Link::new(seconds(30));
        for frame in 0..300 {
            let now = Duration::from_millis(33) * frame;
            assert!(link.affords_at() <= now);
            link.sent(now, 2_000);
            link.arrived();
        }
    }

    #[test]
    fn a_key_is_shown_at_once_where_pictures_have_to_wait() {
        let mut link = Link::new(seconds(30));
        let mut now = Duration::ZERO;
        for _ in 0..20 {
            now = now.max(link.affords_at());
            link.sent(now, 10_000);
            link.arrived();
        }
        assert!(link.affords_at() > now && link.affords_key_at() <= now);
    }

    #[test]
    fn a_stall_is_said_once_and_ends_with_the_picture() {
        let mut link = Link::new(seconds(30));
        assert_eq!(link.wait(seconds(5)), None);
        link.sent(seconds(10), 100);
        assert_eq!(link.wait(seconds(15)), Some(seconds(25)));
        assert!(!link.begins_to_stall(seconds(39)));
        assert!(link.begins_to_stall(seconds(40)));
        assert!(!link.begins_to_stall(seconds(41)));
        assert_eq!(link.wait(seconds(41)), None);
        assert!(link.arrived());
        assert!(!link.arrived());
    }
}
