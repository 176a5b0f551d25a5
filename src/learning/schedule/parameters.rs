//! What schedules can be told, each value checked once, when it is made.

use std::fmt;
use std::str::FromStr;

use crate::learning::hyperparameters::{Direction, shortest, step_along};
use crate::learning::invalid_value::InvalidValue;

/// A parameter of one schedule or another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduleParameter {
    /// [`ScheduleParameters::gamma`].
    Gamma,
    /// [`ScheduleParameters::period`].
    Period,
}

/// The parameters of all schedules.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ScheduleParameters {
    /// By what the learning rate is multiplied in a period: step and exponential.
    pub gamma: Gamma,
    /// The epochs of a period: step, exponential and inverse.
    pub period: Period,
}

/// A decay factor, above 0 and up to 1. By default it is 0.1, as in PyTorch's `StepLR`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gamma(f64);

impl Gamma {
    /// The values allowed, in words.
    pub const RANGE: &str = "a number above 0 and up to 1";
    /// Keys step towards 1.
    const GRID: [f64; 8] = [0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99];

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

impl Default for Gamma {
    fn default() -> Self {
        Self(0.1)
    }
}

impl FromStr for Gamma {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text.parse::<f64>() {
            Ok(number) if number > 0.0 && number <= 1.0 => Ok(Self(number)),
            _ => Err(InvalidValue::new(Self::RANGE, "0.1")),
        }
    }
}

impl fmt::Display for Gamma {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&shortest(self.0))
    }
}

/// A number of epochs, 1 or more. By default it is 30, as in the examples of PyTorch's `StepLR`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period(u64);

impl Period {
    /// The values allowed, in words.
    pub const RANGE: &str = "a whole number from 1 to 1000000000000";
    const MOST: u64 = 1_000_000_000_000;
    /// Keys step about along 1-2-5.
    const GRID: [u64; 11] = [1, 2, 5, 10, 20, 30, 50, 100, 200, 500, 1000];

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

impl Default for Period {
    fn default() -> Self {
        Self(30)
    }
}

impl FromStr for Period {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text.parse() {
            Ok(epochs @ 1..=Self::MOST) => Ok(Self(epochs)),
            _ => Err(InvalidValue::new(Self::RANGE, "30")),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
