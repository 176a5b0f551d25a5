//! `sgdscope sweep`: a grid of runs on all cores, as a picture on a terminal, or as a table or lines.

mod axis;
mod edges;
pub mod heat_map;
mod listing;
mod live;
pub mod outcome;
mod palette;
pub mod scatter;
pub mod table;
mod workers;

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::Result;
use indicatif::ProgressBar;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::cli::{SweepArgs, SweepFormat};
use crate::commands::exit::{finish, refuse};
use crate::commands::look::Look;
use crate::commands::own_data::{bar_style, read_with_bar};
use crate::commands::train::stdout;
use crate::terminal::capabilities::Capabilities;

use live::Picture;
use outcome::{Outcome, Plan};

pub use axis::Progress;

/// How the outcomes are shown.
#[derive(Clone, Copy)]
enum Output {
    /// A picture on the terminal, with this look.
    Picture(Look),
    /// A table when all runs have finished.
    Table,
    /// Columns separated by tabs, maybe with their names first.
    Tsv { header: bool },
    /// JSON objects.
    Jsonl,
}

/// Trains the runs of a sweep and shows what came of them. Returns the exit code.
#[must_use]
pub fn run(arguments: &SweepArgs) -> ExitCode {
    sweep(arguments).unwrap_or_else(|why| refuse(&why))
}

fn sweep(arguments: &SweepArgs) -> Result<ExitCode, String> {
    let output = output(arguments)?;
    let sweep = arguments.sweep()?;
    let own_data = read_with_bar(&arguments.table)?;
    let dataset = if sweep.has_common_data() {
        let settings = sweep.settings(0).setup.data;
        let drawn = settings.draw(own_data.as_deref(), &|_| ());
        Some(Arc::new(drawn.map_err(|why| why.to_string())?))
    } else {
        None
    };
    let plan = Plan {
        sweep,
        changes: arguments.at.clone(),
        until: arguments.until.and_then(|end| end.update),
        last: arguments.last.unwrap_or(0),
        own_data,
        dataset,
    };
    let stopped = match catch_signals() {
        Ok(stopped) => stopped,
        Err(error) => return Ok(finish(Err(error.into()))),
    };
    let shown = match output {
        Output::Picture(look) => show_picture(&plan, look, &stopped),
        Output::Table if plan.last == 0 => show_table(&plan, &stopped),
        Output::Table => show_lines(&plan, Output::Tsv { header: true }, &stopped),
        Output::Tsv { .. } | Output::Jsonl => show_lines(&plan, output, &stopped),
    };
    let code = finish(shown);
    Ok(match stopped.load(Ordering::Relaxed) {
        0 => code,
        signal => ExitCode::from(u8::try_from(128 + signal).unwrap_or(u8::MAX)),
    })
}

/// Returns how the outcomes are shown.
fn output(arguments: &SweepArgs) -> Result<Output, String> {
    if arguments.header && arguments.format != Some(SweepFormat::Tsv) {
        return Err(
            "--header: only --format tsv has no names without it; leave --header out".to_owned(),
        );
    }
    let header = arguments.header;
    Ok(match arguments.format {
        Some(SweepFormat::Table) => Output::Table,
        Some(SweepFormat::Tsv) => Output::Tsv { header },
        Some(SweepFormat::Jsonl) => Output::Jsonl,
        None if !io::stdout().is_terminal() => Output::Table,
        None => match Capabilities::of(|name| env::var(name).ok()) {
            Ok(told) => Output::Picture(Look::new(&arguments.look, told)),
            // A terminal that cannot place characters gets the table.
            Err(_) => Output::Table,
        },
    })
}

/// Catches the signals that end a program, so that the runs that have finished are shown before it ends. The
/// number of the signal is then in the value that is returned.
fn catch_signals() -> io::Result<Arc<AtomicUsize>> {
    let stopped = Arc::new(AtomicUsize::new(0));
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        let number = usize::try_from(signal).unwrap_or_default();
        signal_hook::flag::register_usize(signal, Arc::clone(&stopped), number)?;
    }
    Ok(stopped)
}

/// Trains the runs and draws the picture of them in place.
fn show_picture(plan: &Plan, look: Look, stopped: &AtomicUsize) -> Result<()> {
    let sweep = &plan.sweep;
    let mut outcomes: Vec<Option<Outcome>> = vec![None; sweep.runs()];
    let mut progress = Progress {
        runs: sweep.runs(),
        ..Progress::default()
    };
    let begun = Instant::now();
    let mut picture = Picture::begin();
    let draw = |outcomes: &[Option<Outcome>], progress, size| {
        if plan.last == 0 {
            heat_map::draw(sweep, outcomes, progress, look, size)
        } else {
            scatter::draw(sweep, outcomes, progress, look, size)
        }
    };
    workers::train(plan, stopped, |finished| {
        if let Some((run, outcome)) = finished {
            outcomes[run] = Some(outcome);
            progress.done += 1;
        }
        progress.elapsed = begun.elapsed();
        if picture.is_due() {
            picture.draw(|size| draw(&outcomes, progress, size))?;
        }
        Ok(())
    })?;
    progress.elapsed = begun.elapsed();
    picture.draw(|size| draw(&outcomes, progress, size))?;
    drop(picture);
    // Colours do not say what the losses of the runs are that nobody wants to train again.
    if stopped.load(Ordering::Relaxed) != 0 && plan.last == 0 {
        table::write(sweep, &outcomes, &mut stdout())?;
    }
    Ok(())
}

/// Trains the runs and writes the table of them.
fn show_table(plan: &Plan, stopped: &AtomicUsize) -> Result<()> {
    let mut outcomes: Vec<Option<Outcome>> = vec![None; plan.sweep.runs()];
    let bar = bar(plan);
    workers::train(plan, stopped, |finished| {
        if let Some((run, outcome)) = finished {
            outcomes[run] = Some(outcome);
            bar.inc(1);
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    table::write(&plan.sweep, &outcomes, &mut stdout())
}

/// Trains the runs and writes their lines in the order of the grid. When a signal ends it, the lines of all runs
/// that have finished are written.
fn show_lines(plan: &Plan, output: Output, stopped: &AtomicUsize) -> Result<()> {
    let (sweep, has_last) = (&plan.sweep, plan.last > 0);
    let mut out = stdout();
    let mut waiting: Vec<Option<Outcome>> = vec![None; sweep.runs()];
    let mut next = 0;
    let bar = if io::stdout().is_terminal() {
        ProgressBar::hidden()
    } else {
        bar(plan)
    };
    let mut has_names = !matches!(output, Output::Tsv { header: true });
    let mut write = |run: usize, outcome: &Outcome| {
        if !has_names {
            has_names = true;
            listing::write_names(sweep, outcome.line.test_loss.is_some(), has_last, &mut out)?;
        }
        let values = sweep.values(run);
        match output {
            Output::Jsonl => listing::write_json(&values, outcome, has_last, &mut out)?,
            _ if has_last => listing::write_last(&values, outcome, &mut out)?,
            _ => listing::write_line(&values, outcome, &mut out)?,
        }
        Ok::<(), anyhow::Error>(())
    };
    workers::train(plan, stopped, |finished| {
        if let Some((run, outcome)) = finished {
            waiting[run] = Some(outcome);
            bar.inc(1);
        }
        while let Some(outcome) = waiting.get_mut(next).and_then(Option::take) {
            write(next, &outcome)?;
            next += 1;
        }
        Ok(())
    })?;
    bar.finish_and_clear();
    let rest = waiting.iter().enumerate();
    rest.filter_map(|(run, outcome)| Some((run, outcome.as_ref()?)))
        .try_for_each(|(run, outcome)| write(run, outcome))?;
    Ok(out.flush()?)
}

/// Returns a bar on standard error that counts runs.
fn bar(plan: &Plan) -> ProgressBar {
    let bar = ProgressBar::new(plan.sweep.runs() as u64);
    bar.with_style(bar_style("{bar:40} run {pos}/{len}  {elapsed}, {eta} left"))
}
