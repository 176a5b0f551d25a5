//! What does not change while only the weights move: the problem of training, and where its minimum is.

use std::sync::Arc;

use crate::learning::analysis::margin::LargestMargin;
use crate::learning::analysis::optimum::Optimum;
use crate::learning::analysis::problem::Problem;
use crate::learning::analysis::verdict::{Judge, JudgeSettings};
use crate::learning::data::Dataset;
use crate::learning::model::inputs::Inputs;
use crate::learning::optimize::regularization::Regularization;
use crate::learning::train::objective::Objective;
use crate::session::run::Run;

/// The loss that is trained, the kind of its penalty and the rate of the penalty.
type Terms = (Objective, Regularization, f64);

/// The problem of a run, and its minimum. It is kept as long as the run has the same problem.
pub struct Landscape {
    dataset: Arc<Dataset>,
    inputs: Inputs,
    terms: Terms,
    /// The problem.
    pub problem: Arc<Problem>,
    /// Its minimum.
    pub optimum: Arc<Optimum>,
    /// The largest margin, if the classes are separable.
    pub largest_margin: Option<f64>,
}

impl Landscape {
    /// Makes the landscape of a run.
    #[must_use]
    pub fn of(run: &Run) -> Self {
        let trainer = run.trainer();
        let (dataset, inputs) = (Arc::clone(trainer.dataset()), trainer.inputs().clone());
        let terms = terms(run);
        let (objective, regularization, rate) = terms;
        let problem = Problem::new(&dataset, &inputs, regularization, rate);
        let problem = Arc::new(problem.training(objective));
        let optimum = Arc::new(Optimum::of(&problem));
        let largest = match &*optimum {
            Optimum::Separable { .. } => LargestMargin::of(&problem),
            Optimum::At(_) | Optimum::Unknown => None,
        };
        Self {
            dataset,
            inputs,
            terms,
            problem,
            optimum,
            largest_margin: largest.map(|largest| largest.margin),
        }
    }

    /// Returns a judge of training in this landscape, which has seen nothing yet.
    #[must_use]
    pub fn judge(&self, settings: JudgeSettings) -> Judge {
        Judge::new(
            Arc::clone(&self.problem),
            Arc::clone(&self.optimum),
            settings,
        )
    }

    /// Returns whether this is the landscape of a run.
    #[must_use]
    pub fn is_of(&self, run: &Run) -> bool {
        let trainer = run.trainer();
        Arc::ptr_eq(&self.dataset, trainer.dataset())
            && self.inputs == *trainer.inputs()
            && self.terms == terms(run)
    }
}

fn terms(run: &Run) -> Terms {
    let hyperparameters = run.trainer().hyperparameters();
    (
        hyperparameters.objective,
        hyperparameters.regularization,
        hyperparameters.regularization_rate.get(),
    )
}
