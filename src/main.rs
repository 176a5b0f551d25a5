//! Parses, dispatches, and ends with one line and a code where something is wrong.

#![warn(clippy::unwrap_used)]

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};
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
    self, Cli, ColorChoice, Format, LiveArgs, ScreenArgs, Task, ThemeName, TrainArgs,
};
use sgdscope::headless::{self, LineFormat};
use sgdscope::learning::trainer::Trainer;
use sgdscope::session::engine::Engine;
use sgdscope::session::settings::Speed;
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
/// Debug builds act a defect of the thread that this names: `ui` or `worker`.
const REHEARSAL: &str = "SGDSCOPE_REHEARSE_PANIC";

fn main() -> ExitCode {
    let arguments = match Cli::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => return fail(USAGE, &cli::complaint(&error)),
        Err(help) => return finish(help.print().map_err(Into::into)),
    };
    match arguments.task {
        None => live(&arguments.live),
        Some(Task::Train(train)) => finish(train_to_stdout(&train)),
        Some(Task::Data(data)) => finish(headless::data(
            &data.settings().draw(&|_| ()),
            &mut stdout(),
        )),
        Some(Task::Completions { shell }) => finish(print_completions(shell)),
        Some(Task::Man) => finish(print_manual()),
    }
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
    match show(arguments, told) {
        Ok(End::Quit) => ExitCode::SUCCESS,
        Ok(End::WorkerFailed(message)) => {
            let line =
                format!("error: the training thread failed, a defect of sgdscope: {message}");
            fail(terminal::DEFECT, &line)
        }
        Ok(End::InputEnded(reason)) => fail(
            FAILURE,
            &format!("error: the terminal cannot be read any more: {reason}"),
        ),
        Err(error) => finish(Err(error)),
    }
}

fn show(arguments: &LiveArgs, told: Capabilities) -> Result<End> {
    let screen = &arguments.screen;
    let settings = arguments.training.settings(screen.speed);
    let (data, running) = (arguments.data.settings(), !screen.paused);
    let load = move |show: &dyn Fn(f64)| {
        let dataset = Arc::new(data.draw(show));
        Engine::new(dataset, settings, running)
    };
    let options = Options {
        fps: screen.fps,
        stalls_after: stalls_after()?,
        rehearsal: rehearsal(),
        theme: theme(screen, told),
        seed: SysRng
            .try_next_u64()
            .context("the system has no randomness")?,
    };
    terminal::run(format!("making {} points", data.samples), load, options)
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

fn train_to_stdout(arguments: &TrainArgs) -> Result<()> {
    let settings = arguments.training.settings(Speed::Max);
    let dataset = Arc::new(arguments.data.settings().draw(&|_| ()));
    let samples = dataset.len() as u64;
    let trainer = Trainer::new(dataset, settings.hyperparameters, &settings.start);
    let format = match arguments.output.format {
        Format::Tsv => LineFormat::Tsv,
        Format::Jsonl => LineFormat::Jsonl,
    };
    let every = arguments.output.every;
    // Where the lines themselves go to the terminal, a bar would be in their way.
    let progress = if io::stdout().is_terminal() && every != 0 {
        ProgressBar::hidden()
    } else {
        let style =
            ProgressStyle::with_template("{bar:40} epoch {pos}/{len}  {elapsed}, {eta} left");
        ProgressBar::new(settings.hyperparameters.epochs.get()).with_style(style?)
    };
    // To tell the time after every short epoch would cost as much as some of its mini-batches.
    let now_and_then = (100_000 / samples).max(1);
    let show_epoch = |epoch: u64| {
        if epoch.is_multiple_of(now_and_then) {
            progress.set_position(epoch);
        }
    };
    // However it ends, the bar is cleared when it is dropped, before anything is said about it.
    headless::train(trainer, every, format, &mut stdout(), show_epoch)
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
