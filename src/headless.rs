//! Training and data without a screen, to any writer.

use std::io::{self, Write};

use anyhow::{Result, bail};
use serde::Serialize;

use crate::learning::dataset::Dataset;
use crate::learning::model::Weights;
use crate::learning::trainer::{Budget, Trainer};

/// How an epoch is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFormat {
    /// Columns with tabs between them.
    Tsv,
    /// A JSON object.
    Jsonl,
}

/// An epoch, as it is printed.
#[derive(Debug, Serialize)]
struct Line {
    epoch: u64,
    loss: f64,
    accuracy: f64,
    weights: Weights,
}

/// Trains until the run is finished and writes a line for each epoch whose number is a multiple of
/// `every`, and for the last; `show_epoch` is told the number of each complete one. Numbers are written
/// so that they read back to the same bits. Nothing is worked out that is not written.
///
/// # Errors
/// Where `out` fails, or the run diverges.
pub fn train(
    mut trainer: Trainer,
    every: u64,
    format: LineFormat,
    out: &mut impl Write,
    show_epoch: impl Fn(u64),
) -> Result<()> {
    while !trainer.is_finished() {
        let Ok(updates) = trainer.advance(Budget::of_updates(u64::MAX)) else {
            out.flush()?;
            bail!(
                "the run diverged at update {}: its numbers are no longer finite; lower --alpha",
                trainer.updates() + 1
            );
        };
        let Some(loss) = updates.epoch_loss else {
            continue;
        };
        let epoch = trainer.epochs();
        show_epoch(epoch);
        if trainer.is_finished() || (every != 0 && epoch.is_multiple_of(every)) {
            write_epoch(&trainer, loss, format, out)?;
        }
    }
    Ok(out.flush()?)
}

fn write_epoch(
    trainer: &Trainer,
    loss: f64,
    format: LineFormat,
    out: &mut impl Write,
) -> Result<()> {
    let line = Line {
        epoch: trainer.epochs(),
        loss,
        accuracy: trainer.accuracy(),
        weights: trainer.weights(),
    };
    match format {
        LineFormat::Jsonl => {
            serde_json::to_writer(&mut *out, &line).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        LineFormat::Tsv => {
            let Line {
                epoch,
                loss,
                accuracy,
                weights: [bias, w1, w2],
            } = line;
            writeln!(
                out,
                "{epoch}\t{loss:?}\t{accuracy:?}\t{bias:?}\t{w1:?}\t{w2:?}"
            )?;
        }
    }
    Ok(())
}

/// Writes a data set as CSV with a header; numbers read back to the same bits.
///
/// # Errors
/// Where `out` fails.
pub fn data(dataset: &Dataset, out: &mut impl Write) -> Result<()> {
    writeln!(out, "x1,x2,label")?;
    for (x1, x2, label) in dataset.samples() {
        writeln!(out, "{x1:?},{x2:?},{label}")?;
    }
    Ok(out.flush()?)
}
