//! Runs that are judged, for the tests of the verdicts.

use std::sync::Arc;

use sgdscope::learning::analysis::optimum::Optimum;
use sgdscope::learning::analysis::problem::Problem;
use sgdscope::learning::analysis::verdict::{EpochEnd, Judge, JudgeSettings, Verdict};
use sgdscope::learning::train::trainer::{Budget, Trainer};

use crate::support::settings;

/// A run that was judged from its start.
pub struct Judged {
    pub options: String,
    /// What is said before the first epoch, and after each one.
    pub verdicts: Vec<Option<Verdict>>,
}

pub fn problem_of(trainer: &Trainer, options: &str) -> Problem {
    let hyperparameters = settings(options).setup.hyperparameters;
    let (kind, rate) = (
        hyperparameters.regularization,
        hyperparameters.regularization_rate,
    );
    Problem::new(trainer.dataset(), trainer.inputs(), kind, rate.get())
        .training(hyperparameters.objective)
}

pub fn judge(trainer: &Trainer, options: &str) -> Judge {
    let problem = Arc::new(problem_of(trainer, options));
    let optimum = Arc::new(Optimum::of(&problem));
    let settings = JudgeSettings {
        hyperparameters: settings(options).setup.hyperparameters,
        samples: trainer.dataset().training().len(),
        since: 0,
    };
    Judge::new(problem, optimum, settings)
}

/// Trains to the end of the run, and lets `judge` see the ends of the epochs from `from` on.
pub fn follow(trainer: &mut Trainer, judge: &mut Judge, from: u64) -> Vec<Option<Verdict>> {
    let mut verdicts = vec![judge.verdict()];
    while trainer.stop().is_none() {
        let Ok(updates) = trainer.advance(Budget::of_updates(u64::MAX)) else {
            break;
        };
        let Some(losses) = updates.epoch.copied() else {
            continue;
        };
        if trainer.epochs() >= from {
            judge.see(&EpochEnd {
                epoch: trainer.epochs(),
                weights: trainer.weights_of_training(),
                test_loss: losses.test.and_then(|losses| losses.cross_entropy),
            });
            verdicts.push(judge.verdict());
        }
    }
    verdicts
}

pub fn trainer(options: &str) -> Trainer {
    let setup = settings(options).setup;
    let dataset = setup.data.draw(None, &|_| ()).unwrap();
    Trainer::new(Arc::new(dataset), &setup)
}

pub fn judged(options: &str) -> Judged {
    let mut trainer = trainer(options);
    let mut judge = judge(&trainer, options);
    Judged {
        options: options.to_owned(),
        verdicts: follow(&mut trainer, &mut judge, 0),
    }
}

impl Judged {
    pub fn names(&self) -> Vec<Option<&'static str>> {
        self.verdicts
            .iter()
            .map(|said| said.as_ref().map(Verdict::name))
            .collect()
    }

    #[track_caller]
    pub fn ends_with(self, name: &str) -> Self {
        let last = self.names().last().copied().flatten();
        assert_eq!(last, Some(name), "{}: {:?}", self.options, self.names());
        self
    }

    /// Asserts that a verdict is said at the start and whenever something is said.
    #[track_caller]
    pub fn always_says(self, name: &str) -> Self {
        let is_other = |said: Option<&str>| said != Some(name);
        assert!(
            !self.names().into_iter().any(is_other),
            "{}: {:?}",
            self.options,
            self.names()
        );
        self
    }

    #[track_caller]
    pub fn never_says(self, names: &[&str]) -> Self {
        let is_said = |said: Option<&str>| said.is_some_and(|said| names.contains(&said));
        assert!(
            !self.names().into_iter().any(is_said),
            "{}: {:?}",
            self.options,
            self.names()
        );
        self
    }
}

/// Returns the objective at the start of a run and after each of its epochs.
pub fn objectives(options: &str) -> Vec<f64> {
    let mut trainer = trainer(options);
    let problem = problem_of(&trainer, options);
    let mut objectives = vec![problem.objective(trainer.weights_of_training())];
    while trainer.stop().is_none() {
        let updates = trainer.advance(Budget::of_updates(u64::MAX)).unwrap();
        if updates.epoch.is_some() {
            objectives.push(problem.objective(trainer.weights_of_training()));
        }
    }
    objectives
}
