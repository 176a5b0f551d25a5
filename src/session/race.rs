//! A race: several runs on the same data, a lane each, that differ in some settings.
//!
//! `NAME=VALUES` gives each lane its own value of a setting: lane A the first one, lane B the second. Several
//! settings go together pairwise, so that any lanes can be described.

mod options;
mod planned;

use std::fmt;
use std::str::FromStr;

use crate::session::change::{Change, SettingValue};
use crate::session::lane::{Address, LaneId};
use crate::session::settings::{Setting, SettingGroup, Settings};
use crate::session::values;

pub use options::options;
pub use planned::{PlannedChange, PlannedEnd};

/// Largest number of lanes.
pub const MOST_LANES: usize = 6;

/// Largest number of values that are read before they are counted.
const MOST_LISTED: usize = 1000;

/// Names of options that read a table, which all lanes share.
const TABLE_OPTIONS: [&str; 10] = [
    "data",
    "x",
    "y",
    "label",
    "delimiter",
    "positive",
    "above",
    "decimal",
    "na",
    "skip-bad",
];

/// A setting in which the lanes differ, with a value for each lane.
#[derive(Debug, Clone, PartialEq)]
pub struct RaceOption {
    setting: &'static Setting,
    values: Vec<SettingValue>,
}

/// The settings in which lanes differ. Without any, there is one lane.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Race {
    options: Vec<RaceOption>,
}

/// What a run of a lane is made of, apart from its data.
#[derive(Debug, Clone, PartialEq)]
pub struct LanePlan {
    /// Settings at the start.
    pub settings: Settings,
    /// Changes that lie ahead.
    pub changes: Vec<Change>,
    /// Update at which the run ends; `None` if it continues until a rule finishes it.
    pub until: Option<u64>,
}

impl FromStr for RaceOption {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, texts) = text
            .split_once('=')
            .ok_or("must be NAME=VALUES; try alpha=0.001,0.02,2")?;
        let setting = Settings::find(name);
        if TABLE_OPTIONS.contains(&name)
            || setting.is_some_and(|setting| setting.group == SettingGroup::Data)
        {
            return Err(format!(
                "lanes share their data, so {name} is the same for all; give --{name} once"
            ));
        }
        let setting = setting.filter(|setting| setting.decides_run);
        let setting = setting.ok_or_else(|| {
            format!("{name} must be an option that decides a run; try alpha=0.001,0.02,2")
        })?;
        let values = values::parse(setting, texts, MOST_LISTED)?;
        match values.len() {
            1 if texts.contains(',') => Err(format!(
                "{texts} is one value; separate values that have commas by ;"
            )),
            1 => Err(format!(
                "one value makes no race; give 2 to {MOST_LANES}, or use --{name} {texts}"
            )),
            2..=MOST_LANES => Ok(Self { setting, values }),
            count => Err(format!(
                "{count} lanes are too many; give 2 to {MOST_LANES} values"
            )),
        }
    }
}

/// Writes `NAME=VALUES`.
impl fmt::Display for RaceOption {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}={}",
            self.setting.flag,
            values::join(&self.values)
        )
    }
}

impl RaceOption {
    /// Returns the value of each lane.
    #[must_use]
    pub fn values(&self) -> &[SettingValue] {
        &self.values
    }

    /// Returns the setting in which the lanes differ.
    #[must_use]
    pub fn setting(&self) -> &'static Setting {
        self.setting
    }
}

impl Race {
    /// Creates a race. If a setting is given twice, the later option counts.
    ///
    /// # Errors
    /// If the options have different numbers of values. The message names them and the remedy.
    pub fn new(given: &[RaceOption]) -> Result<Self, String> {
        let mut options: Vec<RaceOption> = Vec::new();
        for option in given {
            options.retain(|earlier| earlier.setting != option.setting);
            options.push(option.clone());
        }
        let lanes = |option: &RaceOption| option.values.len();
        let first = options.first();
        let other = options
            .iter()
            .find(|option| Some(lanes(option)) != first.map(lanes));
        if let (Some(first), Some(other)) = (first, other) {
            return Err(format!(
                "--race {other}: has {} values, but --race {first} has {}; give both one for each lane",
                lanes(other),
                lanes(first)
            ));
        }
        Ok(Self { options })
    }

    /// Returns whether there are several lanes.
    #[must_use]
    pub fn has_lanes(&self) -> bool {
        !self.options.is_empty()
    }

    /// Returns the settings in which the lanes differ.
    #[must_use]
    pub fn options(&self) -> &[RaceOption] {
        &self.options
    }

    /// Returns the initial settings of each lane: those of `base`, with the lane's own values.
    ///
    /// # Errors
    /// If the settings of a lane are not valid together. The message names the lane, the value and the remedy.
    pub fn lanes(&self, base: &Settings) -> Result<Vec<Settings>, String> {
        let count = self.options.first().map_or(1, |option| option.values.len());
        let lane = |place: usize| {
            let mut settings = base.clone();
            for option in &self.options {
                option.values[place].set(&mut settings);
            }
            let invalid = |(setting, why): (&Setting, _)| {
                let value = setting.text(&settings);
                if self.has_lanes() {
                    format!(
                        "--race: lane {}: {} {value}: {why}",
                        lane_id(place),
                        setting.flag
                    )
                } else {
                    format!("--{} {value}: {why}", setting.flag)
                }
            };
            settings.check().map_err(invalid)?;
            Ok(settings)
        };
        (0..count).map(lane).collect()
    }

    /// Returns what each lane is made of: its initial settings, its changes and its end. Of several ends of a
    /// lane, the last one counts.
    ///
    /// # Errors
    /// If the settings of a lane are not valid together, a change or an end is for a lane that does not exist,
    /// a change does not fit the model, or two lanes are the same run. The message names the value and the
    /// remedy.
    pub fn plans(
        &self,
        base: &Settings,
        changes: &[PlannedChange],
        ends: &[PlannedEnd],
    ) -> Result<Vec<LanePlan>, String> {
        let lanes = self.lanes(base)?;
        for (address, option) in changes
            .iter()
            .map(|change| (change.address, format!("--at {change}")))
            .chain(
                ends.iter()
                    .map(|end| (end.address, format!("--until {end}"))),
            )
        {
            self.check(address, lanes.len())
                .map_err(|why| format!("{option}: {why}"))?;
        }
        let plan = |(place, settings): (usize, Settings)| {
            let id = lane_id(place);
            let is_own = |change: &&PlannedChange| change.address.includes(id);
            let own = changes.iter().filter(is_own);
            let weights = 1 + settings.setup.inputs.features.len();
            for planned in own.clone() {
                let check = planned.change.value.check(weights);
                check.map_err(|why| format!("--at {planned}: {why}"))?;
            }
            let end = ends.iter().rfind(|end| end.address.includes(id));
            Ok(LanePlan {
                settings,
                changes: own.map(|planned| planned.change.clone()).collect(),
                until: end.and_then(|end| end.update),
            })
        };
        let plans = lanes.into_iter().enumerate().map(plan);
        let plans = plans.collect::<Result<Vec<LanePlan>, String>>()?;
        self.refuse_twins(&plans)?;
        Ok(plans)
    }

    /// Checks that a lane exists.
    fn check(&self, address: Address, lanes: usize) -> Result<(), String> {
        let Address::Lane(lane) = address else {
            return Ok(());
        };
        if !self.has_lanes() {
            return Err(format!(
                "there is no lane {lane} without --race; leave {lane}: out"
            ));
        }
        if lane.place() < lanes {
            return Ok(());
        }
        let last = lane_id(lanes - 1);
        Err(format!(
            "there is no lane {lane}; name one from A to {last}"
        ))
    }

    /// Checks that no lane is the same run as another one.
    fn refuse_twins(&self, plans: &[LanePlan]) -> Result<(), String> {
        for (place, plan) in plans.iter().enumerate() {
            let twin = plans[..place].iter().position(|earlier| earlier == plan);
            if let Some(twin) = twin {
                let options: Vec<String> = self.options.iter().map(ToString::to_string).collect();
                return Err(format!(
                    "--race {}: lanes {} and {} are the same run; give them different values",
                    options.join(" --race "),
                    lane_id(twin),
                    lane_id(place)
                ));
            }
        }
        Ok(())
    }
}

/// Returns the name of the lane at an index.
fn lane_id(place: usize) -> LaneId {
    LaneId::nth(u8::try_from(place).unwrap_or(u8::MAX))
}
