//! What `train --why` adds to the line of an epoch.

use serde::Serialize;

use crate::learning::analysis::numbers::Numbers;
use crate::learning::analysis::verdict::{EpochEnd, Judge, JudgeSettings};
use crate::session::run::Run;
use crate::session::why::landscape::Landscape;
use crate::session::why::opinion::judge_settings;

/// Follows a run from epoch to epoch.
pub struct Why {
    landscape: Landscape,
    judge: Judge,
    settings: JudgeSettings,
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
        let landscape = Landscape::of(run);
        let settings = judge_settings(run);
        let mut why = Self {
            judge: landscape.judge(settings),
            landscape,
            settings,
        };
        why.see(run);
        why
    }

    /// Sees the end of an epoch. After a change, it forgets what it has seen.
    pub fn see(&mut self, run: &Run) {
        let settings = judge_settings(run);
        if !self.landscape.is_of(run) {
            self.landscape = Landscape::of(run);
            self.judge = self.landscape.judge(settings);
        } else if settings != self.settings {
            self.judge = self.landscape.judge(settings);
        }
        self.settings = settings;
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
        let trainer = run.trainer();
        let (weights, hyperparameters) = (trainer.weights_of_training(), trainer.hyperparameters());
        let local = self.landscape.problem.local(weights);
        let optimum = &self.landscape.optimum;
        let numbers = local.map(|local| Numbers::new(&local, weights, hyperparameters, optimum));
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
}
