//! The options that follow from the table of settings: one for each row.

use std::marker::PhantomData;

use clap::builder::ValueParser;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use crate::learning::invalid_value::InvalidValue;
use crate::session::settings::{Group, Setting, Settings, TABLE};

/// Which rows of the table are options.
pub trait Scope {
    /// Whether this one is.
    fn has(setting: &Setting) -> bool;
}

/// All that decides a run.
#[derive(Debug, Clone, Copy)]
pub struct Run;

/// All that decides how it is watched.
#[derive(Debug, Clone, Copy)]
pub struct Watch;

/// What data are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Draw;

impl Scope for Run {
    fn has(setting: &Setting) -> bool {
        setting.decides_run
    }
}

impl Scope for Watch {
    fn has(setting: &Setting) -> bool {
        !setting.decides_run
    }
}

impl Scope for Draw {
    fn has(setting: &Setting) -> bool {
        // To print data is not to train on a part of them.
        setting.group == Group::Data && setting.flag != "train-share"
    }
}

/// The settings that were given, each checked on its own.
#[derive(Debug, Clone)]
pub struct SettingArgs<S> {
    given: Vec<(&'static Setting, String)>,
    scope: PhantomData<S>,
}

impl<S: Scope> SettingArgs<S> {
    /// Sets all that was given.
    ///
    /// # Panics
    /// Never: each value was checked when it was parsed.
    pub fn set(&self, settings: &mut Settings) {
        for (setting, text) in &self.given {
            setting
                .set(settings, text)
                .expect("each value was checked when it was parsed");
        }
    }

    fn rows() -> impl Iterator<Item = &'static Setting> {
        TABLE.into_iter().filter(|setting| S::has(setting))
    }
}

impl<S: Scope> Args for SettingArgs<S> {
    fn augment_args(command: Command) -> Command {
        Self::rows().fold(command, |command, setting| command.arg(option(setting)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<S: Scope> FromArgMatches for SettingArgs<S> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |setting: &'static Setting| {
            let text = matches.get_one::<String>(setting.flag)?;
            Some((setting, text.clone()))
        };
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

fn option(setting: &'static Setting) -> Arg {
    let default = setting.text(&Settings::default());
    let check = move |text: &str| -> Result<String, InvalidValue> {
        setting.set(&mut Settings::default(), text)?;
        Ok(text.to_owned())
    };
    let help = format!("{} [default: {default}]", setting.described());
    let option = Arg::new(setting.flag)
        .long(setting.flag)
        .help(help)
        .help_heading(setting.group.title())
        .value_name("VALUE")
        .allow_hyphen_values(true)
        .value_parser(ValueParser::new(check));
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
