//! Rules on the way to the minimum: whether it is reached, and whether the run will get there.

use crate::learning::analysis::verdict::Verdict;
use crate::learning::analysis::verdict::observed::WINDOW;
use crate::learning::analysis::verdict::rules::Scene;

/// Largest excess at which a run has converged, in parts of the least objective.
const CONVERGED: f64 = 1e-4;
/// Largest growth of the excess from one window to the next at which it still counts as converged.
const GROWTH: f64 = 1.05;
/// Largest share of the distance in the flattest direction that mini-batches may have left. Samples in order drift
/// away to their cycle until then.
const SLOW: f64 = 0.01;
/// Least number of epochs that are left for a run that is called too slow.
const MOST_LEFT: u64 = 10;
/// Least excess of a run that is called too slow, in parts of the least objective.
const MUCH: f64 = 0.01;
/// Least share of the way along the gradients that the weights of a slow run have moved in effect.
const STRAIGHT: f64 = 0.5;
/// Largest ratio of the mean excess of a window to that before, for a run that falls.
const FALLING: f64 = 0.95;
/// Largest ratio of the noise of an update to its descent, for a run that falls.
const BALANCE: f64 = 0.3;
/// Largest share of the edge at which a run with momentum falls for sure. Nearer to it, some go up and down for ever.
const CALM: f64 = 0.5;
/// Least speed at the end of a window, in parts of its mean speed, for a run with momentum that falls.
const PACE: f64 = 0.7;
/// Least share of the way along the gradients that the weights of a falling run have moved in effect.
const ONWARD: f64 = 0.3;

/// The objective is at its minimum, and stays there.
pub fn converged(scene: &Scene) -> Option<Verdict> {
    let (case, observed) = (scene.case, scene.observed);
    let minimum = case.minimum()?;
    let stability = case.stability?;
    let end = observed.ago(0)?;
    let small = CONVERGED * minimum.objective;
    let mean = |windows| Some(observed.mean(windows, |end| end.objective)? - minimum.objective);
    let (excess, before) = (mean(0)?, mean(1)?);
    let is_small = end.objective - minimum.objective < small && excess < small;
    // Below a hundred-thousandth of the limit, the excess may be nothing but rounding.
    let grows = excess > GROWTH * before && excess > small * 1e-5;
    let holds = if case.is_full {
        case.alpha() * minimum.curvature.largest() < stability.limit
    } else {
        let epochs = end.epoch.saturating_sub(case.settings.since) as f64;
        let reach = case.reach(end.epoch)? * epochs;
        let slow = (-2.0 * reach * minimum.curvature.smallest()).exp();
        slow < SLOW && before < small
    };
    (is_small && !grows && holds).then(|| Verdict::Converged {
        loss: end.objective,
        measure: case.measure(),
    })
}

/// Halving the excess takes longer than the run lasts, even if the gradient keeps its length: the objective is
/// convex, so that an update of length `alpha |G|` lowers it by at most `alpha |G|²`.
pub fn crawls(scene: &Scene) -> Option<Verdict> {
    let (case, observed) = (scene.case, scene.observed);
    let minimum = case.minimum()?;
    let end = observed.ago(0)?;
    let left = case
        .settings
        .hyperparameters
        .epochs
        .get()
        .checked_sub(end.epoch)?;
    let mean = |windows| Some(observed.mean(windows, |end| end.objective)? - minimum.objective);
    let (excess, before) = (mean(0)?, mean(1)?);
    let reach = case.reach(end.epoch)?;
    let squares = observed.mean(0, |end| end.gradient.powi(2))?;
    let halving = excess / (2.0 * reach * squares);
    let (moved, gradients) = observed.way()?;
    // With the L1 penalty, full batches past the edge jump to and fro, and their gradient tells nothing.
    let is_straight = if case.is_full {
        case.alpha() * minimum.curvature.largest() < case.stability?.limit
    } else {
        moved > STRAIGHT * reach * gradients
    };
    let holds = case.is_alpha_constant
        && left >= MOST_LEFT
        && halving > left as f64
        && excess > MUCH * minimum.objective
        && excess < before
        && is_straight;
    let condition = minimum.curvature.condition();
    let standardized = case.standardized_condition;
    holds.then(|| Verdict::Crawls {
        halving,
        left,
        alpha: case.alpha(),
        condition,
        standardized: standardized
            .filter(|number| condition.is_some_and(|now| *number < now / 2.0)),
    })
}

/// The objective falls steadily.
pub fn falls(scene: &Scene) -> Option<Verdict> {
    let (case, observed) = (scene.case, scene.observed);
    let minimum = case.minimum()?;
    let stability = case.stability?;
    let end = observed.ago(0)?;
    let mean = |windows| Some(observed.mean(windows, |end| end.objective)? - minimum.objective);
    let (excess, before, first) = (mean(0)?, mean(1)?, mean(2)?);
    let [_, highest] = observed.range(0, |end| end.objective)?;
    let [lowest_before, _] = observed.range(1, |end| end.objective)?;
    let reach = case.reach(end.epoch)?;
    let (moved, gradients) = observed.way()?;
    let curvature = minimum.curvature.largest().max(end.curvature);
    let of_limit = case.alpha() * curvature / stability.limit;
    let is_steady = match (case.is_full, stability.gain > 1.0) {
        (true, false) => of_limit < 1.0,
        (true, true) => of_limit < CALM && keeps_pace(scene)?,
        (false, _) => observed.median(|end| end.balance)? < BALANCE,
    };
    let holds = case.is_alpha_constant
        && case.forgets_within(WINDOW)
        && highest < lowest_before
        && excess < FALLING * before
        && before < FALLING * first
        && is_steady
        && moved > ONWARD * reach * gradients;
    let then = observed.ago(2 * WINDOW)?;
    holds.then(|| Verdict::Falls {
        losses: [then.objective, end.objective],
        epochs: end.epoch - then.epoch,
        best: minimum.objective,
        measure: case.measure(),
    })
}

/// Returns whether the objective falls as fast at the end of the last window as within it. What momentum carries past
/// the minimum slows down before it turns round.
fn keeps_pace(scene: &Scene) -> Option<bool> {
    let objective = |ago| Some(scene.observed.ago(ago)?.objective);
    let (now, before, first) = (objective(0)?, objective(1)?, objective(WINDOW)?);
    Some(before - now > PACE * (first - now) / WINDOW as f64)
}
