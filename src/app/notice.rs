//! What a key has to tell: the words of the status line, and of a run that cannot go on.

use crate::learning::model::features::Feature;
use crate::learning::train::stop::Stop;
use crate::session::settings::{Direction, Setting, Settings};
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

    fn word(text: String) -> Self {
        let is_refusal = false;
        Self { text, is_refusal }
    }

    /// A new run has begun because a setting was changed.
    #[must_use]
    pub fn new_run(setting: &Setting, settings: &Settings) -> Self {
        let said = (setting.aside)(settings);
        let said = said.unwrap_or_else(|| format!("{} {}", setting.name, setting.shown(settings)));
        Self::word(format!("new run: {said}"))
    }

    /// What a change of a setting does beside what it says, if anything.
    #[must_use]
    pub fn of_change(setting: &Setting, settings: &Settings) -> Option<Self> {
        (setting.aside)(settings).map(Self::word)
    }

    /// A setting changes nothing at the moment.
    #[must_use]
    pub fn without_effect(setting: &Setting) -> Self {
        Self::refusal(format!("{} has no effect now", setting.name))
    }

    /// A model must see something.
    #[must_use]
    pub fn last_feature(feature: Feature) -> Self {
        Self::refusal(format!("{} stays: it is the only feature", feature.name()))
    }

    /// Data that were not drawn have no seed.
    #[must_use]
    pub fn no_seed() -> Self {
        Self::refusal("your own data are not drawn from a seed".to_owned())
    }

    /// What was typed is no weight.
    #[must_use]
    pub fn no_number(typed: &str) -> Self {
        Self::refusal(format!("{typed} is no finite number"))
    }

    /// A run cannot be repeated, for too much was changed.
    #[must_use]
    pub fn too_many_changes() -> Self {
        Self::refusal("too many changes to repeat this run".to_owned())
    }

    /// A run is not to be written, for this reason.
    #[must_use]
    pub fn not_saved(why: String) -> Self {
        Self::refusal(why)
    }

    /// A run was written, or was not.
    #[must_use]
    pub fn saved(outcome: &Result<String, String>) -> Self {
        match outcome {
            Ok(file) => Self::word(format!("written: {file}")),
            Err(reason) => Self::refusal(format!("not written: {reason}")),
        }
    }

    /// A setting is at the end of what keys can do.
    #[must_use]
    pub fn end_of_grid(setting: &Setting, direction: Direction, settings: &Settings) -> Self {
        let end = match direction {
            Direction::Down => "smallest",
            Direction::Up => "largest",
        };
        let value = setting.shown(settings);
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
            Phase::Finished => match snapshot.first().stop {
                Some(Stop::Target) => "finished: r resets, a lower target goes on".to_owned(),
                Some(Stop::Patience) => "finished: r resets, more patience goes on".to_owned(),
                Some(Stop::Epochs) | None => "finished: r resets, more epochs go on".to_owned(),
            },
            Phase::Diverged => format!("diverged: {REMEDY_FOR_DIVERGENCE}"),
            Phase::Paused | Phase::Running => return None,
        };
        Some(Self::refusal(text))
    }
}
