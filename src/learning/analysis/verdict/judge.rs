//! The judge: sees the end of each epoch, and says what training does, without wavering.

use std::sync::Arc;

use crate::learning::analysis::optimum::Optimum;
use crate::learning::analysis::problem::{Local, Problem};
use crate::learning::analysis::verdict::Verdict;
use crate::learning::analysis::verdict::observed::{Observation, Observed};
use crate::learning::analysis::verdict::rules::{COUNT, Case, RULES, Rule, Scene, TestLosses};
use crate::learning::train::hyperparameters::Hyperparameters;
use crate::learning::train::objective::Objective;

/// What a judge must know of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JudgeSettings {
    /// The hyperparameters, which must not change: another judge is needed then.
    pub hyperparameters: Hyperparameters,
    /// Number of training samples.
    pub samples: usize,
    /// Number of complete epochs when the hyperparameters or the weights were last changed; 0 if they never were.
    pub since: u64,
}

/// The end of an epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EpochEnd<'a> {
    /// Number of complete epochs.
    pub epoch: u64,
    /// The weights of training.
    pub weights: &'a [f64],
    /// Mean cross-entropy of the test samples, if there are any and it was measured.
    pub test_loss: Option<f64>,
}

/// Judges a run from the ends of its epochs.
///
/// It may begin in the middle of a run. It then knows as much as the epochs tell that it has seen; 64 are enough for
/// all verdicts. A verdict is said after its rule has been sure for some epochs, and stays for some epochs after the
/// rule has ceased to be, always with the numbers of the last epoch; it goes at once if they contradict it. Verdicts
/// that follow from the settings are said at once, and only as long as they hold.
#[derive(Debug, Clone)]
pub struct Judge {
    case: Case,
    observed: Observed,
    tests: TestLosses,
    /// What is kept of each rule.
    held: [Held; COUNT],
    local: Option<Local>,
}

/// What is kept of a rule from epoch to epoch.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    /// Number of epochs in a row in which the rule has been sure, or, if it is said, in which it has not.
    epochs: u32,
    /// What is said, if it is said.
    said: Option<Verdict>,
}

impl Judge {
    /// Makes a judge of training with these settings towards this optimum of the problem.
    #[must_use]
    pub fn new(problem: Arc<Problem>, optimum: Arc<Optimum>, settings: JudgeSettings) -> Self {
        let mut judge = Self {
            case: Case::new(problem, optimum, settings),
            observed: Observed::default(),
            tests: TestLosses::default(),
            held: [Held::default(); COUNT],
            local: None,
        };
        judge.apply_rules();
        judge
    }

    /// Sees the end of an epoch. Returns what is known at its weights; `None` if a number there is not finite.
    pub fn see(&mut self, end: &EpochEnd) -> Option<&Local> {
        self.local = self.case.problem.local(end.weights);
        if let Some(local) = &self.local {
            let squared = local.gradient_length().powi(2);
            let case = &self.case;
            let gain = case.stability.map_or(1.0, |stability| stability.gain);
            let noise = local.hessian.trace_of_product(&local.noise);
            self.observed.push(Observation {
                epoch: end.epoch,
                weights: end.weights.to_vec(),
                objective: local.loss + local.penalty,
                gradient: squared.sqrt(),
                curvature: if case.is_full { local.curvature() } else { 0.0 },
                balance: case.alpha_at(end.epoch) * gain * noise
                    / (2.0 * case.batch as f64 * squared),
                test: end.test_loss,
            });
            self.tests.note(&self.observed);
            self.apply_rules();
        }
        self.local.as_ref()
    }

    /// Returns what training does; `None` if nothing can be said for sure.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.held.iter().find_map(|held| held.said)
    }

    fn apply_rules(&mut self) {
        // The rules were made for the cross-entropy.
        if self.case.problem.objective_trained() != Objective::CrossEntropy {
            return;
        }
        let scene = Scene {
            case: &self.case,
            observed: &self.observed,
            tests: &self.tests,
        };
        for (rule, held) in RULES.iter().zip(&mut self.held) {
            held.follow(rule, &scene);
        }
    }
}

impl Held {
    /// Takes the end of an epoch into account.
    fn follow(&mut self, rule: &Rule, scene: &Scene) {
        let now = (rule.tells)(scene);
        let is_sure = now.is_some() && (rule.is_sure)(scene) == Some(true);
        let was_said = self.said.is_some();
        let epochs = if is_sure == was_said {
            0
        } else {
            self.epochs + 1
        };
        let is_said = if was_said {
            epochs <= rule.stays
        } else {
            epochs >= rule.enters_after
        };
        let said = now.filter(|_| is_said);
        let has_turned = said.is_some() != was_said;
        *self = Self {
            epochs: if has_turned { 0 } else { epochs },
            said,
        };
    }
}
