//! Training as a deterministic state machine: no thread, no clock, no terminal.

mod begin;
mod explain;
pub mod follow;
mod step;
mod time;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;

use crate::learning::data::{Dataset, NoMemory, OwnData};
use crate::learning::train::trainer::{Budget, Trainer};
use crate::session::change::Value;
use crate::session::command::{Command, Unit};
use crate::session::engine::follow::Log;
use crate::session::engine::step::Goal;
use crate::session::lane::Address;
use crate::session::lanes::{Lane, Lanes};
use crate::session::race::LanePlan;
use crate::session::run::Run;
use crate::session::settings::Settings;
use crate::session::shelf::{Shelf, Side};
use crate::session::snapshot::{Control, LaneView, Phase, Refused, Snapshot};
use crate::session::timeline::Timeline;
use crate::session::why::explainer::{Attention, Explainer};

/// A training that is controlled by commands. Equal settings and equal commands at equal updates give
/// bit-identical snapshots, no matter how the updates are divided into calls of [`advance`](Self::advance).
///
/// ```
/// use std::sync::Arc;
/// use sgdscope::session::command::Command;
/// use sgdscope::session::engine::Engine;
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
    lanes: Lanes,
    /// Lanes that were replaced.
    shelf: Shelf,
    /// Commands that wait until the lanes have arrived at the moment to which they go, oldest first.
    waiting: VecDeque<Command>,
    /// Last command that was not obeyed for want of memory, if there was one.
    refused: Option<Refused>,
    /// What is asked about the reasons.
    attention: Attention,
    /// What was worked out about the reasons. It is only a cache.
    explainer: RefCell<Explainer>,
    revision: u64,
    /// A log that is watched, if there is one.
    log: Option<Log>,
}

impl Engine {
    /// Creates a training at the start of its first run, running or paused.
    #[must_use]
    pub fn new(dataset: Arc<Dataset>, settings: Settings, running: bool) -> Self {
        Self::of(vec![Run::new(dataset, settings)], running)
    }

    fn of(runs: Vec<Run>, running: bool) -> Self {
        Self {
            own_data: None,
            control: Control {
                running,
                ..Control::default()
            },
            goal: None,
            lanes: Lanes::new(runs.into_iter().map(Timeline::new).collect()),
            shelf: Shelf::default(),
            waiting: VecDeque::new(),
            refused: None,
            attention: Attention::default(),
            explainer: RefCell::default(),
            revision: 0,
            log: None,
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
        let lane = LanePlan {
            settings,
            changes: Vec::new(),
            until: None,
        };
        Self::race(own_data, vec![lane], running, show)
    }

    /// Creates a training of several runs on the same data, one in each lane, each with its planned changes. When all
    /// lanes stand still, those that have a planned end pause there, and can continue. See [`load`](Self::load) for
    /// the other arguments.
    ///
    /// # Errors
    /// If the system does not give the memory for the data.
    ///
    /// # Panics
    /// If there are no plans.
    pub fn race(
        own_data: Option<Arc<OwnData>>,
        plans: Vec<LanePlan>,
        running: bool,
        show: &dyn Fn(f64),
    ) -> Result<Self, NoMemory> {
        let first = plans.first().expect("at least one run");
        let data = first.settings.setup.data;
        let dataset = Arc::new(data.draw(own_data.as_deref(), show)?);
        let run = |plan: LanePlan| {
            let run = Run::new(Arc::clone(&dataset), plan.settings).with_room()?;
            Ok(run.with_plan(plan.changes).ending_at(plan.until))
        };
        let runs: Result<Vec<Run>, NoMemory> = plans.into_iter().map(run).collect();
        let mut engine = Self::of(runs?, running);
        engine.own_data = own_data;
        engine.pause_at_end();
        Ok(engine)
    }

    /// Executes a command, or keeps it until the lanes have arrived if they go to another moment. [`Command::Stay`]
    /// ends the way, and so does another moment if nothing else waits.
    pub fn apply(&mut self, command: Command) {
        self.revision += 1;
        if command == Command::Stay {
            self.lanes.stop_travelling();
            self.obey_waiting();
        }
        if self.lanes.are_travelling() && !self.extends_journey(&command) {
            self.waiting.push_back(command);
        } else {
            self.obey(command);
        }
    }

    fn obey(&mut self, command: Command) {
        self.control.commands += 1;
        match command {
            Command::Run => self.go(true),
            Command::Pause | Command::Stay => self.go(false),
            Command::StepUpdate => self.step(Unit::Update),
            Command::StepEpoch => self.step(Unit::Epoch),
            Command::Back(unit) => self.back(unit),
            Command::GoTo(lane, moment) => self.go_to(lane, moment),
            Command::Change(address, value) => self.change(address, &value),
            Command::Reset => self.reset(),
            Command::Race(lane, values) => self.begin_race(lane, &values),
            Command::Pin(lane) => self.lanes.pin(lane),
            Command::Drop(lane) => {
                if self.lanes.can_drop(lane) {
                    self.shelf.put(self.lanes.set_aside());
                    self.lanes.drop(lane);
                }
            }
            Command::PutWeightsAt(lane, at) => self.put_weights_at(lane, at),
            Command::Attend(attention) => self.attention = attention,
            Command::DropAbandoned(lane) => {
                if let Some(lane) = self.lanes.get_mut(lane) {
                    lane.timeline.drop_abandoned();
                }
            }
            Command::BringBack => self.bring(Side::Before),
            Command::BringForward => self.bring(Side::After),
        }
        self.pause_at_end();
        self.go_with_log();
    }

    /// Makes `updates` updates, or fewer if the phase stops being [`Phase::Running`]. Returns the number of
    /// updates that were made.
    pub fn advance(&mut self, updates: u64) -> u64 {
        self.advance_within(Budget::of_updates(updates))
    }

    /// Makes updates within a budget; the last mini-batch may be partly summed. In a race, the updates of the leader
    /// count. Returns the number of updates that were made.
    pub fn advance_within(&mut self, budget: Budget) -> u64 {
        let (mut made, mut samples) = (0, budget.samples);
        while samples > 0 && self.has_work() {
            self.revision += 1;
            if self.lanes.are_travelling() {
                samples = samples.saturating_sub(self.lanes.travel(samples));
                self.obey_waiting();
            } else if !self.lanes.are_level() {
                samples = samples.saturating_sub(self.lanes.catch_up(samples));
            } else if made < budget.updates {
                let to_log = self.updates_to_log().unwrap_or(u64::MAX);
                let left = Budget {
                    updates: self.up_to_goal(budget.updates - made).min(to_log),
                    samples,
                };
                let (updates, seen) = self.lead(left);
                made += updates;
                samples = samples.saturating_sub(seen);
            } else {
                break;
            }
            self.end_step_at_goal();
            self.pause_at_end();
            self.go_with_log();
        }
        made
    }

    /// Lets the leader make updates. Returns their number and the number of their samples.
    fn lead(&mut self, budget: Budget) -> (u64, usize) {
        let Some(lane) = self.lanes.leader_mut() else {
            return (0, budget.samples);
        };
        let Ok(advance) = lane.timeline.advance(budget) else {
            // A step ends when the run diverges, so that a later change does not resume it.
            self.goal = None;
            return (0, 0);
        };
        (advance.updates, advance.samples)
    }

    /// Returns the phase of the training: paused, running, or finished or diverged if no lane can make an update.
    #[must_use]
    pub fn phase(&self) -> Phase {
        let is_training = self.is_training();
        let phases = self.lanes.live().map(|lane| lane.phase(is_training));
        // There is a lane that is not pinned.
        let first = phases.min_by_key(|phase| match phase {
            Phase::Running => 0,
            Phase::Paused => 1,
            Phase::Finished => 2,
            Phase::Diverged => 3,
        });
        first.unwrap_or(Phase::Paused)
    }

    fn is_training(&self) -> bool {
        self.control.running || self.goal.is_some()
    }

    /// Returns whether there is something to compute without a further command: an update, a lane that is behind the
    /// others, or the way to another moment.
    #[must_use]
    pub fn has_work(&self) -> bool {
        (self.phase() == Phase::Running && self.updates_to_log() != Some(0))
            || self.is_catching_up()
    }

    /// Returns whether a step is in progress. The speed setting does not apply to a step.
    #[must_use]
    pub fn is_stepping(&self) -> bool {
        self.goal.is_some()
    }

    /// Returns whether lanes go to another moment, or a lane is behind the others. The speed setting does not apply
    /// to this.
    #[must_use]
    pub fn is_catching_up(&self) -> bool {
        self.lanes.are_travelling() || !self.lanes.are_level()
    }

    /// Returns the state that commands have set, apart from the settings.
    #[must_use]
    pub fn control(&self) -> &Control {
        &self.control
    }

    /// Returns the lanes.
    #[must_use]
    pub fn lanes(&self) -> &Lanes {
        &self.lanes
    }

    /// Returns the current settings of the first lane that is not pinned. A change of a setting that needs a new run
    /// waits for the next run.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        self.lanes.first().timeline.run().settings()
    }

    /// Returns the trainer of the first lane that is not pinned.
    #[must_use]
    pub fn trainer(&self) -> &Trainer {
        self.lanes.first().timeline.run().trainer()
    }

    /// Returns a number that grows with every change of state, so that an unchanged engine need not be shown
    /// again.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Returns the current state. The accuracy takes a pass over the data, and so does the loss before the first
    /// epoch is complete; while training is running, they are estimated from at most half a million samples. Reasons are
    /// worked out if the settings of the view ask for them.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let kind = self.settings().setup.hyperparameters.loss;
        let is_training = self.is_training();
        let [before, after] = self.shelf.depths();
        let mut lanes: Vec<LaneView> = self
            .lanes
            .all()
            .iter()
            .map(|lane| lane.view(is_training, kind))
            .collect();
        let why = self.explain(&mut lanes);
        Snapshot {
            control: self.control,
            phase: self.phase(),
            dataset: Arc::clone(self.trainer().dataset()),
            refused: self.refused,
            lanes,
            why,
            before,
            after,
            watched: self.watched().map(Box::new),
        }
    }

    fn go(&mut self, running: bool) {
        self.control.running = running;
        self.goal = None;
    }

    fn change(&mut self, address: Address, value: &Value) {
        let address = match value {
            Value::Setting(of) if of.setting().is_shared() => Address::All,
            _ => address,
        };
        let is_look = matches!(value, Value::Setting(of) if !of.setting().decides_run);
        let is_meant = |lane: &Lane| address.includes(lane.id);
        let branches = |lane: &Lane| is_meant(lane) && lane.timeline.branches(value);
        if self.lanes.live().any(branches) {
            self.shelf.put(self.lanes.set_aside());
        }
        // A look at a pinned lane does not change it.
        let is_changed = |lane: &Lane| is_meant(lane) && (is_look || !lane.is_pinned);
        let changed = self
            .lanes
            .all_mut()
            .filter(|lane| is_changed(lane))
            .try_for_each(|lane| lane.timeline.change(value.clone()));
        self.note(changed);
        // Fewer epochs, for example, can finish a run in the middle of a step.
        self.end_step_at_goal();
    }

    /// Notes that a command was not obeyed, if there was no memory for it.
    fn note(&mut self, obeyed: Result<(), NoMemory>) {
        if let Err(why) = obeyed {
            let count = self.refused.map_or(1, |refused| refused.count + 1);
            self.refused = Some(Refused { count, why });
        }
    }

    /// Pauses if the lanes have reached their planned ends, and removes the ends, so that they can continue.
    fn pause_at_end(&mut self) {
        if self.lanes.stop_at_ends() {
            self.go(false);
        }
    }
}
