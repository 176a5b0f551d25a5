//! Parses, dispatches, and ends with one line and a code where something is wrong.

#![warn(clippy::unwrap_used)]

use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Read, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::{CommandFactory, Parser};
use indicatif::{ProgressBar, ProgressStyle};
use rand::TryRng;
use rand::rngs::SysRng;
use sgdscope::app::End;
use sgdscope::cli::{
    self, Cli, ColorChoice, DataArgs, Format, LiveArgs, ScreenArgs, TableArgs, Task, ThemeName,
    TrainArgs,
};
use sgdscope::headless::{self, LineFormat, Lines};
use sgdscope::learning::dataset::Table;
use sgdscope::session::engine::Engine;
use sgdscope::session::record;
use sgdscope::session::settings::Settings;
use sgdscope::table::{self, escaped};
use sgdscope::terminal::capabilities::{self, Capabilities};
use sgdscope::terminal::{self, Options, Rehearsal};
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};

/// Something went wrong on the way.
const FAILURE: u8 = 1;
/// The arguments, or the place, do not allow it.
const USAGE: u8 = 2;
/// So long without a picture taken pauses training, unless [`STALL`] says otherwise.
const STALLS_AFTER: u64 = 30;
/// The environment's own number of seconds for that.
const STALL: &str = "SGDSCOPE_STALL_SECONDS";
/// Steps of a bar that shows a share.
const BAR: u64 = 1000;
/// The options of a recorded run take no more bytes.
const MOST_OPTIONS: u64 = 1 << 24;
/// Debug builds act a defect of the thread that this names: `ui` or `worker`.
const REHEARSAL: &str = "SGDSCOPE_REHEARSE_PANIC";

fn main() -> ExitCode {
    let arguments = match parsed(Cli::try_parse()) {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    match arguments.task {
        None => live(&arguments.live),
        Some(Task::Train(train)) => train_or_repeat(&train),
        Some(Task::Data(data)) => print_data(&data),
        Some(Task::Completions { shell }) => finish(print_completions(shell)),
        Some(Task::Man) => finish(print_manual()),
    }
}

fn parsed(arguments: Result<Cli, clap::Error>) -> Result<Cli, ExitCode> {
    match arguments {
        Ok(arguments) => Ok(arguments),
        Err(error) if error.use_stderr() => Err(fail(USAGE, &cli::complaint(&error))),
        Err(help) => Err(finish(help.print().map_err(Into::into))),
    }
}

/// What is wrong with the arguments as a whole.
fn refuse(why: &str) -> ExitCode {
    fail(USAGE, &format!("error: {}", escaped(why)))
}

fn live(arguments: &LiveArgs) -> ExitCode {
    if !io::stdout().is_terminal() {
        let remedy = "sgdscope train trains without one";
        return fail(USAGE, &format!("error: this is not a terminal; {remedy}"));
    }
    let told = match Capabilities::of(|name| env::var(name).ok()) {
        Ok(told) => told,
        Err(refusal) => return fail(USAGE, &format!("error: {refusal}")),
    };
    let settings = match arguments.settings() {
        Ok(settings) => settings,
        Err(why) => return refuse(&why),
    };
    let end = match show(arguments, settings, told) {
        Ok(end) => end,
        Err(error) => return finish(Err(error)),
    };
    match end {
        End::Quit => ExitCode::SUCCESS,
        End::Refused(why) => refuse(&why),
        End::WorkerFailed(message) => {
            let line =
                format!("error: the training thread failed, a defect of sgdscope: {message}");
            fail(terminal::DEFECT, &line)
        }
        End::InputEnded(reason) => fail(
            FAILURE,
            &format!("error: the terminal cannot be read any more: {reason}"),
        ),
    }
}

fn show(arguments: &LiveArgs, settings: Settings, told: Capabilities) -> Result<End> {
    let screen = &arguments.screen;
    let (table_args, plan) = (arguments.run.table.clone(), arguments.run.plan());
    let running = !screen.paused;
    let load = move |show: &dyn Fn(f64)| {
        let table = read_table(&table_args, show)?;
        Ok(Engine::load(table, settings, running, show).with_plan(plan))
    };
    let options = Options {
        fps: screen.fps,
        stalls_after: stalls_after()?,
        rehearsal: rehearsal(),
        theme: theme(screen, told),
        mouse: screen.mouse,
        table: arguments.run.table.words(),
        seed: SysRng
            .try_next_u64()
            .context("the system has no randomness")?,
    };
    let what = match &arguments.run.table.data {
        Some(file) => format!("reading {}", escaped(file)),
        None => format!("making {} points", settings.setup.data.samples),
    };
    terminal::run(what, load, options)
}

/// The user's own table, if there is one.
fn read_table(arguments: &TableArgs, show: &dyn Fn(f64)) -> Result<Option<Arc<Table>>, String> {
    let Some(file) = &arguments.data else {
        return Ok(None);
    };
    let table = table::open(file, &arguments.options(), show).map_err(|why| why.to_string())?;
    Ok(Some(Arc::new(table.into_samples())))
}

/// The same, with a bar that shows how far it is.
fn read_table_with_bar(arguments: &TableArgs) -> Result<Option<Arc<Table>>, String> {
    if arguments.data.is_none() {
        return Ok(None);
    }
    let bar = ProgressBar::new(BAR).with_style(bar_style("reading {percent} %"));
    read_table(arguments, &|share| {
        #[expect(clippy::cast_possible_truncation, reason = "a share of the bar")]
        #[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
        bar.set_position((share * BAR as f64) as u64);
    })
}

fn print_data(arguments: &DataArgs) -> ExitCode {
    let made = arguments.settings().and_then(|settings| {
        let table = read_table_with_bar(&arguments.table)?;
        Ok(settings.setup.data.draw(table.as_deref(), &|_| ()))
    });
    match made {
        Ok(dataset) => finish(headless::data(&dataset, &mut stdout())),
        Err(why) => refuse(&why),
    }
}

/// How long a terminal may take nothing before training pauses.
fn stalls_after() -> Result<Duration> {
    let Ok(text) = env::var(STALL) else {
        return Ok(Duration::from_secs(STALLS_AFTER));
    };
    let seconds = text.parse().ok().filter(|seconds| *seconds > 0);
    let seconds = seconds.with_context(|| {
        format!("{STALL}={text}: must be a whole number of seconds, 1 or more; try {STALLS_AFTER}")
    })?;
    Ok(Duration::from_secs(seconds))
}

fn rehearsal() -> Option<Rehearsal> {
    if !cfg!(debug_assertions) {
        return None;
    }
    match env::var(REHEARSAL).as_deref() {
        Ok("ui") => Some(Rehearsal::EventLoop),
        Ok("worker") => Some(Rehearsal::Worker),
        _ => None,
    }
}

/// What was asked for, and else what the environment tells.
fn theme(screen: &ScreenArgs, told: Capabilities) -> Theme {
    let background = match screen.theme {
        ThemeName::Dark => Background::Dark,
        ThemeName::Light => Background::Light,
        ThemeName::Auto => capabilities::ask_background(),
    };
    let depth = match screen.color {
        ColorChoice::Auto => told.depth,
        ColorChoice::Never => ColorDepth::None,
        ColorChoice::Ansi => ColorDepth::Ansi,
        ColorChoice::Indexed => ColorDepth::Indexed,
        ColorChoice::Rgb => ColorDepth::Rgb,
    };
    let charset = if screen.ascii {
        Charset::Ascii
    } else {
        told.charset
    };
    Theme::new(background, depth, charset)
}

/// A run, or the one of a file; options beside the file change it.
fn train_or_repeat(arguments: &TrainArgs) -> ExitCode {
    let Some(file) = &arguments.from else {
        return train(arguments).unwrap_or_else(|why| refuse(&why));
    };
    repeat(file).unwrap_or_else(|why| refuse(&format!("--from {file}: {why}")))
}

/// The run of a file.
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
    let options = record::options(&first_line)?;
    // What is said twice counts as it was said last.
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

/// A run, or why there is none.
fn train(arguments: &TrainArgs) -> Result<ExitCode, String> {
    let settings = arguments.run.settings()?;
    let table = read_table_with_bar(&arguments.run.table)?;
    let trained = train_to_stdout(arguments, settings, table.as_deref());
    Ok(finish(trained))
}

fn train_to_stdout(arguments: &TrainArgs, settings: Settings, table: Option<&Table>) -> Result<()> {
    let dataset = Arc::new(settings.setup.data.draw(table, &|_| ()));
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
    // To tell the time after every short epoch would cost as much as some of its mini-batches.
    let now_and_then = (100_000 / samples).max(1);
    let show_epoch = |epoch: u64| {
        if epoch.is_multiple_of(now_and_then) {
            progress.set_position(epoch);
        }
    };
    let run = headless::Run::new(dataset, settings, arguments.run.at.clone());
    // However it ends, the bar is cleared when it is dropped, before anything is said about it.
    headless::train(run, lines, &mut stdout(), show_epoch)
}

fn bar_style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the templates are part of the program")
}

/// Standard output, by lines for a reader and in blocks for a file or a pipe.
fn stdout() -> Box<dyn Write> {
    let stdout = io::stdout().lock();
    if io::stdout().is_terminal() {
        Box::new(stdout)
    } else {
        Box::new(BufWriter::new(stdout))
    }
}

fn print_completions(shell: clap_complete::Shell) -> Result<()> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "sgdscope", &mut text);
    Ok(io::stdout().write_all(&text)?)
}

/// One page for the program and its subcommands, for there is no place for more.
fn print_manual() -> Result<()> {
    let mut command = Cli::command();
    command.build();
    let main = clap_mangen::Man::new(command.clone());
    let mut text = Vec::new();
    main.render_title(&mut text)?;
    main.render_name_section(&mut text)?;
    main.render_synopsis_section(&mut text)?;
    main.render_description_section(&mut text)?;
    main.render_options_section(&mut text)?;
    for subcommand in command.get_subcommands() {
        let page = clap_mangen::Man::new(subcommand.clone());
        let mut section = Vec::new();
        page.render_description_section(&mut section)?;
        page.render_synopsis_section(&mut section)?;
        page.render_options_section(&mut section)?;
        let section = String::from_utf8(section)?.replace(".SH ", ".SS ");
        writeln!(
            text,
            ".SH {}\n{section}",
            subcommand.get_name().to_uppercase()
        )?;
    }
    Ok(io::stdout().write_all(&text)?)
}

/// A reader that has had enough, and closes the pipe, is no error.
fn finish(result: Result<()>) -> ExitCode {
    let Err(error) = result else {
        return ExitCode::SUCCESS;
    };
    let io_error = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<io::Error>());
    if io_error.is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe) {
        return ExitCode::SUCCESS;
    }
    fail(FAILURE, &format!("error: {error:#}"))
}

fn fail(code: u8, line: &str) -> ExitCode {
    // Where standard error is closed, the code has to do.
    let _ = writeln!(io::stderr(), "{line}");
    ExitCode::from(code)
}
