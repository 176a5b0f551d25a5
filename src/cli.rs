//! The command line: arguments to what is to be done, and one line for what cannot be.

use std::error::Error;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::learning::dataset::{DataSettings, Noise, Samples};
use crate::learning::hyperparameters::{Alpha, BatchSize, Epochs, Hyperparameters};
use crate::learning::random_state::{SEED_RANGE, parse_seed};
use crate::learning::start::{Start, StartKind};
use crate::session::settings::{ALPHA, BATCH_SIZE, EPOCHS, SHUFFLE, SPEED, START, Settings, Speed};

const EXAMPLES: &str = "\
Examples:
  sgdscope                                the tutorial's run, live
  sgdscope --init=0,-1,-1 --paused        every point wrong at first; s makes one update
  sgdscope --noise 5 --alpha 1 --shuffle  a noisy one
  sgdscope train --every 10 --format jsonl | tail -n 1";

/// Stochastic gradient descent, live in the terminal.
///
/// Trains logistic regression on two blobs of points, mini-batch after mini-batch, and shows every
/// update: the decision boundary turns, the loss falls. Keys change what steers it; ? lists them.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, after_help = EXAMPLES)]
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
    /// Train without a screen and print a line an epoch: epoch, loss, accuracy, three weights
    Train(TrainArgs),
    /// Print the data set as CSV: x1,x2,label
    Data(DataArgs),
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Which data set.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Data")]
pub struct DataArgs {
    /// Number of points
    #[arg(long, value_name = "N", help = format!("Number of points ({})", Samples::RANGE),
          default_value_t = DataSettings::default().samples, allow_negative_numbers = true)]
    pub samples: Samples,
    /// Standard deviation of the blobs
    #[arg(long, value_name = "X", help = format!("Standard deviation of the blobs ({})", Noise::RANGE),
          default_value_t = DataSettings::default().noise, allow_negative_numbers = true)]
    pub noise: Noise,
    /// Seed of the points
    #[arg(long, value_name = "N", help = format!("Seed of the points ({SEED_RANGE})"),
          value_parser = parse_seed, default_value_t = DataSettings::default().seed,
          allow_negative_numbers = true)]
    pub seed: u32,
}

/// How it is trained.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Training")]
pub struct TrainingArgs {
    /// Learning rate
    #[arg(short, long, value_name = "X", help = ALPHA.described(), default_value_t,
          allow_negative_numbers = true)]
    pub alpha: Alpha,
    /// Batch size
    #[arg(short, long, value_name = "N", help = BATCH_SIZE.described(), default_value_t,
          allow_negative_numbers = true)]
    pub batch_size: BatchSize,
    /// Epochs
    #[arg(short, long, value_name = "N", help = EPOCHS.described(), default_value_t,
          allow_negative_numbers = true)]
    pub epochs: Epochs,
    /// Initial weights
    #[arg(long, value_name = "HOW", help = START.described(), default_value_t = StartKind::Uniform,
          allow_hyphen_values = true)]
    pub init: StartKind,
    /// Seed of the initial weights
    #[arg(long, value_name = "N",
          help = format!("Seed of drawn weights and of the shuffled order ({SEED_RANGE})"),
          value_parser = parse_seed, default_value_t = 0, allow_negative_numbers = true)]
    pub init_seed: u32,
    /// Shuffle
    #[arg(long, help = SHUFFLE.help)]
    pub shuffle: bool,
}

/// The live training.
#[derive(Debug, Clone, Copy, Args)]
pub struct LiveArgs {
    /// The data.
    #[command(flatten)]
    pub data: DataArgs,
    /// The training.
    #[command(flatten)]
    pub training: TrainingArgs,
    /// The screen.
    #[command(flatten)]
    pub screen: ScreenArgs,
}

/// How it is shown.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Screen")]
pub struct ScreenArgs {
    /// Updates a second
    #[arg(long, value_name = "N", help = SPEED.described(), default_value_t,
          allow_negative_numbers = true)]
    pub speed: Speed,
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
}

/// Training without a screen.
#[derive(Debug, Clone, Copy, Args)]
pub struct TrainArgs {
    /// The data.
    #[command(flatten)]
    pub data: DataArgs,
    /// The training.
    #[command(flatten)]
    pub training: TrainingArgs,
    /// The output.
    #[command(flatten)]
    pub output: OutputArgs,
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
    /// Columns with tabs between them: epoch, loss, accuracy, W0, W1, W2
    Tsv,
    /// A JSON object a line: epoch, loss, accuracy, weights
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

impl DataArgs {
    /// What is to be drawn.
    #[must_use]
    pub fn settings(&self) -> DataSettings {
        let Self {
            samples,
            noise,
            seed,
        } = *self;
        DataSettings {
            samples,
            noise,
            seed,
            ..DataSettings::default()
        }
    }
}

impl TrainingArgs {
    /// The settings at such a speed.
    #[must_use]
    pub fn settings(&self, speed: Speed) -> Settings {
        Settings {
            hyperparameters: Hyperparameters {
                alpha: self.alpha,
                batch_size: self.batch_size,
                epochs: self.epochs,
                shuffle: self.shuffle,
            },
            start: Start {
                kind: self.init,
                seed: self.init_seed,
            },
            speed,
        }
    }
}

fn parse_fps(text: &str) -> Result<u32, String> {
    let fps = text.parse().ok().filter(|fps| (1..=60).contains(fps));
    fps.ok_or_else(|| "must be a whole number from 1 to 60; try 30".to_owned())
}

fn parse_every(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| "must be a whole number of at least 0; try 10".to_owned())
}

/// What is wrong with the arguments, in one line that names the value and the remedy.
#[must_use]
pub fn complaint(error: &clap::Error) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) if !text.is_empty() => Some(text.as_str()),
        _ => None,
    };
    let named = text(ContextKind::InvalidArg).zip(text(ContextKind::InvalidValue));
    let reason = match (error.kind(), error.get(ContextKind::ValidValue)) {
        (ErrorKind::ValueValidation, _) => error.source().map(ToString::to_string),
        (ErrorKind::InvalidValue, Some(ContextValue::Strings(values))) => {
            Some(format!("must be {}", values.join(" or ")))
        }
        _ => None,
    };
    let line = match (named, reason) {
        (Some((argument, value)), Some(reason)) => {
            let flag = argument.split(' ').next().unwrap_or(argument);
            format!("error: {flag} {value}: {reason}")
        }
        _ => first_lines(error),
    };
    escape_controls(&line)
}

/// What clap says before it explains the usage, in one line, and where to read on.
fn first_lines(error: &clap::Error) -> String {
    let text = error.to_string();
    let lines = text.lines().map(str::trim);
    let said = lines.clone().filter(|line| !line.is_empty());
    let said = said.take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let said = said.collect::<Vec<_>>().join("; ").replace(":; ", ": ");
    if error.kind() == ErrorKind::ArgumentConflict {
        return format!("{said}; put options after the subcommand");
    }
    // The usage names the subcommand whose help is meant.
    let usage = lines.clone().find_map(|line| line.strip_prefix("Usage: "));
    let words = usage.unwrap_or("sgdscope").split(' ');
    let words = words.take_while(|word| word.chars().all(char::is_alphanumeric));
    let command = words.collect::<Vec<_>>().join(" ");
    format!("{said}; see {command} --help")
}

/// Nothing that was typed can write to the terminal.
fn escape_controls(text: &str) -> String {
    let escaped = |character: char| match character {
        character if character.is_control() => character.escape_default().to_string(),
        character => character.to_string(),
    };
    text.chars().map(escaped).collect()
}
