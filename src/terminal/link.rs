//! The link to the terminal, with the time handed in: what is under way, what may follow it and when,
//! and since when nothing has moved.

use std::time::Duration;

/// Bytes a second, in the long run; 64 KiB together with what is saved, over any few seconds.
const BYTES_A_SECOND: u32 = 60 * 1024;

/// What was not spent is kept for so long.
const SAVINGS: Duration = Duration::from_millis(500);

/// So much of the savings is for keys alone: what they do is to be seen at once.
const FOR_KEYS: Duration = Duration::from_millis(250);

/// One picture at a time, and a budget of bytes: a link may take much more than it delivers, and what
/// waits in it is what the keys wait for.
#[derive(Debug)]
pub struct Link {
    /// What is under way was sent then.
    sent: Option<Duration>,
    /// The budget is spent up to this moment.
    spent: Duration,
    stalls_after: Duration,
    is_stalled: bool,
}

impl Link {
    /// A link on which nothing was sent. It counts as stalled after a picture has been under way for
    /// so long.
    #[must_use]
    pub fn new(stalls_after: Duration) -> Self {
        Self {
            sent: None,
            spent: Duration::ZERO,
            stalls_after,
            is_stalled: false,
        }
    }

    /// Whether nothing is under way.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.sent.is_none()
    }

    /// A picture of so many bytes is under way.
    pub fn sent(&mut self, now: Duration, bytes: usize) {
        let seconds = bytes as f64 / f64::from(BYTES_A_SECOND);
        self.spent = self.spent.max(now) + Duration::from_secs_f64(seconds);
        self.sent = Some(now);
    }

    /// When the budget allows another picture.
    #[must_use]
    pub fn affords_at(&self) -> Duration {
        self.spent.saturating_sub(SAVINGS.saturating_sub(FOR_KEYS))
    }

    /// When it allows one that shows what a key has done.
    #[must_use]
    pub fn affords_key_at(&self) -> Duration {
        self.spent.saturating_sub(SAVINGS)
    }

    /// What was under way has arrived. Returns whether that ends a stall.
    pub fn arrived(&mut self) -> bool {
        self.sent = None;
        std::mem::take(&mut self.is_stalled)
    }

    /// Whether a stall begins now; it is said once.
    pub fn begins_to_stall(&mut self, now: Duration) -> bool {
        let begins = self.stalls_at().is_some_and(|at| now >= at);
        self.is_stalled |= begins;
        begins
    }

    /// How long it takes until the link counts as stalled; for ever where nothing is returned.
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
