//! `sgdscope train`: trains a run without a screen, from the arguments or from a file.

use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use clap::Parser;
use indicatif::ProgressBar;

use crate::cli::{self, Cli, Format, RunArgs, Task, TrainArgs};
use crate::commands::exit::{finish, is_broken_pipe, refuse};
use crate::commands::lines::{self, LineFormat, Lines};
use crate::commands::output_file::OutputFile;
use crate::commands::own_data::{bar_style, note, read_with_bar};
use crate::commands::predictions::{self, Rows};
use crate::input::escaped;
use crate::learning::data::Origin;
use crate::session::recipe::file::{self, KeptTable};
use crate::session::run::Run;

/// Largest length of the first line of the file of a run, in bytes.
const MOST_OPTIONS: u64 = 1 << 24;

/// Trains the run that the arguments describe, or the run of a file with the changes that other options make.
pub fn run(arguments: &TrainArgs) -> ExitCode {
    let Some(file) = &arguments.from else {
        return train(arguments, None).unwrap_or_else(|why| refuse(&why));
    };
    repeat(file).unwrap_or_else(|why| refuse(&format!("--from {file}: {why}")))
}

/// The table that a run of a file was trained on.
pub struct Expected {
    table: KeptTable,
    /// Whether the command line names the table anew, so that another one is meant.
    is_named_anew: bool,
    file: String,
}

/// Trains the run of a file.
fn repeat(file: &str) -> Result<ExitCode, String> {
    // If an option is given twice, the later one counts.
    // The first word is the program, whatever it is called.
    let words_after = env::args_os().skip(1);
    let own = words_after.skip_while(|word| word != "train").skip(1);
    let (arguments, expected) = arguments_of(file, own)?;
    train(&arguments, expected.as_ref())
}

/// Returns the arguments that repeat the run of a file, with more options, and the table that it was trained on, if
/// the file tells it.
///
/// # Errors
/// If the file cannot be read or is not that of a run.
pub fn arguments_of(
    file: &str,
    more: impl Iterator<Item = OsString>,
) -> Result<(TrainArgs, Option<Expected>), String> {
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
    let table = file::table(&first_line).map_err(|why| why.to_string())?;
    let more: Vec<OsString> = more.collect();
    let names_data = |word: &OsString| word.to_string_lossy().starts_with("--data");
    let expected = table.map(|table| Expected {
        table,
        // The other options of a table need this one.
        is_named_anew: more.iter().any(names_data),
        file: file.to_owned(),
    });
    let words = ["sgdscope", "train"].into_iter().map(OsString::from);
    let words = words
        .chain(options.into_iter().map(OsString::from))
        .chain(more);
    match Cli::try_parse_from(words) {
        Ok(Cli {
            task: Some(Task::Train(arguments)),
            ..
        }) => Ok((arguments, expected)),
        Err(error) if error.use_stderr() => {
            let complaint = cli::complaint(&error);
            Err(complaint.trim_start_matches("error: ").to_owned())
        }
        Ok(_) | Err(_) => {
            Err("its options are not a run; press w in sgdscope to write one".to_owned())
        }
    }
}

impl Expected {
    /// Checks that a run is repeated on the table that it was trained on. Other numbers under the name of a
    /// repeated run would be wrong without a word, and nobody reads standard error in a script, so a changed
    /// table is an error, unless the command line names the table: then it is only noted.
    fn check(&self, origin: &Origin, name: &str) -> Result<(), String> {
        let now = KeptTable::of(origin);
        let Some(difference) = self.table.difference(&now) else {
            return Ok(());
        };
        if self.is_named_anew {
            note(&format!(
                "this is not the table of {}, which {difference}",
                escaped(&self.file)
            ));
            return Ok(());
        }
        Err(format!(
            "{name} has changed: it {difference}; add --data {name} to train on it as it is now"
        ))
    }
}

/// Trains the run that the arguments describe, or returns the reason why it cannot be trained. The table, if
/// there is one, must be the `expected` one.
fn train(arguments: &TrainArgs, expected: Option<&Expected>) -> Result<ExitCode, String> {
    if arguments.output.header && arguments.output.format == Format::Jsonl {
        return Err(
            "--header: JSON lines have the names in each line; leave --header out".to_owned(),
        );
    }
    let predictions = arguments.predict.as_deref();
    let predictions = predictions.map(|file| begin_predictions(file, arguments));
    let predictions = predictions.transpose()?;
    let run = prepare(&arguments.run, expected)?;
    Ok(finish(train_and_predict(arguments, run, predictions)))
}

/// Reads or draws the data of a run, and returns the run at its start. The table, if there is one, must be the
/// `expected` one.
///
/// # Errors
/// The reason why it cannot be trained.
pub fn prepare(arguments: &RunArgs, expected: Option<&Expected>) -> Result<Run, String> {
    let settings = arguments.settings()?;
    let own_data = read_with_bar(&arguments.table)?;
    if let (Some(expected), Some(data)) = (expected, &own_data) {
        let name = arguments.table.data.as_deref().unwrap_or_default();
        expected.check(&data.origin, name)?;
    }
    let dataset = settings.setup.data.draw(own_data.as_deref(), &|_| ());
    // The data set has taken what it needs.
    drop(own_data);
    let dataset = dataset.map_err(|why| why.to_string())?;
    let run = Run::new(Arc::new(dataset), settings).with_room();
    let run = run.map_err(|why| why.to_string())?;
    Ok(run
        .with_plan(arguments.at.clone())
        .ending_at(arguments.until())
        .without_curves())
}

/// Begins the file of the predictions, or returns why there can be none, before anything is trained.
fn begin_predictions(file: &str, arguments: &TrainArgs) -> Result<OutputFile, String> {
    let refused = |why| format!("--predict {file}: {why}");
    if ["-", "/dev/stdout", "/dev/fd/1"].contains(&file) {
        let why = "standard output has the lines of the epochs; name a file".to_owned();
        return Err(refused(why));
    }
    let table = arguments.run.table.data.as_deref();
    if let Some(table) = table {
        predictions::check_is_there_again(table).map_err(refused)?;
    }
    let inputs: Vec<&str> = table.into_iter().chain(arguments.from.as_deref()).collect();
    OutputFile::begin(file, &inputs).map_err(refused)
}

fn train_and_predict(
    arguments: &TrainArgs,
    mut run: Run,
    predictions: Option<OutputFile>,
) -> Result<()> {
    let outcome = train_to_stdout(arguments, &mut run);
    let Some(file) = predictions else {
        return outcome;
    };
    match outcome {
        // Whoever read the lines has read enough, but the predictions are still wanted.
        Err(error) if is_broken_pipe(&error) => lines::train_silently(&mut run)?,
        outcome => outcome?,
    }
    let trainer = run.trainer();
    let rows = Rows::of_run(
        trainer.dataset(),
        &run.began().setup.data,
        &arguments.run.table,
    )?;
    predictions::write_to_file(rows, &trainer.predictor(), file)
}

fn train_to_stdout(arguments: &TrainArgs, run: &mut Run) -> Result<()> {
    let samples = run.trainer().dataset().training().len() as u64;
    let epochs = run.settings().setup.hyperparameters.epochs.get();
    let lines = Lines {
        every: arguments.output.every,
        format: match arguments.output.format {
            Format::Tsv => LineFormat::Tsv,
            Format::Jsonl => LineFormat::Jsonl,
        },
        header: arguments.output.header,
    };
    // If the lines go to the terminal, a progress bar would disturb them.
    let progress = if io::stdout().is_terminal() && lines.every != 0 {
        ProgressBar::hidden()
    } else {
        ProgressBar::new(epochs).with_style(bar_style(
            "{bar:40} epoch {pos}/{len}  {elapsed}, {eta} left",
        ))
    };
    // The bar reads the clock. After every short epoch, that would cost the time of several mini-batches.
    let now_and_then = (100_000 / samples).max(1);
    let show_epoch = |epoch: u64| {
        if epoch.is_multiple_of(now_and_then) {
            progress.set_position(epoch);
        }
    };
    // The bar is cleared when it is dropped, before the result is reported.
    lines::train(run, lines, &mut stdout(), show_epoch)
}

/// Returns standard output, buffered by lines for a terminal and in blocks for a file or a pipe.
pub fn stdout() -> Box<dyn Write> {
    let stdout = io::stdout().lock();
    if io::stdout().is_terminal() {
        Box::new(stdout)
    } else {
        Box::new(BufWriter::new(stdout))
    }
}
