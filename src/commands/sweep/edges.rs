//! The edge in the pictures of a sweep: the learning rate beyond which full batches cannot settle.

use crate::commands::sweep::outcome::Outcome;
use crate::learning::analysis::edge;
use crate::learning::analysis::optimum::Optimum;
use crate::learning::analysis::problem::Problem;
use crate::session::run::Run;
use crate::session::sweep::Sweep;
use crate::ui::number::significant;

/// An edge between two learning rates of a grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Learning rate at the edge.
    pub edge: f64,
    /// A run with the first learning rate past it.
    pub run: usize,
    /// Place of the edge among the learning rates: 2.25 is a quarter of the way from the third one to the fourth.
    pub place: f64,
}

/// Returns the edge of a run of a sweep at its start. It is returned only for the first one of the learning rates,
/// because it is the same for all of them, and only if learning rates are swept, batches are full, nothing is changed
/// later, and all samples can be measured.
#[must_use]
pub fn of_run(sweep: &Sweep, number: usize, run: &Run) -> Option<f64> {
    let axis = axis_of_alpha(sweep)?;
    let hyperparameters = run.settings().setup.hyperparameters;
    let trainer = run.trainer();
    let samples = trainer.dataset().training().len();
    let is_full = hyperparameters.batch_size.of(samples) == samples;
    if sweep.places(number)[axis] > 0 || !is_full || !run.changes().all().is_empty() {
        return None;
    }
    let (kind, rate) = (
        hyperparameters.regularization,
        hyperparameters.regularization_rate,
    );
    let problem = Problem::new(trainer.dataset(), trainer.inputs(), kind, rate.get())
        .training(hyperparameters.objective);
    // A line between two cells is exact, and a part of many samples is not.
    let edge = || edge::of_run(&hyperparameters, &Optimum::of(&problem));
    (!problem.is_sampled()).then(edge).flatten()
}

/// Returns the edges that lie between two of the learning rates, if these are in ascending order.
#[must_use]
pub fn marks(sweep: &Sweep, outcomes: &[Option<Outcome>]) -> Vec<Mark> {
    let Some(axis) = axis_of_alpha(sweep) else {
        return Vec::new();
    };
    let alphas = sweep.axes()[axis].values.iter();
    let alphas: Option<Vec<f64>> = alphas.map(|value| value.text().parse().ok()).collect();
    let alphas = alphas
        .filter(|alphas| alphas.is_sorted())
        .unwrap_or_default();
    let after = sweep.axes()[axis + 1..]
        .iter()
        .map(|axis| axis.values.len());
    let step: usize = after.product();
    let found = outcomes.iter().enumerate();
    let found = found.filter_map(|(run, outcome)| Some((run, outcome.as_ref()?.edge?)));
    let mark = |(run, edge): (usize, f64)| {
        let past = alphas.iter().position(|alpha| *alpha > edge)?;
        let (below, above) = (alphas.get(past.checked_sub(1)?)?, alphas[past]);
        Some(Mark {
            edge,
            run: run + past * step,
            place: (past - 1) as f64 + (edge - below) / (above - below),
        })
    };
    found.filter_map(mark).collect()
}

/// Returns the edges in words, such as "edge 2.03"; `None` if there are none.
#[must_use]
pub fn in_words(marks: &[Mark]) -> Option<String> {
    let edges = marks.iter().map(|mark| mark.edge);
    let low = significant(edges.clone().reduce(f64::min)?, 3);
    let high = significant(edges.reduce(f64::max)?, 3);
    Some(if low == high {
        format!("edge {low}")
    } else {
        format!("edges {low} to {high}")
    })
}

/// Returns whether the learning rates lie across in a picture that has this axis across.
#[must_use]
pub fn is_across(sweep: &Sweep, across: usize) -> bool {
    axis_of_alpha(sweep) == Some(across)
}

fn axis_of_alpha(sweep: &Sweep) -> Option<usize> {
    sweep
        .axes()
        .iter()
        .position(|axis| axis.setting.flag == "alpha")
}
