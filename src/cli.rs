//! The command line: arguments to what is to be done, and one line for what cannot be.

mod complaint;
mod settings;

use std::fmt;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::input::{ColumnName, Delimiter, TableOptions};
use crate::learning::data::Source;
use crate::session::change::Change;
use crate::session::settings::Settings;

pub use complaint::complaint;
pub use settings::{DataScope, RunScope, SettingArgs, WatchScope};

const EXAMPLES: &str = "\
Examples:
  sgdscope                                the tutorial's run, live
  sgdscope --init=0,-1,-1 --paused        every point wrong at first; s makes one update
  sgdscope --noise 5 --alpha 1 --shuffle  a noisy one
  sgdscope --family xor --features x1x2   what a line cannot tell apart
  sgdscope --data points.csv              your own points
  sgdscope train --every 10 --format jsonl | tail -n 1";

/// Stochastic gradient descent, live in the terminal.
///
/// Trains logistic regression on points of two classes, mini-batch after mini-batch, and shows every
/// update: the decision boundary turns, the loss falls. Keys change what steers it; ? lists them.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, args_override_self = true, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do; without it, the live training.
    #[command(subcommand)]
    pub task: Option<Task>,
    /// The live training's own arguments.
    #[command(flatten)]
    pub live: LiveArgs,
}

/// What can be done without the screen.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Train without a screen and print a line an epoch: epoch, loss, accuracy, weights
    Train(TrainArgs),
    /// Print the data as CSV: x1,x2,label
    Data(DataArgs),
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// A table of the user's own.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Own data")]
pub struct TableArgs {
    /// Read the points from a CSV file; - is standard input
    #[arg(long, value_name = "FILE")]
    pub data: Option<String>,
    /// Column of the first feature: a name of the header, or a number from 1
    #[arg(long, value_name = "COLUMN", requires = "data")]
    pub x: Option<ColumnName>,
    /// Column of the second feature
    #[arg(long, value_name = "COLUMN", requires = "data")]
    pub y: Option<ColumnName>,
    /// Column of the label, which has two classes
    #[arg(long, value_name = "COLUMN", requires = "data")]
    pub label: Option<ColumnName>,
    /// What stands between two columns, where that is not found out: , ; tab or space
    #[arg(
        long,
        value_name = "CHARACTER",
        requires = "data",
        allow_hyphen_values = true
    )]
    pub delimiter: Option<Delimiter>,
    /// The class to tell from all others
    #[arg(
        long,
        value_name = "CLASS",
        requires = "data",
        allow_hyphen_values = true
    )]
    pub positive: Option<String>,
    /// Pass over rows that have no usable numbers, and count them
    #[arg(long, requires = "data")]
    pub skip_bad: bool,
}

/// Everything that decides a run.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// The user's own data.
    #[command(flatten)]
    pub table: TableArgs,
    /// The settings.
    #[command(flatten)]
    pub settings: SettingArgs<RunScope>,
    /// Change something after so many updates, as often as there are changes
    #[arg(
        long,
        value_name = "UPDATE:NAME=VALUE",
        help_heading = "Training",
        help = "Change an option after so many updates, or the weights; may be given again"
    )]
    pub at: Vec<Change>,
    /// Where the run ends, if not at the end of its epochs.
    #[arg(
        long,
        value_name = "UPDATE",
        help_heading = "Training",
        value_parser = parse_until,
        help = "Go no further than to this update; end goes on to the end of the run"
    )]
    pub until: Option<Until>,
}

/// The update at which a run ends; none where it goes on to its own end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Until(Option<u64>);

/// The live training.
#[derive(Debug, Clone, Args)]
pub struct LiveArgs {
    /// The run.
    #[command(flatten)]
    pub run: RunArgs,
    /// How it is watched.
    #[command(flatten)]
    pub watch: SettingArgs<WatchScope>,
    /// The screen.
    #[command(flatten)]
    pub screen: ScreenArgs,
}

/// How it is shown.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Screen")]
pub struct ScreenArgs {
    /// Open paused
    #[arg(long)]
    pub paused: bool,
    /// Pictures a second at most (a whole number from 1 to 60)
    #[arg(long, value_name = "N", value_parser = parse_fps, default_value_t = 30,
          allow_negative_numbers = true)]
    pub fps: u32,
    /// Colours for a dark or a light background; auto asks the terminal
    #[arg(long, value_enum, default_value_t = ThemeName::Dark)]
    pub theme: ThemeName,
    /// How many colours
    #[arg(long, value_enum, help = "How many colours; auto goes by TERM, COLORTERM and NO_COLOR",
          default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
    /// Draw with the characters of ASCII alone; so does a locale without UTF-8
    #[arg(long)]
    pub ascii: bool,
    /// Let the pointer of the mouse ask for the probability of a point
    #[arg(long)]
    pub mouse: bool,
}

/// Training without a screen.
#[derive(Debug, Clone, Args)]
pub struct TrainArgs {
    /// Repeat the run of a file that was written with w; other options change it
    #[arg(long, value_name = "FILE")]
    pub from: Option<String>,
    /// The run.
    #[command(flatten)]
    pub run: RunArgs,
    /// The output.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What data are printed.
#[derive(Debug, Clone, Args)]
pub struct DataArgs {
    /// The user's own data.
    #[command(flatten)]
    pub table: TableArgs,
    /// The settings.
    #[command(flatten)]
    pub settings: SettingArgs<DataScope>,
}

/// What is printed.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Print each N-th epoch and the last; 0 prints only the last
    #[arg(long, value_name = "N", value_parser = parse_every, default_value_t = 1,
          allow_negative_numbers = true)]
    pub every: u64,
    /// How the lines are written
    #[arg(long, value_enum, default_value_t = Format::Tsv)]
    pub format: Format,
}

/// How a line of output is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns with tabs between them: epoch, loss, accuracy, those of a test, weights
    Tsv,
    /// A JSON object a line, with the same names
    Jsonl,
}

/// The colours of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ThemeName {
    /// For a dark background
    Dark,
    /// For a light background
    Light,
    /// For the background that the terminal tells, or a dark one
    Auto,
}

/// How many colours the screen has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// As many as the environment tells
    Auto,
    /// None
    Never,
    /// The 16 of every terminal that has any
    #[value(name = "16")]
    Ansi,
    /// The 256 of xterm
    #[value(name = "256")]
    Indexed,
    /// 24 bits
    Rgb,
}

impl TableArgs {
    /// How it is to be read.
    #[must_use]
    pub fn options(&self) -> TableOptions {
        TableOptions {
            x: self.x.clone(),
            y: self.y.clone(),
            label: self.label.clone(),
            delimiter: self.delimiter,
            positive: self.positive.clone(),
            skip_bad: self.skip_bad,
        }
    }

    /// The options that read it again, each one word.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let word = |flag: &str, value: &dyn fmt::Display| format!("--{flag}={value}");
        let mut words = Vec::new();
        words.extend(self.data.iter().map(|data| word("data", data)));
        words.extend(self.x.iter().map(|x| word("x", x)));
        words.extend(self.y.iter().map(|y| word("y", y)));
        words.extend(self.label.iter().map(|label| word("label", label)));
        let delimiter = self.delimiter.iter();
        words.extend(delimiter.map(|delimiter| word("delimiter", delimiter)));
        words.extend(self.positive.iter().map(|class| word("positive", class)));
        words.extend(self.skip_bad.then(|| "--skip-bad".to_owned()));
        words
    }

    /// Chooses the source that was given; a family beside a file is not what it is about.
    fn choose(&self, settings: &mut Settings) -> Result<(), String> {
        match (&self.data, settings.setup.data.source) {
            (Some(_), _) => settings.setup.data.source = Source::Own,
            (None, Source::Own) => {
                return Err("--family file: needs a file; try --data points.csv".to_owned());
            }
            (None, Source::Family(_)) => {}
        }
        Ok(())
    }
}

impl RunArgs {
    /// The settings that decide the run.
    ///
    /// # Errors
    /// Where two of them do not go together, in words that name the value and the remedy.
    pub fn settings(&self) -> Result<Settings, String> {
        let mut settings = Settings::default();
        self.settings.set(&mut settings);
        self.table.choose(&mut settings)?;
        let settings = checked(settings)?;
        let weights = 1 + settings.setup.inputs.features.len();
        for planned in &self.at {
            let check = planned.value.check(weights);
            check.map_err(|why| format!("--at {planned}: {why}"))?;
        }
        Ok(settings)
    }

    /// The update at which the run ends, if it is not to go on to its own end.
    #[must_use]
    pub fn until(&self) -> Option<u64> {
        self.until.and_then(|Until(update)| update)
    }
}

impl LiveArgs {
    /// All settings.
    ///
    /// # Errors
    /// Like [`RunArgs::settings`].
    pub fn settings(&self) -> Result<Settings, String> {
        let mut settings = self.run.settings()?;
        self.watch.set(&mut settings);
        Ok(settings)
    }
}

impl DataArgs {
    /// The settings of the data.
    ///
    /// # Errors
    /// Like [`RunArgs::settings`].
    pub fn settings(&self) -> Result<Settings, String> {
        let mut settings = Settings::default();
        self.settings.set(&mut settings);
        self.table.choose(&mut settings)?;
        checked(settings)
    }
}

fn checked(settings: Settings) -> Result<Settings, String> {
    match settings.check() {
        Ok(()) => Ok(settings),
        Err((setting, why)) => {
            let value = setting.text(&settings);
            Err(format!("--{} {value}: {why}", setting.flag))
        }
    }
}

fn parse_fps(text: &str) -> Result<u32, String> {
    let fps = text.parse().ok().filter(|fps| (1..=60).contains(fps));
    fps.ok_or_else(|| "must be a whole number from 1 to 60; try 30".to_owned())
}

fn parse_until(text: &str) -> Result<Until, String> {
    if text == "end" {
        return Ok(Until(None));
    }
    let update = text.parse().ok().filter(|update| *update > 0);
    let update = update.ok_or("must be a whole number of at least 1, or end; try 1300")?;
    Ok(Until(Some(update)))
}

fn parse_every(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| "must be a whole number of at least 0; try 10".to_owned())
}
