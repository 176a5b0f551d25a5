//! The rule on overfitting: the test loss rises while the training loss falls.

use crate::learning::analysis::verdict::Verdict;
use crate::learning::analysis::verdict::observed::{Observed, WINDOW};
use crate::learning::analysis::verdict::rules::Scene;

/// How far the test loss must have risen: as a factor, and in nats on top.
const RISE: (f64, f64) = (1.03, 0.003);
/// How far it must have risen, in standard deviations of the last test losses.
const DEVIATIONS: f64 = 4.0;
/// Largest learning rate of full batches: beyond it, the test loss jumps by itself.
const MOST_ALPHA: f64 = 0.5;

/// The lowest mean test loss of a window so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct TestLosses {
    lowest: Option<(u64, f64)>,
}

impl TestLosses {
    /// Takes the last epoch into account.
    pub fn note(&mut self, observed: &Observed) {
        let (Some(end), Some(mean)) = (observed.ago(0), mean(observed, 0)) else {
            return;
        };
        if self.lowest.is_none_or(|(_, lowest)| mean < lowest) {
            self.lowest = Some((end.epoch, mean));
        }
    }
}

/// Returns the mean test loss of a window; `None` if there is an epoch without one.
fn mean(observed: &Observed, windows: usize) -> Option<f64> {
    let mean = observed.mean(windows, |end| end.test.unwrap_or(f64::NAN))?;
    mean.is_finite().then_some(mean)
}

/// The test loss has risen above its lowest, while the training loss falls.
pub fn overfits(scene: &Scene) -> Option<Verdict> {
    let (since, lowest) = scene.tests.lowest?;
    let now = mean(scene.observed, 0)?;
    let training = |windows| scene.observed.mean(windows, |end| end.objective);
    let holds = training(0)? < training(1)? && now > RISE.0 * lowest + RISE.1;
    holds.then(|| Verdict::Overfits {
        since,
        test: [lowest, now],
        measure: scene.case.measure_of_loss(),
    })
}

/// Returns whether the test loss has risen by more than noise, and still rises, while the training loss falls.
pub fn goes_on(scene: &Scene) -> Option<bool> {
    let (case, observed) = (scene.case, scene.observed);
    let (since, lowest) = scene.tests.lowest?;
    let (now, before, first) = (mean(observed, 0)?, mean(observed, 1)?, mean(observed, 2)?);
    let training = |windows| observed.mean(windows, |end| end.objective);
    let is_falling = training(0)? < training(1)? && training(1)? < training(2)?;
    let squares = observed.mean(0, |end| (end.test.unwrap_or(f64::NAN) - now).powi(2))?;
    let has_risen = now - lowest > DEVIATIONS * squares.sqrt();
    let is_recent = observed.ago(0)?.epoch < since + WINDOW as u64;
    let is_steady = case.is_alpha_constant
        && !(case.is_full && case.alpha() > MOST_ALPHA)
        && case.forgets_within(WINDOW);
    Some(is_steady && is_falling && first < before && before < now && has_risen && !is_recent)
}
