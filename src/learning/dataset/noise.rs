//! How noisy a data set is.

use std::fmt;
use std::str::FromStr;

use crate::learning::dataset::family::Family;
use crate::learning::hyperparameters::{Direction, shortest, step_along};
use crate::learning::invalid_value::InvalidValue;

/// An amount of noise in the unit of a family, 0 or more, or as much as each family has by itself.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Noise(Option<f64>);

impl Noise {
    /// As much as the family has by itself.
    pub const AUTO: Self = Self(None);
    /// The values allowed, in words.
    pub const RANGE: &str = "auto or a number from 0 to 1000000";

    /// How much it is for a family, which cannot have more than its most.
    #[must_use]
    pub fn of(self, family: &Family) -> f64 {
        self.0
            .unwrap_or(family.noise.default)
            .min(family.noise.most)
    }

    /// Whether it is more than a family can have.
    #[must_use]
    pub fn exceeds(self, family: &Family) -> bool {
        self.0.is_some_and(|noise| noise > family.noise.most)
    }

    /// The next value of the family's grid, or none at its end.
    #[must_use]
    pub fn stepped(self, direction: Direction, family: &Family) -> Option<Self> {
        step_along(family.noise.grid, self.of(family), direction).map(|noise| Self(Some(noise)))
    }
}

impl FromStr for Noise {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        if text == "auto" {
            return Ok(Self::AUTO);
        }
        match text.parse::<f64>() {
            // Adding 0 turns -0 into 0.
            Ok(noise) if (0.0..=1e6).contains(&noise) => Ok(Self(Some(noise + 0.0))),
            _ => Err(InvalidValue::new(Self::RANGE, "2.5")),
        }
    }
}

impl fmt::Display for Noise {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(noise) => formatter.write_str(&shortest(noise)),
            None => formatter.pad("auto"),
        }
    }
}
