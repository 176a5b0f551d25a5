//! What a user can set, and the one table that says how.
//!
//! The panel, the keys, the command line, `--help`, the README, the command that repeats a run and the
//! file that keeps one all follow from [`TABLE`].

mod data;
mod invalid_value;
mod speed;
mod stepping;
mod training;
mod view;

use std::fmt;

use crate::learning::model::start::GivenWeights;
use crate::learning::numeric::checked::OutOfRange;
use crate::learning::registry::Registered;
use crate::learning::setup::Setup;

pub use data::{FAMILY, FEATURES, FLIPS, NOISE, SAMPLES, SEED, STANDARDIZE, TRAIN_SHARE};
pub use invalid_value::InvalidValue;
pub use speed::Speed;
pub use stepping::{Direction, Grid, Steps};
pub use training::{
    ALPHA, BATCH_SIZE, EPOCHS, OPTIMIZER, REGULARIZATION, SCHEDULE, SHUFFLE, SPEED, START,
    START_SEED,
};
pub use view::{
    AXIS, ChartWindow, LOSS, SHADING, SMOOTHING, Scale, Shading, TEST_POINTS, ViewSettings, WINDOW,
};

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// What decides the run.
    pub setup: Setup,
    /// How fast updates are made.
    pub speed: Speed,
    /// How the picture is drawn.
    pub view: ViewSettings,
}

/// What the steps of a setting depend on beside the settings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reach {
    /// The number of training samples.
    pub samples: usize,
    /// The initial weights that were given on the command line, if any.
    pub given: Option<GivenWeights>,
    /// Whether a person's own data were read.
    pub has_own_data: bool,
}

/// The parts of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingGroup {
    /// What is learned from.
    Data,
    /// What the model sees, and the penalty on its weights.
    Model,
    /// How it is trained.
    Training,
    /// How it is shown.
    View,
}

/// One row of the table: a setting and everything that is said about it.
pub struct Setting {
    /// Its name on the screen.
    pub name: &'static str,
    /// Its name on the command line and in a file, without dashes.
    pub flag: &'static str,
    /// Its letter on the command line, if it has one.
    pub short: Option<char>,
    /// The group it belongs to.
    pub group: SettingGroup,
    /// What it is, in a few words.
    pub help: &'static str,
    /// Its values, in words that complete "must be …".
    pub range: fn() -> String,
    /// A value to try.
    pub example: fn() -> String,
    /// The unit of its values, or nothing.
    pub unit: fn(&Settings) -> &'static str,
    /// How it is read and set.
    pub stored: Stored,
    /// Its value for the screen, where that is not the text that sets it.
    pub show: Option<fn(&Settings) -> String>,
    /// The values that keys step through.
    pub steps: fn(&Settings, &Reach) -> Steps,
    /// The number that steps start from, where the text of the value does not say it.
    pub steps_from: fn(&Settings, &Reach) -> Option<String>,
    /// Whether it changes anything now.
    pub applies: fn(&Settings, &Reach) -> bool,
    /// Whether another value gives another run, and not only another way to watch it.
    pub decides_run: bool,
    /// Whether a change takes effect with a new run, which it begins.
    pub restarts: bool,
    /// The settings that get these texts when this one is stepped, for their meaning changes with it.
    pub resets: &'static [(&'static str, &'static str)],
    /// What a change does beside what its name says, if anything.
    pub aside: fn(&Settings) -> Option<String>,
}

/// How a setting is read and set.
#[derive(Clone, Copy)]
pub struct Stored {
    /// Its value as a text that sets it.
    pub text: fn(&Settings) -> String,
    /// Sets it to the value of a text.
    pub set: fn(&mut Settings, &str) -> Result<(), OutOfRange>,
}

/// What most rows have in common.
const ROW: Setting = Setting {
    name: "",
    flag: "",
    short: None,
    group: SettingGroup::Training,
    help: "",
    range: String::new,
    example: String::new,
    unit: |_| "",
    stored: Stored {
        text: |_| String::new(),
        set: |_, _| Ok(()),
    },
    show: None,
    steps: |_, _| Steps::Grid(Grid::default()),
    steps_from: |_, _| None,
    applies: |_, _| true,
    decides_run: true,
    restarts: false,
    resets: &[],
    aside: |_| None,
};

/// What rows that are on or off have in common.
const SWITCH_ROW: Setting = Setting {
    range: || SWITCH.to_owned(),
    example: || "on".to_owned(),
    steps: |_, _| Steps::ring(["off", "on"]),
    ..ROW
};

/// A field that is shown and parsed by its own type.
macro_rules! stored {
    ($($field:ident).+) => {
        crate::session::settings::Stored {
            text: |settings| settings.$($field).+.to_string(),
            set: |settings, text| {
                settings.$($field).+ = text.parse().map_err(|_| OutOfRange)?;
                Ok(())
            },
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

use {stored, stored_switch};

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
    /// Checks that settings which are each valid on their own go together.
    ///
    /// # Errors
    /// The setting that does not, and why.
    pub fn check(&self) -> Result<(), (&'static Setting, InvalidValue)> {
        data::check(self)?;
        training::check(self)
    }

    /// The setting of a name on the command line, if there is one.
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

    /// Whether its values are on and off, and nothing else.
    #[must_use]
    pub fn is_switch(&self) -> bool {
        (self.range)() == SWITCH
    }

    /// Whether it can be changed in the course of a run, and changes the run.
    #[must_use]
    pub fn changes_in_a_run(&self) -> bool {
        self.decides_run && !self.restarts
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

    /// Sets it to the value of a text.
    ///
    /// # Errors
    /// Where the text is not one of its values.
    pub fn set(&self, settings: &mut Settings, text: &str) -> Result<(), InvalidValue> {
        (self.stored.set)(settings, text)
            .map_err(|OutOfRange| InvalidValue::new((self.range)(), (self.example)()))
    }

    /// The text that sets it one step further; none at the end of what keys can reach.
    #[must_use]
    pub fn stepped(
        &self,
        settings: &Settings,
        direction: Direction,
        reach: &Reach,
    ) -> Option<String> {
        let from = (self.steps_from)(settings, reach).unwrap_or_else(|| self.text(settings));
        (self.steps)(settings, reach).next(&from, direction)
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

impl SettingGroup {
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

fn parse_switch(text: &str) -> Result<bool, OutOfRange> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err(OutOfRange),
    }
}

/// The names of a registry, in words: "a, b or c".
fn names_of<T: Registered>() -> String {
    let names: Vec<&str> = T::all().iter().map(|entry| entry.name()).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}

/// The values of a switch, in words.
const SWITCH: &str = "on or off";
/// The values of a seed, in words.
const SEED_RANGE: &str = "a whole number from 0 to 4294967295";
