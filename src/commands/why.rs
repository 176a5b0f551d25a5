//! What `train --why` adds to the line of an epoch.

use std::sync::Arc;

use serde::Serialize;

use crate::learning::analysis::numbers::Numbers;
use crate::learning::analysis::optimum::Optimum;
use crate::learning::analysis::problem::Problem;
use crate::learning::analysis::verdict::{EpochEnd, Judge, JudgeSettings};
use crate::learning::train::hyperparameters::Hyperparameters;
use crate::learning::train::trainer::Trainer;
use crate::session::run::Run;

/// Follows a run from epoch to epoch.
pub struct Why {
    problem: Arc<Problem>,
    optimum: Arc<Optimum>,
    judge: Judge,
    hyperparameters: Hyperparameters,
    /// Number of changes of the run that had been made.
    changes: usize,
}

/// The fields that are added to a line; `null` where a number does not exist.
#[derive(Debug, Clone, Serialize)]
pub struct WhyFields {
    gradient: Option<f64>,
    curvature: Option<f64>,
    edge: Option<f64>,
    condition: Option<f64>,
    half_life: Option<f64>,
    noise_scale: Option<f64>,
    distance: Option<f64>,
    excess: Option<f64>,
    penalty: Option<f64>,
    norm: Option<f64>,
    verdict: Option<&'static str>,
    sentence: Option<String>,
}

impl Why {
    /// Begins to follow a run from where it stands.
    #[must_use]
    pub fn new(run: &Run) -> Self {
        let trainer = run.trainer();
        let hyperparameters = run.settings().setup.hyperparameters;
        let problem = Arc::new(problem(trainer, &hyperparameters));
        let optimum = Arc::new(Optimum::of(&problem));
        Self {
            judge: judge(&problem, &optimum, trainer, hyperparameters),
            problem,
            optimum,
            hyperparameters,
            changes: run.changes().made().len(),
        }
    }

    /// Sees the end of an epoch. After a change, it forgets what it has seen.
    pub fn see(&mut self, run: &Run) {
        if run.changes().made().len() != self.changes {
            self.begin_anew(run);
            return;
        }
        let trainer = run.trainer();
        let test = trainer.epoch_losses().and_then(|losses| losses.test);
        self.judge.see(&EpochEnd {
            epoch: trainer.epochs(),
            weights: trainer.weights_of_training(),
            test_loss: test.and_then(|losses| losses.cross_entropy),
        });
    }

    /// Returns what is added to the line of the weights of now.
    #[must_use]
    pub fn fields(&self, run: &Run) -> WhyFields {
        let weights = run.trainer().weights_of_training();
        let local = self.problem.local(weights);
        let numbers =
            local.map(|local| Numbers::new(&local, weights, &self.hyperparameters, &self.optimum));
        let verdict = self.judge.verdict();
        let of = |number: fn(&Numbers) -> Option<f64>| numbers.as_ref().and_then(number);
        WhyFields {
            gradient: of(|numbers| Some(numbers.gradient)),
            curvature: of(|numbers| Some(numbers.curvature)),
            edge: of(|numbers| numbers.edge),
            condition: of(|numbers| numbers.condition),
            half_life: of(|numbers| numbers.half_life),
            noise_scale: of(|numbers| numbers.noise_scale),
            distance: of(|numbers| numbers.distance),
            excess: of(|numbers| numbers.excess),
            penalty: of(|numbers| Some(numbers.penalty)),
            norm: of(|numbers| Some(numbers.norm)),
            verdict: verdict.map(|verdict| verdict.name()),
            sentence: verdict.map(|verdict| verdict.sentence().join(" ")),
        }
    }

    fn begin_anew(&mut self, run: &Run) {
        let before = std::mem::replace(
            &mut self.hyperparameters,
            run.settings().setup.hyperparameters,
        );
        let minimized = |of: &Hyperparameters| {
            let rate = of.regularization_rate.get();
            (of.objective, of.regularization, rate)
        };
        if minimized(&before) != minimized(&self.hyperparameters) {
            *self = Self::new(run);
            return;
        }
        self.changes = run.changes().made().len();
        self.judge = judge(
            &self.problem,
            &self.optimum,
            run.trainer(),
            self.hyperparameters,
        );
    }
}

fn problem(trainer: &Trainer, hyperparameters: &Hyperparameters) -> Problem {
    Problem::new(
        trainer.dataset(),
        trainer.inputs(),
        hyperparameters.regularization,
        hyperparameters.regularization_rate.get(),
    )
    .training(hyperparameters.objective)
}

fn judge(
    problem: &Arc<Problem>,
    optimum: &Arc<Optimum>,
    trainer: &Trainer,
    hyperparameters: Hyperparameters,
) -> Judge {
    Judge::new(
        Arc::clone(problem),
        Arc::clone(optimum),
        JudgeSettings {
            hyperparameters,
            samples: trainer.dataset().training().len(),
            since: trainer.epochs(),
        },
    )
}
