//! Label noise: labels that are flipped on purpose.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::learning::data::percent::{checked_percent, parse_percent, rounded};
use crate::learning::data::selection::Selection;
use crate::learning::data::stream::{Purpose, stream};
use crate::learning::numeric::checked::OutOfRange;

/// Share of the labels that are flipped, 0 to 50 %. The default is 0 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FlipShare(u8);

impl FlipShare {
    const RANGE: RangeInclusive<u8> = 0..=50;

    /// Returns how many of `samples` labels are flipped: the share, rounded to the nearest whole number.
    #[must_use]
    pub fn of(self, samples: usize) -> usize {
        rounded(self.0, samples)
    }
}

impl TryFrom<u8> for FlipShare {
    type Error = OutOfRange;

    fn try_from(percent: u8) -> Result<Self, OutOfRange> {
        checked_percent(percent, &Self::RANGE).map(Self)
    }
}

impl FromStr for FlipShare {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        parse_percent(text, &Self::RANGE).map(Self)
    }
}

impl fmt::Display for FlipShare {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}%", self.0)
    }
}

/// Flips a [share](FlipShare::of) of the labels, 0 to 1 and 1 to 0. The labels to flip are drawn from a
/// stream of the seed; every set of this size is equally likely.
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
