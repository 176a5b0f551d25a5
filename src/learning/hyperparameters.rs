//! The values that steer training, each checked once, when it is made.

use std::fmt;
use std::num::NonZeroUsize;
use std::str::FromStr;

use crate::learning::invalid_value::InvalidValue;
use crate::learning::loss::LossKind;
use crate::learning::optimizer::{Optimizer, OptimizerParameters};
use crate::learning::registry::Choice;
use crate::learning::regularization::{Regularization, RegularizationRate};
use crate::learning::schedule::{Schedule, ScheduleParameters};
use crate::learning::stop::{Patience, TargetLoss};

/// What the trainer obeys from one update to the next.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Hyperparameters {
    /// The learning rate.
    pub alpha: Alpha,
    /// How the learning rate changes from epoch to epoch.
    pub schedule: Choice<Schedule>,
    /// What the schedule goes by.
    pub schedule_parameters: ScheduleParameters,
    /// How many samples an update sees.
    pub batch_size: BatchSize,
    /// How many passes over the data a run has.
    pub epochs: Epochs,
    /// Whether each epoch sees the samples in a new random order.
    pub shuffle: bool,
    /// How the gradient moves the weights.
    pub optimizer: Choice<Optimizer>,
    /// What the optimiser goes by.
    pub optimizer_parameters: OptimizerParameters,
    /// What keeps the weights small.
    pub regularization: Regularization,
    /// How strongly it does.
    pub regularization_rate: RegularizationRate,
    /// The loss that is shown, and that ends a run.
    pub loss: LossKind,
    /// The loss at which a run is finished.
    pub target: TargetLoss,
    /// After how many epochs without a lower loss a run is finished.
    pub patience: Patience,
}

/// Which way a value is stepped along its grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the next smaller value.
    Down,
    /// To the next larger value.
    Up,
}

/// The next value of an ascending `grid` beyond `value`, which need not be on it; none at the end.
pub fn step_along<T: PartialOrd + Copy>(grid: &[T], value: T, direction: Direction) -> Option<T> {
    match direction {
        Direction::Down => grid.iter().rev().copied().find(|&step| step < value),
        Direction::Up => grid.iter().copied().find(|&step| step > value),
    }
}

/// The value beside `value` in a `ring`, whose last is followed by its first; the first for what is not
/// in it.
pub fn step_round<T: PartialEq + Copy>(ring: &[T], value: T, direction: Direction) -> T {
    let Some(place) = ring.iter().position(|other| *other == value) else {
        return ring[0];
    };
    let step = match direction {
        Direction::Down => ring.len() - 1,
        Direction::Up => 1,
    };
    ring[(place + step) % ring.len()]
}

/// A number in as few digits as read back to it, without an exponent where it is of a common size.
#[must_use]
pub fn shortest(number: f64) -> String {
    if number == 0.0 || (1e-5..1e7).contains(&number.abs()) {
        number.to_string()
    } else {
        format!("{number:e}")
    }
}

/// The learning rate, a finite number above 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alpha(f64);

impl Alpha {
    /// The values allowed, in words.
    pub const RANGE: &str = "a finite number above 0";
    /// Keys step along 1-2-5.
    const GRID: [f64; 22] = [
        1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0,
        2.0, 5.0, 10.0, 20.0, 50.0, 100.0,
    ];

    /// The number itself.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }

    /// The next value of the keys' grid, or none at its end.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Option<Self> {
        step_along(&Self::GRID, self.0, direction).map(Self)
    }
}

impl Default for Alpha {
    fn default() -> Self {
        Self(0.01)
    }
}

impl FromStr for Alpha {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text.parse::<f64>() {
            Ok(alpha) if alpha.is_finite() && alpha > 0.0 => Ok(Self(alpha)),
            _ => Err(InvalidValue::new(Self::RANGE, "0.01")),
        }
    }
}

impl fmt::Display for Alpha {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&shortest(self.0))
    }
}

/// The number of samples in a mini-batch. The last one of an epoch may have fewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchSize {
    /// So many; more than the data set has means all.
    Samples(NonZeroUsize),
    /// The whole data set.
    All,
}

impl BatchSize {
    /// The values allowed, in words.
    pub const RANGE: &str = "a whole number of at least 1, or all";

    /// The number of samples, for a data set of `samples`.
    #[must_use]
    pub fn of(self, samples: usize) -> usize {
        match self {
            Self::Samples(size) => size.get().min(samples),
            Self::All => samples,
        }
    }

    /// The next power of two below or above, and `all` above the last one that the data set exceeds;
    /// none at either end.
    #[must_use]
    pub fn stepped(self, direction: Direction, samples: usize) -> Option<Self> {
        let powers: Vec<usize> = (0..usize::BITS)
            .map(|exponent| 1 << exponent)
            .take_while(|&size| size < samples)
            .collect();
        let next = step_along(&powers, self.of(samples), direction).and_then(NonZeroUsize::new);
        match (next, direction) {
            (Some(size), _) => Some(Self::Samples(size)),
            (None, Direction::Up) if self.of(samples) < samples => Some(Self::All),
            (None, _) => None,
        }
    }
}

impl Default for BatchSize {
    fn default() -> Self {
        Self::Samples(NonZeroUsize::new(32).expect("32 is not 0"))
    }
}

impl FromStr for BatchSize {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        if text == "all" {
            return Ok(Self::All);
        }
        text.parse()
            .map(Self::Samples)
            .map_err(|_| InvalidValue::new(Self::RANGE, "32"))
    }
}

impl fmt::Display for BatchSize {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Samples(size) => size.fmt(formatter),
            Self::All => formatter.pad("all"),
        }
    }
}

/// The number of epochs after which a run is finished, 1 or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Epochs(u64);

impl Epochs {
    /// The values allowed, in words.
    pub const RANGE: &str = "a whole number from 1 to 1000000000000";
    const MOST: u64 = 1_000_000_000_000;
    /// Keys step along 1-2-5.
    const GRID: [u64; 16] = [
        10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000,
        500_000, 1_000_000,
    ];

    /// The number itself.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }

    /// The next value of the keys' grid, or none at its end.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Option<Self> {
        step_along(&Self::GRID, self.0, direction).map(Self)
    }
}

impl Default for Epochs {
    fn default() -> Self {
        Self(100)
    }
}

impl FromStr for Epochs {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text.parse() {
            Ok(epochs @ 1..=Self::MOST) => Ok(Self(epochs)),
            _ => Err(InvalidValue::new(Self::RANGE, "100")),
        }
    }
}

impl fmt::Display for Epochs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk<T: Copy>(from: T, step: impl Fn(T) -> Option<T>) -> Vec<T> {
        std::iter::successors(Some(from), |&value| step(value)).collect()
    }

    #[test]
    fn alpha_walks_from_one_hundred_thousandth_to_a_hundred_and_stays_there() {
        let up = walk("1e-9".parse::<Alpha>().unwrap(), |a| {
            a.stepped(Direction::Up)
        });
        let down = walk("3e9".parse::<Alpha>().unwrap(), |a| {
            a.stepped(Direction::Down)
        });
        assert_eq!(up[1], Alpha(1e-5));
        assert_eq!(up.last(), Some(&Alpha(100.0)));
        assert_eq!(up.len(), 23);
        assert!(down[1..].iter().eq(up[1..].iter().rev()));
    }

    #[test]
    fn a_value_off_the_grid_steps_to_its_neighbours_on_it() {
        let alpha: Alpha = "0.03".parse().unwrap();
        assert_eq!(alpha.stepped(Direction::Up), Some(Alpha(0.05)));
        assert_eq!(alpha.stepped(Direction::Down), Some(Alpha(0.02)));
    }

    #[test]
    fn batch_size_walks_the_powers_of_two_up_to_all() {
        let text =
            |sizes: Vec<BatchSize>| sizes.iter().map(ToString::to_string).collect::<Vec<_>>();
        let one = "1".parse::<BatchSize>().unwrap();
        let up = text(walk(one, |b| b.stepped(Direction::Up, 400)));
        assert_eq!(
            up,
            ["1", "2", "4", "8", "16", "32", "64", "128", "256", "all"]
        );
        let beyond = "1000".parse::<BatchSize>().unwrap();
        let down = text(walk(beyond, |b| b.stepped(Direction::Down, 400)));
        assert_eq!(down[..3], ["1000", "256", "128"]);
        assert_eq!(beyond.stepped(Direction::Up, 400), None);
    }

    #[test]
    fn what_is_shown_parses_back() {
        for text in ["0.01", "1e-7", "1e308", "5e-324", "100"] {
            let alpha: Alpha = text.parse().unwrap();
            assert_eq!(alpha.to_string().parse(), Ok(alpha));
        }
    }
}
