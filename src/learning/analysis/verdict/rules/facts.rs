//! Rules that follow from the settings and the minimum.

use crate::learning::analysis::edge;
use crate::learning::analysis::optimum::Optimum;
use crate::learning::analysis::problem::length;
use crate::learning::analysis::verdict::Verdict;
use crate::learning::analysis::verdict::observed::{Observation, WINDOW};
use crate::learning::analysis::verdict::rules::Scene;
use crate::learning::analysis::verdict::sentence::significant;
use crate::learning::optimize::regularization::Regularization;

/// Number of updates in a row that must jump back and forth.
const JUMPS: usize = 8;
/// Largest cosine of an update with the one before it if it jumps back.
const BACK: f64 = -0.999_99;
/// Largest share by which the lengths of two such updates differ.
const UNEQUAL: f64 = 1e-3;
/// How far past the edge of a part of the samples a learning rate must be, to be past that of all samples.
const SURELY_PAST: f64 = 1.1;
/// Share of the loss of a constant guess above which the least loss is hardly better.
const HARDLY_BETTER: f64 = 0.97;
/// Share of the least loss within which it is nearly reached.
const NEARLY: f64 = 0.03;

/// The L2 penalty alone moves the weights further away with each update, whatever the gradient of the loss, which
/// is bounded.
pub fn runaway(scene: &Scene) -> Option<Verdict> {
    let case = scene.case;
    let limit = case.stability?.limit;
    let product = case.alpha() * case.problem.rate();
    let is_runaway = case.problem.regularization() == Regularization::L2
        && case.is_alpha_constant
        && product > limit;
    is_runaway.then_some(Verdict::Runaway { product, limit })
}

/// Returns the edge, if the run has full batches and a learning rate past it.
fn edge_passed(scene: &Scene) -> Option<f64> {
    let case = scene.case;
    let edge = edge::of_run(&case.settings.hyperparameters, &case.optimum)?;
    let surely = if case.problem.is_sampled() {
        SURELY_PAST
    } else {
        1.0
    };
    (case.is_full && case.alpha() > edge * surely).then_some(edge)
}

/// Each update goes back where the one before came from. In full batches nothing else than a learning rate past the
/// edge does that.
pub fn period_two(scene: &Scene) -> Option<Verdict> {
    let edge = edge_passed(scene)?;
    let ends: Vec<&Observation> = scene.observed.stretch(0, JUMPS + 2)?.collect();
    let steps: Vec<Vec<f64>> = ends
        .windows(2)
        .map(|pair| difference(pair[1], pair[0]))
        .collect();
    let jumps_back = |pair: &[Vec<f64>]| {
        let (before, now) = (length(&pair[0]), length(&pair[1]));
        let product: f64 = pair[0]
            .iter()
            .zip(&pair[1])
            .map(|(one, other)| one * other)
            .sum();
        product / (before * now) < BACK && (now - before).abs() <= UNEQUAL * before
    };
    steps
        .windows(2)
        .all(jumps_back)
        .then(|| Verdict::PeriodTwo {
            losses: [1, 0].map(|ago| {
                scene
                    .observed
                    .ago(ago)
                    .map_or(f64::NAN, |end| end.objective)
            }),
            measure: scene.case.measure(),
            alpha: scene.case.alpha(),
            edge,
        })
}

fn difference(now: &Observation, before: &Observation) -> Vec<f64> {
    let pairs = now.weights.iter().zip(&before.weights);
    pairs.map(|(now, before)| now - before).collect()
}

/// Full batches with a constant learning rate past the edge never settle.
pub fn past_the_edge(scene: &Scene) -> Option<Verdict> {
    let edge = edge_passed(scene)?;
    Some(Verdict::PastTheEdge {
        alpha: scene.case.alpha(),
        edge,
    })
}

/// A boundary separates the classes, so that longer weights always have a smaller loss.
pub fn separable(scene: &Scene) -> Option<Verdict> {
    let Optimum::Separable { .. } = *scene.case.optimum else {
        return None;
    };
    let norm = |ago| Some(length(&scene.observed.ago(ago)?.weights));
    let growth = norm(WINDOW)
        .zip(norm(0))
        .filter(|(before, now)| now > before && significant(*before, 3) != significant(*now, 3));
    Some(Verdict::Separable {
        is_line: scene.case.is_line(),
        growth: growth.map(|(before, now)| ([before, now], WINDOW as u64)),
    })
}

/// The least loss there is is that of a constant guess, nearly.
pub fn no_line(scene: &Scene) -> Option<Verdict> {
    let case = scene.case;
    let best = case.minimum()?.loss;
    let share = case.problem.share_of_ones();
    let guess = -(share * share.ln() + (1.0 - share) * (1.0 - share).ln());
    let holds = case.is_unpenalized() && best > HARDLY_BETTER * guess;
    holds.then(|| Verdict::NoLine {
        is_line: case.is_line(),
        best,
        guess,
        measure: case.measure(),
    })
}

/// Returns whether the least loss is nearly reached.
pub fn is_nearly_reached(scene: &Scene) -> Option<bool> {
    let best = scene.case.minimum()?.loss;
    let above = scene.observed.mean(0, |end| end.objective)? - best;
    Some(above < NEARLY * best)
}
