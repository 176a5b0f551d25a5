//! What the rules know of a run that does not change from epoch to epoch.

use std::sync::Arc;

use crate::learning::analysis::edge;
use crate::learning::analysis::eigen::Eigen;
use crate::learning::analysis::optimum::{Minimum, Optimum};
use crate::learning::analysis::problem::Problem;
use crate::learning::analysis::verdict::Measure;
use crate::learning::analysis::verdict::judge::JudgeSettings;
use crate::learning::optimize::optimizer::Stability;
use crate::learning::optimize::regularization::Regularization;
use crate::learning::optimize::schedule::ScheduleInput;
use crate::learning::train::loss::LossKind;

/// A run, as the rules know it.
#[derive(Debug, Clone)]
pub struct Case {
    pub problem: Arc<Problem>,
    pub optimum: Arc<Optimum>,
    pub settings: JudgeSettings,
    /// How the optimiser acts near a minimum, if that is known.
    pub stability: Option<Stability>,
    /// Whether no schedule moves the learning rate.
    pub is_alpha_constant: bool,
    /// Number of samples in a mini-batch.
    pub batch: usize,
    /// Whether a mini-batch has all samples.
    pub is_full: bool,
    /// Number of updates in an epoch.
    pub updates: f64,
    /// The condition number that standardised features would have, if they are not standardised.
    pub standardized_condition: Option<f64>,
}

impl Case {
    pub fn new(problem: Arc<Problem>, optimum: Arc<Optimum>, settings: JudgeSettings) -> Self {
        let hyperparameters = &settings.hyperparameters;
        let batch = hyperparameters.batch_size.of(settings.samples);
        let stability = hyperparameters.optimizer.get().stability;
        Self {
            stability: stability.map(|of| of(&hyperparameters.optimizer_parameters)),
            is_alpha_constant: edge::is_alpha_constant(hyperparameters),
            batch,
            is_full: batch == settings.samples,
            updates: settings.samples.div_ceil(batch.max(1)) as f64,
            standardized_condition: standardized_condition(&problem, &optimum),
            problem,
            optimum,
            settings,
        }
    }

    /// Returns the learning rate before the schedule is applied.
    pub fn alpha(&self) -> f64 {
        self.settings.hyperparameters.alpha.get()
    }

    /// Returns the learning rate of an epoch.
    pub fn alpha_at(&self, epoch: u64) -> f64 {
        let hyperparameters = &self.settings.hyperparameters;
        let input = ScheduleInput {
            epoch,
            epochs: hyperparameters.epochs.get(),
            gamma: hyperparameters.schedule_parameters.gamma.get(),
            period: hyperparameters.schedule_parameters.period.get(),
        };
        self.alpha() * (hyperparameters.schedule.get().factor)(&input)
    }

    /// Returns the minimum, if all samples show it.
    pub fn minimum(&self) -> Option<&Minimum> {
        self.optimum
            .minimum()
            .filter(|_| !self.problem.is_sampled())
    }

    /// Returns how far an epoch moves the weights along a gradient of 1: the learning rate, times the gain of the
    /// optimiser, times the number of updates. `None` for optimisers that scale the gradient.
    pub fn reach(&self, epoch: u64) -> Option<f64> {
        Some(self.alpha_at(epoch) * self.stability?.gain * self.updates)
    }

    /// Returns whether most of what the optimiser keeps of past gradients fades within some epochs. Momentum that
    /// lasts longer carries the weights on, and back.
    pub fn forgets_within(&self, epochs: usize) -> bool {
        let gain = self.stability.map_or(1.0, |stability| stability.gain);
        // Rounding must not decide whether a gain of 10 is one of 10 updates.
        gain <= 1.001 * self.updates * epochs as f64
    }

    /// Returns whether nothing penalises the weights.
    pub fn is_unpenalized(&self) -> bool {
        self.problem.regularization() == Regularization::None
    }

    /// Returns whether the model has only the coordinates.
    pub fn is_line(&self) -> bool {
        self.problem.inputs().features().is_linear()
    }

    /// Returns what the objective measures.
    pub fn measure(&self) -> Measure {
        Measure {
            is_shown: self.settings.hyperparameters.loss == LossKind::CrossEntropy,
            is_penalized: !self.is_unpenalized(),
        }
    }

    /// Returns what the loss without the penalty measures.
    pub fn measure_of_loss(&self) -> Measure {
        Measure {
            is_penalized: false,
            ..self.measure()
        }
    }
}

/// Returns the condition number at the minimum in standardised features; `None` if they are standardised, or with a
/// penalty, whose meaning would change with the features.
fn standardized_condition(problem: &Problem, optimum: &Optimum) -> Option<f64> {
    let minimum = optimum.minimum()?;
    if problem.regularization() != Regularization::None {
        return None;
    }
    let hessian = problem.standardized(&problem.local(&minimum.weights)?.hessian)?;
    Eigen::of(&hessian).condition()
}
