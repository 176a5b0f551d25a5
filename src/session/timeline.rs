//! The timeline of a run: it goes back, goes forward again, and branches.
//!
//! Going back is a checkpoint and a replay: training takes nanoseconds a sample, so few checkpoints are enough.

mod checkpoints;

use crate::learning::data::NoMemory;
use crate::learning::train::stop::{Patience, TargetLoss};
use crate::learning::train::trainer::{Budget, Diverged};
use crate::session::change::Value;
use crate::session::run::checkpoint::Record;
use crate::session::run::{Advance, Run};
use crate::session::settings::LOSS;
use crate::session::timeline::checkpoints::Checkpoints;

/// Work, in samples, that is repeated from the start without looking for a checkpoint: a few milliseconds. The curves
/// of the run are then exactly those of a new run, also where longer runs have merged their values.
/// Unit tests use checkpoints from the start on.
const SHORT: u64 = if cfg!(test) { 0 } else { 1 << 20 };

/// Largest number of samples with which the checkpoints of a run are put aside with it.
const FEW: usize = 4096;

/// A run that can go back in time. At any update it has the bits of a run that was never further.
///
/// ```
/// use std::sync::Arc;
/// use sgdscope::learning::train::trainer::Budget;
/// use sgdscope::session::run::Run;
/// use sgdscope::session::settings::Settings;
/// use sgdscope::session::timeline::{Target, Timeline};
///
/// let settings = Settings::default();
/// let dataset = Arc::new(settings.setup.data.draw(None, &|_| ())?);
/// let mut timeline = Timeline::new(Run::new(dataset, settings));
/// timeline.go_to(Target::Updates(50));
/// while timeline.target().is_some() {
///     timeline.travel(usize::MAX);
/// }
/// let weights = timeline.run().trainer().parameters();
/// timeline.advance(Budget::of_updates(10)).expect("alpha is small");
/// timeline.go_to(Target::Updates(50));
/// while timeline.target().is_some() {
///     timeline.travel(usize::MAX);
/// }
/// assert_eq!(timeline.run().trainer().parameters(), weights);
/// # Ok::<(), sgdscope::learning::data::NoMemory>(())
/// ```
pub struct Timeline {
    run: Run,
    checkpoints: Checkpoints,
    /// What lies ahead after the run went back, up to the furthest update that it had reached; `None` if the run is
    /// there.
    future: Option<Record>,
    /// What lay ahead of a change that was made in the past; `None` if there was no such change, or if it was
    /// dropped.
    abandoned: Option<Record>,
    /// Where the run goes; `None` if it is there.
    target: Option<Target>,
    /// Work at which the journey to the target began.
    left_at: u64,
}

/// A moment of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// After this number of updates.
    Updates(u64),
    /// After the last update up to which at most this number of samples are seen.
    Samples(u64),
}

impl Timeline {
    /// Creates the timeline of a run that is at its start.
    #[must_use]
    pub fn new(run: Run) -> Self {
        Self {
            run,
            checkpoints: Checkpoints::default(),
            future: None,
            abandoned: None,
            target: None,
            left_at: 0,
        }
    }

    /// Returns the run.
    #[must_use]
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// Returns the run, to change what does not decide its results.
    pub fn run_mut(&mut self) -> &mut Run {
        &mut self.run
    }

    /// Returns what lies ahead after the run went back; `None` if the run is at the furthest update that it has
    /// reached.
    #[must_use]
    pub fn future(&self) -> Option<&Record> {
        self.future.as_ref()
    }

    /// Returns what lay ahead of the last change that was made in the past; `None` if there is nothing.
    #[must_use]
    pub fn abandoned(&self) -> Option<&Record> {
        self.abandoned.as_ref()
    }

    /// Drops what lay ahead of the last change that was made in the past.
    pub fn drop_abandoned(&mut self) {
        self.abandoned = None;
    }

    /// Makes some updates within the budget; see [`Run::advance`].
    ///
    /// # Errors
    /// [`Diverged`] if the next update cannot be made, because its numbers would not be finite.
    pub fn advance(&mut self, budget: Budget) -> Result<Advance, Diverged> {
        let advance = self.run.advance(budget)?;
        if advance.updates > 0 {
            let here = self.run.work();
            self.checkpoints.offer(&self.run, here);
            let updates = self.run.trainer().updates();
            self.future.take_if(|future| future.updates <= updates);
        }
        Ok(advance)
    }

    /// Sets where the run goes. [`travel`](Self::travel) brings it there.
    pub fn go_to(&mut self, target: Target) {
        let updates = self.run.trainer().updates();
        self.left_at = self.run.work();
        let is_back = match target {
            Target::Updates(goal) => goal < updates,
            Target::Samples(goal) => goal < self.run.trainer().samples_seen(),
        };
        let checkpoint = self.checkpoints.last_before(target);
        if is_back {
            if self.future.is_none() {
                self.future = Some(self.run.record());
            }
            match checkpoint.filter(|checkpoint| checkpoint.work() > SHORT) {
                Some(checkpoint) => self.run.return_to(&checkpoint),
                None => self.run.start_over(),
            }
        } else if let (Some(checkpoint), Some(future)) = (checkpoint, &self.future)
            && checkpoint.updates() > updates
        {
            self.run.skip_to(&checkpoint, future);
        }
        self.target = Some(target);
    }

    /// Returns where the run goes; `None` if it is there.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        self.target
    }

    /// Stays where the run is on its way to the target.
    pub fn stop_travelling(&mut self) {
        self.target = None;
    }

    /// Goes on towards the target, over about `samples` samples. Returns the number of samples that were seen. The
    /// journey also ends where the run ends.
    pub fn travel(&mut self, samples: usize) -> usize {
        let mut left = samples;
        while left > 0
            && let Some(target) = self.target
        {
            let updates = self.updates_to(target);
            let budget = Budget {
                updates,
                samples: left,
            };
            if updates == 0 || self.run.is_over() {
                self.target = None;
                break;
            }
            // Checkpoints close to the target make the next step back cheap.
            let distance = self.distance_to(target);
            let Ok(advance) = self.run.advance(budget) else {
                self.target = None;
                break;
            };
            self.checkpoints
                .offer(&self.run, self.run.work().saturating_add(distance));
            left = left.saturating_sub(advance.samples.max(1));
        }
        let updates = self.run.trainer().updates();
        self.future.take_if(|future| future.updates <= updates);
        samples - left
    }

    /// Returns the share of the journey to the target that is done, from 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        let Some(target) = self.target else {
            return 1.0;
        };
        let here = self.run.work();
        let from = if here < self.left_at { 0 } else { self.left_at };
        let done = here.saturating_sub(from) as f64;
        done / (done + self.distance_to(target) as f64).max(1.0)
    }

    /// Returns the number of updates that can be made at once without passing the target; 0 at the target.
    fn updates_to(&self, target: Target) -> u64 {
        let trainer = self.run.trainer();
        match target {
            Target::Updates(goal) => goal.saturating_sub(trainer.updates()),
            Target::Samples(goal) => {
                let left = goal.saturating_sub(trainer.samples_seen());
                let next = trainer.next_batch() as u64;
                // The last mini-batch of an epoch may be small, and a call makes updates of one epoch only.
                if next <= left {
                    (left / next).max(1)
                } else {
                    0
                }
            }
        }
    }

    /// Returns about how much work there is from the present update to the target, in samples.
    fn distance_to(&self, target: Target) -> u64 {
        let trainer = self.run.trainer();
        match target {
            Target::Updates(_) => {
                let updates = self.updates_to(target);
                updates.saturating_mul(trainer.next_batch() as u64)
            }
            Target::Samples(goal) => goal.saturating_sub(trainer.samples_seen()),
        }
    }

    /// Sets a value now; see [`Run::change`]. A change that decides the rest of the run drops what lies ahead: the
    /// run branches.
    ///
    /// # Errors
    /// If the system does not give the memory for shuffling. Nothing is changed then.
    pub fn change(&mut self, value: Value) -> Result<(), NoMemory> {
        let (branches, is_recorded) = (self.branches(&value), self.run.records(&value));
        self.run.change(value)?;
        if branches {
            self.abandoned = self.future.take();
            self.run.drop_future();
        }
        if is_recorded {
            self.checkpoints.forget_from(self.run.trainer().updates());
        }
        Ok(())
    }

    /// Returns whether a change to `value` would drop what lies ahead. The kind of loss that is shown does not
    /// decide the rest of a run unless a target or the patience uses it.
    #[must_use]
    pub fn branches(&self, value: &Value) -> bool {
        let rules = &self.run.settings().setup.hyperparameters;
        let has_rule =
            rules.target != TargetLoss::default() || rules.patience != Patience::default();
        let decides = has_rule || !value.is_of(&LOSS);
        self.future.is_some() && decides && self.run.records(value)
    }

    /// Returns a copy that can be put aside; see [`Run::set_aside`]. The checkpoints of many samples, which may hold
    /// their order, are left out: they are made again when the run is repeated.
    #[must_use]
    pub fn set_aside(&self) -> Self {
        let is_small = self.run.trainer().dataset().len() <= FEW;
        Self {
            run: self.run.set_aside(),
            checkpoints: if is_small {
                self.checkpoints.clone()
            } else {
                Checkpoints::default()
            },
            future: self.future.clone(),
            abandoned: self.abandoned.clone(),
            target: self.target,
            left_at: self.left_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::session::change::Change;
    use crate::session::settings::Settings;
    use crate::session::timeline::checkpoints::MOST;

    const CHANGES: [&str; 9] = [
        "alpha=0.3",
        "batch-size=5",
        "batch-size=all",
        "batch-size=64",
        "shuffle=on",
        "shuffle=off",
        "optimizer=adam",
        "optimizer=momentum",
        "W1=-1",
    ];

    #[derive(Debug, Clone)]
    enum Deed {
        Train(u64),
        GoTo(Target),
        Change(usize),
    }

    fn deed() -> impl Strategy<Value = Deed> {
        prop_oneof![
            3 => (1_u64..400).prop_map(Deed::Train),
            3 => (0_u64..1500).prop_map(|update| Deed::GoTo(Target::Updates(update))),
            2 => (0_u64..45_000).prop_map(|samples| Deed::GoTo(Target::Samples(samples))),
            2 => (0..CHANGES.len()).prop_map(Deed::Change),
        ]
    }

    fn settings() -> Settings {
        let mut settings = Settings::default();
        let hyperparameters = &mut settings.setup.hyperparameters;
        hyperparameters.epochs = "100000".parse().expect("a number");
        settings
    }

    fn timeline() -> Timeline {
        let settings = settings();
        let dataset = settings.setup.data.draw(None, &|_| ()).expect("memory");
        Timeline::new(Run::new(Arc::new(dataset), settings))
    }

    fn go(timeline: &mut Timeline, deed: &Deed) {
        match deed {
            Deed::Train(updates) => {
                let end = timeline.run().trainer().updates() + updates;
                while timeline.run().trainer().updates() < end {
                    let left = end - timeline.run().trainer().updates();
                    timeline.advance(Budget::of_updates(left)).expect("finite");
                }
            }
            Deed::GoTo(target) => {
                timeline.go_to(*target);
                while timeline.target().is_some() {
                    timeline.travel(usize::MAX);
                }
            }
            Deed::Change(change) => {
                let (name, text) = CHANGES[*change].split_once('=').expect("an assignment");
                let value = Value::parse(name, text).expect("a value");
                timeline.change(value).expect("memory");
            }
        }
    }

    /// Returns the run that repeats the timeline in one go.
    fn repeated(timeline: &Timeline) -> Run {
        let recipe = timeline.run().recipe();
        let planned = |change: &Change| Change::planned(change.update, change.value.clone());
        let planned = recipe.changes.all().iter().map(planned).collect();
        let dataset = Arc::clone(timeline.run().trainer().dataset());
        let mut run = Run::new(dataset, settings()).with_plan(planned);
        let end = timeline.run().trainer().updates();
        while run.trainer().updates() < end {
            let left = end - run.trainer().updates();
            run.advance(Budget::of_updates(left)).expect("finite");
        }
        run
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn by_checkpoints_too_any_session_has_the_bits_of_a_run_in_one_go(
            deeds in prop::collection::vec(deed(), 1..30),
        ) {
            let mut timeline = timeline();
            for deed in &deeds {
                go(&mut timeline, deed);
                prop_assert!(timeline.checkpoints.count() <= MOST);
            }
            for _ in 0..2 {
                let (run, other) = (timeline.run(), repeated(&timeline));
                prop_assert_eq!(run.trainer().parameters(), other.trainer().parameters());
                prop_assert_eq!(run.trainer().position(), other.trainer().position());
                prop_assert_eq!(run.losses(false), other.losses(false));
                prop_assert_eq!(run.settings(), other.settings());
                let count = |run: &Run| {
                    let curves = run.curves(run.settings().setup.hyperparameters.loss);
                    let counts = curves.batches.iter().map(|bucket| bucket.count);
                    (counts.sum::<u64>(), curves.batches.range(), curves.epochs.range())
                };
                prop_assert_eq!(count(run), count(&other));
                go(&mut timeline, &Deed::Train(61));
            }
        }
    }

    #[test]
    fn checkpoints_are_close_near_the_present_and_never_further_apart_than_a_part_of_the_run() {
        let mut timeline = timeline();
        go(&mut timeline, &Deed::Train(9000));
        assert_eq!(timeline.checkpoints.count(), MOST);
        let end = timeline.run().work();
        let far = |updates| {
            let before = timeline.checkpoints.last_before(Target::Updates(updates));
            let before = before.map_or(0, |checkpoint| checkpoint.updates());
            (updates - before) * end / 9000
        };
        for updates in (0..9000).step_by(37) {
            assert!(far(updates) < end / 12, "{updates}: {}", far(updates));
        }
        assert!(far(8999) < end / 300, "{}", far(8999));
    }
}
