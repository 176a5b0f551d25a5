//! What is said of a run: a judge that sees the ends of its epochs while the run is looked at.

use crate::learning::analysis::verdict::{EpochEnd, Judge, JudgeSettings, Verdict};
use crate::session::change::Change;
use crate::session::run::Run;
use crate::session::trail::RecentEpoch;
use crate::session::why::landscape::Landscape;

/// Time that judging an epoch takes, as a multiple of the time of training on its samples.
const COST: u64 = 8;

/// Work of judging, in samples of training, that is always done at once. It takes about a millisecond.
const AT_ONCE: u64 = 1 << 19;

/// Training is at least this many times the work of judging, if judging is more than [`AT_ONCE`].
const SHARE: u64 = 16;

/// A judge of one run, and how far it has seen it.
pub struct Opinion {
    judge: Judge,
    settings: JudgeSettings,
    /// Number of complete epochs at the last end of an epoch that was seen, and the weights there.
    seen: Option<(u64, Vec<f64>)>,
    /// Samples that the run had seen when the judge was last brought up to date.
    at: u64,
}

impl Opinion {
    /// Creates the opinion of a judge that has seen nothing of a run.
    #[must_use]
    pub fn new(run: &Run, landscape: &Landscape) -> Self {
        let settings = judge_settings(run);
        Self {
            judge: landscape.judge(settings),
            settings,
            seen: None,
            at: 0,
        }
    }

    /// Lets the judge see the epochs that have ended since, and returns what it says. Of a run that trains so quickly
    /// that judging would take a large part of the time, it sees the last epochs now and then.
    pub fn follow(
        &mut self,
        run: &Run,
        landscape: &Landscape,
        is_training: bool,
    ) -> Option<Verdict> {
        let trainer = run.trainer();
        if self.settings != judge_settings(run) || !self.has_seen_the_past_of(run) {
            *self = Self::new(run, landscape);
        }
        let last = self.seen.as_ref().map(|(epoch, _)| *epoch);
        let trail = run.trail()?;
        let is_new =
            |epoch: u64| epoch >= self.settings.since && last.is_none_or(|last| epoch > last);
        let new: Vec<_> = trail.epochs().filter(|end| is_new(end.epoch)).collect();
        let work = new.len() as u64 * landscape.problem.samples() as u64 * COST;
        let since = trainer.samples_seen().saturating_sub(self.at);
        let is_affordable = work <= AT_ONCE || since >= work.saturating_mul(SHARE);
        if is_affordable || !is_training {
            self.at = trainer.samples_seen();
            // A judge that has missed epochs begins again with the last ones.
            let has_gap = new
                .first()
                .is_some_and(|first| last.is_some_and(|last| first.epoch > last + 1));
            if has_gap {
                self.judge = landscape.judge(self.settings);
            }
            for end in &new {
                self.judge.see(&EpochEnd {
                    epoch: end.epoch,
                    weights: end.weights,
                    test_loss: end.test_loss,
                });
                self.seen = Some((end.epoch, end.weights.to_vec()));
            }
        }
        if run.has_diverged() {
            let update = trainer.updates() + 1;
            return Some(Verdict::Diverged { update });
        }
        self.judge.verdict()
    }

    /// Returns whether the last epoch that was seen belongs to the past of a run. It does not after a reset, or after
    /// the run went back.
    fn has_seen_the_past_of(&self, run: &Run) -> bool {
        let (Some((epoch, weights)), Some(trail)) = (&self.seen, run.trail()) else {
            return true;
        };
        let oldest = trail.epochs().next().map(|end| end.epoch);
        let is_forgotten =
            *epoch <= run.trainer().epochs() && oldest.is_some_and(|oldest| oldest > *epoch);
        let is_seen = |end: RecentEpoch| end.epoch == *epoch && end.weights == weights.as_slice();
        is_forgotten || trail.epochs().any(is_seen)
    }
}

/// Returns what a judge must know of a run.
#[must_use]
pub fn judge_settings(run: &Run) -> JudgeSettings {
    let trainer = run.trainer();
    let samples = trainer.dataset().training().len();
    // A change in the middle of an epoch counts from its end on.
    let made = last_change(run).and_then(|change| change.made.as_ref());
    let since = made.map_or(0.0, |made| made.position);
    #[expect(clippy::cast_possible_truncation, reason = "a number of epochs")]
    #[expect(clippy::cast_sign_loss, reason = "at least 0")]
    let since = since.ceil() as u64;
    JudgeSettings {
        hyperparameters: *trainer.hyperparameters(),
        samples,
        since,
    }
}

/// Returns the last change of a run that decides how it goes on. Another kind of loss is only a look.
#[must_use]
pub fn last_change(run: &Run) -> Option<&Change> {
    let mut made = run.changes().made().iter();
    made.rfind(|change| !change.is_of_loss())
}
