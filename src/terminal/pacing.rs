//! Measures how fast the terminal takes pictures, from its answers to status requests, and says how much of a
//! picture may be sent. The caller passes the time.
//!
//! A link may buffer far more bytes than it has delivered, and what a key changes must wait for all of them.
//! Therefore each picture ends with a request, and only as much is under way as the link takes in a tenth of a
//! second, or a kilobyte. A terminal that answers no request is not asked again.

use std::collections::VecDeque;
use std::time::Duration;

/// Escape sequence that asks the terminal for its status (DSR 5). Terminals answer it with `ESC [ 0 n`.
const REQUEST: &str = "\x1b[5n";

/// Time that the bytes under way may take, besides the time that an answer takes in any case.
const UNDER_WAY: Duration = Duration::from_millis(100);

/// Number of bytes that may be under way on the slowest link. A smaller part of a picture would often leave
/// out what a key has changed.
const LEAST: usize = 1024;

/// Part of the time of an answer that is not counted, because a busy machine needs it on the fastest link.
const JITTER: Duration = Duration::from_millis(10);

/// Time from the first request in which nothing more is sent. Until then a terminal that does answer may have had
/// no time to do so, and its link may be slow.
const PROBE: Duration = Duration::from_millis(250);

/// Time after which a terminal that has answered nothing is not asked again.
const NEVER_ANSWERS: Duration = Duration::from_secs(3);

/// Time after which an answer is lost, besides the time that the slowest link takes for the bytes under way.
const LOST: Duration = Duration::from_secs(5);

/// Speed of the slowest link, in bytes a second.
const SLOWEST: f64 = 500.0;

/// Number of times in a row that answers may be lost before the terminal is not asked again.
const MOST_LOST: u32 = 2;

/// Part of a picture that may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Nothing may be sent before an answer arrives.
    None,
    /// About this number of bytes, of the text first.
    Part(usize),
    /// The whole picture.
    All,
}

/// Speed of the link to the terminal, and the requests that the terminal has not answered. All times are
/// measured from one fixed moment.
#[derive(Debug, Default)]
pub struct Pacing {
    terminal: Terminal,
    /// Requests without an answer, oldest first.
    under_way: VecDeque<Request>,
    /// Shortest time between a request and its answer.
    latency: Option<Duration>,
    /// Time of the last answer.
    answered: Duration,
    /// Bytes of the last pictures and the time that they took; older pictures count less.
    bytes: f64,
    seconds: f64,
    /// Number of times that answers were lost since the last answer.
    lost: u32,
    /// Number of requests whose answers are no longer waited for, since the number was last taken.
    given_up: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
enum Terminal {
    /// The terminal has answered nothing so far.
    #[default]
    Untried,
    Answers,
    /// The terminal does not answer, and is not asked.
    Silent,
}

#[derive(Debug)]
struct Request {
    sent: Duration,
    /// Number of bytes sent up to the request and after the one before it.
    bytes: usize,
}

impl Pacing {
    /// Returns the requests that are sent before and after a picture of `bytes` bytes at `now`. Only the first
    /// picture has one before it: its answer shows how long an answer takes, whatever the speed of the link.
    pub fn ask(&mut self, now: Duration, bytes: usize) -> [&'static str; 2] {
        self.look(now);
        let requests = match self.terminal {
            Terminal::Silent => return [""; 2],
            Terminal::Untried if self.under_way.is_empty() => [REQUEST; 2],
            Terminal::Untried | Terminal::Answers => ["", REQUEST],
        };
        let sizes = [0, bytes].into_iter().zip(requests);
        let sizes = sizes.filter(|(_, request)| !request.is_empty());
        self.under_way.extend(sizes.map(|(bytes, request)| Request {
            sent: now,
            bytes: bytes + request.len(),
        }));
        requests
    }

    /// Records an answer.
    pub fn answered(&mut self, now: Duration) {
        let Some(request) = self.under_way.pop_front() else {
            return;
        };
        self.terminal = Terminal::Answers;
        self.lost = 0;
        let round_trip = now.saturating_sub(request.sent);
        let latency = self.latency.map_or(round_trip, |it| it.min(round_trip));
        self.latency = Some(latency);
        // The answer to a request without a picture tells nothing about the speed.
        if request.bytes > REQUEST.len() {
            let begun = self.answered.max(request.sent + latency);
            let time = now.saturating_sub(begun).saturating_sub(JITTER);
            self.bytes = self.bytes / 2.0 + request.bytes as f64;
            self.seconds = self.seconds / 2.0 + time.as_secs_f64();
        }
        self.answered = now;
    }

    /// Returns how much of a picture may be sent now.
    pub fn room(&mut self, now: Duration) -> Room {
        self.look(now);
        let Some(oldest) = self.under_way.front() else {
            return self.window().map_or(Room::All, Room::Part);
        };
        match self.terminal {
            Terminal::Untried if now < oldest.sent + PROBE => return Room::None,
            Terminal::Untried | Terminal::Silent => return Room::All,
            Terminal::Answers => {}
        }
        let is_on_time = now <= oldest.sent + self.latency.unwrap_or_default() + UNDER_WAY;
        if !is_on_time || self.bytes == 0.0 {
            return Room::None;
        }
        let Some(window) = self.window() else {
            return Room::All;
        };
        match window.saturating_sub(self.bytes_under_way()) {
            room @ LEAST.. => Room::Part(room),
            _ => Room::None,
        }
    }

    /// Returns the time until an answer is no longer waited for; `None` if none is.
    #[must_use]
    pub fn wait(&self, now: Duration) -> Option<Duration> {
        let oldest = self.under_way.front()?;
        let until = match self.terminal {
            Terminal::Untried => Some(oldest.sent + PROBE),
            Terminal::Answers | Terminal::Silent => self.lost_at(),
        };
        Some(until?.saturating_sub(now))
    }

    /// Takes the number of requests whose answers are no longer waited for, since the last call.
    pub fn take_given_up(&mut self) -> usize {
        std::mem::take(&mut self.given_up)
    }

    /// Gives up answers that are lost, and a terminal that does not answer.
    fn look(&mut self, now: Duration) {
        if self.lost_at().is_none_or(|at| now < at) {
            return;
        }
        self.given_up += self.under_way.len();
        self.under_way.clear();
        self.lost += 1;
        if self.terminal == Terminal::Untried || self.lost >= MOST_LOST {
            self.terminal = Terminal::Silent;
            (self.bytes, self.seconds) = (0.0, 0.0);
        }
    }

    fn lost_at(&self) -> Option<Duration> {
        let oldest = self.under_way.front()?;
        if self.terminal == Terminal::Untried {
            return Some(oldest.sent + NEVER_ANSWERS);
        }
        let time = Duration::from_secs_f64(self.bytes_under_way() as f64 / SLOWEST);
        Some(oldest.sent.max(self.answered) + LOST + time)
    }

    fn bytes_under_way(&self) -> usize {
        self.under_way.iter().map(|request| request.bytes).sum()
    }

    /// Returns how many bytes may be under way; `None` if the link is too fast to measure.
    fn window(&self) -> Option<usize> {
        if self.seconds <= 0.0 {
            return None;
        }
        let time = self.latency.unwrap_or_default() + UNDER_WAY;
        let bytes = self.bytes / self.seconds * time.as_secs_f64();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "positive, and too large a number becomes the largest one"
        )]
        Some((bytes as usize).max(LEAST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    /// What a link of some speed and latency made of pictures that were all due at 30 a second.
    struct Trial {
        pictures: usize,
        /// Longest time that a picture took to arrive, in the second half of the trial.
        longest: Duration,
    }

    fn trial(bytes_a_second: u32, latency: Duration, picture: usize) -> Trial {
        let mut pacing = Pacing::default();
        let (mut free, mut answers) = (Duration::ZERO, VecDeque::new());
        let (mut pictures, mut longest) = (0, Duration::ZERO);
        for now in (0..20_000).map(ms) {
            while answers.front().is_some_and(|at| *at <= now) {
                answers.pop_front();
                pacing.answered(now);
            }
            let room = pacing.room(now);
            if now.as_millis() % 33 != 0 || room == Room::None {
                continue;
            }
            let bytes = match room {
                Room::Part(most) => picture.min(most),
                _ => picture,
            };
            let requests = pacing.ask(now, bytes);
            let time = Duration::from_secs_f64(bytes as f64 / f64::from(bytes_a_second));
            for (request, time) in requests.into_iter().zip([Duration::ZERO, time]) {
                free = free.max(now) + time;
                answers.extend((!request.is_empty()).then_some(free + latency));
            }
            pictures += 1;
            if now > ms(10_000) {
                longest = longest.max(free.saturating_sub(now));
            }
        }
        Trial { pictures, longest }
    }

    #[test]
    fn no_more_is_under_way_than_the_link_takes_in_a_moment() {
        for (bytes_a_second, limit) in [(1024, 1100), (4096, 350), (16_384, 150), (65_536, 150)] {
            for latency in [ms(0), ms(50), ms(200)] {
                let Trial { pictures, longest } = trial(bytes_a_second, latency, 4000);
                assert!(
                    longest <= ms(limit) + latency,
                    "{bytes_a_second} {latency:?} {longest:?}"
                );
                assert!(pictures > 10, "{bytes_a_second} {latency:?} {pictures}");
            }
        }
    }

    #[test]
    fn a_link_that_is_far_but_fast_takes_all_pictures() {
        for latency in [ms(1), ms(40), ms(300)] {
            let Trial { pictures, .. } = trial(10_000_000, latency, 2000);
            assert!(pictures > 590, "{latency:?}: {pictures}");
        }
    }

    #[test]
    fn a_terminal_that_does_not_answer_holds_nothing_back_and_is_soon_left_alone() {
        let mut pacing = Pacing::default();
        assert_eq!(pacing.room(ms(0)), Room::All);
        assert_eq!(pacing.ask(ms(0), 9000), [REQUEST; 2]);
        assert_eq!(pacing.room(ms(240)), Room::None);
        assert_eq!(pacing.wait(ms(240)), Some(ms(10)));
        assert_eq!(pacing.room(ms(250)), Room::All);
        assert_eq!(pacing.ask(ms(250), 9000), ["", REQUEST]);
        assert_eq!(pacing.ask(ms(3000), 9000), [""; 2]);
        assert_eq!(pacing.room(ms(3000)), Room::All);
        assert_eq!(pacing.take_given_up(), 3);
        // An answer that comes too late is of no use.
        pacing.answered(ms(3100));
        assert_eq!(pacing.ask(ms(3200), 9000), [""; 2]);
    }

    #[test]
    fn a_terminal_that_stops_answering_is_asked_once_more() {
        let mut pacing = Pacing::default();
        pacing.ask(ms(0), 1000);
        pacing.answered(ms(1));
        pacing.answered(ms(2));
        pacing.ask(ms(100), 1000);
        assert_eq!(pacing.room(ms(4000)), Room::None);
        assert_eq!(pacing.wait(ms(4000)), Some(ms(3108)));
        assert_eq!(pacing.room(ms(7108)), Room::All);
        assert_eq!(pacing.ask(ms(7108), 1000), ["", REQUEST]);
        assert_eq!(pacing.room(ms(10_000)), Room::None);
        assert_eq!(pacing.room(ms(14_117)), Room::All);
        assert_eq!(pacing.ask(ms(14_117), 1000), [""; 2]);
        assert_eq!(pacing.take_given_up(), 2);
    }
}
