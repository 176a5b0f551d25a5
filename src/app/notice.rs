//! What a key has to tell: the words of the status line, and of a run that cannot go on.

use crate::learning::hyperparameters::Direction;
use crate::session::settings::{Setting, Settings};
use crate::session::snapshot::{Phase, Snapshot};

/// A few words about the last key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The words.
    pub text: String,
    /// Whether they say why the key did nothing.
    pub is_refusal: bool,
}

/// What makes a run diverge, in plain words. Any start that can be given has finite errors: only a step
/// can leave the range of the numbers.
pub const CAUSE_OF_DIVERGENCE: &str = "The step was too large,";
/// What helps.
pub const REMEDY_FOR_DIVERGENCE: &str = "lower alpha (-), press r";

impl Notice {
    fn refusal(text: String) -> Self {
        let is_refusal = true;
        Self { text, is_refusal }
    }

    /// A new run has begun because the start was changed.
    #[must_use]
    pub fn new_run(start: &str) -> Self {
        Self {
            text: format!("new run: start {start}"),
            is_refusal: false,
        }
    }

    /// What a change of a setting does beside what it says, if anything.
    #[must_use]
    pub fn of_change(setting: &Setting) -> Option<Self> {
        setting.aside.map(|aside| Self {
            text: aside.to_owned(),
            is_refusal: false,
        })
    }

    /// A setting is at the end of what keys can do.
    #[must_use]
    pub fn end_of_grid(setting: &Setting, direction: Direction, settings: &Settings) -> Self {
        let end = match direction {
            Direction::Down => "smallest",
            Direction::Up => "largest",
        };
        let value = (setting.show)(settings);
        Self::refusal(format!("{} {value}: {end} by key", setting.name))
    }

    /// Keys come faster than the worker obeys.
    #[must_use]
    pub fn busy() -> Self {
        Self::refusal("busy: that key was passed over".to_owned())
    }

    /// There is nothing to come back from.
    #[must_use]
    pub fn cannot_suspend() -> Self {
        Self::refusal("no shell to come back from: not suspended".to_owned())
    }

    /// Training had paused by itself.
    #[must_use]
    pub fn link_recovered() -> Self {
        Self {
            text: "the link stood still; training had paused".to_owned(),
            is_refusal: false,
        }
    }

    /// Why nothing moves, where the run is over.
    #[must_use]
    pub fn run_is_over(snapshot: &Snapshot) -> Option<Self> {
        let text = match snapshot.phase {
            Phase::Finished => "finished: r resets, more epochs go on".to_owned(),
            Phase::Diverged => format!("diverged: {REMEDY_FOR_DIVERGENCE}"),
            Phase::Paused | Phase::Running => return None,
        };
        Some(Self::refusal(text))
    }
}
