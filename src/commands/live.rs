//! `sgdscope` without a subcommand: the live training.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use rand::TryRng;
use rand::rngs::SysRng;

use crate::app::effect::{End, Predictions};
use crate::cli::LiveArgs;
use crate::commands::exit::{FAILURE, USAGE, fail, finish, refuse};
use crate::commands::look::Look;
use crate::commands::watch::Log;
use crate::commands::{own_data, predictions};
use crate::input::escaped;
use crate::session::engine::Engine;
use crate::session::race::LanePlan;
use crate::terminal::capabilities::Capabilities;
use crate::terminal::{self, Options, Rehearsal};

/// Number of seconds without an accepted frame after which training pauses, unless [`STALL`] is set.
const STALLS_AFTER: u64 = 30;
/// Environment variable with another number of seconds without an accepted frame.
const STALL: &str = "SGDSCOPE_STALL_SECONDS";
/// Environment variable that causes a defect on purpose in a debug build: it names the thread (`ui` or
/// `worker`) that panics, or is `abort`.
const REHEARSAL: &str = "SGDSCOPE_REHEARSE_PANIC";
/// Environment variable with the number of milliseconds that a file takes longer to be written in a debug build.
const SLOW_DISK: &str = "SGDSCOPE_REHEARSE_SLOW_DISK";

/// Shows the training live, until the user quits.
pub fn run(arguments: &LiveArgs) -> ExitCode {
    run_beside(arguments, None)
}

/// Shows the training live, beside a log if there is one, until the user quits.
pub fn run_beside(arguments: &LiveArgs, log: Option<Log>) -> ExitCode {
    if !io::stdout().is_terminal() {
        let remedy = "sgdscope train trains without one";
        return fail(USAGE, &format!("error: this is not a terminal; {remedy}"));
    }
    let told = match Capabilities::of(|name| env::var(name).ok()) {
        Ok(told) => told,
        Err(refusal) => return fail(USAGE, &format!("error: {refusal}")),
    };
    let lanes = match arguments.lanes() {
        Ok(lanes) => lanes,
        Err(why) => return refuse(&why),
    };
    // While the terminal is read as a table, no key would come through, not even the one that quits.
    if let Some(file) = &arguments.run.table.data
        && let Err(why) = own_data::refuse_terminal(file)
    {
        return refuse(&why);
    }
    let end = match show(arguments, lanes, told, log) {
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

fn show(
    arguments: &LiveArgs,
    lanes: Vec<LanePlan>,
    told: Capabilities,
    log: Option<Log>,
) -> Result<End> {
    let screen = &arguments.screen;
    let table = arguments.run.table.clone();
    let running = !screen.paused;
    let what = match &table.data {
        Some(file) => format!("reading {}", escaped(file)),
        None => format!("making {} points", lanes[0].settings.setup.data.samples),
    };
    let (watch, begin) = log.map(Log::into_parts).unzip();
    let load = move |show: &dyn Fn(f64)| {
        let own_data = own_data::read(&table, show)?;
        let plan = lanes[0].clone();
        let mut engine = Engine::race(own_data, lanes, running, show)?;
        if let Some(begin) = begin {
            begin.with(plan, &mut engine);
        }
        Ok(engine)
    };
    let options = Options {
        fps: screen.fps,
        stalls_after: stalls_after()?,
        rehearsal: rehearsal(),
        theme: Look::new(&screen.look, told).theme(),
        mouse: screen.mouse,
        own_data: arguments.run.table.words(),
        screen_options: screen.words(),
        seed: SysRng
            .try_next_u64()
            .context("the system has no randomness")?,
    };
    let table = arguments.run.table.clone();
    let write_predictions = move |asked: &Predictions, out: &mut dyn Write| {
        predictions::write_on_request(asked, &table, out)
    };
    terminal::run(what, load, Arc::new(write_predictions), watch, options)
}

/// Returns the time without an accepted frame after which training pauses.
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
    if let Ok(milliseconds) = env::var(SLOW_DISK) {
        let milliseconds = milliseconds.parse().ok()?;
        return Some(Rehearsal::SlowDisk(Duration::from_millis(milliseconds)));
    }
    match env::var(REHEARSAL).as_deref() {
        Ok("ui") => Some(Rehearsal::EventLoop),
        Ok("worker") => Some(Rehearsal::Worker),
        Ok("abort") => Some(Rehearsal::Abort),
        _ => None,
    }
}
