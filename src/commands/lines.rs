//! A run without a screen, written as lines to any writer.

use std::io::{self, Write};

use anyhow::{Result, bail};
use serde::Serialize;

use crate::learning::quality::Quality;
use crate::learning::train::trainer::{Budget, Trainer};
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
    /// Whether a line with the names of the columns comes first. JSON lines have the names in each line, and no
    /// such line.
    pub header: bool,
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
    /// Only in the last line.
    #[serde(flatten)]
    quality: Option<QualityFields>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// The quality of the predictions for the test samples, or for the training samples if there are none; `null`
/// if it is not defined.
#[derive(Debug, Serialize)]
struct QualityFields {
    precision: Option<f64>,
    recall: Option<f64>,
    f1: Option<f64>,
    auc: Option<f64>,
}

impl QualityFields {
    fn of(trainer: &Trainer) -> Option<Self> {
        let accuracy = trainer.test_accuracy(false);
        let accuracy = accuracy.unwrap_or_else(|| trainer.accuracy(false));
        let Quality {
            precision,
            recall,
            f1,
            auc,
        } = Quality::new(&accuracy.confusion?, trainer.auc());
        Some(Self {
            precision,
            recall,
            f1,
            auc,
        })
    }
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
    run: &mut Run,
    lines: Lines,
    out: &mut impl Write,
    show_epoch: impl Fn(u64),
) -> Result<()> {
    if lines.header && lines.format == LineFormat::Tsv {
        write_names(run, out)?;
    }
    while !is_over(run) {
        let completed_epoch = match advance(run) {
            Ok(completed_epoch) => completed_epoch,
            Err(diverged) => {
                out.flush()?;
                return Err(diverged);
            }
        };
        if !completed_epoch {
            continue;
        }
        let epoch = run.trainer().epochs();
        show_epoch(epoch);
        let is_asked_for = lines.every != 0 && epoch.is_multiple_of(lines.every);
        if is_asked_for && !is_over(run) {
            write_epoch(run, lines.format, Summary::default(), out)?;
        }
    }
    let quality = match lines.format {
        LineFormat::Tsv => None,
        LineFormat::Jsonl => QualityFields::of(run.trainer()),
    };
    let skipped = run.trainer().dataset().skipped();
    write_epoch(run, lines.format, Summary { skipped, quality }, out)?;
    Ok(out.flush()?)
}

/// Trains until the run is finished, and writes nothing.
///
/// # Errors
/// If the run diverges.
pub fn train_silently(run: &mut Run) -> Result<()> {
    while !is_over(run) {
        advance(run)?;
    }
    Ok(())
}

/// Makes some updates of one epoch. Returns whether the last one completed it.
fn advance(run: &mut Run) -> Result<bool> {
    let Ok(advance) = run.advance(Budget::of_updates(u64::MAX)) else {
        bail!(
            "the run diverged at update {}: its numbers are no longer finite; lower --alpha",
            run.trainer().updates() + 1
        );
    };
    Ok(advance.completed_epoch)
}

/// Writes the names of the columns in a line.
fn write_names(run: &Run, out: &mut impl Write) -> Result<()> {
    write!(out, "epoch\tloss\taccuracy")?;
    if !run.trainer().dataset().test().is_empty() {
        write!(out, "\ttest_loss\ttest_accuracy")?;
    }
    for place in 0..run.trainer().parameters().len() {
        write!(out, "\tW{place}")?;
    }
    Ok(writeln!(out)?)
}

fn is_over(run: &Run) -> bool {
    run.stop().is_some() || run.has_reached_end()
}

/// What only the last line has, where the format has names for its values.
#[derive(Default)]
struct Summary {
    /// Number of rows of the table that were passed over.
    skipped: u64,
    quality: Option<QualityFields>,
}

/// Writes the line of the last complete epoch, with the current weights.
fn write_epoch(
    run: &Run,
    format: LineFormat,
    Summary { skipped, quality }: Summary,
    out: &mut impl Write,
) -> Result<()> {
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
        quality,
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
