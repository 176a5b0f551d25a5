//! A run without a screen, written as lines to any writer.

use std::io::{self, Write};

use anyhow::{Result, bail};
use serde::Serialize;

use crate::learning::train::trainer::Budget;
use crate::session::run::Run;

/// Format of the line of an epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFormat {
    /// Columns separated by tabs.
    Tsv,
    /// A JSON object.
    Jsonl,
}

/// Choice of the epochs that are written, and the format of their lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    /// Epochs are written if their number is a multiple of this, and the last one always is; 0 writes only
    /// the last one.
    pub every: u64,
    /// Format of each line.
    pub format: LineFormat,
}

/// The values of an epoch, as they are printed.
#[derive(Debug, Serialize)]
struct Line<'a> {
    epoch: u64,
    loss: f64,
    accuracy: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_loss: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_accuracy: Option<f64>,
    weights: &'a [f64],
    /// Number of rows of the table that were passed over; only in the last line, and only if there were any.
    #[serde(skip_serializing_if = "is_zero")]
    skipped: u64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Trains until the run is finished, and writes its lines to `out`. `show_epoch` is called with the number
/// of each complete epoch. Written numbers read back to equal bits. Only values that are written are
/// computed.
///
/// A change, or the end of the run, can finish the run in the middle of an epoch. The last line then has the
/// losses of the last complete epoch and the current weights. If no epoch is complete, the epoch is 0, and
/// the loss is measured over all training samples with the current weights.
///
/// # Errors
/// If writing to `out` fails, or the run diverges.
pub fn train(
    mut run: Run,
    lines: Lines,
    out: &mut impl Write,
    show_epoch: impl Fn(u64),
) -> Result<()> {
    while !is_over(&run) {
        let Ok(advance) = run.advance(Budget::of_updates(u64::MAX)) else {
            out.flush()?;
            bail!(
                "the run diverged at update {}: its numbers are no longer finite; lower --alpha",
                run.trainer().updates() + 1
            );
        };
        if !advance.completed_epoch {
            continue;
        }
        let epoch = run.trainer().epochs();
        show_epoch(epoch);
        let is_asked_for = lines.every != 0 && epoch.is_multiple_of(lines.every);
        if is_asked_for && !is_over(&run) {
            write_epoch(&run, lines.format, 0, out)?;
        }
    }
    let skipped = run.trainer().dataset().skipped();
    write_epoch(&run, lines.format, skipped, out)?;
    Ok(out.flush()?)
}

fn is_over(run: &Run) -> bool {
    run.stop().is_some() || run.has_reached_end()
}

/// Writes the line of the last complete epoch, with the current weights, and the number of rows that were passed
/// over, where the format has names for its values.
fn write_epoch(run: &Run, format: LineFormat, skipped: u64, out: &mut impl Write) -> Result<()> {
    let trainer = run.trainer();
    let kind = run.settings().setup.hyperparameters.loss;
    let complete = trainer.epoch_losses();
    let own = complete.map(|losses| losses.own);
    let own = own.or_else(|| trainer.losses_now(false).map(|losses| losses.own));
    let test_accuracy = trainer.test_accuracy(false);
    let test_loss = complete.and_then(|losses| losses.test.as_ref()?.of(kind));
    let line = Line {
        epoch: trainer.epochs(),
        loss: own.and_then(|losses| losses.of(kind)).unwrap_or(f64::NAN),
        accuracy: trainer.accuracy(false).share,
        // If there are test samples, the column is present even if the test loss is missing.
        test_loss: test_accuracy.map(|_| test_loss.unwrap_or(f64::NAN)),
        test_accuracy: test_accuracy.map(|test| test.share),
        weights: &trainer.parameters(),
        skipped,
    };
    match format {
        LineFormat::Jsonl => {
            serde_json::to_writer(&mut *out, &line).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        LineFormat::Tsv => {
            write!(out, "{}", line.epoch)?;
            let numbers = [line.loss, line.accuracy].into_iter();
            let test = line.test_loss.into_iter().chain(line.test_accuracy);
            for number in numbers.chain(test).chain(line.weights.iter().copied()) {
                write!(out, "\t{number:?}")?;
            }
            writeln!(out)?;
        }
    }
    Ok(())
}
