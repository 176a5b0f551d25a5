//! Notices: the messages of the status line, and the messages about a run that cannot continue.

mod of_lanes;

use crate::learning::data::NoMemory;
use crate::learning::model::features::Feature;
use crate::learning::train::stop::Stop;
use crate::session::settings::{Direction, FEATURES, Setting, Settings};
use crate::session::snapshot::{Phase, Snapshot};

/// A short message about the last key or event, for the status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Text of the message.
    pub text: String,
    /// Importance, which decides what takes its place before it can be read.
    pub importance: Importance,
    /// Whether the message stays true whatever keys follow: it tells what has happened.
    pub lasts: bool,
    /// What the message is about; it is no longer true when that changes.
    pub about: Topic,
}

/// How important a notice is, in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Importance {
    /// A word of information.
    Word,
    /// The reason why a request was not carried out.
    Refusal,
    /// Something that the user asked for earlier is lost.
    Alarm,
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Nothing that could change.
    None,
    /// The value of the setting with this flag.
    Setting(&'static str),
    /// Which settings have an effect.
    Effect,
    /// The run that is over.
    End,
    /// Where the run is in time, or which lanes there are.
    Lanes,
    /// A file that is being written.
    Saving,
}

/// Cause of divergence, in plain words. All initial weights that can be given have finite errors, so only
/// a step can exceed the range of floating-point numbers.
pub const CAUSE_OF_DIVERGENCE: &str = "The step was too large,";
/// Remedy for divergence, in plain words.
pub const REMEDY_FOR_DIVERGENCE: &str = "lower alpha (-), press r";

impl Notice {
    fn new(importance: Importance, text: String) -> Self {
        Self {
            text,
            importance,
            lasts: false,
            about: Topic::None,
        }
    }

    pub(super) fn word(text: String) -> Self {
        Self::new(Importance::Word, text)
    }

    pub(super) fn refusal(text: String) -> Self {
        Self::new(Importance::Refusal, text)
    }

    pub(super) fn alarm(text: String) -> Self {
        Self::new(Importance::Alarm, text).lasting()
    }

    fn lasting(self) -> Self {
        Self {
            lasts: true,
            ..self
        }
    }

    fn about(self, about: Topic) -> Self {
        Self { about, ..self }
    }

    /// Returns whether the message says why a request was not carried out.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        self.importance >= Importance::Refusal
    }

    /// Returns the notice that a new run has begun because `setting` was changed.
    #[must_use]
    pub fn new_run(setting: &Setting, settings: &Settings) -> Self {
        let said = (setting.aside)(settings);
        let said = said.unwrap_or_else(|| format!("{} {}", setting.name, setting.shown(settings)));
        Self::word(format!("new run: {said}")).about(Topic::Setting(setting.flag))
    }

    /// Returns the notice about what a change of `setting` does in addition to setting its value; `None` if
    /// it does nothing else.
    #[must_use]
    pub fn of_change(setting: &Setting, settings: &Settings) -> Option<Self> {
        let said = (setting.aside)(settings).map(Self::word);
        said.map(|word| word.about(Topic::Setting(setting.flag)))
    }

    /// Returns the notice that a setting has the typed value already.
    #[must_use]
    pub fn unchanged(setting: &Setting) -> Self {
        let word = Self::word(format!("{} has that value already", setting.name));
        word.about(Topic::Setting(setting.flag))
    }

    /// Returns the refusal to change a setting that has no effect at the moment.
    #[must_use]
    pub fn without_effect(setting: &Setting) -> Self {
        let why = (setting.needs)();
        let refusal = Self::refusal(format!("{} has no effect now: {why}", setting.name));
        refusal.about(Topic::Effect)
    }

    /// Returns the refusal to remove the only feature of the model.
    #[must_use]
    pub fn last_feature(feature: Feature) -> Self {
        Self::refusal(format!("{} stays: it is the only feature", feature.name()))
            .about(Topic::Setting(FEATURES.flag))
    }

    /// Returns the refusal to draw new points, because the user's own data have no seed.
    #[must_use]
    pub fn no_seed() -> Self {
        Self::refusal("your own data are not drawn from a seed".to_owned())
    }

    /// Returns the refusal to tell what was read, because the points were drawn.
    #[must_use]
    pub fn nothing_read() -> Self {
        Self::refusal("these points are drawn, not read from a file".to_owned())
    }

    /// Returns the refusal of a typed weight that is not a finite number.
    #[must_use]
    pub fn no_number(typed: &str) -> Self {
        Self::refusal(format!("{typed} is no finite number"))
    }

    /// Returns the refusal of new data for which the system gives no memory.
    #[must_use]
    pub fn no_memory(why: &NoMemory) -> Self {
        let (samples, needed) = (why.samples, why.needed());
        Self::alarm(format!(
            "no memory for {samples} points ({needed}): old run kept"
        ))
    }

    /// Returns the refusal to share or save a run in which too many changes were made to repeat it.
    #[must_use]
    pub fn too_many_changes() -> Self {
        Self::refusal("too many changes to repeat this run".to_owned())
    }

    /// Returns the refusal to write predictions for rows that came from standard input.
    #[must_use]
    pub fn read_only_once() -> Self {
        Self::refusal("standard input is gone: start with --data FILE".to_owned())
    }

    /// Returns the refusal to write a file, for the reason `why`.
    #[must_use]
    pub fn not_saved(why: String) -> Self {
        Self::refusal(why).about(Topic::Saving)
    }

    /// Returns the notice about the outcome of writing a file: its name, or the reason of the failure. A table that
    /// came through a pipe is not in the file of a run.
    #[must_use]
    pub fn saved(outcome: &Result<String, String>, is_piped: bool) -> Self {
        match outcome {
            Ok(file) if is_piped => {
                Self::word(format!("written: {file}; pipe the same table in to repeat")).lasting()
            }
            Ok(file) => Self::word(format!("written: {file}")).lasting(),
            Err(reason) => Self::alarm(format!("not written: {reason}")),
        }
    }

    /// Returns the refusal to step a setting beyond the smallest or largest value that keys can reach.
    #[must_use]
    pub fn end_of_grid(setting: &Setting, direction: Direction, settings: &Settings) -> Self {
        let end = match direction {
            Direction::Down => "smallest",
            Direction::Up => "largest",
        };
        let value = setting.shown(settings);
        Self::refusal(format!("{} {value}: {end} by key", setting.name))
            .about(Topic::Setting(setting.flag))
    }

    /// Returns the refusal of a key that is ignored because the worker has not yet executed earlier commands.
    #[must_use]
    pub fn busy() -> Self {
        Self::refusal("busy: that key was ignored".to_owned())
    }

    /// Returns the refusal of a pasted text where no line is open that takes text.
    #[must_use]
    pub fn pasted() -> Self {
        Self::refusal("pasted text is not taken for keys".to_owned())
    }

    /// Returns the refusal of characters for which the line of a typed number, or another line, has no room.
    #[must_use]
    pub fn too_long(what: &str, most: usize) -> Self {
        Self::refusal(format!("a {what} has at most {most} characters"))
    }

    /// Returns the refusal to suspend the program, because there is no shell that could resume it.
    #[must_use]
    pub fn cannot_suspend() -> Self {
        Self::refusal("no shell to come back from: not suspended".to_owned())
    }

    /// Returns the notice that training was paused automatically while the link was stalled.
    #[must_use]
    pub fn link_recovered() -> Self {
        Self::word("the link stood still; training had paused".to_owned()).lasting()
    }

    /// Returns the refusal that says why the run cannot continue; `None` if it is neither finished nor
    /// diverged.
    #[must_use]
    pub fn run_is_over(snapshot: &Snapshot) -> Option<Self> {
        let text = match snapshot.phase {
            Phase::Finished => match snapshot.first_live().stop {
                Some(Stop::Target) => "finished: r resets, a lower target goes on".to_owned(),
                Some(Stop::Patience) => "finished: r resets, more patience goes on".to_owned(),
                Some(Stop::Epochs) | None => "finished: r resets, more epochs go on".to_owned(),
            },
            Phase::Diverged => format!("diverged: {REMEDY_FOR_DIVERGENCE}"),
            Phase::Paused | Phase::Running => return None,
        };
        Some(Self::refusal(text).about(Topic::End))
    }
}
