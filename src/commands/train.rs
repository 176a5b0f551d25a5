//! `sgdscope train`: a run without a screen, or the run of a kept file.

use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use clap::Parser;
use indicatif::ProgressBar;

use crate::cli::{self, Cli, Format, Task, TrainArgs};
use crate::commands::exit::{finish, refuse};
use crate::commands::lines::{self, LineFormat, Lines};
use crate::commands::own_data::{bar_style, read_with_bar};
use crate::learning::data::OwnData;
use crate::session::recipe::file;
use crate::session::run::Run;
use crate::session::settings::Settings;

/// The first line of a kept run has at most this many bytes.
const MOST_OPTIONS: u64 = 1 << 24;

/// Trains the run of the arguments, or that of a file; options beside the file change it.
pub fn run(arguments: &TrainArgs) -> ExitCode {
    let Some(file) = &arguments.from else {
        return train(arguments).unwrap_or_else(|why| refuse(&why));
    };
    repeat(file).unwrap_or_else(|why| refuse(&format!("--from {file}: {why}")))
}

/// Trains the run of a file.
fn repeat(file: &str) -> Result<ExitCode, String> {
    let first_line = File::open(file).and_then(|file| {
        let mut line = String::new();
        BufReader::new(file)
            .take(MOST_OPTIONS)
            .read_line(&mut line)?;
        Ok(line)
    });
    let first_line = first_line
        .map_err(|error| format!("{error}; give a file that was written with w in sgdscope"))?;
    let options = file::options(&first_line).map_err(|why| why.to_string())?;
    // Of an option that is given twice, the later one counts.
    let own = env::args_os().skip_while(|word| word != "train").skip(1);
    let words = ["sgdscope", "train"].into_iter().map(OsString::from);
    let words = words
        .chain(options.into_iter().map(OsString::from))
        .chain(own);
    match Cli::try_parse_from(words) {
        Ok(Cli {
            task: Some(Task::Train(arguments)),
            ..
        }) => train(&arguments),
        Err(error) if error.use_stderr() => {
            let complaint = cli::complaint(&error);
            Err(complaint.trim_start_matches("error: ").to_owned())
        }
        Ok(_) | Err(_) => {
            Err("its options are not a run; press w in sgdscope to write one".to_owned())
        }
    }
}

/// Trains, or says why nothing can be trained.
fn train(arguments: &TrainArgs) -> Result<ExitCode, String> {
    let settings = arguments.run.settings()?;
    let own_data = read_with_bar(&arguments.run.table).map_err(|why| why.to_string())?;
    let trained = train_to_stdout(arguments, settings, own_data.as_deref());
    Ok(finish(trained))
}

fn train_to_stdout(
    arguments: &TrainArgs,
    settings: Settings,
    own_data: Option<&OwnData>,
) -> Result<()> {
    let dataset = Arc::new(settings.setup.data.draw(own_data, &|_| ()));
    let samples = dataset.training().len() as u64;
    let lines = Lines {
        every: arguments.output.every,
        format: match arguments.output.format {
            Format::Tsv => LineFormat::Tsv,
            Format::Jsonl => LineFormat::Jsonl,
        },
    };
    // Where the lines themselves go to the terminal, a bar would be in their way.
    let progress = if io::stdout().is_terminal() && lines.every != 0 {
        ProgressBar::hidden()
    } else {
        ProgressBar::new(settings.setup.hyperparameters.epochs.get()).with_style(bar_style(
            "{bar:40} epoch {pos}/{len}  {elapsed}, {eta} left",
        ))
    };
    // To read the clock after every short epoch would cost as much as some of its mini-batches.
    let now_and_then = (100_000 / samples).max(1);
    let show_epoch = |epoch: u64| {
        if epoch.is_multiple_of(now_and_then) {
            progress.set_position(epoch);
        }
    };
    let run = Run::new(dataset, settings)
        .with_plan(arguments.run.at.clone())
        .ending_at(arguments.run.until())
        .without_curves();
    // However it ends, the bar is cleared when it is dropped, before anything is said about it.
    lines::train(run, lines, &mut stdout(), show_epoch)
}

/// Standard output, by lines for a reader and in blocks for a file or a pipe.
pub fn stdout() -> Box<dyn Write> {
    let stdout = io::stdout().lock();
    if io::stdout().is_terminal() {
        Box::new(stdout)
    } else {
        Box::new(BufWriter::new(stdout))
    }
}
