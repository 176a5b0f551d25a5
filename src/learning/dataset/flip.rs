//! Labels that are wrong on purpose.

use std::fmt;
use std::str::FromStr;

use crate::learning::dataset::percent::{parse_percent, rounded};
use crate::learning::dataset::selection::Selection;
use crate::learning::dataset::stream::{Purpose, stream};
use crate::learning::hyperparameters::{Direction, step_along};
use crate::learning::invalid_value::InvalidValue;

/// The share of the labels that are flipped, 0 to 50 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FlipShare(u8);

impl FlipShare {
    /// The values allowed, in words.
    pub const RANGE: &str = "a whole percentage from 0 to 50";
    const MOST: u8 = 50;
    const GRID: [u8; 11] = [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50];

    /// How many of a number of samples have their label flipped: the share, rounded to the nearest.
    #[must_use]
    pub fn of(self, samples: usize) -> usize {
        rounded(self.0, samples)
    }

    /// The next value of the keys' grid, or none at its end.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Option<Self> {
        step_along(&Self::GRID, self.0, direction).map(Self)
    }
}

impl FromStr for FlipShare {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match parse_percent(text) {
            Some(percent @ 0..=Self::MOST) => Ok(Self(percent)),
            _ => Err(InvalidValue::new(Self::RANGE, "10")),
        }
    }
}

impl fmt::Display for FlipShare {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}%", self.0)
    }
}

/// Flips [so many](FlipShare::of) of the labels, 0 to 1 and 1 to 0. Which ones is drawn from a stream of
/// the seed, every set of them as likely as any other.
pub fn flip(labels: &mut [f64], share: FlipShare, seed: u32) {
    let count = share.of(labels.len());
    if count == 0 {
        return;
    }
    let selection = Selection::new(count, labels.len(), stream(seed, Purpose::Flips));
    for (label, is_flipped) in labels.iter_mut().zip(selection) {
        if is_flipped {
            *label = 1.0 - *label;
        }
    }
}
