//! How many samples a data set has.

use std::fmt;
use std::str::FromStr;

use crate::learning::hyperparameters::{Direction, step_along};
use crate::learning::invalid_value::InvalidValue;

/// A number of samples, 2 to 100 million.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Samples(u32);

impl Samples {
    /// The values allowed, in words.
    pub const RANGE: &str = "a whole number from 2 to 100000000";
    const LEAST: u32 = 2;
    const MOST: u32 = 100_000_000;
    /// Keys step by factors of about two, and of ten where there are many; the tutorial's 400 is on it.
    const GRID: [u32; 13] = [
        10, 20, 50, 100, 200, 400, 1_000, 2_000, 5_000, 10_000, 100_000, 1_000_000, 10_000_000,
    ];

    /// The number itself.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }

    /// The next value of the keys' grid, or none at its end.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Option<Self> {
        step_along(&Self::GRID, self.0, direction).map(Self)
    }
}

impl Default for Samples {
    fn default() -> Self {
        Self(400)
    }
}

impl FromStr for Samples {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text.parse() {
            Ok(samples @ Self::LEAST..=Self::MOST) => Ok(Self(samples)),
            _ => Err(InvalidValue::new(Self::RANGE, "400")),
        }
    }
}

impl fmt::Display for Samples {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
