//! A change in the course of a run: what is set, to which value, and after which update.
//!
//! All changes have one form: changes made by keys, changes planned with `--at`, the changes in the file of
//! a run, and those in the command that repeats a run. A change is written `UPDATE:NAME=VALUE`.

use std::fmt;
use std::str::FromStr;

use crate::learning::model::start::GivenWeights;
use crate::learning::numeric::checked::shortest;
use crate::session::settings::{InvalidValue, LOSS, Setting, Settings};

/// Name that a change of all weights uses.
pub const WEIGHTS: &str = "weights";
/// First letter of the name of a single weight. Its index follows: `W0` is the bias.
const WEIGHT: char = 'W';

/// The value that a change sets.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Value of a setting.
    Setting(SettingValue),
    /// One weight: its index (0 for the bias), and a finite number in the units of the data.
    Weight(usize, f64),
    /// All weights, in the units of the data.
    Weights(GivenWeights),
}

/// A setting and the text of one of its values, in the form in which the setting writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingValue {
    setting: &'static Setting,
    text: String,
}

/// A change of one value after a certain update of a run.
///
/// ```
/// use sgdscope::session::change::Change;
///
/// let change: Change = "100:alpha=0.10".parse()?;
/// assert_eq!((change.update, change.value.name()), (100, "alpha".to_owned()));
/// assert_eq!(change.to_string(), "100:alpha=0.1");
/// # Ok::<(), sgdscope::session::settings::InvalidValue>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The number of updates after which the value is set.
    pub update: u64,
    /// Target of the change, and its new value.
    pub value: Value,
    /// Record of the change; `None` until the change has been made.
    pub made: Option<Made>,
}

/// Record of a change that has been made.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    /// Value before the change.
    pub before: Value,
    /// Position of the run at the change, in epochs: 1.5 is the middle of the second epoch.
    pub position: f64,
}

impl SettingValue {
    /// Creates the value of a setting from a text.
    ///
    /// # Errors
    /// If the text is not a valid value of the setting.
    pub fn new(setting: &'static Setting, text: &str) -> Result<Self, InvalidValue> {
        let mut settings = Settings::default();
        setting.set(&mut settings, text)?;
        Ok(Self::of(setting, &settings))
    }

    /// Returns the value of `setting` in `settings`.
    #[must_use]
    pub fn of(setting: &'static Setting, settings: &Settings) -> Self {
        let text = setting.text(settings);
        Self { setting, text }
    }

    /// Returns the setting.
    #[must_use]
    pub fn setting(&self) -> &'static Setting {
        self.setting
    }

    /// Returns the text of the value, in the form in which the setting writes it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Sets the setting to this value.
    ///
    /// # Panics
    /// Never, because the text was checked when the value was created.
    pub fn set(&self, settings: &mut Settings) {
        self.setting
            .set(settings, &self.text)
            .expect("the text was checked when the value was made");
    }
}

impl Value {
    /// Creates the value of a setting from a text.
    ///
    /// # Errors
    /// If the text is not a valid value of the setting.
    pub fn of_setting(setting: &'static Setting, text: &str) -> Result<Self, InvalidValue> {
        SettingValue::new(setting, text).map(Self::Setting)
    }

    /// Parses a value that can be set during a run. `name` is the flag of a setting, `weights`, or `W` and an
    /// index.
    ///
    /// # Errors
    /// If nothing with this name can be set during a run, or the text is not one of its valid values.
    pub fn parse(name: &str, text: &str) -> Result<Self, InvalidValue> {
        if name == WEIGHTS {
            let weights = text.parse().map(Self::Weights);
            return weights
                .map_err(|_| InvalidValue::new("finite numbers, the bias first", "weights=0,1,1"));
        }
        if let Some(place) = weight_of_name(name) {
            let weight = text.parse().ok().filter(|weight: &f64| weight.is_finite());
            let weight = weight.map(|weight| Self::Weight(place, weight + 0.0));
            return weight.ok_or_else(|| InvalidValue::new("a finite number", "W1=0.5"));
        }
        let setting = Settings::find(name).filter(|setting| setting.changes_in_a_run());
        let setting = setting.ok_or_else(|| {
            let names = "weights, W0, W1 … or an option that can change in a run";
            InvalidValue::new(
                format!("NAME=VALUE, where the name is {names}"),
                "100:alpha=0.1",
            )
        })?;
        Self::of_setting(setting, text)
    }

    /// Returns the name of what is set: the flag of a setting, `weights`, or `W` and an index.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Setting(value) => value.setting.flag.to_owned(),
            Self::Weight(place, _) => format!("{WEIGHT}{place}"),
            Self::Weights(_) => WEIGHTS.to_owned(),
        }
    }

    /// Returns the text of the value.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Setting(value) => value.text.clone(),
            Self::Weight(_, weight) => shortest(*weight),
            Self::Weights(weights) => weights.to_string(),
        }
    }

    /// Returns whether this is a value of `setting`.
    #[must_use]
    pub fn is_of(&self, setting: &Setting) -> bool {
        matches!(self, Self::Setting(value) if value.setting == setting)
    }

    /// Returns whether this sets one weight or all weights.
    #[must_use]
    pub fn is_of_weights(&self) -> bool {
        matches!(self, Self::Weight(..) | Self::Weights(_))
    }

    /// Returns whether both values have one common target: one setting, one weight, or all weights.
    #[must_use]
    pub fn has_target_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Setting(one), Self::Setting(other)) => one.setting == other.setting,
            (Self::Weight(one, _), Self::Weight(other, _)) => one == other,
            (Self::Weights(_), Self::Weights(_)) => true,
            _ => false,
        }
    }

    /// Checks that the value can be set in a run of a model with `weights` weights.
    ///
    /// # Errors
    /// If the model has another number of weights, or no weight at the index.
    pub fn check(&self, weights: usize) -> Result<(), InvalidValue> {
        match self {
            Self::Weights(given) if given.len() != weights => {
                let must_be = format!("{weights} numbers, for the bias and each feature");
                let example = format!("{WEIGHTS}={}", vec!["0"; weights].join(","));
                Err(InvalidValue::new(must_be, example))
            }
            Self::Weight(place, _) if *place >= weights => {
                let last = format!("{WEIGHT}{}", weights - 1);
                let must_be = format!("one of the weights {WEIGHT}0 to {last}");
                Err(InvalidValue::new(must_be, format!("{last}=0")))
            }
            _ => Ok(()),
        }
    }
}

/// Returns the index in the name of a weight: 2 for `W2`; `None` if it is not the name of a weight.
fn weight_of_name(name: &str) -> Option<usize> {
    let digits = name.strip_prefix(WEIGHT)?;
    let are_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| are_digits)
}

impl Change {
    /// Creates a change that has not been made yet.
    #[must_use]
    pub fn planned(update: u64, value: Value) -> Self {
        let made = None;
        Self {
            update,
            value,
            made,
        }
    }

    /// Returns whether the change selects the kind of loss that is shown and that decides when the run is
    /// finished.
    #[must_use]
    pub fn is_of_loss(&self) -> bool {
        self.value.is_of(&LOSS)
    }

    /// Returns whether the change has been made and its value differs from the value before.
    #[must_use]
    pub fn has_effect(&self) -> bool {
        let made = self.made.as_ref();
        made.is_some_and(|made| made.before != self.value)
    }
}

impl FromStr for Change {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        let parts = text.split_once(':').and_then(|(update, assignment)| {
            let (name, value) = assignment.split_once('=')?;
            Some((update.parse().ok()?, name, value))
        });
        let (update, name, value) =
            parts.ok_or_else(|| InvalidValue::new("UPDATE:NAME=VALUE", "100:alpha=0.1"))?;
        Ok(Self::planned(update, Value::parse(name, value)?))
    }
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.update, self.value)
    }
}

/// Writes the value as `NAME=VALUE`.
impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}={}", self.name(), self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::settings::SEED;

    #[test]
    fn a_change_reads_back_and_what_cannot_change_in_a_run_is_refused() {
        for text in [
            "0:alpha=0.1",
            "120:weights=0,-1,2.5",
            "7:shuffle=on",
            "9:batch-size=all",
            "3:W0=-0.5",
            "3:W12=1e-9",
        ] {
            let change: Change = text.parse().expect("a change");
            assert_eq!(change.to_string(), text);
        }
        for text in [
            "alpha=1",
            "x:alpha=1",
            "1:alpha",
            "1:alpha=-1",
            "1:alhpa=1",
            "1:weights=1,x",
            "1:weights=1",
            "1:W=1",
            "1:W+1=1",
            "1:W1=inf",
            "1:w1=1",
            "1:seed=3",
            "1:features=x1",
            "1:speed=3",
            "-1:alpha=1",
        ] {
            assert!(text.parse::<Change>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_value_is_kept_as_its_setting_writes_it() {
        for (text, kept) in [
            ("1:alpha=0.10", "1:alpha=0.1"),
            ("1:alpha=1e-2", "1:alpha=0.01"),
            ("1:W1=-0", "1:W1=0"),
            ("1:weights=-0,1.0", "1:weights=0,1"),
        ] {
            let change: Change = text.parse().expect("a change");
            assert_eq!(change.to_string(), kept);
        }
    }

    #[test]
    fn weights_must_fit_the_model() {
        let check = |text: &str, weights| {
            let change: Change = text.parse().expect("a change");
            change.value.check(weights).map_err(|why| why.to_string())
        };
        assert_eq!(check("1:W2=1", 3), Ok(()));
        assert_eq!(check("1:weights=1,2,3", 3), Ok(()));
        let said = check("1:W3=1", 3).unwrap_err();
        assert_eq!(said, "must be one of the weights W0 to W2; try W2=0");
        let said = check("1:weights=1,2", 3).unwrap_err();
        assert!(said.ends_with("try weights=0,0,0"), "{said}");
    }

    #[test]
    fn values_know_what_they_are_of() {
        let value = |name, text| Value::parse(name, text).expect("a value");
        let alpha = value("alpha", "1");
        assert!(alpha.has_target_of(&value("alpha", "2")));
        assert!(!alpha.has_target_of(&value("momentum", "0.5")));
        assert!(value("W1", "1").has_target_of(&value("W1", "2")));
        assert!(!value("W1", "1").has_target_of(&value("W2", "1")));
        assert!(!value("W1", "1").has_target_of(&value(WEIGHTS, "1,2")));
        assert!(value("loss", "mse").is_of(&LOSS));
        assert!(!alpha.is_of(&SEED));
    }
}
