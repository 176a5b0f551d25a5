//! Training as a deterministic state machine: no thread, no clock, no terminal.

use std::sync::Arc;

use crate::learning::data::{Dataset, NoMemory, OwnData};
use crate::learning::quality::Quality;
use crate::learning::train::trainer::{Budget, Trainer};
use crate::session::change::{Change, Value};
use crate::session::lane::{Address, LaneId};
use crate::session::run::Run;
use crate::session::settings::Settings;
use crate::session::snapshot::{Control, LaneView, Phase, Progress, Refused, Snapshot};

/// A command to the engine.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Train continuously.
    Run,
    /// Pause training.
    Pause,
    /// Pause, and make one more update.
    StepUpdate,
    /// Pause, and continue to the end of the epoch.
    StepEpoch,
    /// Set one value in the addressed lanes. Weights and hyperparameters take effect with the next update;
    /// data, features and start take effect with the next run.
    Change(Address, Value),
    /// Begin a new run with the current settings. Training stays running or paused, as it was. If the system
    /// does not give the memory for new data, the old data and the old run stay, with the settings of the data.
    Reset,
}

/// A training that is controlled by commands. Equal settings and equal commands at equal updates give
/// bit-identical snapshots, no matter how the updates are divided into calls of [`advance`](Self::advance).
///
/// ```
/// use std::sync::Arc;
/// use sgdscope::session::engine::{Command, Engine};
/// use sgdscope::session::settings::Settings;
///
/// let mut engine = Engine::load(None, Settings::default(), false, &|_| ())?;
/// engine.apply(Command::StepEpoch);
/// assert_eq!(engine.advance(u64::MAX), 13, "400 samples in mini-batches of 32");
/// let snapshot = engine.snapshot();
/// assert_eq!(snapshot.first().progress.epochs, 1);
/// # Ok::<(), sgdscope::learning::data::NoMemory>(())
/// ```
pub struct Engine {
    /// The user's own data, if there are any.
    own_data: Option<Arc<OwnData>>,
    control: Control,
    /// End of the step that is in progress; `None` if there is no such step.
    goal: Option<Goal>,
    run: Run,
    /// Last command that was not obeyed for want of memory, if there was one.
    refused: Option<Refused>,
    revision: u64,
}

/// End of a step.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Goal {
    /// The run has had this number of updates.
    Updates(u64),
    /// The run has this number of complete epochs.
    Epochs(u64),
}

impl Engine {
    /// Creates a training at the start of its first run, running or paused.
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
            refused: None,
            revision: 0,
        }
    }

    /// Creates a training on the data that the settings select. `own_data` holds the user's own data, which
    /// are used if the settings select them. `show` is called from time to time with the share of the data
    /// that is ready, from 0 to 1.
    ///
    /// # Errors
    /// If the system does not give the memory for the data.
    pub fn load(
        own_data: Option<Arc<OwnData>>,
        settings: Settings,
        running: bool,
        show: &dyn Fn(f64),
    ) -> Result<Self, NoMemory> {
        let dataset = settings.setup.data.draw(own_data.as_deref(), show)?;
        let mut engine = Self::new(Arc::new(dataset), settings, running);
        engine.own_data = own_data;
        engine.run = engine.run.with_room()?;
        Ok(engine)
    }

    /// Returns the training with planned changes for its first run. The run pauses at the update `until`, if
    /// one is given.
    #[must_use]
    pub fn with_plan(mut self, planned: Vec<Change>, until: Option<u64>) -> Self {
        self.run = self.run.with_plan(planned).ending_at(until);
        self.pause_at_end();
        self
    }

    /// Executes a command. A step that cannot be made is ignored: the run is finished or has diverged.
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
                    let changed = self.run.change(value);
                    self.note(changed);
                    // Fewer epochs, for example, can finish a run in the middle of a step.
                    self.end_step_at_goal();
                }
            }
            Command::Reset => self.reset(),
        }
    }

    /// Makes `updates` updates, or fewer if the phase stops being [`Phase::Running`]. Returns the number of
    /// updates that were made.
    pub fn advance(&mut self, updates: u64) -> u64 {
        self.advance_within(Budget::of_updates(updates))
    }

    /// Makes updates within a budget; the last mini-batch may be partly summed. Returns the number of updates
    /// that were made.
    pub fn advance_within(&mut self, budget: Budget) -> u64 {
        let (mut made, mut samples) = (0, budget.samples);
        while made < budget.updates && samples > 0 && self.phase() == Phase::Running {
            self.revision += 1;
            let left = Budget {
                updates: self.up_to_goal(budget.updates - made),
                samples,
            };
            let Ok(advance) = self.run.advance(left) else {
                // A step ends when the run diverges, so that a later change does not resume it.
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

    /// Returns the phase of the training: paused, running, finished or diverged.
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

    /// Returns whether a step is in progress. The speed setting does not apply to a step.
    #[must_use]
    pub fn is_stepping(&self) -> bool {
        self.goal.is_some()
    }

    /// Returns the state that commands have set, apart from the settings.
    #[must_use]
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// Returns the current settings. A change of a setting that needs a new run waits for the next run.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        self.run.settings()
    }

    /// Returns the trainer of the current run.
    #[must_use]
    pub fn trainer(&self) -> &Trainer {
        self.run.trainer()
    }

    /// Returns a number that grows with every change of state, so that an unchanged engine need not be shown
    /// again.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Returns the current state. The accuracy takes a pass over the data, and so does the loss before the first
    /// epoch is complete; while training is running, they are estimated from at most half a million samples.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            control: self.control,
            phase: self.phase(),
            dataset: Arc::clone(self.trainer().dataset()),
            refused: self.refused,
            lanes: vec![self.lane_view()],
        }
    }

    fn lane_view(&self) -> LaneView {
        let (run, trainer) = (&self.run, self.run.trainer());
        let is_estimate = self.phase() == Phase::Running;
        let accuracy = trainer.accuracy(is_estimate);
        let test_accuracy = trainer.test_accuracy(is_estimate);
        let counted = test_accuracy.as_ref().unwrap_or(&accuracy).confusion;
        let quality = |counted| Quality::new(&counted, trainer.auc_on_screen(is_estimate));
        LaneView {
            id: LaneId::FIRST,
            settings: run.settings().clone(),
            recipe: run.recipe(),
            stop: run.stop(),
            parameters: trainer.parameters(),
            predictor: trainer.predictor(),
            alpha: trainer.alpha(),
            training_samples: trainer.dataset().training().len(),
            accuracy,
            test_accuracy,
            quality: counted.map(quality),
            progress: Progress {
                epochs: trainer.epochs(),
                update_of_epoch: trainer.update_of_epoch(),
                updates_of_epoch: trainer.updates_of_epoch(),
                updates: trainer.updates(),
                position: trainer.position(),
            },
            losses: run.losses(is_estimate),
            curves: run.curves(run.settings().setup.hyperparameters.loss),
            accuracies: run.accuracies().clone(),
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
        let begun = self.begin_again();
        if begun.is_err() {
            self.run.keep_data();
        }
        self.note(begun);
    }

    /// Begins a new run with the current settings.
    fn begin_again(&mut self) -> Result<(), NoMemory> {
        let settings = self.run.settings().clone();
        self.run = if settings.setup.data == self.run.began().setup.data {
            // The old run had room for shuffling, which the new run takes over once the old one is dropped.
            Run::new(Arc::clone(self.trainer().dataset()), settings)
        } else {
            let own_data = self.own_data.as_deref();
            let dataset = settings.setup.data.draw(own_data, &|_| ())?;
            Run::new(Arc::new(dataset), settings).with_room()?
        };
        Ok(())
    }

    /// Notes that a command was not obeyed, if there was no memory for it.
    fn note(&mut self, obeyed: Result<(), NoMemory>) {
        if let Err(why) = obeyed {
            let count = self.refused.map_or(1, |refused| refused.count + 1);
            self.refused = Some(Refused { count, why });
        }
    }

    /// Limits a number of updates to the updates that are left to the end of the step in progress.
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

    /// Pauses if the run has reached its planned end, and removes the end, so that the run can continue.
    fn pause_at_end(&mut self) {
        if self.run.has_reached_end() {
            self.go(false);
            self.run.forget_end();
        }
    }
}
