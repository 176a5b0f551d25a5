//! Rules on the way to the minimum: whether it is reached, and whether the run will get there.

use crate::learning::analysis::edge;
use crate::learning::analysis::verdict::Verdict;
use crate::learning::analysis::verdict::observed::WINDOW;
use crate::learning::analysis::verdict::rules::Scene;
use crate::learning::analysis::verdict::sentence::significant;

/// Largest excess at which a run has converged, in parts of the least objective.
const CONVERGED: f64 = 1e-4;
/// Largest growth of the excess from one window to the next at which it still counts as converged.
const GROWTH: f64 = 1.05;
/// Largest share of the distance in the flattest direction that mini-batches may have left. Samples in order drift
/// away to their cycle until then.
const SLOW: f64 = 0.01;
/// Number of epochs at the end of a run in which it is no longer found to be too slow, but is still called so.
pub const LAST: u32 = 10;
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

/// The objective is at its minimum.
pub fn converged(scene: &Scene) -> Option<Verdict> {
    let best = scene.case.minimum()?.objective;
    let loss = scene.observed.ago(0)?.objective;
    (loss - best < CONVERGED * best).then(|| Verdict::Converged {
        loss,
        measure: scene.case.measure(),
    })
}

/// Returns whether the objective has been at its minimum for some time, and will stay there.
pub fn has_surely_converged(scene: &Scene) -> Option<bool> {
    let (case, observed) = (scene.case, scene.observed);
    let minimum = case.minimum()?;
    let stability = case.stability?;
    let end = observed.ago(0)?;
    let small = CONVERGED * minimum.objective;
    let (excess, before) = (excess(scene, 0)?, excess(scene, 1)?);
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
    Some(excess < small && !grows && holds)
}

/// Halving the excess takes longer than the run lasts, even if the gradient keeps its length: the objective is
/// convex, so that an update of length `alpha |G|` lowers it by at most `alpha |G|²`.
pub fn crawls(scene: &Scene) -> Option<Verdict> {
    let case = scene.case;
    let minimum = case.minimum()?;
    let left = epochs_left(scene)?;
    let reach = case.reach(scene.observed.ago(0)?.epoch)?;
    let squares = scene.observed.mean(0, |end| end.gradient.powi(2))?;
    // The mean excess is that of the middle of its window.
    let since = (WINDOW - 1) as f64 / 2.0;
    let halving = excess(scene, 0)? / (2.0 * reach * squares) - since;
    let condition = minimum.curvature.condition();
    let standardized = case.standardized_condition;
    (halving > left as f64).then(|| Verdict::Crawls {
        halving,
        left,
        alpha: case.alpha(),
        condition,
        standardized: standardized
            .filter(|number| condition.is_some_and(|now| *number < now / 2.0)),
    })
}

/// Returns whether the gradients of the last epochs show the pace, and much is left to do and to wait for.
pub fn surely_crawls(scene: &Scene) -> Option<bool> {
    let (case, observed) = (scene.case, scene.observed);
    let minimum = case.minimum()?;
    let (excess, before) = (excess(scene, 0)?, excess(scene, 1)?);
    let (moved, gradients) = observed.way()?;
    let is_straight =
        case.is_full || moved > STRAIGHT * case.reach(observed.ago(0)?.epoch)? * gradients;
    // With the L1 penalty, a weight may jump from one side of 0 to the other and back, and the gradient does not tell the pace.
    let holds = case.is_alpha_constant
        && !edge::has_l1(&case.settings.hyperparameters)
        && is_straight
        && epochs_left(scene)? >= u64::from(LAST)
        && excess > MUCH * minimum.objective
        && excess < before;
    Some(holds)
}

/// The objective has fallen by as much as its printed digits show.
pub fn falls(scene: &Scene) -> Option<Verdict> {
    let best = scene.case.minimum()?.objective;
    let (end, then) = (scene.observed.ago(0)?, scene.observed.ago(2 * WINDOW)?);
    let losses = [then.objective, end.objective];
    let [before, now] = losses.map(|loss| significant(loss, 3));
    (losses[1] < losses[0] && before != now).then(|| Verdict::Falls {
        losses,
        epochs: end.epoch - then.epoch,
        best,
        measure: scene.case.measure(),
    })
}

/// Returns whether the objective falls steadily.
pub fn surely_falls(scene: &Scene) -> Option<bool> {
    let (case, observed) = (scene.case, scene.observed);
    let minimum = case.minimum()?;
    let stability = case.stability?;
    let end = observed.ago(0)?;
    let (excess, before, first) = (excess(scene, 0)?, excess(scene, 1)?, excess(scene, 2)?);
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
    Some(holds)
}

/// Returns the mean excess of a window.
fn excess(scene: &Scene, windows: usize) -> Option<f64> {
    let mean = scene.observed.mean(windows, |end| end.objective)?;
    Some(mean - scene.case.minimum()?.objective)
}

/// Returns the number of epochs that are left in the run.
fn epochs_left(scene: &Scene) -> Option<u64> {
    let epochs = scene.case.settings.hyperparameters.epochs.get();
    epochs.checked_sub(scene.observed.ago(0)?.epoch)
}

/// Returns whether the objective falls as fast at the end of the last window as within it. What momentum carries past
/// the minimum slows down before it turns round.
fn keeps_pace(scene: &Scene) -> Option<bool> {
    let objective = |ago| Some(scene.observed.ago(ago)?.objective);
    let (now, before, first) = (objective(0)?, objective(1)?, objective(WINDOW)?);
    Some(before - now > PACE * (first - now) / WINDOW as f64)
}
