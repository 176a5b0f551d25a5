//! Training as a deterministic state machine: no thread, no clock, no terminal.

use std::sync::Arc;

use crate::learning::data::{Dataset, OwnData};
use crate::learning::train::trainer::{Budget, Trainer};
use crate::session::change::{Change, Value};
use crate::session::lane::{Address, LaneId};
use crate::session::run::Run;
use crate::session::settings::Settings;
use crate::session::snapshot::{Control, LaneView, Phase, Progress, Snapshot};

/// Something that is asked of a training.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Go on by itself.
    Run,
    /// Stop where it is.
    Pause,
    /// Pause, and make one more update.
    StepUpdate,
    /// Pause, and go on to the end of an epoch.
    StepEpoch,
    /// Set one value in the lanes of an address: weights and hyperparameters from the next update on; data,
    /// features and start from the next run on.
    Change(Address, Value),
    /// Begin a new run with the present settings. Whether it goes on by itself stays as it was.
    Reset,
}

/// A training that can be steered. Equal settings and equal commands at equal updates give snapshots of
/// equal bits, however the updates are cut into calls of [`advance`](Self::advance).
///
/// ```
/// use std::sync::Arc;
/// use sgdscope::session::engine::{Command, Engine};
/// use sgdscope::session::settings::Settings;
///
/// let mut engine = Engine::load(None, Settings::default(), false, &|_| ());
/// engine.apply(Command::StepEpoch);
/// assert_eq!(engine.advance(u64::MAX), 13, "400 samples in mini-batches of 32");
/// let snapshot = engine.snapshot();
/// assert_eq!(snapshot.first().progress.epochs, 1);
/// ```
pub struct Engine {
    /// A person's own data, if there are any.
    own_data: Option<Arc<OwnData>>,
    control: Control,
    /// Where a step ends.
    goal: Option<Goal>,
    run: Run,
    revision: u64,
}

/// Where a step ends.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Goal {
    /// At this number of updates.
    Updates(u64),
    /// At this number of complete epochs.
    Epochs(u64),
}

impl Engine {
    /// A training at the start of its first run, running or paused.
    #[must_use]
    pub fn new(dataset: Arc<Dataset>, settings: Settings, running: bool) -> Self {
        Self {
            own_data: None,
            control: Control {
                running,
                ..Control::default()
            },
            goal: None,
            run: Run::new(dataset, settings),
            revision: 0,
        }
    }

    /// A training on the data that the settings ask for; `own_data` are a person's own, where these are the
    /// source. `show` is told from time to time which share of the data has been made, from 0 to 1.
    #[must_use]
    pub fn load(
        own_data: Option<Arc<OwnData>>,
        settings: Settings,
        running: bool,
        show: &dyn Fn(f64),
    ) -> Self {
        let dataset = settings.setup.data.draw(own_data.as_deref(), show);
        Self {
            own_data,
            ..Self::new(Arc::new(dataset), settings, running)
        }
    }

    /// The training with these changes ahead in its first run, which pauses at the update `until` if there
    /// is one.
    #[must_use]
    pub fn with_plan(mut self, planned: Vec<Change>, until: Option<u64>) -> Self {
        self.run = self.run.with_plan(planned).ending_at(until);
        self.pause_at_end();
        self
    }

    /// Does what is asked. A step that cannot be made, because the run is finished or has diverged, is
    /// forgotten.
    pub fn apply(&mut self, command: Command) {
        self.revision += 1;
        self.control.commands += 1;
        match command {
            Command::Run => self.go(true),
            Command::Pause => self.go(false),
            Command::StepUpdate => self.step_update(),
            Command::StepEpoch => self.step_epoch(),
            Command::Change(address, value) => {
                if address.includes(LaneId::FIRST) {
                    self.run.change(value);
                }
            }
            Command::Reset => self.reset(),
        }
    }

    /// Makes this number of updates, or fewer where the phase stops being [`Phase::Running`]. Returns how
    /// many were made.
    pub fn advance(&mut self, updates: u64) -> u64 {
        self.advance_within(Budget::of_updates(updates))
    }

    /// Makes updates within a budget; the last mini-batch may be summed in part. Returns how many updates
    /// were made.
    pub fn advance_within(&mut self, budget: Budget) -> u64 {
        let (mut made, mut samples) = (0, budget.samples);
        while made < budget.updates && samples > 0 && self.phase() == Phase::Running {
            self.revision += 1;
            let left = Budget {
                updates: self.up_to_goal(budget.updates - made),
                samples,
            };
            let Ok(advance) = self.run.advance(left) else {
                // A step that diverges is over: whatever is changed then, nothing goes on by itself.
                self.goal = None;
                break;
            };
            made += advance.updates;
            samples = samples.saturating_sub(advance.samples);
            self.end_step_at_goal();
            self.pause_at_end();
        }
        made
    }

    /// What it is doing.
    #[must_use]
    pub fn phase(&self) -> Phase {
        if self.run.has_diverged() {
            Phase::Diverged
        } else if self.run.stop().is_some() {
            Phase::Finished
        } else if self.control.running || self.goal.is_some() {
            Phase::Running
        } else {
            Phase::Paused
        }
    }

    /// Whether it goes on to the end of a step, for which it need not keep to the speed.
    #[must_use]
    pub fn is_stepping(&self) -> bool {
        self.goal.is_some()
    }

    /// What has been asked of it, beside the settings.
    #[must_use]
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// The settings that it obeys.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        self.run.settings()
    }

    /// The trainer of the run.
    #[must_use]
    pub fn trainer(&self) -> &Trainer {
        self.run.trainer()
    }

    /// A number that grows with every change, so that an unchanged engine need not be shown again.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The state now. It costs a pass over the data for the accuracy; while it is running, over half a
    /// million samples at most.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            control: self.control,
            phase: self.phase(),
            dataset: Arc::clone(self.trainer().dataset()),
            lanes: vec![self.lane_view()],
        }
    }

    fn lane_view(&self) -> LaneView {
        let (run, trainer) = (&self.run, self.run.trainer());
        let is_estimate = self.phase() == Phase::Running;
        LaneView {
            id: LaneId::FIRST,
            settings: run.settings().clone(),
            recipe: run.recipe(),
            stop: run.stop(),
            parameters: trainer.parameters(),
            alpha: trainer.alpha(),
            accuracy: trainer.accuracy(is_estimate),
            test_accuracy: trainer.test_accuracy(is_estimate),
            progress: Progress {
                epochs: trainer.epochs(),
                update_of_epoch: trainer.update_of_epoch(),
                updates_of_epoch: trainer.updates_of_epoch(),
                updates: trainer.updates(),
                position: trainer.position(),
            },
            losses: *run.last_losses(),
            curves: run.curves(run.settings().setup.hyperparameters.loss),
        }
    }

    fn go(&mut self, running: bool) {
        self.control.running = running;
        self.goal = None;
    }

    fn step_update(&mut self) {
        self.control.running = false;
        self.set_goal(match self.goal {
            Some(Goal::Updates(update)) => Goal::Updates(update + 1),
            _ => Goal::Updates(self.trainer().updates() + 1),
        });
    }

    fn step_epoch(&mut self) {
        self.control.running = false;
        self.set_goal(match self.goal {
            Some(Goal::Epochs(epoch)) => Goal::Epochs(epoch + 1),
            _ => Goal::Epochs(self.trainer().epochs() + 1),
        });
    }

    fn set_goal(&mut self, goal: Goal) {
        if matches!(self.phase(), Phase::Paused | Phase::Running) {
            self.goal = Some(goal);
        }
    }

    fn reset(&mut self) {
        self.control.run += 1;
        self.goal = None;
        let settings = self.run.settings().clone();
        let dataset = if settings.setup.data == self.run.began().setup.data {
            Arc::clone(self.trainer().dataset())
        } else {
            let own_data = self.own_data.as_deref();
            Arc::new(settings.setup.data.draw(own_data, &|_| ()))
        };
        self.run = Run::new(dataset, settings);
    }

    /// No more updates than a step has to its goal.
    fn up_to_goal(&self, updates: u64) -> u64 {
        match self.goal {
            Some(Goal::Updates(goal)) => updates.min(goal.saturating_sub(self.trainer().updates())),
            _ => updates,
        }
    }

    fn end_step_at_goal(&mut self) {
        let is_reached = match self.goal {
            Some(Goal::Updates(goal)) => self.trainer().updates() >= goal,
            Some(Goal::Epochs(goal)) => self.trainer().epochs() >= goal,
            None => false,
        };
        if is_reached || self.run.stop().is_some() {
            self.goal = None;
        }
    }

    /// A run with an end pauses there. Whoever then goes on goes beyond it.
    fn pause_at_end(&mut self) {
        if self.run.has_reached_end() {
            self.go(false);
            self.run.forget_end();
        }
    }
}
