//! When updates are due: the clock of a training, with the time handed in.

use std::time::Duration;

use crate::learning::train::trainer::Budget;
use crate::session::engine::{Command, Engine};
use crate::session::settings::Speed;
use crate::session::snapshot::Phase;

/// What is late by more than this is let go, so that a machine that cannot keep up, or was asleep,
/// does not rush afterwards.
const PATIENCE: Duration = Duration::from_millis(100);

/// An engine that makes its updates when they are due. Times count from any fixed moment and never
/// go back. The worker hands in the real time; recordings and tests a virtual one.
pub struct PacedEngine {
    engine: Engine,
    /// When the next update is due, at a speed that is not [`Speed::Max`].
    next: Duration,
}

impl PacedEngine {
    /// The engine with its first update due at once.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        Self {
            engine,
            next: Duration::ZERO,
        }
    }

    /// The engine itself.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Hands a command on to the engine. A new speed counts from `now`, and so does going on.
    pub fn apply(&mut self, command: Command, now: Duration) {
        self.engine.apply(command);
        if let Some(interval) = self.interval() {
            self.next = self.next.clamp(now, now + interval);
        }
    }

    /// Makes the updates that are due at `now` and within the budget, and says how many.
    pub fn advance(&mut self, now: Duration, budget: Budget) -> u64 {
        let Some(interval) = self.interval() else {
            return self.engine.advance_within(budget);
        };
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

    /// How long nothing is due from `now` on; none where only a command can change that.
    #[must_use]
    pub fn idle(&self, now: Duration) -> Option<Duration> {
        match self.interval() {
            _ if self.engine.phase() != Phase::Running => None,
            None => Some(Duration::ZERO),
            Some(_) => Some(self.next.saturating_sub(now)),
        }
    }

    /// The time between two updates; none where they follow one another without waiting.
    fn interval(&self) -> Option<Duration> {
        match self.engine.settings().speed {
            Speed::PerSecond(speed) if !self.engine.is_stepping() => {
                Some(Duration::from_secs(1) / speed.get())
            }
            _ => None,
        }
    }
}
