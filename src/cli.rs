//! The command line: reads the arguments, and reports invalid arguments in one line.

mod check;
mod complaint;
mod screen;
mod settings;
mod sweep;
mod table;
mod watch;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::input::{ColumnName, Delimiter};
use crate::session::lane::LaneId;
use crate::session::race::{LanePlan, PlannedChange, PlannedEnd, Race, RaceOption};
use crate::session::settings::Settings;

pub use check::CheckArgs;
pub use complaint::complaint;
pub use screen::{ColorChoice, LookArgs, ScreenArgs, ThemeName};
pub use settings::{DataScope, RunScope, SettingArgs, WatchScope};
pub use sweep::{SweepArgs, SweepFormat};
pub use table::TableArgs;
pub use watch::WatchArgs;

const EXAMPLES: &str = "\
Examples:
  sgdscope                                the tutorial's run, live
  sgdscope --init=0,-1,-1 --paused        every point wrong at first; s makes one update
  sgdscope --noise 5 --alpha 1 --shuffle  a noisy one
  sgdscope --family xor --features x1x2   what a line cannot tell apart
  sgdscope --data points.csv              your own points
  sgdscope train --every 10 --format jsonl | tail -n 1
  sgdscope --race alpha=0.001,0.02,2      three runs side by side
  sgdscope train --race optimizer=sgd,adam
  sgdscope sweep --alpha 1e-4..10:20 --batch-size 1,8,32,all";

const RACE_HELP: &str = "\
Train lanes A, B, C … that differ in this option, as in alpha=0.01,0.1 or init-seed=1..5; ; separates values \
with commas; may be given again, pairwise; --at B:120:alpha=1 and --until B:400 are for lane B only";

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
    /// Train a grid of runs on all cores and show how the loss depends on one to three options
    Sweep(SweepArgs),
    /// Compare the log of your own program with the run of these options, and say what explains a difference
    Check(CheckArgs),
    /// Show the log of your own program live beside the run of these options, while the program runs
    Watch(WatchArgs),
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
    pub at: Vec<PlannedChange>,
    /// Updates at which the run ends, if it ends early. The last one counts.
    #[arg(
        long,
        value_name = "UPDATE",
        help_heading = "Training",
        help = "Stop after this update; end goes on to the end of the run"
    )]
    pub until: Vec<PlannedEnd>,
}

/// Arguments that make a race.
#[derive(Debug, Clone, Args)]
pub struct RaceArgs {
    /// Settings in which the lanes of a race differ, each with a value for each lane.
    #[arg(
        long = "race",
        value_name = "NAME=VALUES",
        help_heading = "Training",
        help = RACE_HELP
    )]
    pub options: Vec<RaceOption>,
}

/// Arguments of the live training.
#[derive(Debug, Clone, Args)]
pub struct LiveArgs {
    /// Arguments that decide the run.
    #[command(flatten)]
    pub run: RunArgs,
    /// Settings in which lanes differ.
    #[command(flatten)]
    pub race: RaceArgs,
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
    /// Settings in which lanes differ.
    #[command(flatten)]
    pub race: RaceArgs,
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
    /// Lane that predicts, if the file is that of a race: A, B, C …
    #[arg(long, value_name = "LANE", value_parser = parse_lane)]
    pub lane: Option<LaneId>,
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
    /// Add why training goes where it goes: gradient, curvature, edge, verdict and more; for the format jsonl
    #[arg(long)]
    pub why: bool,
}

/// Format of the lines of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns separated by tabs: epoch, loss, accuracy, test loss and test accuracy (if any), weights
    Tsv,
    /// One JSON object per line: the values of an epoch by name, with the weights as an array, and the full loss: that
    /// of all training samples at its end; in the last line also precision, recall, F1 and the area under the ROC
    /// curve (auc)
    Jsonl,
}

impl RunArgs {
    /// Returns the settings that decide the run.
    ///
    /// # Errors
    /// If the settings are not valid together, a planned change does not fit the model, or something is planned
    /// for a single lane. The message names the value and the remedy.
    pub fn settings(&self) -> Result<Settings, String> {
        let mut plans = self.lanes(&[])?;
        Ok(plans.remove(0).settings)
    }

    /// Returns what each lane of a race is made of. Without settings in which lanes differ, there is one lane.
    ///
    /// # Errors
    /// If the lanes cannot be made so. The message names the value and the remedy.
    pub fn lanes(&self, race: &[RaceOption]) -> Result<Vec<LanePlan>, String> {
        let mut base = Settings::default();
        self.settings.set(&mut base);
        self.table.choose(&mut base)?;
        let race = Race::new(race)?;
        let mut raced = race.options().iter();
        if let Some(option) = raced.find(|option| self.settings.has(option.setting())) {
            let flag = option.setting().flag;
            return Err(format!(
                "--{flag}: --race {option} gives each lane its own; leave one of them out"
            ));
        }
        race.plans(&base, &self.at, &self.until)
    }
}

impl LiveArgs {
    /// Returns what each lane is made of, with the settings of how it is watched: one lane, or those of a race.
    ///
    /// # Errors
    /// The errors of [`RunArgs::lanes`].
    pub fn lanes(&self) -> Result<Vec<LanePlan>, String> {
        let mut lanes = self.run.lanes(&self.race.options)?;
        for lane in &mut lanes {
            self.watch.set(&mut lane.settings);
        }
        Ok(lanes)
    }

    /// Returns the settings of the first lane.
    ///
    /// # Errors
    /// The errors of [`lanes`](Self::lanes).
    pub fn settings(&self) -> Result<Settings, String> {
        Ok(self.lanes()?.remove(0).settings)
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

fn parse_lane(text: &str) -> Result<LaneId, String> {
    text.parse()
        .map_err(|_| "must be the letter of a lane; try A".to_owned())
}

fn parse_every(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| "must be a whole number of at least 0; try 10".to_owned())
}
