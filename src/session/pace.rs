//! The pace of a training: decides when updates are due, from the time that the caller passes.

use std::time::Duration;

use crate::learning::train::trainer::Budget;
use crate::session::command::Command;
use crate::session::engine::Engine;
use crate::session::engine::follow::LogNews;
use crate::session::settings::Speed;

/// Longest delay that is made up for. Updates that are later are dropped, so that training does not rush
/// after the machine was too slow or asleep.
const PATIENCE: Duration = Duration::from_millis(100);

/// An engine that makes its updates when they are due. All times are measured from one fixed moment and
/// never decrease. The worker passes the real time; recordings and tests pass a virtual time.
pub struct PacedEngine {
    engine: Engine,
    /// Time at which the next update is due; not used at [`Speed::Max`].
    next: Duration,
}

impl PacedEngine {
    /// Creates a paced engine whose first update is due at once.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        Self {
            engine,
            next: Duration::ZERO,
        }
    }

    /// Returns the engine.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Executes a command at the time `now`. A new speed counts from `now`, and so does training that
    /// resumes.
    pub fn apply(&mut self, command: Command, now: Duration) {
        self.engine.apply(command);
        if let Some(interval) = self.interval() {
            self.next = self.next.clamp(now, now + interval);
        }
    }

    /// Takes over what is new in a watched log at the time `now`. Training that has waited for it counts from `now`.
    pub fn hear(&mut self, news: LogNews, now: Duration) {
        let has_waited = !self.engine.has_work();
        self.engine.hear(news);
        if has_waited {
            self.next = self.next.max(now);
        }
    }

    /// Makes the updates that are due at the time `now` and within the budget. Returns the number of updates
    /// that were made.
    pub fn advance(&mut self, now: Duration, budget: Budget) -> u64 {
        let Some(interval) = self.interval() else {
            return self.engine.advance_within(budget);
        };
        if self.engine.is_catching_up() {
            let updates = 0;
            return self.engine.advance_within(Budget { updates, ..budget });
        }
        self.next = self.next.max(now.saturating_sub(PATIENCE));
        let Some(late) = now.checked_sub(self.next) else {
            return 0;
        };
        let due = 1 + u64::try_from(late.as_nanos() / interval.as_nanos()).unwrap_or(u64::MAX);
        let made = self.engine.advance_within(Budget {
            updates: due.min(budget.updates),
            ..budget
        });
        self.next += interval * u32::try_from(made).unwrap_or(u32::MAX);
        made
    }

    /// Returns the time from `now` until the next update is due; `None` if only a command can make one due.
    #[must_use]
    pub fn idle(&self, now: Duration) -> Option<Duration> {
        match self.interval() {
            _ if !self.engine.has_work() => None,
            None => Some(Duration::ZERO),
            Some(_) if self.engine.is_catching_up() => Some(Duration::ZERO),
            Some(_) => Some(self.next.saturating_sub(now)),
        }
    }

    /// Returns the time between two updates; `None` if updates follow one another without waiting.
    fn interval(&self) -> Option<Duration> {
        match self.engine.settings().speed {
            Speed::PerSecond(speed) if !self.engine.is_stepping() => {
                Some(Duration::from_secs(1) / speed.get())
            }
            _ => None,
        }
    }
}
