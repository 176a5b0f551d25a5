//! The settings of a training, and the one table that describes them.
//!
//! The panel, the keys, the command line, `--help`, the README, the command that repeats a run and the file
//! of a run are all derived from [`TABLE`].

mod data;
mod invalid_value;
mod needs;
mod optimizing;
pub mod search;
mod speed;
mod stepping;
mod training;
mod view;
mod words;

use std::fmt;

use crate::learning::model::start::GivenWeights;
use crate::learning::numeric::checked::OutOfRange;
use crate::learning::registry::Registered;
use crate::learning::setup::Setup;

pub use data::{FAMILY, FEATURES, FLIPS, NOISE, ORDER, SAMPLES, SEED, STANDARDIZE, TRAIN_SHARE};
pub use invalid_value::InvalidValue;
pub use optimizing::{OBJECTIVE, OPTIMIZER, SCHEDULE};
pub use speed::Speed;
pub use stepping::{Direction, Grid, Steps};
pub use training::{ALPHA, BATCH_SIZE, EPOCHS, REGULARIZATION, SHUFFLE, SPEED, START, START_SEED};
pub use view::{
    AXIS, ChartWindow, LOSS, SHADING, SMOOTHING, Scale, Shading, TEST_POINTS, ViewSettings, WINDOW,
};
pub use words::Words;

/// All settings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settings {
    /// Settings that decide the run.
    pub setup: Setup,
    /// Speed of the updates on the screen.
    pub speed: Speed,
    /// Settings that decide how the training is drawn.
    pub view: ViewSettings,
}

/// Facts that the steps of a setting depend on, in addition to the settings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reach {
    /// The number of training samples.
    pub samples: usize,
    /// Initial weights that were given on the command line; `None` if they were not given.
    pub given: Option<GivenWeights>,
    /// Whether the user's own data were read.
    pub has_own_data: bool,
}

/// Group of settings in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingGroup {
    /// The data set.
    Data,
    /// The features of the model, and the penalty on its weights.
    Model,
    /// The training of the model.
    Training,
    /// The view of the training.
    View,
}

/// A row of the table: a setting and everything that is known about it.
pub struct Setting {
    /// Name on the screen.
    pub name: &'static str,
    /// Name on the command line and in the file of a run, without dashes.
    pub flag: &'static str,
    /// Letter on the command line, if the setting has one.
    pub short: Option<char>,
    /// Group that the setting belongs to.
    pub group: SettingGroup,
    /// Short description.
    pub help: &'static str,
    /// What another value does to the training, and what to watch for: two short sentences.
    pub effect: &'static str,
    /// Valid values, in words that complete "must be …".
    pub range: fn() -> String,
    /// Example of a value, for error messages.
    pub example: fn() -> String,
    /// Unit of the values; empty if they have none.
    pub unit: fn(&Settings) -> &'static str,
    /// Functions that read and set the value.
    pub stored: Stored,
    /// Function that returns the value for the screen; `None` if the screen shows the text that sets it.
    pub show: Option<fn(&Settings) -> String>,
    /// Function that returns the values that keys step through.
    pub steps: fn(&Settings, &Reach) -> Steps,
    /// Text that steps start from; `None` if they start from the text of the value.
    pub steps_from: fn(&Settings, &Reach) -> Option<String>,
    /// Whether the setting has an effect at the moment.
    pub applies: fn(&Settings, &Reach) -> bool,
    /// Function that returns the reason why the setting has no effect, for a time at which it has none.
    pub needs: fn() -> String,
    /// Whether another value gives another run. If not, it only changes how the run is watched.
    pub decides_run: bool,
    /// Whether a change needs a new run. A change by key then begins one.
    pub restarts: bool,
    /// Flags of other settings, and the texts that they are set to when this setting is stepped, because
    /// their meaning changes with it.
    pub resets: &'static [(&'static str, &'static str)],
    /// Notice about a change that its name does not make clear; `None` if there is nothing to add.
    pub aside: fn(&Settings) -> Option<String>,
}

/// Functions that read and set the value of a setting.
#[derive(Clone, Copy)]
pub struct Stored {
    /// Function that returns the value as a text. Setting this text gives the value again.
    pub text: fn(&Settings) -> String,
    /// Function that sets the value from a text.
    pub set: fn(&mut Settings, &str) -> Result<(), OutOfRange>,
}

/// Default fields of a row.
const ROW: Setting = Setting {
    name: "",
    flag: "",
    short: None,
    group: SettingGroup::Training,
    help: "",
    effect: "",
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
    needs: String::new,
    decides_run: true,
    restarts: false,
    resets: &[],
    aside: |_| None,
};

/// Default fields of a row whose values are on and off.
const SWITCH_ROW: Setting = Setting {
    range: || SWITCH.to_owned(),
    example: || "on".to_owned(),
    steps: |_, _| Steps::ring(["off", "on"]),
    ..ROW
};

/// Expands to the `Stored` functions of a field whose type implements `Display` and `FromStr`.
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

/// Expands to the `Stored` functions of a `bool` field, which is on or off.
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
pub static TABLE: [&Setting; 37] = [
    &data::FAMILY,
    &data::SAMPLES,
    &data::NOISE,
    &data::SEED,
    &data::FLIPS,
    &data::TRAIN_SHARE,
    &data::ORDER,
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
    &optimizing::OBJECTIVE,
    &optimizing::OPTIMIZER,
    &optimizing::MOMENTUM,
    &optimizing::RMS_DECAY,
    &optimizing::BETA1,
    &optimizing::BETA2,
    &optimizing::EPSILON,
    &optimizing::SCHEDULE,
    &optimizing::GAMMA,
    &optimizing::PERIOD,
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
    /// Checks that settings which are each valid on their own are also valid together.
    ///
    /// # Errors
    /// The setting that does not fit the others, and the reason.
    pub fn check(&self) -> Result<(), (&'static Setting, InvalidValue)> {
        data::check(self)?;
        training::check(self)
    }

    /// Checks the settings as [`check`](Self::check) does, and also that the data they ask for are there.
    ///
    /// # Errors
    /// The setting that asks for data that were not read or does not fit the others, and the reason.
    pub fn check_within(&self, reach: &Reach) -> Result<(), (&'static Setting, InvalidValue)> {
        data::check_source(self, reach)?;
        self.check()
    }

    /// Returns the setting with this name on the command line, if there is one.
    #[must_use]
    pub fn find(flag: &str) -> Option<&'static Setting> {
        TABLE.into_iter().find(|setting| setting.flag == flag)
    }
}

impl Setting {
    /// Returns the description and the valid values, as a line for `--help`.
    #[must_use]
    pub fn described(&self) -> String {
        format!("{} ({})", self.help, (self.range)())
    }

    /// Returns whether the only values are on and off.
    #[must_use]
    pub fn is_switch(&self) -> bool {
        (self.range)() == SWITCH
    }

    /// Returns whether the setting decides the run and can be changed during the run.
    #[must_use]
    pub fn changes_in_a_run(&self) -> bool {
        self.decides_run && !self.restarts
    }

    /// Returns whether all lanes always have one common value: the setting decides the data, or the kind of loss that is
    /// shown.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.group == SettingGroup::Data || *self == LOSS
    }

    /// Returns whether each lane has a value of its own: the setting decides the run, and lanes can differ in it.
    #[must_use]
    pub fn is_of_lane(&self) -> bool {
        self.decides_run && !self.is_shared()
    }

    /// Returns the value as a text. Setting this text gives the value again.
    #[must_use]
    pub fn text(&self, settings: &Settings) -> String {
        (self.stored.text)(settings)
    }

    /// Returns the value as the screen shows it.
    #[must_use]
    pub fn shown(&self, settings: &Settings) -> String {
        self.show.unwrap_or(self.stored.text)(settings)
    }

    /// Sets the value from a text.
    ///
    /// # Errors
    /// If the text is not a valid value of the setting.
    pub fn set(&self, settings: &mut Settings, text: &str) -> Result<(), InvalidValue> {
        (self.stored.set)(settings, text)
            .map_err(|OutOfRange| InvalidValue::new((self.range)(), (self.example)()))
    }

    /// Returns the text of the value one step further; `None` at the end of the values that keys can reach.
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
    /// All groups, in the order of the panel.
    pub const ALL: [Self; 4] = [Self::Data, Self::Model, Self::Training, Self::View];

    /// Returns the title of the group in the panel and in `--help`.
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

/// Returns the names of a registry, in words: "a, b or c".
fn names_of<T: Registered>() -> String {
    let names: Vec<&str> = T::all().iter().map(|entry| entry.name()).collect();
    one_of(&names)
}

/// Returns names in words: "a, b or c".
fn one_of(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}

/// The values of a switch, in words.
const SWITCH: &str = "on or off";
/// The values of a seed, in words.
const SEED_RANGE: &str = "a whole number from 0 to 4294967295";
