//! How fast the screen's training goes.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use crate::learning::hyperparameters::{Direction, step_along};
use crate::learning::invalid_value::InvalidValue;

/// How many mini-batch updates are made in a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speed {
    /// So many, as far as the machine keeps up.
    PerSecond(NonZeroU32),
    /// As many as the machine can.
    Max,
}

impl Speed {
    /// The values allowed, in words.
    pub const RANGE: &str = "a whole number from 1 to 1000000, or max";
    const MOST: u32 = 1_000_000;
    /// Keys step along 1-2-5, and then to `max`.
    const GRID: [u32; 19] = [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000,
        200_000, 500_000, 1_000_000,
    ];

    /// The next value of the keys' grid, or none at its end.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Option<Self> {
        let per_second = match (self, direction) {
            (Self::Max, Direction::Up) => return None,
            (Self::Max, Direction::Down) => return Self::per_second(Self::MOST),
            (Self::PerSecond(speed), _) => speed.get(),
        };
        match step_along(&Self::GRID, per_second, direction) {
            Some(speed) => Self::per_second(speed),
            None if direction == Direction::Up => Some(Self::Max),
            None => None,
        }
    }

    fn per_second(speed: u32) -> Option<Self> {
        NonZeroU32::new(speed).map(Self::PerSecond)
    }
}

impl Default for Speed {
    fn default() -> Self {
        Self::PerSecond(NonZeroU32::new(50).expect("50 is not 0"))
    }
}

impl FromStr for Speed {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        if text == "max" {
            return Ok(Self::Max);
        }
        let speed = text.parse().ok().filter(|speed| *speed <= Self::MOST);
        speed
            .and_then(Self::per_second)
            .ok_or_else(|| InvalidValue::new(Self::RANGE, "50"))
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PerSecond(speed) => speed.fmt(formatter),
            Self::Max => formatter.pad("max"),
        }
    }
}
