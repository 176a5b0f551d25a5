//! Training and data without a screen, to any writer.

use std::io::{self, Write};
use std::sync::Arc;

use anyhow::{Result, bail};
use serde::Serialize;

use crate::learning::dataset::Dataset;
use crate::learning::loss::LossKind;
use crate::learning::trainer::{Budget, Diverged, Trainer};
use crate::session::change::{Assignment, Plan, Planned};
use crate::session::settings::Settings;

/// How an epoch is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFormat {
    /// Columns with tabs between them.
    Tsv,
    /// A JSON object.
    Jsonl,
}

/// Which epochs are written, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    /// Those whose number is a multiple of this, and the last; only the last where it is 0.
    pub every: u64,
    /// How each is written.
    pub format: LineFormat,
}

/// A run that is made without a screen.
pub struct Run {
    trainer: Trainer,
    /// What it obeys.
    settings: Settings,
    /// What changes in its course.
    plan: Plan,
}

/// An epoch, as it is printed.
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
}

/// Trains until the run is finished and writes lines; `show_epoch` is told the number of each complete
/// epoch. Numbers are written so that they read back to the same bits. Nothing is worked out that is not
/// written.
///
/// A plan can finish a run in the middle of an epoch. The last line has the losses of the last complete
/// one then, and the weights as they are.
///
/// # Errors
/// Where `out` fails, or the run diverges.
pub fn train(
    mut run: Run,
    lines: Lines,
    out: &mut impl Write,
    show_epoch: impl Fn(u64),
) -> Result<()> {
    while run.trainer.stop().is_none() {
        let Ok(is_epoch_complete) = run.advance(u64::MAX) else {
            out.flush()?;
            bail!(
                "the run diverged at update {}: its numbers are no longer finite; lower --alpha",
                run.trainer.updates() + 1
            );
        };
        if !is_epoch_complete {
            continue;
        }
        let epoch = run.trainer.epochs();
        show_epoch(epoch);
        let is_asked_for = lines.every != 0 && epoch.is_multiple_of(lines.every);
        if is_asked_for && run.trainer.stop().is_none() {
            run.write_epoch(lines.format, out)?;
        }
    }
    // No rule stops a run before an epoch of it is complete.
    run.write_epoch(lines.format, out)?;
    Ok(out.flush()?)
}

impl Run {
    /// A run at its start, and what is planned for its course. The cross-entropy is not measured where
    /// nothing asks for it.
    #[must_use]
    pub fn new(dataset: Arc<Dataset>, settings: Settings, planned: Vec<Planned>) -> Self {
        let trainer = Trainer::new(dataset, &settings.setup);
        let is_entropy_wanted = settings.setup.hyperparameters.loss == LossKind::CrossEntropy
            || planned.iter().any(Planned::is_of_loss);
        let trainer = if is_entropy_wanted {
            trainer
        } else {
            trainer.without_cross_entropy()
        };
        let plan = Plan::new(planned);
        let mut run = Self {
            trainer,
            settings,
            plan,
        };
        run.follow_plan();
        run
    }

    /// The run as far as it is made.
    #[must_use]
    pub fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    /// Goes on by some updates of one epoch, so many at most and no further than to the next change that
    /// is planned, which is made then. Says whether the last of them completed the epoch.
    ///
    /// # Errors
    /// [`Diverged`] where the next update cannot be made.
    pub fn advance(&mut self, updates: u64) -> Result<bool, Diverged> {
        let left = self.plan.updates_left(self.trainer.updates());
        let budget = Budget::of_updates(left.map_or(updates, |left| updates.min(left)));
        let updates = self.trainer.advance(budget)?;
        let is_epoch_complete = updates.epoch.is_some();
        self.follow_plan();
        Ok(is_epoch_complete)
    }

    /// Makes the changes that are due.
    fn follow_plan(&mut self) {
        while let Some(assignment) = self.plan.take_due(self.trainer.updates()) {
            match assignment {
                Assignment::Weights(weights) => self.trainer.put_weights(&weights),
                Assignment::Setting(setting, value) => {
                    setting
                        .set(&mut self.settings, &value)
                        .expect("a plan has been checked");
                    self.trainer.tune(self.settings.setup.hyperparameters);
                }
            }
        }
    }

    /// Writes the last complete epoch, if there is one.
    fn write_epoch(&self, format: LineFormat, out: &mut impl Write) -> Result<()> {
        let Some(losses) = self.trainer.epoch_losses() else {
            return Ok(());
        };
        let kind = self.settings.setup.hyperparameters.loss;
        let model = self.trainer.model();
        let test_accuracy = self.trainer.test_accuracy(false);
        let test_loss = losses.test.as_ref().and_then(|losses| losses.of(kind));
        let line = Line {
            epoch: self.trainer.epochs(),
            loss: losses.own.of(kind).unwrap_or(f64::NAN),
            accuracy: self.trainer.accuracy(false).share,
            // It has its column even where it is no number.
            test_loss: test_accuracy.map(|_| test_loss.unwrap_or(f64::NAN)),
            test_accuracy: test_accuracy.map(|test| test.share),
            weights: &model.weights,
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
