//! Samples for training, and others that only test what was learned.

use std::fmt;
use std::str::FromStr;

use crate::learning::dataset::family::Points;
use crate::learning::dataset::percent::{parse_percent, rounded_down};
use crate::learning::dataset::selection::Selection;
use crate::learning::dataset::stream::{Purpose, stream};
use crate::learning::hyperparameters::{Direction, step_along};
use crate::learning::invalid_value::InvalidValue;

/// The share of the samples that are for training, 10 to 100 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrainShare(u8);

impl TrainShare {
    /// The values allowed, in words.
    pub const RANGE: &str = "a whole percentage from 10 to 100";
    const LEAST: u8 = 10;
    const ALL: u8 = 100;
    const GRID: [u8; 10] = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

    /// How many of a number of samples are for training: the share, rounded down, but at least 1.
    #[must_use]
    pub fn of(self, samples: usize) -> usize {
        rounded_down(self.0, samples).max(1)
    }

    /// The next value of the keys' grid, or none at its end.
    #[must_use]
    pub fn stepped(self, direction: Direction) -> Option<Self> {
        step_along(&Self::GRID, self.0, direction).map(Self)
    }
}

impl Default for TrainShare {
    fn default() -> Self {
        Self(Self::ALL)
    }
}

impl FromStr for TrainShare {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match parse_percent(text) {
            Some(percent @ Self::LEAST..=Self::ALL) => Ok(Self(percent)),
            _ => Err(InvalidValue::new(Self::RANGE, "80")),
        }
    }
}

impl fmt::Display for TrainShare {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}%", self.0)
    }
}

/// Puts the samples for training first, and tells [how many](TrainShare::of) they are. Which ones is
/// drawn from a stream of the seed, every set of them as likely as any other; both parts keep the order
/// they had. Where all are for training, none is moved and nothing is drawn.
#[must_use]
pub fn split(mut points: Points, share: TrainShare, seed: u32) -> (Points, usize) {
    let samples = points.labels.len();
    let training = share.of(samples).min(samples);
    if training == samples {
        return (points, samples);
    }
    let selection = Selection::new(training, samples, stream(seed, Purpose::Split));
    // One column after the other, so that no more than a part of one stands there twice.
    for column in [&mut points.x1, &mut points.x2, &mut points.labels] {
        let mut test = Vec::with_capacity(samples - training);
        let mut selection = selection.clone();
        column.retain(|&value| {
            let is_for_training = selection.next() == Some(true);
            if !is_for_training {
                test.push(value);
            }
            is_for_training
        });
        column.append(&mut test);
    }
    (points, training)
}
