//! Which notice is shown, and for how long.
//!
//! A notice stays for [`LEAST`] at least, so that it can be read. Within that time only a notice of at least equal
//! importance takes its place: a newer answer to a key is never held back by an older one, and a refusal is not
//! overwritten by a word of information. A less important notice waits, and is shown afterwards if it is still true:
//! an answer to a key is true until the next key. After its time the next key removes a notice, and after [`MOST`] it
//! goes by itself, so that the hints come back. There is no clock: [`pass`](Notices::pass) tells the time.

use crate::app::notice::Notice;

/// Shortest time for which a notice is shown, in milliseconds.
pub const LEAST: u64 = 3_000;
/// Longest time for which a notice is shown if nothing happens, in milliseconds.
pub const MOST: u64 = 10_000;

/// Largest number of notices that wait. The oldest are dropped first.
const MOST_WAITING: usize = 4;

/// The notice that is shown, and those that wait. All times are in milliseconds since the start of the program.
#[derive(Debug, Default)]
pub struct Notices {
    now: u64,
    shown: Option<Shown>,
    /// Notices that wait, oldest first.
    waiting: Vec<Notice>,
    /// The last notice that was told, whether it is shown or not.
    latest: Option<Notice>,
    told: u64,
}

#[derive(Debug)]
struct Shown {
    notice: Notice,
    since: u64,
}

impl Notices {
    /// Returns the notice that is shown, if there is one.
    #[must_use]
    pub fn shown(&self) -> Option<&Notice> {
        self.shown.as_ref().map(|shown| &shown.notice)
    }

    /// Returns the number of notices that were told so far, and the last of them.
    #[must_use]
    pub fn latest(&self) -> (u64, Option<&Notice>) {
        (self.told, self.latest.as_ref())
    }

    /// Tells a notice: shows it, or lets it wait while a more important one is new.
    pub fn tell(&mut self, notice: Notice) {
        self.told += 1;
        self.latest = Some(notice.clone());
        let is_new = self.is_new();
        let before = self.shown.take_if(|shown| {
            // What is no longer new makes room for anything.
            !is_new || shown.notice.importance <= notice.importance
        });
        if self.shown.is_some() {
            return self.wait(notice);
        }
        // A fact that had no time to be read is shown again afterwards.
        let is_unread = |before: &Shown| {
            is_new && before.notice.lasts && before.notice.importance < notice.importance
        };
        if let Some(before) = before.filter(is_unread) {
            self.wait(before.notice);
        }
        self.show(notice);
    }

    fn wait(&mut self, notice: Notice) {
        self.waiting.push(notice);
        let surplus = self.waiting.len().saturating_sub(MOST_WAITING);
        self.waiting.drain(..surplus);
    }

    /// Records that a key was pressed: what it answers takes the place of what was answered before. Removes a
    /// notice that had its time.
    pub fn press(&mut self) {
        self.waiting.retain(|waiting| waiting.lasts);
        if !self.is_new() {
            self.shown = None;
        }
        self.go_on();
    }

    /// Removes the notice that is shown, because a person wants it away.
    pub fn dismiss(&mut self) {
        self.shown = None;
        self.go_on();
    }

    /// Removes the notices that `is_over` says are no longer true.
    pub fn forget(&mut self, is_over: impl Fn(&Notice) -> bool) {
        self.shown.take_if(|shown| is_over(&shown.notice));
        self.waiting.retain(|waiting| !is_over(waiting));
        self.go_on();
    }

    /// Records that it is `now`. Returns whether another notice is shown, or none any more.
    pub fn pass(&mut self, now: u64) -> bool {
        self.now = self.now.max(now);
        let is_over = self.changes_at().is_some_and(|at| at <= self.now);
        if is_over {
            self.shown = None;
            self.go_on();
        }
        is_over
    }

    /// Returns the time at which another notice is shown, or none any more, if nothing happens; `None` if no notice
    /// is shown.
    #[must_use]
    pub fn changes_at(&self) -> Option<u64> {
        let time = if self.waiting.is_empty() { MOST } else { LEAST };
        self.shown.as_ref().map(|shown| shown.since + time)
    }

    /// Returns whether the notice that is shown has not been there long enough to be read.
    fn is_new(&self) -> bool {
        let shown = self.shown.as_ref();
        shown.is_some_and(|shown| self.now < shown.since + LEAST)
    }

    /// Shows the most important notice that waits, the oldest of them, if none is shown.
    fn go_on(&mut self) {
        let waiting = self.waiting.iter().enumerate().rev();
        let first = waiting.max_by_key(|(_, notice)| notice.importance);
        if let Some((place, _)) = first.filter(|_| self.shown.is_none()) {
            let notice = self.waiting.remove(place);
            self.show(notice);
        }
    }

    fn show(&mut self, notice: Notice) {
        let since = self.now;
        self.shown = Some(Shown { notice, since });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes notices from letters: a word, a refusal and an alarm, which last if they are written in capitals.
    fn notice(letter: char) -> Notice {
        let text = letter.to_string();
        let notice = match letter.to_ascii_lowercase() {
            'w' | 'v' => Notice::word(text),
            'r' | 's' => Notice::refusal(text),
            _ => Notice::alarm(text),
        };
        Notice {
            lasts: letter.is_uppercase(),
            ..notice
        }
    }

    /// Plays letters as notices, `.` as a key without an answer, and `-` as a second that passes. Returns what is
    /// shown after each of them; a blank if nothing is.
    fn played(script: &str) -> String {
        let mut notices = Notices::default();
        let shown = |notices: &Notices| {
            let text = notices.shown().map(|notice| notice.text.clone());
            text.unwrap_or_else(|| " ".to_owned())
        };
        let mut now = 0;
        let mut step = |character| {
            match character {
                '-' => {
                    now += 1000;
                    notices.pass(now);
                }
                '.' => notices.press(),
                'x' => notices.dismiss(),
                letter => {
                    // Only what answers a key follows one.
                    if letter.is_lowercase() {
                        notices.press();
                    }
                    notices.tell(notice(letter));
                }
            }
            shown(&notices)
        };
        script.chars().map(&mut step).collect()
    }

    #[test]
    fn a_notice_stays_three_seconds_then_the_next_key_or_seven_more_remove_it() {
        assert_eq!(played("w.--.-."), "wwwwww ");
        assert_eq!(played("w----------"), "wwwwwwwwww ");
        assert_eq!(played("w-x"), "ww ");
    }

    #[test]
    fn an_answer_takes_the_place_of_an_older_one_that_is_not_more_important() {
        assert_eq!(played("wvw"), "wvw");
        assert_eq!(played("rs-s"), "rsss");
        assert_eq!(played("wra"), "wra");
        // The time begins anew.
        assert_eq!(played("w--v--.-."), "wwwvvvvv ");
    }

    #[test]
    fn what_is_less_important_waits_and_is_shown_if_it_is_still_true() {
        assert_eq!(played("rw---"), "rrrrw");
        assert_eq!(played("aw.----"), "aaaaaaa", "another key was pressed");
        assert_eq!(played("aW.---"), "aaaaaW", "a fact stays true");
        assert_eq!(played("arw---"), "aaaaaw");
        assert_eq!(played("aWR------"), "aaaaaRRRW", "the more important first");
        assert_eq!(played("aWV------"), "aaaaaWWWV", "the older one first");
        assert_eq!(played("aWx"), "aaW");
        assert_eq!(played("r---w"), "rrrrw", "it has had its time");
    }

    #[test]
    fn a_fact_that_was_overwritten_before_it_was_read_comes_back() {
        assert_eq!(played("Wa---"), "WaaaW");
        assert_eq!(played("wa---"), "waaaa");
        assert_eq!(played("W---a---"), "WWWWaaaa");
    }

    #[test]
    fn it_tells_when_it_changes_by_itself_and_what_was_told_last() {
        let mut notices = Notices::default();
        assert_eq!((notices.changes_at(), notices.latest()), (None, (0, None)));
        notices.pass(500);
        notices.tell(notice('r'));
        assert_eq!(notices.changes_at(), Some(10_500));
        notices.tell(notice('w'));
        assert_eq!(notices.changes_at(), Some(3_500));
        assert_eq!(notices.latest(), (2, Some(&notice('w'))));
        assert!(!notices.pass(3_499) && notices.pass(3_500));
        assert_eq!(notices.shown(), Some(&notice('w')));
        notices.forget(|notice| notice.text == "w");
        assert_eq!((notices.shown(), notices.changes_at()), (None, None));
    }
}
