//! A run: a trainer, the changes made to it and planned for it, and the curves of its losses.
//!
//! The engine of the screen and `sgdscope train` both use it.

mod changing;
pub mod checkpoint;

use std::sync::Arc;

use crate::learning::data::{Dataset, NoMemory};
use crate::learning::model::parameters::Parameters;
use crate::learning::train::hyperparameters::Hyperparameters;
use crate::learning::train::loss::{LossKind, Losses};
use crate::learning::train::stop::Stop;
use crate::learning::train::trainer::{Budget, Diverged, Trainer};
use crate::session::change::Change;
use crate::session::changes::Changes;
use crate::session::curves::{Accuracies, Curves, CurvesByKind, LastLosses};
use crate::session::recipe::Recipe;
use crate::session::settings::Settings;
use crate::session::trail::{Moment, Trail};

/// A run of a training. Its results depend only on its data, its initial settings and its changes: equal
/// inputs give bit-identical results, no matter how the updates are divided into calls of
/// [`advance`](Self::advance).
///
/// ```
/// use std::sync::Arc;
/// use sgdscope::learning::train::trainer::Budget;
/// use sgdscope::session::run::Run;
/// use sgdscope::session::settings::Settings;
///
/// let settings = Settings::default();
/// let dataset = Arc::new(settings.setup.data.draw(None, &|_| ())?);
/// let mut run = Run::new(dataset, settings).with_plan(vec!["13:alpha=0.1".parse()?]);
/// while run.trainer().updates() < 26 {
///     run.advance(Budget::of_updates(26)).expect("alpha is small");
/// }
/// assert_eq!(run.settings().setup.hyperparameters.alpha.get(), 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Run {
    trainer: Trainer,
    /// Current settings. A change of a setting that needs a new run waits for the next run.
    settings: Settings,
    began: Arc<Settings>,
    changes: Arc<Changes>,
    /// Update at which the run ends even if no rule has finished it.
    until: Option<u64>,
    last: LastLosses,
    /// Number of updates before the last change of the weights by hand; `None` if there was no such change.
    weights_put_at: Option<u64>,
    /// Curves of all losses; `None` if no curves are kept.
    curves: Option<Box<CurvesByKind>>,
    /// Accuracies after the epochs; empty if no curves are kept.
    accuracies: Accuracies,
    /// The way of the weights; `None` if no curves are kept.
    trail: Option<Box<Trail>>,
    /// What the run obeyed when the numbers of the next update were not finite; `None` if it has not diverged.
    diverged_with: Option<Divergence>,
}

/// What a run obeyed when it diverged.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Divergence {
    hyperparameters: Hyperparameters,
    /// Number of changes that had been made.
    changes: usize,
}

/// Result of one call of [`Run::advance`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Advance {
    /// The number of updates that were made; 0 if a mini-batch was only partly summed, or the run had ended.
    pub updates: u64,
    /// The number of samples that were seen.
    pub samples: usize,
    /// Whether the last update completed an epoch.
    pub completed_epoch: bool,
}

impl Run {
    /// Creates a run at its start, without changes ahead.
    #[must_use]
    pub fn new(dataset: Arc<Dataset>, settings: Settings) -> Self {
        let trainer = Trainer::new(dataset, &settings.setup);
        let trail = Trail::new(trainer.weights_of_training());
        Self {
            trainer,
            began: Arc::new(settings.clone()),
            settings,
            changes: Arc::default(),
            until: None,
            last: LastLosses::default(),
            weights_put_at: None,
            curves: Some(Box::default()),
            accuracies: Accuracies::default(),
            trail: Some(Box::new(trail)),
            diverged_with: None,
        }
    }

    /// Returns the run with room for shuffling, if it shuffles.
    ///
    /// # Errors
    /// If the system does not give the memory.
    pub fn with_room(mut self) -> Result<Self, NoMemory> {
        self.take_up()?;
        Ok(self)
    }

    /// Returns the run with planned changes. Changes that are due at its start are made at once.
    #[must_use]
    pub fn with_plan(mut self, planned: Vec<Change>) -> Self {
        self.changes = Arc::new(Changes::planned(planned));
        self.make_due_changes();
        self
    }

    /// Returns the run with an end: it makes no updates beyond the update `until`. `None` sets no end.
    #[must_use]
    pub fn ending_at(mut self, until: Option<u64>) -> Self {
        self.until = until;
        self
    }

    /// Returns the run without curves and without the way of its weights. The cross-entropy is not measured if neither the settings nor a
    /// planned change can select it.
    #[must_use]
    pub fn without_curves(mut self) -> Self {
        self.curves = None;
        self.trail = None;
        let is_entropy_wanted = self.settings.setup.hyperparameters.loss == LossKind::CrossEntropy
            || self.changes.all().iter().any(Change::is_of_loss);
        if !is_entropy_wanted {
            self.trainer = self.trainer.without_cross_entropy();
        }
        self
    }

    /// Returns the run with measurement of the cross-entropy.
    #[must_use]
    pub fn with_cross_entropy(mut self) -> Self {
        self.trainer = self.trainer.with_cross_entropy();
        self
    }

    /// Makes some updates of one epoch within the budget. It stops at the next change ahead, and makes this
    /// change. It also stops at the end of the run; from there on, it does nothing.
    ///
    /// # Errors
    /// [`Diverged`] if the next update cannot be made, because its numbers would not be finite.
    pub fn advance(&mut self, budget: Budget) -> Result<Advance, Diverged> {
        let made = self.trainer.updates();
        let to_change = self.changes.updates_left(made).unwrap_or(u64::MAX);
        let to_end = self.until.map_or(u64::MAX, |end| end.saturating_sub(made));
        if to_end == 0 {
            return Ok(Advance::default());
        }
        let budget = Budget {
            updates: budget.updates.min(to_change).min(to_end),
            ..budget
        };
        let Ok(updates) = self.trainer.advance(budget) else {
            self.diverged_with = Some(self.obeyed());
            return Err(Diverged);
        };
        if let (Some(curves), Some(trail)) = (&mut self.curves, &mut self.trail) {
            for (place, (position, losses)) in updates.each().enumerate() {
                self.last.batch = Some(losses);
                curves.push_batch(position, &losses);
                let update = made + place as u64 + 1;
                let moment = Moment { update, position };
                trail.push_update(moment, &updates.step(place), &losses);
            }
        }
        let epoch = updates.epoch.copied();
        let advance = Advance {
            updates: updates.count() as u64,
            samples: updates.work,
            completed_epoch: epoch.is_some(),
        };
        if let Some(losses) = epoch {
            (self.last.epoch, self.last.test) = (Some(losses.own), losses.test);
            if let Some(trail) = &mut self.trail {
                let (trainer, test) = (&self.trainer, losses.test.as_ref());
                let moment = Moment {
                    update: trainer.updates(),
                    position: trainer.position(),
                };
                let test_loss = test.and_then(|losses| losses.cross_entropy);
                trail.push_epoch(
                    trainer.epochs(),
                    moment,
                    trainer.weights_of_training(),
                    test_loss,
                );
            }
            if let Some(curves) = &mut self.curves {
                let (trainer, position) = (&self.trainer, self.trainer.position());
                let has_test = !trainer.dataset().test().is_empty();
                curves.push_epoch(position, &losses, has_test);
                self.accuracies.push_epoch(position, has_test, || {
                    [Some(trainer.accuracy(true)), trainer.test_accuracy(true)]
                });
            }
        }
        self.make_due_changes();
        Ok(advance)
    }

    /// Returns the rule that has finished the run; `None` if no rule has.
    #[must_use]
    pub fn stop(&self) -> Option<Stop> {
        self.trainer.stop()
    }

    /// Returns whether the run has reached the update at which it ends.
    #[must_use]
    pub fn has_reached_end(&self) -> bool {
        self.until.is_some_and(|end| self.trainer.updates() >= end)
    }

    /// Removes the end of the run, so that the run can continue beyond it.
    pub fn forget_end(&mut self) {
        self.until = None;
    }

    /// Returns whether the run has diverged: the numbers of the next update were not finite when it was
    /// tried.
    #[must_use]
    pub fn has_diverged(&self) -> bool {
        self.diverged_with.is_some()
    }

    /// Returns the trainer.
    #[must_use]
    pub fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    /// Returns the current settings. A change of a setting that needs a new run waits for the next run.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns the settings with which the run began.
    #[must_use]
    pub fn began(&self) -> &Settings {
        &self.began
    }

    /// Returns the losses that were measured last. Before the first epoch is complete, and between a change of
    /// the weights by hand and the next update, the losses at the present weights are measured now, which
    /// takes a pass over the data; with `at_a_glance`, they are estimated from a part of many samples.
    #[must_use]
    pub fn losses(&self, at_a_glance: bool) -> LastLosses {
        let updates = self.trainer.updates();
        let is_wanted = self.trainer.epochs() == 0 || self.weights_put_at == Some(updates);
        let now = is_wanted.then(|| self.trainer.losses_now(at_a_glance));
        LastLosses {
            now: now.flatten(),
            ..self.last
        }
    }

    /// Returns the losses of the last mini-batch; `None` before the first, and if no curves are kept.
    #[must_use]
    pub fn batch_losses(&self) -> Option<Losses> {
        self.last.batch
    }

    /// Returns the curves of a kind of loss; empty if no curves are kept. Full chunks are shared, not copied.
    #[must_use]
    pub fn curves(&self, kind: LossKind) -> Curves {
        let curves = self.curves.as_ref();
        curves.map_or_else(Curves::default, |curves| curves.of(kind).clone())
    }

    /// Returns the accuracies after the epochs; empty if no curves are kept. Those of more than half a million
    /// samples are estimated.
    #[must_use]
    pub fn accuracies(&self) -> &Accuracies {
        &self.accuracies
    }

    /// Returns the way of the weights; `None` if no curves are kept.
    #[must_use]
    pub fn trail(&self) -> Option<&Trail> {
        self.trail.as_deref()
    }

    /// Returns the weights before the present ones, in the units of the data: after each of the last `count` updates,
    /// oldest first.
    #[must_use]
    pub fn boundaries_before(&self, count: usize) -> Vec<Parameters> {
        let inputs = self.trainer.inputs();
        let updates = self.trail().into_iter().flat_map(Trail::updates);
        let mut before: Vec<Parameters> = updates
            .rev()
            .skip(1)
            .take(count)
            .map(|update| {
                let weights = update.weights.iter().copied();
                inputs.in_own_units(&Parameters::new(inputs.shape(), weights))
            })
            .collect();
        before.reverse();
        before
    }

    /// Returns the changes of the run: those that were made, and those ahead.
    #[must_use]
    pub fn changes(&self) -> &Changes {
        &self.changes
    }

    /// Returns whether the run has a planned end.
    #[must_use]
    pub fn has_end(&self) -> bool {
        self.until.is_some()
    }

    /// Returns the recipe that repeats the run.
    #[must_use]
    pub fn recipe(&self) -> Recipe {
        let is_over = self.stop().is_some() || self.diverged_with == Some(self.obeyed());
        let updates = self.trainer.updates();
        Recipe {
            began: Arc::clone(&self.began),
            changes: Arc::clone(&self.changes),
            until: self.until.filter(|_| !is_over),
            stands_at: Some(updates).filter(|updates| *updates > 0 && !is_over),
        }
    }

    /// What a run obeys now. A run that has diverged would diverge again only if this has not changed since.
    fn obeyed(&self) -> Divergence {
        Divergence {
            hyperparameters: self.settings.setup.hyperparameters,
            changes: self.changes.made().len(),
        }
    }
}
