//! The command line: reads the arguments, and reports invalid arguments in one line.

mod complaint;
mod screen;
mod settings;

use std::fmt;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::input::{ColumnName, Decimal, Delimiter, Missing, TableOptions};
use crate::learning::data::Source;
use crate::session::change::Change;
use crate::session::settings::{InvalidValue, Settings};

pub use complaint::complaint;
pub use screen::{ColorChoice, ScreenArgs, ThemeName};
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
/// Trains logistic regression on points of two classes, mini-batch by mini-batch, and shows every update:
/// how the decision boundary moves and the loss falls. Keys change the settings at any time; ? lists them.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, args_override_self = true, after_help = EXAMPLES)]
pub struct Cli {
    /// Task to perform; without a task, the live training is shown
    #[command(subcommand)]
    pub task: Option<Task>,
    /// Arguments of the live training.
    #[command(flatten)]
    pub live: LiveArgs,
}

/// Tasks that need no screen.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Train without a screen and print one line per epoch: epoch, loss, accuracy, weights
    Train(TrainArgs),
    /// Predict the rows of another table with a run that was kept, and print them as CSV
    Predict(PredictArgs),
    /// Print the data as CSV: x1,x2,label, and with --train-share the set of each point
    Data(DataArgs),
    /// Print the completion script for a shell
    Completions {
        /// Shell that runs the script
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Arguments that read the user's own data.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Own data")]
pub struct TableArgs {
    /// Read the points from a CSV file; - is standard input
    #[arg(long, value_name = "FILE", group = "file")]
    pub data: Option<String>,
    /// Column of the first feature: a name in the header, or a number counted from 1
    #[arg(long, value_name = "COLUMN", requires = "file")]
    pub x: Option<ColumnName>,
    /// Column of the second feature: a name in the header, or a number counted from 1
    #[arg(long, value_name = "COLUMN", requires = "file")]
    pub y: Option<ColumnName>,
    /// Column of the label, which must have two classes unless --positive is given
    #[arg(long, value_name = "COLUMN", requires = "file")]
    pub label: Option<ColumnName>,
    /// Separator of the columns, if it is not detected correctly: , ; tab | or space
    #[arg(
        long,
        value_name = "CHARACTER",
        requires = "file",
        allow_hyphen_values = true
    )]
    pub delimiter: Option<Delimiter>,
    /// Class to distinguish from all other classes
    #[arg(
        long,
        value_name = "CLASS",
        requires = "file",
        allow_hyphen_values = true
    )]
    pub positive: Option<String>,
    /// Class 1 is what has a label above this value; the label is then a column of numbers
    #[arg(
        long,
        value_name = "VALUE",
        requires = "file",
        conflicts_with = "positive",
        allow_hyphen_values = true,
        value_parser = finite
    )]
    pub above: Option<f64>,
    /// Decimal mark of the numbers: . or ,; the other mark groups thousands
    #[arg(long, value_name = "MARK", requires = "file")]
    pub decimal: Option<Decimal>,
    /// Texts that stand for a missing value, separated by commas, in place of ? NA - . and others
    #[arg(
        long,
        value_name = "TEXTS",
        requires = "file",
        allow_hyphen_values = true
    )]
    pub na: Option<Missing>,
    /// Skip rows without usable numbers, and count them
    #[arg(long, requires = "file")]
    pub skip_bad: bool,
}

/// Parses a number that is finite.
fn finite(text: &str) -> Result<f64, InvalidValue> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| InvalidValue::new("a number", "0.5"))
}

/// Arguments that decide a run.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// Arguments that read the user's own data.
    #[command(flatten)]
    pub table: TableArgs,
    /// Settings that decide the run.
    #[command(flatten)]
    pub settings: SettingArgs<RunScope>,
    /// Changes that are made after a given number of updates
    #[arg(
        long,
        value_name = "UPDATE:NAME=VALUE",
        help_heading = "Training",
        help = "Change a hyperparameter or weights after an update; may be given again"
    )]
    pub at: Vec<Change>,
    /// Update at which the run ends, if it ends early.
    #[arg(
        long,
        value_name = "UPDATE",
        help_heading = "Training",
        value_parser = parse_until,
        help = "Stop after this update; end goes on to the end of the run"
    )]
    pub until: Option<Until>,
}

/// Update at which a run ends; `None` if it continues until a rule finishes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Until(Option<u64>);

/// Arguments of the live training.
#[derive(Debug, Clone, Args)]
pub struct LiveArgs {
    /// Arguments that decide the run.
    #[command(flatten)]
    pub run: RunArgs,
    /// Settings that decide how the run is watched.
    #[command(flatten)]
    pub watch: SettingArgs<WatchScope>,
    /// Arguments of the screen.
    #[command(flatten)]
    pub screen: ScreenArgs,
}

/// Arguments of training without a screen.
#[derive(Debug, Clone, Args)]
pub struct TrainArgs {
    /// Repeat the run of a file that was written with the key w; other options change it, --until end goes on
    #[arg(long, value_name = "FILE")]
    pub from: Option<String>,
    /// Arguments that decide the run.
    #[command(flatten)]
    pub run: RunArgs,
    /// After training, write every row with its probability of class 1 and its predicted class to this file
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub predict: Option<String>,
    /// Arguments of the output.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Arguments of predicting the rows of another table.
#[derive(Debug, Clone, Args)]
pub struct PredictArgs {
    /// Predict with the run of a file that was written with the key w, trained again up to where it stood
    #[arg(long, value_name = "FILE")]
    pub from: String,
    /// Read the rows to predict from a CSV file; - is standard input. They need no label
    #[arg(long, value_name = "FILE")]
    pub data: String,
    /// Column of the first feature: a name or a number [default: as the run was trained]
    #[arg(long, value_name = "COLUMN")]
    pub x: Option<ColumnName>,
    /// Column of the second feature: a name or a number [default: as the run was trained]
    #[arg(long, value_name = "COLUMN")]
    pub y: Option<ColumnName>,
    /// Separator of the columns, if it is not detected correctly: , ; tab | or space
    #[arg(long, value_name = "CHARACTER", allow_hyphen_values = true)]
    pub delimiter: Option<Delimiter>,
    /// Leave the predictions of rows without usable numbers empty, and count them
    #[arg(long)]
    pub skip_bad: bool,
    /// Write to this file; - is standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    pub output: String,
}

/// Arguments that decide which data are printed.
#[derive(Debug, Clone, Args)]
pub struct DataArgs {
    /// Tell what is read from a CSV file and print minimum, maximum, mean and deviation of its columns
    #[arg(long, value_name = "FILE", group = "file", help_heading = "Own data")]
    pub describe: Option<String>,
    /// Arguments that read the user's own data.
    #[command(flatten)]
    pub table: TableArgs,
    /// Settings of the data.
    #[command(flatten)]
    pub settings: SettingArgs<DataScope>,
}

/// Arguments of the output.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Print every N-th epoch and the last one; 0 prints only the last one
    #[arg(long, value_name = "N", value_parser = parse_every, default_value_t = 1,
          allow_negative_numbers = true)]
    pub every: u64,
    /// Format of the lines
    #[arg(long, value_enum, default_value_t = Format::Tsv)]
    pub format: Format,
    /// Print the names of the columns first; for the format tsv
    #[arg(long)]
    pub header: bool,
}

/// Format of the lines of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns separated by tabs: epoch, loss, accuracy, test loss and test accuracy (if any), weights
    Tsv,
    /// One JSON object per line: the values of an epoch by name, with the weights as an array; in the last line
    /// also precision, recall, F1 and the area under the ROC curve (auc)
    Jsonl,
}

impl TableArgs {
    /// Returns the options for reading the table.
    #[must_use]
    pub fn options(&self) -> TableOptions {
        TableOptions {
            x: self.x.clone(),
            y: self.y.clone(),
            label: self.label.clone(),
            delimiter: self.delimiter,
            positive: self.positive.clone(),
            above: self.above,
            decimal: self.decimal,
            missing: self.na.clone().unwrap_or_default(),
            skip_bad: self.skip_bad,
            describes: false,
        }
    }

    /// Returns the command-line options that read the table again, each as one word.
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
        words.extend(self.above.iter().map(|above| word("above", above)));
        words.extend(self.decimal.iter().map(|mark| word("decimal", mark)));
        words.extend(self.na.iter().map(|marks| word("na", marks)));
        words.extend(self.skip_bad.then(|| "--skip-bad".to_owned()));
        words
    }

    /// Sets the source of the data: a file that is given takes precedence over a family. Fails if the source
    /// is the user's own data, but no file is given.
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
    /// Returns the settings that decide the run.
    ///
    /// # Errors
    /// If the settings are not valid together, or a planned change does not fit the model. The message names
    /// the value and the remedy.
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

    /// Returns the update at which the run ends; `None` if it continues until a rule finishes it.
    #[must_use]
    pub fn until(&self) -> Option<u64> {
        self.until.and_then(|Until(update)| update)
    }
}

impl LiveArgs {
    /// Returns all settings: the settings that decide the run, and the settings of how it is watched.
    ///
    /// # Errors
    /// The errors of [`RunArgs::settings`].
    pub fn settings(&self) -> Result<Settings, String> {
        let mut settings = self.run.settings()?;
        self.watch.set(&mut settings);
        Ok(settings)
    }
}

impl DataArgs {
    /// Returns the settings of the data.
    ///
    /// # Errors
    /// If the settings are not valid together. The message names the value and the remedy.
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
