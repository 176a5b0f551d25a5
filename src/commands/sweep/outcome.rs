//! One run of a sweep: its training, and what came of it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::commands::lines::Line;
use crate::commands::sweep::edges;
use crate::learning::data::{Dataset, OwnData};
use crate::learning::train::stop::Stop;
use crate::learning::train::trainer::Budget;
use crate::session::change::Change;
use crate::session::run::Run;
use crate::session::sweep::Sweep;

/// What all runs of a sweep need.
pub struct Plan {
    /// The grid.
    pub sweep: Sweep,
    /// Changes of each run.
    pub changes: Vec<Change>,
    /// Update at which each run ends; `None` if it continues until a rule finishes it.
    pub until: Option<u64>,
    /// Number of last losses that are kept.
    pub last: usize,
    /// The table, if there is one.
    pub own_data: Option<Arc<OwnData>>,
    /// The data, if all runs have the same.
    pub dataset: Option<Arc<Dataset>>,
}

/// What came of a run.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The values of the last epoch.
    pub line: Line,
    /// The number of updates.
    pub updates: u64,
    /// How the run ended.
    pub ended: Ended,
    /// The last losses, each with its epoch; oldest first.
    pub last: Vec<(u64, f64)>,
    /// The learning rate beyond which full batches cannot settle, if the run is the one of its learning rates that
    /// tells it.
    pub edge: Option<f64>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All epochs were complete, or the update was reached at which it was to end.
    Finished,
    /// The loss was low enough.
    Target,
    /// The loss had not become lower for too long.
    Patience,
    /// The numbers of the next update were not finite.
    Diverged,
}

impl Ended {
    /// Returns the word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::Target => "target",
            Self::Patience => "patience",
            Self::Diverged => "diverged",
        }
    }
}

impl Outcome {
    /// Returns the loss; `None` if the run diverged.
    #[must_use]
    pub fn loss(&self) -> Option<f64> {
        let is_number = self.ended != Ended::Diverged && self.line.loss.is_finite();
        is_number.then_some(self.line.loss)
    }
}

impl Plan {
    /// Trains a run to its end. Returns `None` if `stopped` is not 0 any more before.
    ///
    /// # Errors
    /// If the system does not give the memory.
    pub fn train(&self, number: usize, stopped: &AtomicUsize) -> Result<Option<Outcome>, String> {
        let settings = self.sweep.settings(number);
        let dataset = if let Some(dataset) = &self.dataset {
            Arc::clone(dataset)
        } else {
            let drawn = settings.setup.data.draw(self.own_data.as_deref(), &|_| ());
            Arc::new(drawn.map_err(|why| why.to_string())?)
        };
        let run = Run::new(dataset, settings).with_room();
        let mut run = run
            .map_err(|why| why.to_string())?
            .with_plan(self.changes.clone())
            .ending_at(self.until)
            .without_curves();
        let edge = edges::of_run(&self.sweep, number, &run);
        let mut last = VecDeque::new();
        let mut has_diverged = false;
        while run.stop().is_none() && !run.has_reached_end() {
            if stopped.load(Ordering::Relaxed) != 0 {
                return Ok(None);
            }
            let Ok(advance) = run.advance(Budget::of_updates(u64::MAX)) else {
                has_diverged = true;
                break;
            };
            if advance.completed_epoch && self.last > 0 {
                if last.len() == self.last {
                    last.pop_front();
                }
                let kind = run.settings().setup.hyperparameters.loss;
                let losses = run.trainer().epoch_losses();
                let loss = losses.and_then(|losses| losses.own.of(kind));
                last.extend(loss.map(|loss| (run.trainer().epochs(), loss)));
            }
        }
        let ended = match run.stop() {
            _ if has_diverged => Ended::Diverged,
            Some(Stop::Target) => Ended::Target,
            Some(Stop::Patience) => Ended::Patience,
            Some(Stop::Epochs) | None => Ended::Finished,
        };
        Ok(Some(Outcome {
            line: Line::of_run(&run),
            updates: run.trainer().updates(),
            ended,
            last: last.into(),
            edge,
        }))
    }
}
