//! When a run is finished: all epochs made, the loss low enough, or no progress any more.

use std::fmt;
use std::str::FromStr;

use crate::learning::hyperparameters::{Direction, shortest, step_along};
use crate::learning::invalid_value::InvalidValue;
use crate::learning::loss::{LossKind, Losses};

/// What finished a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// All epochs that were asked for are complete.
    Epochs,
    /// The loss is no higher than the target.
    Target,
    /// The loss has not improved for so many epochs.
    Patience,
}

/// The loss at which a run is finished; without one, it does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TargetLoss(Option<f64>);

/// After how many epochs without a lower loss a run is finished; without a number, never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Patience(Option<u64>);

/// The lowest losses of a run and when they were reached.
///
/// The loss that counts is the one of the test samples, where there are any, and else the epoch's own.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Progress {
    last: Option<Losses>,
    /// The lowest loss of each kind, and how many epochs were complete then.
    best: [Option<(f64, u64)>; LossKind::ALL.len()],
}

impl Progress {
    /// An epoch is complete, with these losses.
    pub fn note(&mut self, epochs: u64, losses: &Losses) {
        self.last = Some(*losses);
        for (kind, best) in LossKind::ALL.into_iter().zip(&mut self.best) {
            if let Some(loss) = losses.of(kind)
                && best.is_none_or(|(lowest, _)| loss < lowest)
            {
                *best = Some((loss, epochs));
            }
        }
    }

    /// Whether the last loss of a kind has reached the target.
    #[must_use]
    pub fn has_reached(&self, target: TargetLoss, kind: LossKind) -> bool {
        let loss = self.last.and_then(|losses| losses.of(kind));
        target
            .0
            .zip(loss)
            .is_some_and(|(target, loss)| loss <= target)
    }

    /// Whether a loss has not become lower for too long, after so many epochs.
    #[must_use]
    pub fn has_stalled(&self, patience: Patience, kind: LossKind, epochs: u64) -> bool {
        let best = self.best[kind as usize];
        let since = best.map(|(_, best)| epochs.saturating_sub(best));
        patience
            .0
            .zip(since)
            .is_some_and(|(most, since)| since >= most)
    }
}

impl TargetLoss {
    /// The values allowed, in words.
    pub const RANGE: &str = "a finite number of at least 0, or off";
    /// Keys step along 1-2-5, with `off` below all.
    const GRID: [f64; 16] = [
        1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0,
    ];

    /// The next value of the keys' grid, or none at its end.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Option<Self> {
        step_from_off(&Self::GRID, self.0, direction, Self)
    }
}

impl FromStr for TargetLoss {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        if text == "off" {
            return Ok(Self(None));
        }
        let loss = text.parse::<f64>().ok();
        loss.filter(|loss| loss.is_finite() && *loss >= 0.0)
            .map(|loss| Self(Some(loss + 0.0)))
            .ok_or_else(|| InvalidValue::new(Self::RANGE, "0.1"))
    }
}

impl fmt::Display for TargetLoss {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0.map_or_else(|| "off".to_owned(), shortest))
    }
}

impl Patience {
    /// The values allowed, in words.
    pub const RANGE: &str = "a whole number of at least 1, or off";
    /// What keys step along, with `off` below all.
    const GRID: [u64; 10] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

    /// The next value of the keys' grid, or none at its end.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Option<Self> {
        step_from_off(&Self::GRID, self.0, direction, Self)
    }
}

impl FromStr for Patience {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        if text == "off" {
            return Ok(Self(None));
        }
        let epochs = text.parse().ok().filter(|epochs| *epochs > 0);
        epochs
            .map(|epochs| Self(Some(epochs)))
            .ok_or_else(|| InvalidValue::new(Self::RANGE, "10"))
    }
}

impl fmt::Display for Patience {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0.map_or_else(|| "off".to_owned(), |n| n.to_string()))
    }
}

/// Along a grid with `off`, which is nothing, below its first step; made into a value by `of`.
fn step_from_off<T: PartialOrd + Copy, V>(
    grid: &[T],
    value: Option<T>,
    direction: Direction,
    of: impl Fn(Option<T>) -> V,
) -> Option<V> {
    match (value, direction) {
        (None, Direction::Down) => None,
        (None, Direction::Up) => Some(of(grid.first().copied())),
        (Some(value), Direction::Down) => Some(of(step_along(grid, value, direction))),
        (Some(value), Direction::Up) => {
            step_along(grid, value, direction).map(|next| of(Some(next)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn losses(loss: f64) -> Losses {
        Losses {
            sum: 32.0 * loss,
            squared: loss,
            cross_entropy: Some(2.0 * loss),
        }
    }

    #[test]
    fn a_target_is_reached_in_the_unit_it_is_given_in() {
        let mut progress = Progress::default();
        let target: TargetLoss = "0.1".parse().expect("a loss");
        assert!(!progress.has_reached(target, LossKind::Squared));
        progress.note(1, &losses(0.1));
        assert!(progress.has_reached(target, LossKind::Squared));
        assert!(!progress.has_reached(target, LossKind::Sum));
        assert!(!progress.has_reached(target, LossKind::CrossEntropy));
        assert!(!progress.has_reached(TargetLoss::default(), LossKind::Squared));
    }

    #[test]
    fn patience_counts_from_the_lowest_loss() {
        let mut progress = Progress::default();
        let patience: Patience = "2".parse().expect("a number");
        for (epochs, loss, stalled) in [
            (1, 3.0, false),
            (2, 2.0, false),
            (3, 2.0, false),
            (4, 2.5, true),
            (5, 1.0, false),
            (6, 1.0, false),
            (7, 1.0, true),
        ] {
            progress.note(epochs, &losses(loss));
            let kind = LossKind::Squared;
            assert_eq!(
                progress.has_stalled(patience, kind, epochs),
                stalled,
                "{epochs}"
            );
            assert!(!progress.has_stalled(Patience::default(), kind, epochs));
        }
    }

    #[test]
    fn off_is_the_lowest_step() {
        let off = Patience::default();
        assert_eq!(off.stepped(Direction::Down), None);
        let one = off.stepped(Direction::Up).expect("the first");
        assert_eq!(one.to_string(), "1");
        assert_eq!(one.stepped(Direction::Down), Some(off));
        let last: Patience = "1000".parse().expect("a number");
        assert_eq!(last.stepped(Direction::Up), None);
        for text in ["0", "-1", "1.5", "on", ""] {
            assert!(text.parse::<Patience>().is_err(), "{text}");
        }
        for text in ["-0.1", "nan", "inf", "low"] {
            assert!(text.parse::<TargetLoss>().is_err(), "{text}");
        }
    }
}
