//! What a user can set, and the one table that says how.
//!
//! The panel, the keys, the command line, `--help`, the README, the command that repeats a run and the
//! file that keeps one all follow from [`TABLE`].

mod data;
mod speed;
mod training;
mod view;

use std::fmt;

use crate::learning::hyperparameters::Direction;
use crate::learning::invalid_value::InvalidValue;
use crate::learning::model::Weights;
use crate::learning::setup::Setup;

pub use data::{FAMILY, FEATURES, FLIPS, NOISE, SAMPLES, SEED, STANDARDIZE, TRAIN_SHARE};
pub use speed::Speed;
pub use training::{
    ALPHA, BATCH_SIZE, EPOCHS, OPTIMIZER, REGULARIZATION, SCHEDULE, SHUFFLE, SPEED, START,
    START_SEED,
};
pub use view::{
    AXIS, ChartWindow, LOSS, SHADING, SMOOTHING, Scale, Shading, TEST_POINTS, ViewSettings, WINDOW,
};

/// Everything that can be set.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Settings {
    /// What decides the run.
    pub setup: Setup,
    /// How fast updates are made.
    pub speed: Speed,
    /// How the picture is drawn.
    pub view: ViewSettings,
}

/// What bounds the steps of a setting, beside its own grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// The number of training samples.
    pub samples: usize,
    /// The initial weights that were given on the command line, if any.
    pub given: Option<Weights>,
    /// Whether there is a table of the user's own.
    pub has_table: bool,
}

/// The parts of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// What is learned from.
    Data,
    /// What the model sees, and what keeps its weights small.
    Model,
    /// How it is trained.
    Training,
    /// How it is shown.
    View,
}

/// One row of the table: a setting and all that is said about it.
pub struct Setting {
    /// Its name on the screen.
    pub name: &'static str,
    /// Its name on the command line and in a file, without dashes before it.
    pub flag: &'static str,
    /// Its letter on the command line, if it has one.
    pub short: Option<char>,
    /// Where it belongs.
    pub group: Group,
    /// What it is, in a few words.
    pub help: &'static str,
    /// Its values, in words.
    pub range: fn() -> String,
    /// The unit of its values, or nothing.
    pub unit: fn(&Settings) -> &'static str,
    /// Where it stands among the settings.
    pub stored: Stored,
    /// Its value for the screen, where that is not the text that sets it.
    pub show: Option<fn(&Settings) -> String>,
    /// The settings with this one stepped, or none where it is at its end.
    pub step: Step,
    /// Whether it changes anything now.
    pub applies: fn(&Settings, Reach) -> bool,
    /// Whether another value is another run, and not only another way to watch it.
    pub decides_run: bool,
    /// Whether a change begins a new run.
    pub restarts: bool,
    /// What a change does beside what its name says, if anything.
    pub aside: fn(&Settings) -> Option<String>,
}

/// The settings with one of them a step further.
pub type Step = fn(&Settings, Direction, Reach) -> Option<Settings>;

/// How a setting is read and set.
#[derive(Clone, Copy)]
pub struct Stored {
    /// Its value as a text that sets it.
    pub text: fn(&Settings) -> String,
    /// Sets it.
    pub set: fn(&mut Settings, &str) -> Result<(), InvalidValue>,
}

/// What most rows have in common.
const ROW: Setting = Setting {
    name: "",
    flag: "",
    short: None,
    group: Group::Training,
    help: "",
    range: String::new,
    unit: |_| "",
    stored: Stored {
        text: |_| String::new(),
        set: |_, _| Ok(()),
    },
    show: None,
    step: |_, _, _| None,
    applies: |_, _| true,
    decides_run: true,
    restarts: false,
    aside: |_| None,
};

/// A field that is shown and parsed by its own type.
macro_rules! stored {
    ($($field:ident).+) => {
        crate::session::settings::Stored {
            text: |settings| settings.$($field).+.to_string(),
            set: |settings, text| {
                settings.$($field).+ = text.parse()?;
                Ok(())
            },
        }
    };
}

/// A field whose type has a grid with two ends.
macro_rules! along {
    ($($field:ident).+) => {
        |settings, direction, _| {
            let mut changed = *settings;
            changed.$($field).+ = settings.$($field).+.stepped(direction)?;
            Some(changed)
        }
    };
}

/// A field whose type goes round and round.
macro_rules! around {
    ($($field:ident).+) => {
        |settings, direction, _| {
            let mut changed = *settings;
            changed.$($field).+ = settings.$($field).+.stepped(direction);
            Some(changed)
        }
    };
}

/// A field that is on or off.
macro_rules! stored_switch {
    ($($field:ident).+) => {
        crate::session::settings::Stored {
            text: |settings| crate::session::settings::on_or_off(settings.$($field).+).to_owned(),
            set: |settings, text| {
                settings.$($field).+ = crate::session::settings::parse_switch(text)?;
                Ok(())
            },
        }
    };
}

/// The other state of a field that is on or off.
macro_rules! switched {
    ($($field:ident).+) => {
        |settings, _, _| {
            let mut changed = *settings;
            changed.$($field).+ = !settings.$($field).+;
            Some(changed)
        }
    };
}

use {along, around, stored, stored_switch, switched};

/// Every setting, in the order of the panel.
pub static TABLE: [&Setting; 35] = [
    &data::FAMILY,
    &data::SAMPLES,
    &data::NOISE,
    &data::SEED,
    &data::FLIPS,
    &data::TRAIN_SHARE,
    &data::FEATURES,
    &data::STANDARDIZE,
    &training::REGULARIZATION,
    &training::REGULARIZATION_RATE,
    &training::ALPHA,
    &training::BATCH_SIZE,
    &training::EPOCHS,
    &training::SPEED,
    &training::START,
    &training::SHUFFLE,
    &training::OPTIMIZER,
    &training::MOMENTUM,
    &training::RMS_DECAY,
    &training::BETA1,
    &training::BETA2,
    &training::EPSILON,
    &training::SCHEDULE,
    &training::GAMMA,
    &training::PERIOD,
    &training::TARGET,
    &training::PATIENCE,
    &training::START_SEED,
    &view::LOSS,
    &view::AXIS,
    &view::SMOOTHING,
    &view::WINDOW,
    &view::SHADING,
    &view::TEST_POINTS,
    &view::MARKS,
];

impl Settings {
    /// What is wrong with settings that are each well on their own, if anything: the setting and why.
    ///
    /// # Errors
    /// Where two settings do not go together.
    pub fn check(&self) -> Result<(), (&'static Setting, InvalidValue)> {
        data::check(self)?;
        training::check(self)
    }

    /// The first setting of a name on the command line.
    #[must_use]
    pub fn find(flag: &str) -> Option<&'static Setting> {
        TABLE.into_iter().find(|setting| setting.flag == flag)
    }
}

impl Setting {
    /// What it is and the values it takes: a line for `--help`.
    #[must_use]
    pub fn described(&self) -> String {
        format!("{} ({})", self.help, (self.range)())
    }

    /// Whether it is on or off, and nothing else.
    #[must_use]
    pub fn is_switch(&self) -> bool {
        (self.range)() == SWITCH
    }

    /// Its value as a text that sets it.
    #[must_use]
    pub fn text(&self, settings: &Settings) -> String {
        (self.stored.text)(settings)
    }

    /// Its value for the screen.
    #[must_use]
    pub fn shown(&self, settings: &Settings) -> String {
        self.show.unwrap_or(self.stored.text)(settings)
    }

    /// Sets it.
    ///
    /// # Errors
    /// Where the text is not one of its values.
    pub fn set(&self, settings: &mut Settings, text: &str) -> Result<(), InvalidValue> {
        (self.stored.set)(settings, text)
    }
}

impl PartialEq for Setting {
    fn eq(&self, other: &Self) -> bool {
        self.flag == other.flag
    }
}

impl fmt::Debug for Setting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Setting({})", self.flag)
    }
}

impl Group {
    /// Every group, in the order of the panel.
    pub const ALL: [Self; 4] = [Self::Data, Self::Model, Self::Training, Self::View];

    /// What the panel and `--help` call it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Data => "Data",
            Self::Model => "Model",
            Self::Training => "Training",
            Self::View => "View",
        }
    }
}

fn on_or_off(is_on: bool) -> &'static str {
    if is_on { "on" } else { "off" }
}

fn parse_switch(text: &str) -> Result<bool, InvalidValue> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(InvalidValue::new(SWITCH, "on")),
    }
}

/// The values of a switch, in words.
const SWITCH: &str = "on or off";
