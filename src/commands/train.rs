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

use crate::cli::{self, Cli, Format, Task, TrainArgs};
use crate::commands::exit::{FAILURE, fail, finish, is_broken_pipe, refuse};
use crate::commands::lines::{self, LineFormat, Lines};
use crate::commands::output_file::OutputFile;
use crate::commands::own_data::{bar_style, note, read_with_bar};
use crate::commands::predictions::{self, Rows};
use crate::commands::race;
use crate::input::escaped;
use crate::learning::data::Origin;
use crate::session::lane::LaneId;
use crate::session::race::LanePlan;
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
    if arguments.output.why && arguments.output.format != Format::Jsonl {
        return Err(
            "--why: only JSON lines have names for what it adds; add --format jsonl".to_owned(),
        );
    }
    let has_lanes = !arguments.race.options.is_empty();
    if let Some(file) = arguments.predict.as_deref().filter(|_| has_lanes) {
        return Err(format!(
            "--predict {file}: each lane of a race has its own model; leave --race out, or use \
             sgdscope predict --from RACE --lane A"
        ));
    }
    let predictions = arguments.predict.as_deref();
    let predictions = predictions.map(|file| begin_predictions(file, arguments));
    let predictions = predictions.transpose()?;
    let mut lanes = prepare(arguments, expected)?;
    if has_lanes {
        return Ok(train_race(arguments, lanes));
    }
    let run = lanes.remove(0);
    Ok(finish(train_and_predict(arguments, run, predictions)))
}

/// Reads or draws the data of a run, or of the lanes of a race, and returns the runs at their start: one, or one
/// for each lane. The table, if there is one, must be the `expected` one.
///
/// # Errors
/// The reason why they cannot be trained.
pub fn prepare(arguments: &TrainArgs, expected: Option<&Expected>) -> Result<Vec<Run>, String> {
    let TrainArgs {
        run: arguments,
        race,
        output,
        ..
    } = arguments;
    let lanes = arguments.lanes(&race.options)?;
    let own_data = read_with_bar(&arguments.table)?;
    if let (Some(expected), Some(data)) = (expected, &own_data) {
        let name = arguments.table.data.as_deref().unwrap_or_default();
        expected.check(&data.origin, name)?;
    }
    let settings = &lanes[0].settings.setup.data;
    let dataset = settings.draw(own_data.as_deref(), &|_| ());
    // The data set has taken what it needs.
    drop(own_data);
    let dataset = Arc::new(dataset.map_err(|why| why.to_string())?);
    let run = |lane: LanePlan| {
        let run = Run::new(Arc::clone(&dataset), lane.settings).with_room();
        let run = run.map_err(|why| why.to_string())?;
        let run = run
            .with_plan(lane.changes)
            .ending_at(lane.until)
            .without_curves();
        // Whether a run overfits is judged by its cross-entropy.
        Ok(if output.why {
            run.with_cross_entropy()
        } else {
            run
        })
    };
    lanes.into_iter().map(run).collect()
}

/// Trains the lanes of a race, and returns the exit code. A lane that diverges is reported with its letter.
fn train_race(arguments: &TrainArgs, runs: Vec<Run>) -> ExitCode {
    let epochs = |run: &Run| run.settings().setup.hyperparameters.epochs.get();
    let progress = Progress::new(arguments, runs.iter().map(epochs).sum());
    let mut code = ExitCode::SUCCESS;
    let show_epochs = |epochs| progress.bar.inc(epochs);
    let report = |lane: LaneId, why: &anyhow::Error| {
        let line = format!("error: lane {lane}: {why:#}");
        code = progress.bar.suspend(|| fail(FAILURE, &line));
    };
    let lines = lines_of(arguments);
    let trained = race::train(runs, lines, &mut stdout(), show_epochs, report);
    drop(progress);
    match trained {
        Ok(()) => code,
        Err(error) => finish(Err(error)),
    }
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
    let progress = Progress::new(arguments, run.settings().setup.hyperparameters.epochs.get());
    // The bar reads the clock. After every short epoch, that would cost the time of several mini-batches.
    let now_and_then = epochs_between_reports(samples);
    let show_epoch = |epoch: u64| {
        if epoch.is_multiple_of(now_and_then) {
            progress.bar.set_position(epoch);
        }
    };
    lines::train(run, lines_of(arguments), &mut stdout(), show_epoch)
}

/// A bar that counts epochs on standard error. It is cleared when it is dropped, before the result is reported.
struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Creates the bar. If the lines go to the terminal, it would disturb them, and it is not shown.
    fn new(arguments: &TrainArgs, epochs: u64) -> Self {
        let bar = if io::stdout().is_terminal() && arguments.output.every != 0 {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(epochs).with_style(bar_style(
                "{bar:40} epoch {pos}/{len}  {elapsed}, {eta} left",
            ))
        };
        Self { bar }
    }
}

/// Returns the number of epochs after which a progress bar is told of them, so that it costs no time.
pub fn epochs_between_reports(samples: u64) -> u64 {
    (100_000 / samples.max(1)).max(1)
}

fn lines_of(arguments: &TrainArgs) -> Lines {
    Lines {
        every: arguments.output.every,
        format: match arguments.output.format {
            Format::Tsv => LineFormat::Tsv,
            Format::Jsonl => LineFormat::Jsonl,
        },
        header: arguments.output.header,
        why: arguments.output.why,
    }
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
