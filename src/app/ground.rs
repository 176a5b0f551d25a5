//! The weights of the last second, from which the picture tells where the ground of the plane would flash.

use std::collections::VecDeque;

use crate::learning::model::parameters::Parameters;

/// Time for which weights are kept, in milliseconds.
const KEPT: u64 = 1000;

/// Largest number of changes of side within a second at which a place still shows its side. A place that gets
/// its side back may change it at that moment too, so that it changes three times a second at most.
pub const MOST_FLIPS: usize = 2;

/// The weights that were shown within the last second, oldest first. The last ones are the present ones, and the
/// first ones are those that were present when the second began. All times are in milliseconds since the start of
/// the program.
#[derive(Debug, Default)]
pub struct Ground {
    now: u64,
    /// Weights, each with the time from which on they were shown.
    shown: VecDeque<(u64, Parameters)>,
}

impl Ground {
    /// Records that these weights are shown from now on.
    pub fn show(&mut self, weights: &Parameters) {
        if self.shown.back().is_none_or(|(_, last)| last != weights) {
            self.shown.push_back((self.now, weights.clone()));
        }
    }

    /// Records that it is `now`, and removes weights that were replaced more than a second ago. Returns whether a
    /// place may get its side back.
    pub fn pass(&mut self, now: u64) -> bool {
        self.now = self.now.max(now);
        let may_flash = self.calm_at().is_some();
        let before = self.shown.len();
        while self.ends().is_some_and(|end| end <= self.now) {
            self.shown.pop_front();
        }
        may_flash && self.shown.len() < before
    }

    /// Returns the time at which all places have their sides back if no new weights are shown; `None` if they
    /// have them now. While a training runs, this time is always ahead: its frames need no other cause.
    #[must_use]
    pub fn calm_at(&self) -> Option<u64> {
        let last = self.shown.len().checked_sub(MOST_FLIPS + 1)?;
        (last > 0).then(|| self.shown[last].0 + KEPT)
    }

    /// Returns the weights that were shown within the last second, oldest first.
    pub fn shown(&self) -> impl Iterator<Item = &Parameters> {
        self.shown.iter().map(|(_, weights)| weights)
    }

    /// Returns the time at which the first weights were replaced a second ago; `None` if they are the present
    /// ones.
    fn ends(&self) -> Option<u64> {
        let (next, _) = self.shown.get(1)?;
        Some(*next + KEPT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_kept_for_a_second_and_the_present_ones_for_good() {
        let weights = |bias: f64| Parameters::linear([bias, 1.0, 1.0]);
        let mut ground = Ground::default();
        for step in 0..4 {
            ground.pass(100 * step);
            ground.show(&weights(step as f64));
            ground.show(&weights(step as f64));
        }
        assert_eq!(ground.shown().count(), 4);
        assert_eq!(ground.calm_at(), Some(1100));
        assert!(!ground.pass(1099));
        assert!(ground.pass(1100));
        // Two changes are left, which is no flash.
        assert_eq!(ground.calm_at(), None);
        assert!(!ground.pass(9000));
        assert_eq!(ground.shown().collect::<Vec<_>>(), [&weights(3.0)]);
    }

    /// Fault: each frame of a running training was followed by one that showed nothing new, in place of the next
    /// one, so that for a second at a time nothing moved.
    #[test]
    fn a_running_training_is_never_interrupted_by_the_ground() {
        let mut ground = Ground::default();
        for frame in 0..200 {
            let now = 33 * frame;
            ground.pass(now);
            ground.show(&Parameters::linear([frame as f64, 1.0, 1.0]));
            assert!(ground.calm_at().is_none_or(|at| at > now + 500), "{now}");
        }
        assert!(ground.pass(ground.calm_at().unwrap()));
        assert_eq!(ground.calm_at(), None);
    }
}
