//! The command-line options that are derived from the table of settings: one for each row.

use std::error::Error;
use std::marker::PhantomData;

use clap::builder::ValueParser;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use crate::session::change::SettingValue;
use crate::session::settings::{Setting, SettingGroup, Settings, TABLE};

/// Selection of the rows of the table of settings that become options.
pub trait Scope {
    /// Returns whether the row of this setting becomes an option.
    fn has(setting: &Setting) -> bool;
}

/// Selects all settings that decide a run.
#[derive(Debug, Clone, Copy)]
pub struct RunScope;

/// Selects all settings that only decide how a run is watched.
#[derive(Debug, Clone, Copy)]
pub struct WatchScope;

/// Selects the settings of the data.
#[derive(Debug, Clone, Copy)]
pub struct DataScope;

impl Scope for RunScope {
    fn has(setting: &Setting) -> bool {
        setting.decides_run
    }
}

impl Scope for WatchScope {
    fn has(setting: &Setting) -> bool {
        !setting.decides_run
    }
}

impl Scope for DataScope {
    fn has(setting: &Setting) -> bool {
        setting.group == SettingGroup::Data
    }
}

/// Settings that were given on the command line, each checked on its own.
#[derive(Debug, Clone)]
pub struct SettingArgs<S> {
    given: Vec<SettingValue>,
    scope: PhantomData<S>,
}

impl<S: Scope> SettingArgs<S> {
    /// Applies all given settings.
    pub fn set(&self, settings: &mut Settings) {
        for value in &self.given {
            value.set(settings);
        }
    }

    /// Returns whether a setting was given, even with its default value.
    #[must_use]
    pub fn has(&self, setting: &Setting) -> bool {
        self.given.iter().any(|given| given.setting() == setting)
    }

    fn rows() -> impl Iterator<Item = &'static Setting> {
        TABLE.into_iter().filter(|setting| S::has(setting))
    }
}

impl<S: Scope> Args for SettingArgs<S> {
    fn augment_args(command: Command) -> Command {
        Self::rows().fold(command, |command, setting| {
            let parse = move |text: &str| SettingValue::new(setting, text);
            command.arg(option(setting, parse))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<S: Scope> FromArgMatches for SettingArgs<S> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given =
            |setting: &'static Setting| matches.get_one::<SettingValue>(setting.flag).cloned();
        Ok(Self {
            given: Self::rows().filter_map(given).collect(),
            scope: PhantomData,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Returns the option of a setting. `parse` reads its value.
pub fn option<T, E>(
    setting: &'static Setting,
    parse: impl Fn(&str) -> Result<T, E> + Clone + Send + Sync + 'static,
) -> Arg
where
    T: Clone + Send + Sync + 'static,
    E: Into<Box<dyn Error + Send + Sync>> + 'static,
{
    let default = setting.text(&Settings::default());
    let help = format!("{} [default: {default}]", setting.described());
    let option = Arg::new(setting.flag)
        .long(setting.flag)
        .help(help)
        .help_heading(setting.group.title())
        .value_name("VALUE")
        .allow_hyphen_values(true)
        .value_parser(ValueParser::new(parse));
    let option = match setting.short {
        Some(short) => option.short(short),
        None => option,
    };
    if setting.is_switch() {
        option
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("on")
    } else {
        option
    }
}
