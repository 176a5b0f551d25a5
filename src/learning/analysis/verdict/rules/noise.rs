//! Rules on mini-batches whose noise keeps the weights away from the minimum.

use crate::learning::analysis::optimum::Minimum;
use crate::learning::analysis::verdict::Verdict;
use crate::learning::analysis::verdict::observed::{WINDOW, range};
use crate::learning::analysis::verdict::rules::Scene;

/// Ratio of two means of the excess, a window apart, between which the excess stands still.
const STILL: [f64; 2] = [0.8, 1.25];
/// Largest share of the excess that a window without noise would leave.
const LEFT: f64 = 0.1;
/// Largest share of the way along the gradients that the weights have moved in effect.
const NET: f64 = 0.2;
/// Share of the steps of the excess that go up, between which it goes up and down.
const MIXED: [f64; 2] = [0.2, 0.8];
/// Logarithm of the ratio of two means below which samples in order repeat the same cycle.
const REPEATED: f64 = 0.002;
/// Excess in parts of the least objective: below the first it has converged, from the second on it bounces.
const FLOOR: [f64; 2] = [1e-4, 0.25];
/// Factor by which the excess may pass those limits while the verdict stays.
const LEEWAY: f64 = 2.0;

/// Mini-batches throw the weights about, far above the minimum.
pub fn bounces(scene: &Scene) -> Option<Verdict> {
    let case = scene.case;
    let minimum = case.minimum()?;
    let last = scene.observed.stretch(0, 2 * WINDOW)?;
    let holds = excess(scene)? >= FLOOR[1] / LEEWAY * minimum.objective;
    holds.then(|| Verdict::Bounces {
        between: range(last.map(|end| end.objective)),
        best: minimum.objective,
        measure: case.measure(),
        alpha: case.alpha(),
        batch: case.batch,
    })
}

/// Returns whether noise is sure to keep the objective far above the minimum.
pub fn surely_bounces(scene: &Scene) -> Option<bool> {
    let case = scene.case;
    let is_far = excess(scene)? >= FLOOR[1] * case.minimum()?.objective;
    Some(case.settings.hyperparameters.shuffle && is_far && is_hindered(scene)?)
}

/// The noise of the mini-batches leaves a little excess.
pub fn floor(scene: &Scene) -> Option<Verdict> {
    let case = scene.case;
    let minimum = case.minimum()?;
    let last = scene.observed.stretch(0, 2 * WINDOW)?;
    let share = excess(scene)? / minimum.objective;
    let holds = FLOOR[0] / LEEWAY < share && share < FLOOR[1] * LEEWAY;
    holds.then(|| Verdict::Floor {
        above: range(last.map(|end| end.objective - minimum.objective)),
        best: minimum.objective,
        measure: case.measure(),
        alpha: case.alpha(),
        batch: case.batch,
    })
}

/// Returns whether noise is sure to keep the objective a little above the minimum.
pub fn surely_hovers(scene: &Scene) -> Option<bool> {
    let share = excess(scene)? / scene.case.minimum()?.objective;
    Some(FLOOR[0] < share && share < FLOOR[1] && is_hindered(scene)?)
}

/// Returns the mean excess of the last window.
fn excess(scene: &Scene) -> Option<f64> {
    let minimum = scene.case.minimum()?;
    Some(scene.observed.mean(0, |end| end.objective)? - minimum.objective)
}

/// Returns whether noise and nothing else keeps the excess up: it stands still, though without noise the last epochs
/// would have removed it.
fn is_hindered(scene: &Scene) -> Option<bool> {
    let case = scene.case;
    let minimum = case.minimum()?;
    let end = scene.observed.ago(0)?;
    let before = scene.observed.ago(WINDOW)?;
    let is_early = end.epoch.saturating_sub(case.settings.since) < 2 * WINDOW as u64;
    if case.is_full || !case.is_alpha_constant || !case.forgets_within(WINDOW) || is_early {
        return Some(false);
    }
    let excess_before = scene.observed.mean(1, |end| end.objective)? - minimum.objective;
    let ratio = excess(scene)? / excess_before;
    let is_still = STILL[0] < ratio && ratio < STILL[1];
    let reach = case.reach(end.epoch)?;
    let left = |weights: &[f64]| left(minimum, weights, reach * WINDOW as f64) < LEFT;
    let (moved, gradients) = scene.observed.way()?;
    let is_hindered = is_still
        && left(&before.weights)
        && left(&end.weights)
        && moved < NET * reach * gradients
        && (goes_up_and_down(scene)? || ratio.ln().abs() < REPEATED);
    Some(is_hindered)
}

/// Returns the share of the excess, as far as the Hessian at the minimum tells, that descent without noise would
/// leave when it moves the weights by `reach` times the gradient in all.
fn left(minimum: &Minimum, weights: &[f64], reach: f64) -> f64 {
    let curvature = &minimum.curvature;
    let (mut now, mut then) = (0.0, 0.0);
    for (value, vector) in curvature.values.iter().zip(&curvature.vectors) {
        let differences = weights.iter().zip(&minimum.weights);
        let part = differences.zip(vector);
        let part: f64 = part
            .map(|((weight, best), number)| (weight - best) * number)
            .sum();
        now += value * part * part;
        then += value * part * part * (-2.0 * reach * value).exp();
    }
    then / now
}

/// Returns whether a good part of the last steps of the objective went up, and another went down.
fn goes_up_and_down(scene: &Scene) -> Option<bool> {
    let ends: Vec<f64> = scene
        .observed
        .stretch(0, 2 * WINDOW + 1)?
        .map(|end| end.objective)
        .collect();
    let ups = ends.windows(2).filter(|pair| pair[1] > pair[0]).count();
    let share = ups as f64 / (2 * WINDOW) as f64;
    Some((MIXED[0]..=MIXED[1]).contains(&share))
}
