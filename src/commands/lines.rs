//! A run without a screen, written as lines to any writer.

use std::io::{self, Write};

use anyhow::{Result, bail};
use serde::Serialize;

use crate::commands::why::{Why, WhyFields};
use crate::learning::quality::Quality;
use crate::learning::train::trainer::{Budget, Trainer};
use crate::session::lane::LaneId;
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
    /// Whether JSON lines also tell why training goes where it goes.
    pub why: bool,
}

/// The values of an epoch, as they are printed.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// The letter of the lane in a race.
    #[serde(skip_serializing_if = "Option::is_none")]
    lane: Option<String>,
    /// The number of complete epochs.
    pub epoch: u64,
    /// Loss of the last complete epoch, or of now if there is none.
    pub loss: f64,
    /// Accuracy over the training samples.
    pub accuracy: f64,
    /// Loss of all training samples at the current weights, of the same kind; only in JSON lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    full_loss: Option<f64>,
    /// Loss of the test samples after the last complete epoch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_loss: Option<f64>,
    /// Accuracy over the test samples.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_accuracy: Option<f64>,
    /// The weights, in the units of the data.
    pub weights: Vec<f64>,
    /// Why training goes where it goes; only if it is asked for.
    #[serde(flatten)]
    why: Option<WhyFields>,
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
#[derive(Debug, Clone, Serialize)]
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

impl Line {
    /// Returns the line of a run as it stands, without what only the last line has.
    #[must_use]
    pub fn of_run(run: &Run) -> Self {
        Self::of(run, Summary::default())
    }

    /// Returns the line of the last complete epoch, with the current weights.
    fn of(run: &Run, Summary { skipped, quality }: Summary) -> Self {
        let trainer = run.trainer();
        let kind = run.settings().setup.hyperparameters.loss;
        let complete = trainer.epoch_losses();
        let own = complete.map(|losses| losses.own);
        let own = own.or_else(|| trainer.losses_now(false).map(|losses| losses.own));
        let test_accuracy = trainer.test_accuracy(false);
        let test_loss = complete.and_then(|losses| losses.test.as_ref()?.of(kind));
        Self {
            lane: None,
            epoch: trainer.epochs(),
            loss: own.and_then(|losses| losses.of(kind)).unwrap_or(f64::NAN),
            accuracy: trainer.accuracy(false).share,
            full_loss: None,
            // If there are test samples, the column is present even if the test loss is missing.
            test_loss: test_accuracy.map(|_| test_loss.unwrap_or(f64::NAN)),
            test_accuracy: test_accuracy.map(|test| test.share),
            weights: trainer.parameters().to_vec(),
            why: None,
            skipped,
            quality,
        }
    }

    fn write_as_tsv(&self, out: &mut impl Write) -> Result<()> {
        if let Some(lane) = &self.lane {
            write!(out, "{lane}\t")?;
        }
        write!(out, "{}", self.epoch)?;
        let numbers = [self.loss, self.accuracy].into_iter();
        let test = self.test_loss.into_iter().chain(self.test_accuracy);
        for number in numbers.chain(test).chain(self.weights.iter().copied()) {
            write!(out, "\t{number:?}")?;
        }
        Ok(writeln!(out)?)
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
    let mut lines = RunLines::new(run, lines, None);
    loop {
        match lines.write_next(out, &show_epoch) {
            Ok(Some(_)) => {}
            Ok(None) => return Ok(out.flush()?),
            Err(why) => {
                out.flush()?;
                return Err(why);
            }
        }
    }
}

/// The lines of a run that are still to be written.
pub struct RunLines<'a> {
    run: &'a mut Run,
    lines: Lines,
    /// The lane of a race that the run is.
    lane: Option<LaneId>,
    why: Option<Why>,
    /// Whether the last line has been written.
    is_done: bool,
}

impl<'a> RunLines<'a> {
    /// Creates the lines of a run from where it stands. If the run is a lane of a race, they begin with its
    /// letter.
    pub fn new(run: &'a mut Run, lines: Lines, lane: Option<LaneId>) -> Self {
        let has_why = lines.why && lines.format == LineFormat::Jsonl;
        Self {
            why: has_why.then(|| Why::new(run)),
            run,
            lines,
            lane,
            is_done: false,
        }
    }

    /// Trains up to the next line and writes it, as [`train`] does. Returns the epoch of the line; `None` if
    /// the last line had been written.
    ///
    /// # Errors
    /// If writing to `out` fails, or the run diverges.
    pub fn write_next(
        &mut self,
        out: &mut impl Write,
        show_epoch: impl Fn(u64),
    ) -> Result<Option<u64>> {
        if self.is_done {
            return Ok(None);
        }
        let (run, every) = (&mut *self.run, self.lines.every);
        while !is_over(run) {
            if !advance(run)? {
                continue;
            }
            if let Some(why) = &mut self.why {
                why.see(run);
            }
            let epoch = run.trainer().epochs();
            show_epoch(epoch);
            let is_asked_for = every != 0 && epoch.is_multiple_of(every);
            if is_asked_for && !is_over(run) {
                self.write_epoch(Summary::default(), out)?;
                return Ok(Some(epoch));
            }
        }
        let trainer = run.trainer();
        let quality = match self.lines.format {
            LineFormat::Tsv => None,
            LineFormat::Jsonl => QualityFields::of(trainer),
        };
        let (epoch, skipped) = (trainer.epochs(), trainer.dataset().skipped());
        self.write_epoch(Summary { skipped, quality }, out)?;
        self.is_done = true;
        Ok(Some(epoch))
    }

    /// Writes the line of the last complete epoch, with the current weights.
    fn write_epoch(&self, summary: Summary, out: &mut impl Write) -> Result<()> {
        let mut line = Line {
            lane: self.lane.map(|lane| lane.to_string()),
            ..Line::of(self.run, summary)
        };
        match self.lines.format {
            LineFormat::Jsonl => {
                let kind = self.run.settings().setup.hyperparameters.loss;
                let full = self.run.trainer().training_losses();
                line.full_loss = full.and_then(|losses| losses.of(kind));
                line.why = self.why.as_ref().map(|why| why.fields(self.run));
                serde_json::to_writer(&mut *out, &line).map_err(io::Error::from)?;
                writeln!(out)?;
            }
            LineFormat::Tsv => line.write_as_tsv(out)?,
        }
        Ok(())
    }
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

/// Writes the names of the columns in a line, without that of the lane.
///
/// # Errors
/// If writing to `out` fails.
pub fn write_names(run: &Run, out: &mut impl Write) -> Result<()> {
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
