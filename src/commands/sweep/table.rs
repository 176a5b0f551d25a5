//! The outcomes of a sweep as a table for people to read.

use std::io::Write;

use anyhow::Result;

use crate::commands::sweep::outcome::Outcome;
use crate::learning::train::loss::LossKind;
use crate::session::settings::BATCH_SIZE;
use crate::session::sweep::{Axis, Sweep, in_words};
use crate::ui::number::{percent, significant};

/// Largest number of columns of losses. With more, the table has a row for each run.
const MOST_COLUMNS: usize = 12;
/// Significant digits of a loss.
const DIGITS: usize = 4;
/// What stands for a run that has not finished.
const UNFINISHED: &str = "-";

/// Writes the table: a row for each value if one setting is swept, and otherwise the losses, with the setting
/// that has the fewest values across. Then follows the lowest loss in words.
///
/// # Errors
/// If writing fails.
pub fn write(sweep: &Sweep, outcomes: &[Option<Outcome>], out: &mut dyn Write) -> Result<()> {
    let across = across(sweep.axes());
    let rows = match across {
        Some(across) => losses(sweep, across, outcomes),
        None => runs(sweep, outcomes),
    };
    if let Some(across) = across {
        let name = sweep.axes()[across].setting.name;
        writeln!(out, "{}; {name} across", title(sweep))?;
    }
    write_aligned(&rows, out)?;
    if let Some(words) = best_in_words(sweep, outcomes) {
        writeln!(out, "{words}")?;
    }
    Ok(out.flush()?)
}

/// Returns what the numbers are, in words, with a warning where they cannot be compared.
#[must_use]
pub fn title(sweep: &Sweep) -> &'static str {
    let is_sum = sweep.settings(0).setup.hyperparameters.loss == LossKind::Sum;
    let has_sizes = sweep.axes().iter().any(|axis| axis.setting == &BATCH_SIZE);
    if is_sum && has_sizes {
        "loss, a sum over the batch; --loss mse compares"
    } else {
        "loss of each run"
    }
}

/// Returns the lowest loss and its values in words; `None` if no run has finished with a loss.
#[must_use]
pub fn best_in_words(sweep: &Sweep, outcomes: &[Option<Outcome>]) -> Option<String> {
    let (run, loss) = best(outcomes)?;
    let values = in_words(&sweep.values(run));
    Some(format!("lowest loss {} at {values}", significant(loss, 3)))
}

/// Returns the run with the lowest loss, and the loss. Of equal losses, the first one counts.
#[must_use]
pub fn best(outcomes: &[Option<Outcome>]) -> Option<(usize, f64)> {
    let losses = outcomes.iter().enumerate();
    let losses = losses.filter_map(|(run, outcome)| Some((run, outcome.as_ref()?.loss()?)));
    losses.min_by(|one, other| one.1.total_cmp(&other.1))
}

/// Returns the index of the axis that lies across; `None` if the table has a row for each run.
fn across(axes: &[Axis]) -> Option<usize> {
    let places = 0..axes.len();
    let fewest = places.rev().min_by_key(|place| axes[*place].values.len())?;
    let is_table = axes.len() > 1 && axes[fewest].values.len() <= MOST_COLUMNS;
    is_table.then_some(fewest)
}

/// Returns the rows of a table with a row for each run, the names first.
fn runs(sweep: &Sweep, outcomes: &[Option<Outcome>]) -> Vec<Vec<String>> {
    let has_test = outcomes
        .iter()
        .flatten()
        .any(|it| it.line.test_loss.is_some());
    let mut names: Vec<&str> = sweep.axes().iter().map(|axis| axis.setting.name).collect();
    names.extend(["loss", "accuracy"]);
    if has_test {
        names.extend(["test loss", "test accuracy"]);
    }
    names.extend(["updates", "ended"]);
    let columns = names.len();
    let row = |(run, outcome): (usize, &Option<Outcome>)| {
        let values = sweep.values(run).into_iter();
        let mut row: Vec<String> = values.map(|value| value.text().to_owned()).collect();
        if let Some(outcome) = outcome {
            let line = &outcome.line;
            row.push(significant(line.loss, DIGITS));
            row.push(percent(line.accuracy));
            row.extend(line.test_loss.map(|loss| significant(loss, DIGITS)));
            row.extend(line.test_accuracy.map(percent));
            row.push(outcome.updates.to_string());
            row.push(outcome.ended.name().to_owned());
        }
        row.resize(columns, UNFINISHED.to_owned());
        row
    };
    let names = names.into_iter().map(str::to_owned).collect();
    let rows = outcomes.iter().enumerate().map(row);
    std::iter::once(names).chain(rows).collect()
}

/// Returns the rows of a table of losses, the names and the values across first.
fn losses(sweep: &Sweep, across: usize, outcomes: &[Option<Outcome>]) -> Vec<Vec<String>> {
    let axes = sweep.axes();
    let is_down = |(place, _): &(usize, &Axis)| *place != across;
    let names = axes.iter().enumerate().filter(is_down);
    let names = names.map(|(_, axis)| axis.setting.name.to_owned());
    let values = axes[across]
        .values
        .iter()
        .map(|value| value.text().to_owned());
    let mut rows: Vec<Vec<String>> = vec![names.chain(values).collect()];
    let columns = rows[0].len();
    rows.resize(1 + sweep.rows(across), vec![UNFINISHED.to_owned(); columns]);
    for (run, outcome) in outcomes.iter().enumerate() {
        let (row, column) = sweep.cell(run, across);
        let values = sweep.values(run).into_iter().enumerate();
        let own = values.filter(|(place, _)| *place != across);
        for (text, (_, value)) in rows[row + 1].iter_mut().zip(own) {
            value.text().clone_into(text);
        }
        if let Some(outcome) = outcome {
            let loss = outcome.loss().map(|loss| significant(loss, DIGITS));
            let ended = || outcome.ended.name().to_owned();
            rows[row + 1][axes.len() - 1 + column] = loss.unwrap_or_else(ended);
        }
    }
    rows
}

/// Writes rows with columns of equal widths, aligned on the right.
fn write_aligned(rows: &[Vec<String>], out: &mut dyn Write) -> Result<()> {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(text, width)| format!("{text:>width$}"));
        writeln!(out, "{}", cells.collect::<Vec<_>>().join("  "))?;
    }
    Ok(())
}
