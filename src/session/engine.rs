//! Training as a deterministic state machine: no thread, no clock, no terminal.

use std::sync::Arc;

use crate::learning::dataset::{Dataset, Table};
use crate::learning::loss::{EpochLosses, LossKind, Losses};
use crate::learning::model::Weights;
use crate::learning::start::show_weights;
use crate::learning::trainer::{Budget, Trainer};
use crate::session::change::{Assignment, Change, Changes, Plan, WEIGHTS};
use crate::session::history::History;
use crate::session::settings::Settings;
use crate::session::snapshot::{Control, Curves, LastLosses, Phase, Progress, Snapshot};

/// What a user asks of a training.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Command {
    /// Go on by itself.
    Run,
    /// Stop where it is.
    Pause,
    /// Pause, and make one more update.
    StepUpdate,
    /// Pause, and go on to the end of an epoch.
    StepEpoch,
    /// Obey these: hyperparameters from the next update on, data, features and start from the next run on.
    Tune(Settings),
    /// Go on from these weights, in the data's own units.
    PutWeights(Weights),
    /// Begin a new run. Whether it goes on by itself stays as it was.
    Reset,
}

/// A training that can be steered. The same settings and the same commands at the same updates give
/// the same snapshots, bit for bit, however the updates are cut into calls of
/// [`advance`](Self::advance).
pub struct Engine {
    trainer: Trainer,
    /// Samples of the user's own, if there are any.
    table: Option<Arc<Table>>,
    control: Control,
    /// The settings with which the run began.
    began: Settings,
    changes: Arc<Changes>,
    plan: Plan,
    goal: Option<Goal>,
    diverged: bool,
    last: LastLosses,
    /// For each kind of loss.
    curves: [Curves; LossKind::ALL.len()],
    revision: u64,
}

/// Where a step ends.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Goal {
    Updates(u64),
    Epochs(u64),
}

impl Engine {
    /// A training at the start of its first run, running or paused.
    #[must_use]
    pub fn new(dataset: Arc<Dataset>, settings: Settings, running: bool) -> Self {
        let control = Control {
            settings,
            running,
            ..Control::default()
        };
        Self {
            trainer: Trainer::new(dataset, &settings.setup),
            table: None,
            control,
            began: settings,
            changes: Arc::default(),
            plan: Plan::default(),
            goal: None,
            diverged: false,
            last: LastLosses::default(),
            curves: Default::default(),
            revision: 0,
        }
    }

    /// A training on the data that the settings ask for, of which there is a `table` where it is one of
    /// the user's own. Now and then `show` is told which share of the data is there.
    #[must_use]
    pub fn load(
        table: Option<Arc<Table>>,
        settings: Settings,
        running: bool,
        show: &dyn Fn(f64),
    ) -> Self {
        let dataset = settings.setup.data.draw(table.as_deref(), show);
        Self {
            table,
            ..Self::new(Arc::new(dataset), settings, running)
        }
    }

    /// The same, with changes that are to be made in the course of its first run.
    #[must_use]
    pub fn with_plan(self, plan: Plan) -> Self {
        let mut planned = Self { plan, ..self };
        planned.follow_plan();
        planned
    }

    /// Does what a user asks. A step that cannot be made (finished, diverged) is forgotten.
    pub fn apply(&mut self, command: Command) {
        self.revision += 1;
        self.control.commands += 1;
        match command {
            Command::Run => {
                self.control.running = true;
                self.goal = None;
            }
            Command::Pause => {
                self.control.running = false;
                self.goal = None;
            }
            Command::StepUpdate => self.step_update(),
            Command::StepEpoch => self.step_epoch(),
            Command::Tune(settings) => self.tune(settings),
            Command::PutWeights(weights) => self.put_weights(&weights),
            Command::Reset => self.reset(),
        }
    }

    /// Makes so many updates, or fewer where the phase stops being [`Phase::Running`], and says how
    /// many.
    pub fn advance(&mut self, updates: u64) -> u64 {
        self.advance_within(Budget::of_updates(updates))
    }

    /// The same, for about so many samples at most: a mini-batch may be seen in parts.
    pub fn advance_within(&mut self, budget: Budget) -> u64 {
        let (mut made, mut samples) = (0, budget.samples);
        while made < budget.updates && samples > 0 && self.phase() == Phase::Running {
            self.revision += 1;
            let left = Budget {
                updates: self.up_to_next(budget.updates - made),
                samples,
            };
            let Ok(updates) = self.trainer.advance(left) else {
                self.diverged = true;
                break;
            };
            for (position, losses) in updates.each() {
                self.last.batch = Some(losses);
                push(&mut self.curves, position, &losses, |curves| {
                    &mut curves.batches
                });
            }
            made += updates.count() as u64;
            samples = samples.saturating_sub(updates.work);
            if let Some(losses) = updates.epoch.copied() {
                self.note_epoch(&losses);
            }
            self.follow_plan();
            self.end_step_at_goal();
        }
        made
    }

    /// What it is doing.
    #[must_use]
    pub fn phase(&self) -> Phase {
        if self.diverged {
            Phase::Diverged
        } else if self.trainer.stop().is_some() {
            Phase::Finished
        } else if self.control.running || self.goal.is_some() {
            Phase::Running
        } else {
            Phase::Paused
        }
    }

    /// Whether it goes on to the end of a step, and so need not keep to the speed.
    #[must_use]
    pub fn is_stepping(&self) -> bool {
        self.goal.is_some()
    }

    /// What it obeys.
    #[must_use]
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// The run itself.
    #[must_use]
    pub fn trainer(&self) -> &Trainer {
        &self.trainer
    }

    /// A number that grows with every change, so that an unchanged engine need not be shown again.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The state now. Costs a pass over the data for the accuracy, or a glance at them while it is
    /// running, and a copy of the histories.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let trainer = &self.trainer;
        let is_glance = self.phase() == Phase::Running;
        let kind = self.control.settings.setup.hyperparameters.loss;
        Snapshot {
            control: self.control,
            phase: self.phase(),
            stop: trainer.stop(),
            dataset: Arc::clone(trainer.dataset()),
            model: trainer.model(),
            alpha: trainer.alpha(),
            accuracy: trainer.accuracy(is_glance),
            test_accuracy: trainer.test_accuracy(is_glance),
            progress: Progress {
                epochs: trainer.epochs(),
                update_of_epoch: trainer.update_of_epoch(),
                updates_of_epoch: trainer.updates_of_epoch(),
                updates: trainer.updates(),
                position: trainer.position(),
            },
            losses: self.last,
            curves: self.curves[kind as usize].clone(),
            began: self.began,
            changes: Arc::clone(&self.changes),
        }
    }

    fn note_epoch(&mut self, losses: &EpochLosses) {
        let position = self.trainer.position();
        (self.last.epoch, self.last.test) = (Some(losses.own), losses.test);
        push(&mut self.curves, position, &losses.own, |curves| {
            &mut curves.epochs
        });
        if let Some(losses) = &losses.test {
            push(&mut self.curves, position, losses, |curves| {
                &mut curves.tests
            });
        }
    }

    /// What needs a new run waits for it.
    fn tune(&mut self, settings: Settings) {
        let before = std::mem::replace(&mut self.control.settings, settings);
        let hyperparameters = settings.setup.hyperparameters;
        self.trainer.tune(hyperparameters);
        let (update, position) = (self.trainer.updates(), self.trainer.position());
        Arc::make_mut(&mut self.changes).add_differences(update, position, &before, &settings);
    }

    fn put_weights(&mut self, weights: &Weights) {
        let before = self.trainer.model().weights;
        let weights = weights.resized(before.len());
        self.trainer.put_weights(&weights);
        self.diverged = false;
        Arc::make_mut(&mut self.changes).add(Change {
            update: self.trainer.updates(),
            position: self.trainer.position(),
            name: WEIGHTS,
            before: show_weights(&before),
            after: show_weights(&weights),
        });
    }

    /// Makes the changes that are due.
    fn follow_plan(&mut self) {
        while let Some(assignment) = self.plan.take_due(self.trainer.updates()) {
            match assignment {
                Assignment::Weights(weights) => self.put_weights(&weights),
                Assignment::Setting(setting, value) => {
                    let mut settings = self.control.settings;
                    setting
                        .set(&mut settings, &value)
                        .expect("a plan has been checked");
                    self.tune(settings);
                }
            }
        }
    }

    fn step_update(&mut self) {
        self.control.running = false;
        self.set_goal(match self.goal {
            Some(Goal::Updates(update)) => Goal::Updates(update + 1),
            _ => Goal::Updates(self.trainer.updates() + 1),
        });
    }

    fn step_epoch(&mut self) {
        self.control.running = false;
        self.set_goal(match self.goal {
            Some(Goal::Epochs(epoch)) => Goal::Epochs(epoch + 1),
            _ => Goal::Epochs(self.trainer.epochs() + 1),
        });
    }

    fn set_goal(&mut self, goal: Goal) {
        if matches!(self.phase(), Phase::Paused | Phase::Running) {
            self.goal = Some(goal);
        }
    }

    fn reset(&mut self) {
        let control = Control {
            run: self.control.run + 1,
            ..self.control
        };
        let settings = control.settings;
        let dataset = if settings.setup.data == self.began.setup.data {
            Arc::clone(self.trainer.dataset())
        } else {
            let table = self.table.as_deref();
            Arc::new(settings.setup.data.draw(table, &|_| ()))
        };
        *self = Self {
            control,
            table: self.table.take(),
            revision: self.revision,
            ..Self::new(dataset, settings, control.running)
        };
    }

    /// No more updates than a step has to its goal, or the plan to its next change.
    fn up_to_next(&self, updates: u64) -> u64 {
        let made = self.trainer.updates();
        let updates = self
            .plan
            .updates_left(made)
            .map_or(updates, |left| updates.min(left));
        match self.goal {
            Some(Goal::Updates(goal)) => updates.min(goal.saturating_sub(made)),
            _ => updates,
        }
    }

    fn end_step_at_goal(&mut self) {
        let reached = match self.goal {
            Some(Goal::Updates(goal)) => self.trainer.updates() >= goal,
            Some(Goal::Epochs(goal)) => self.trainer.epochs() >= goal,
            None => false,
        };
        if reached || self.trainer.stop().is_some() {
            self.goal = None;
        }
    }
}

/// Files losses under each of their kinds.
fn push(
    curves: &mut [Curves; LossKind::ALL.len()],
    position: f64,
    losses: &Losses,
    curve: impl Fn(&mut Curves) -> &mut History,
) {
    for (kind, curves) in LossKind::ALL.into_iter().zip(curves) {
        if let Some(loss) = losses.of(kind) {
            curve(curves).push(position, loss);
        }
    }
}
