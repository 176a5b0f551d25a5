//! Checkpoints of a run: states from which it continues with identical bits.

use std::sync::Arc;

use crate::learning::data::NoMemory;
use crate::learning::train::loss::LossKind;
use crate::learning::train::trainer::Trainer;
use crate::session::change::Value;
use crate::session::curves::{Accuracies, CurveMarks, CurvesByKind, LastLosses};
use crate::session::history::Mark;
use crate::session::run::Run;
use crate::session::trail::Trail;

/// Work that an update takes in addition to its samples, in samples.
const WORK_OF_UPDATE: u64 = 16;

/// The state of a run at an update, without its curves: of these, it holds only the ends.
#[derive(Clone)]
pub struct Checkpoint {
    trainer: Trainer,
    /// Number of changes that had been made.
    changes: usize,
    last: LastLosses,
    weights_put_at: Option<u64>,
    curves: Option<[CurveMarks; LossKind::ALL.len()]>,
    accuracies: [Mark; 2],
}

/// What was measured in a run up to an update: everything that its curves show, and the way of its weights.
#[derive(Clone)]
pub struct Record {
    /// The number of updates.
    pub updates: u64,
    /// Position in epochs: 1.5 is the middle of the second epoch.
    pub position: f64,
    /// The curves of all kinds of loss.
    pub curves: CurvesByKind,
    accuracies: Accuracies,
    trail: Option<Box<Trail>>,
}

impl Checkpoint {
    /// Returns the number of updates that had been made.
    #[must_use]
    pub fn updates(&self) -> u64 {
        self.trainer.updates()
    }

    /// Returns the number of samples that had been seen.
    #[must_use]
    pub fn samples(&self) -> u64 {
        self.trainer.samples_seen()
    }

    /// Returns about how much work it takes to train from the start up to the checkpoint, in samples.
    #[must_use]
    pub fn work(&self) -> u64 {
        work(&self.trainer)
    }
}

impl Run {
    /// Returns a checkpoint of the present state; `None` if it would need much memory, see
    /// [`Trainer::checkpoint`].
    #[must_use]
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        Some(Checkpoint {
            trainer: self.trainer.checkpoint()?,
            changes: self.changes.made().len(),
            last: self.last,
            weights_put_at: self.weights_put_at,
            curves: self.curves.as_ref().map(|curves| curves.mark()),
            accuracies: self.accuracies.mark(),
        })
    }

    /// Returns to a checkpoint that was made before the present state. Changes that were made since lie ahead. The
    /// settings that do not decide the run stay, and so do those that wait for the next run.
    pub fn return_to(&mut self, checkpoint: &Checkpoint) {
        self.trainer.return_to(&checkpoint.trainer);
        self.follow_trainer(checkpoint.changes);
        self.last = checkpoint.last;
        self.weights_put_at = checkpoint.weights_put_at;
        if let (Some(curves), Some(marks)) = (&mut self.curves, &checkpoint.curves) {
            curves.return_to(marks);
        }
        self.accuracies.return_to(&checkpoint.accuracies);
        if let Some(trail) = &mut self.trail {
            trail.return_to(checkpoint.updates());
        }
    }

    /// Returns to the start. All changes lie ahead, except those that are due at the start.
    pub fn start_over(&mut self) {
        let dataset = Arc::clone(self.trainer.dataset());
        let start = Trainer::new(dataset, &self.began.setup).measuring_as(&self.trainer);
        self.trainer.return_to(&start);
        self.follow_trainer(0);
        self.last = LastLosses::default();
        self.weights_put_at = None;
        self.curves = self.curves.as_ref().map(|_| Box::default());
        self.accuracies = Accuracies::default();
        let start = self.trainer.weights_of_training();
        let trail = self.trail.as_ref().map(|_| Box::new(Trail::new(start)));
        self.trail = trail;
        self.make_due_changes();
    }

    /// Takes over what the trainer has gone back to.
    fn follow_trainer(&mut self, changes: usize) {
        self.settings.setup.hyperparameters = *self.trainer.hyperparameters();
        Arc::make_mut(&mut self.changes).rewind(changes);
        self.diverged_with = None;
    }

    /// Returns the curves up to the present update. Full chunks are shared, not copied.
    #[must_use]
    pub fn record(&self) -> Record {
        Record {
            updates: self.trainer.updates(),
            position: self.trainer.position(),
            curves: self.curves.as_deref().cloned().unwrap_or_default(),
            accuracies: self.accuracies.clone(),
            trail: self.trail.clone(),
        }
    }

    /// Goes forward to a checkpoint of what lies ahead, whose curves are those of `record`.
    pub fn skip_to(&mut self, checkpoint: &Checkpoint, record: &Record) {
        self.curves = self
            .curves
            .as_ref()
            .map(|_| Box::new(record.curves.clone()));
        self.accuracies = record.accuracies.clone();
        self.trail.clone_from(&record.trail);
        let made = self.changes.made().len();
        self.return_to(checkpoint);
        let skipped = checkpoint.changes.saturating_sub(made);
        Arc::make_mut(&mut self.changes).repeat(skipped);
    }

    /// Removes the changes ahead that were made before the run went back; see
    /// [`Changes::drop_future`](crate::session::changes::Changes::drop_future).
    pub fn drop_future(&mut self) {
        Arc::make_mut(&mut self.changes).drop_future();
    }

    /// Returns a copy that can be put aside: it takes little memory, because the samples that shuffling has moved
    /// are left out if they can be drawn again.
    #[must_use]
    pub fn set_aside(&self) -> Self {
        let trainer = self.trainer.checkpoint();
        Self {
            trainer: trainer.unwrap_or_else(|| self.trainer.without_moved_samples()),
            settings: self.settings.clone(),
            began: Arc::clone(&self.began),
            changes: Arc::clone(&self.changes),
            until: self.until,
            last: self.last,
            weights_put_at: self.weights_put_at,
            curves: self.curves.clone(),
            accuracies: self.accuracies.clone(),
            trail: self.trail.clone(),
            diverged_with: self.diverged_with,
        }
    }

    /// Makes room for shuffling again after the run was put aside, if it shuffles.
    ///
    /// # Errors
    /// If the system does not give the memory.
    pub fn take_up(&mut self) -> Result<(), NoMemory> {
        if self.settings.setup.hyperparameters.shuffle {
            self.trainer.reserve_for_shuffling()?;
        }
        Ok(())
    }

    /// Returns whether a change to `value` would be recorded as a change of the run: the value decides the run, can
    /// be set in it, and is not the present one.
    #[must_use]
    pub fn records(&self, value: &Value) -> bool {
        match value {
            _ if value.check(self.trainer.parameters().len()).is_err() => false,
            Value::Setting(of) => of.setting().changes_in_a_run() && self.before(value) != *value,
            Value::Weight(..) | Value::Weights(_) => true,
        }
    }

    /// Returns about how much work it takes to train from the start up to the present update, in samples.
    #[must_use]
    pub fn work(&self) -> u64 {
        work(&self.trainer)
    }

    /// Returns whether the run makes no more updates: a rule has finished it, it has diverged, or it has reached the
    /// update at which it ends.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.stop().is_some() || self.has_diverged() || self.has_reached_end()
    }
}

fn work(trainer: &Trainer) -> u64 {
    trainer.samples_seen() + WORK_OF_UPDATE * trainer.updates()
}
