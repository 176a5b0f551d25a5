//! The engine beside a watched log: the reference goes on as far as the log does, at its own speed, and the rows of the log
//! are shown when the reference comes beside them.

use crate::learning::check::row::{Row, Unit};
use crate::session::command::Moment;
use crate::session::engine::Engine;
use crate::session::lane::LaneId;
use crate::session::snapshot::Phase;
use crate::session::watched::{WatchedView, Watcher};

/// Largest number of rows that are kept, so that the log can go back with the reference.
const MOST_KEPT: usize = 1_000_000;
/// Largest number of samples that the reference has seen where the log still goes back with it. The comparison begins
/// again then.
const MOST_REPEATED: u64 = 10_000_000;

/// What is new in a log.
#[derive(Debug, Clone, PartialEq)]
pub enum LogNews {
    /// More rows, in order.
    Rows(Vec<Row>),
    /// A line that could not be read, with its number and the reason.
    Trouble(String),
    /// The log begins again, without rows.
    BeginsAgain,
    /// No more rows come.
    End,
}

/// A log that is watched.
pub(super) struct Log {
    watcher: Watcher,
    rows: Vec<Row>,
    /// Number of the rows that are shown. They are not kept if the log is very long.
    shown: usize,
    are_all_kept: bool,
    is_over: bool,
    /// Whether the training has paused because the log has ended.
    has_paused: bool,
}

/// Updates and epochs of the reference.
#[derive(Debug, Clone, Copy)]
struct Position {
    updates: u64,
    epochs: u64,
}

impl Position {
    fn in_unit(self, unit: Unit) -> u64 {
        match unit {
            Unit::Updates => self.updates,
            Unit::Epochs => self.epochs,
        }
    }
}

impl Log {
    fn new(watcher: Watcher) -> Self {
        Self {
            watcher,
            rows: Vec::new(),
            shown: 0,
            are_all_kept: true,
            is_over: false,
            has_paused: false,
        }
    }

    /// Returns what is known of the rows that are shown.
    pub(super) fn view(&self) -> WatchedView {
        let is_over = self.is_over && self.shown == self.rows.len();
        self.watcher.view(is_over)
    }

    /// Returns the number of updates or epochs of the last row, shown or not.
    fn end(&self) -> (Unit, u64) {
        let last = self.rows.last().filter(|_| self.shown < self.rows.len());
        last.map_or_else(
            || self.watcher.reached(),
            |row| {
                self.watcher
                    .moment_of(row, self.rows.len() - 1 - self.shown)
            },
        )
    }

    /// Shows the rows up to a position, and no others.
    fn go_to(&mut self, position: Position) {
        let (unit, reached) = self.watcher.reached();
        if position.in_unit(unit) < reached && self.are_all_kept {
            self.watcher = self.watcher.again();
            self.shown = 0;
        }
        while let Some(row) = self.rows.get(self.shown) {
            let (unit, number) = self.watcher.moment_of(row, 0);
            if number > position.in_unit(unit) {
                break;
            }
            self.watcher.push(row);
            self.shown += 1;
        }
        let (unit, end) = self.end();
        self.watcher.go_along(position.in_unit(unit).min(end));
        if self.rows.len() > MOST_KEPT {
            self.are_all_kept = false;
            self.rows.drain(..self.shown);
            self.shown = 0;
        }
    }
}

impl Engine {
    /// Begins to watch a log. From now on, a training that runs goes on as far as the log does.
    pub fn watch(&mut self, watcher: Watcher) {
        self.revision += 1;
        self.log = Some(Log::new(watcher));
    }

    /// Takes over what is new in the log.
    pub fn hear(&mut self, news: LogNews) {
        let Some(log) = &mut self.log else {
            return;
        };
        self.revision += 1;
        match news {
            LogNews::Rows(rows) => log.rows.extend(rows),
            LogNews::Trouble(why) => log.watcher.cannot_read(why),
            LogNews::BeginsAgain => {
                *log = Log::new(log.watcher.again());
                self.go_back_with_log();
            }
            LogNews::End => log.is_over = true,
        }
        self.go_with_log();
    }

    /// Returns the number of rows of the log that are not shown yet.
    #[must_use]
    pub fn waiting_rows(&self) -> usize {
        self.log
            .as_ref()
            .map_or(0, |log| log.rows.len() - log.shown)
    }

    /// Returns what is known of the log. Its lane looks as the reference does.
    pub(super) fn watched(&self) -> Option<WatchedView> {
        let mut watched = self.log.as_ref()?.view();
        let (own, settings) = (&mut watched.lane.settings, self.settings());
        own.setup.hyperparameters.loss = settings.setup.hyperparameters.loss;
        (own.view, own.speed) = (settings.view, settings.speed);
        watched.is_awaited = self.phase() == Phase::Running && self.updates_to_log() == Some(0);
        Some(watched)
    }

    /// Lets the reference go back to its start, with a log that begins again.
    fn go_back_with_log(&mut self) {
        let is_running = self.control.running;
        self.go_to(LaneId::FIRST, Moment::Update(0));
        self.go(is_running);
    }

    /// Returns the largest number of updates that the reference may make now; `None` if it does not follow a log: it
    /// makes a step, or goes on alone after the end of the log.
    pub(super) fn updates_to_log(&self) -> Option<u64> {
        let log = self.log.as_ref()?;
        if !self.control.running || self.goal.is_some() {
            return None;
        }
        let (unit, end) = log.end();
        let left = end.saturating_sub(self.position().in_unit(unit));
        if log.is_over && left == 0 {
            return None;
        }
        Some(match unit {
            Unit::Updates => left,
            // One call of a run does not go beyond the end of an epoch.
            Unit::Epochs if left > 0 => u64::MAX,
            Unit::Epochs => 0,
        })
    }

    /// Shows the rows of the log beside which the reference is, and pauses once it is beside the last row of a log that
    /// has ended.
    pub(super) fn go_with_log(&mut self) {
        if self.lanes.are_travelling() {
            return;
        }
        let position = self.position();
        let seen = self.trainer().samples_seen();
        // A reference that cannot go on does not hold the log back.
        let is_still = self.lanes.first().is_still();
        let Some(log) = &mut self.log else {
            return;
        };
        let (unit, reached) = log.watcher.reached();
        let goes_back = position.in_unit(unit) < reached;
        if is_still {
            let far = u64::MAX;
            log.go_to(Position {
                updates: far,
                epochs: far,
            });
        } else if !goes_back || seen <= MOST_REPEATED {
            log.go_to(position);
        }
        let (unit, end) = log.end();
        let is_at_end = log.is_over && position.in_unit(unit) >= end;
        if is_at_end && !log.has_paused && self.control.running {
            log.has_paused = true;
            self.go(false);
        }
    }

    fn position(&self) -> Position {
        let trainer = self.trainer();
        Position {
            updates: trainer.updates(),
            epochs: trainer.epochs(),
        }
    }
}
