//! Training as a deterministic state machine: no thread, no clock, no terminal.

use std::sync::Arc;

use crate::learning::dataset::Dataset;
use crate::learning::trainer::{Budget, Trainer};
use crate::session::history::History;
use crate::session::settings::Settings;
use crate::session::snapshot::{Control, Phase, Progress, Snapshot};

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
    /// Obey these from the next update on; a start from the next run on.
    Tune(Settings),
    /// Begin a new run. Whether it goes on by itself stays as it was.
    Reset,
}

/// A training that can be steered. The same settings and the same commands at the same updates give
/// the same snapshots, bit for bit, however the updates are cut into calls of
/// [`advance`](Self::advance).
pub struct Engine {
    trainer: Trainer,
    control: Control,
    goal: Option<Goal>,
    diverged: bool,
    last: Losses,
    epoch_losses: History,
    batch_losses: History,
    revision: u64,
}

/// Where a step ends.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Goal {
    Updates(u64),
    Epochs(u64),
}

#[derive(Debug, Clone, Copy, Default)]
struct Losses {
    epoch: Option<f64>,
    batch: Option<f64>,
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
            trainer: Trainer::new(dataset, settings.hyperparameters, &settings.start),
            control,
            goal: None,
            diverged: false,
            last: Losses::default(),
            epoch_losses: History::default(),
            batch_losses: History::default(),
            revision: 0,
        }
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
            Command::Tune(settings) => {
                self.control.settings = settings;
                self.trainer.tune(settings.hyperparameters);
            }
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
                updates: self.up_to_goal(budget.updates - made),
                samples,
            };
            let Ok(updates) = self.trainer.advance(left) else {
                self.diverged = true;
                break;
            };
            for (position, loss) in updates.each() {
                self.last.batch = Some(loss);
                self.batch_losses.push(position, loss);
            }
            made += updates.batch_losses.len() as u64;
            samples = samples.saturating_sub(updates.work);
            if let Some(loss) = updates.epoch_loss {
                self.last.epoch = Some(loss);
                self.epoch_losses.push(self.trainer.position(), loss);
            }
            self.end_step_at_goal();
        }
        made
    }

    /// What it is doing.
    #[must_use]
    pub fn phase(&self) -> Phase {
        if self.diverged {
            Phase::Diverged
        } else if self.trainer.is_finished() {
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

    /// The mean loss of the last complete epoch.
    #[must_use]
    pub fn epoch_loss(&self) -> Option<f64> {
        self.last.epoch
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
        let is_glance = self.phase() == Phase::Running && !trainer.is_glance_exact();
        Snapshot {
            control: self.control,
            phase: self.phase(),
            dataset: Arc::clone(trainer.dataset()),
            weights: trainer.weights(),
            accuracy: if is_glance {
                trainer.accuracy_at_a_glance()
            } else {
                trainer.accuracy()
            },
            accuracy_is_estimate: is_glance,
            progress: Progress {
                epochs: trainer.epochs(),
                update_of_epoch: trainer.update_of_epoch(),
                updates_of_epoch: trainer.updates_of_epoch(),
                updates: trainer.updates(),
                position: trainer.position(),
            },
            epoch_loss: self.last.epoch,
            batch_loss: self.last.batch,
            epoch_losses: self.epoch_losses.clone(),
            batch_losses: self.batch_losses.clone(),
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
        *self = Self {
            control,
            revision: self.revision,
            ..Self::new(
                Arc::clone(self.trainer.dataset()),
                control.settings,
                control.running,
            )
        };
    }

    /// No more updates than a step has to its goal.
    fn up_to_goal(&self, updates: u64) -> u64 {
        match self.goal {
            Some(Goal::Updates(goal)) => updates.min(goal.saturating_sub(self.trainer.updates())),
            _ => updates,
        }
    }

    fn end_step_at_goal(&mut self) {
        let reached = match self.goal {
            Some(Goal::Updates(goal)) => self.trainer.updates() >= goal,
            Some(Goal::Epochs(goal)) => self.trainer.epochs() >= goal,
            None => false,
        };
        if reached || self.trainer.is_finished() {
            self.goal = None;
        }
    }
}
