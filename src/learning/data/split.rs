//! The split of the samples into training samples and test samples.

use std::collections::TryReserveError;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use crate::learning::data::family::Points;
use crate::learning::data::memory::room;
use crate::learning::data::percent::{checked_percent, parse_percent, rounded_down};
use crate::learning::data::selection::Selection;
use crate::learning::data::stream::{Purpose, stream};
use crate::learning::numeric::checked::OutOfRange;

/// Share of the samples that are trained on, 10 to 100 %. The default is 100 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrainShare(u8);

impl TrainShare {
    const RANGE: RangeInclusive<u8> = 10..=100;

    /// Returns how many of `samples` samples are trained on: the share, rounded down, but at least 1.
    #[must_use]
    pub fn of(self, samples: usize) -> usize {
        rounded_down(self.0, samples).max(1)
    }
}

impl Default for TrainShare {
    fn default() -> Self {
        Self(*Self::RANGE.end())
    }
}

impl TryFrom<u8> for TrainShare {
    type Error = OutOfRange;

    fn try_from(percent: u8) -> Result<Self, OutOfRange> {
        checked_percent(percent, &Self::RANGE).map(Self)
    }
}

impl FromStr for TrainShare {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        parse_percent(text, &Self::RANGE).map(Self)
    }
}

impl fmt::Display for TrainShare {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}%", self.0)
    }
}

/// Returns for each of `samples` samples, in their order before the split, whether it is trained on.
#[must_use]
pub fn selected(samples: usize, share: TrainShare, seed: u32) -> Selection {
    let training = share.of(samples).min(samples);
    Selection::new(training, samples, stream(seed, Purpose::Split))
}

/// Moves the training samples to the front and returns the points with the [number](TrainShare::of) of
/// training samples. The training samples are drawn from a stream of the seed; every set of this size is
/// equally likely. Training samples and test samples each keep their order. If all samples are for
/// training, none is moved and no random number is drawn.
///
/// # Errors
/// If the system does not give the memory for a copy of the test samples.
pub fn split(
    mut points: Points,
    share: TrainShare,
    seed: u32,
) -> Result<(Points, usize), TryReserveError> {
    let samples = points.labels.len();
    let training = share.of(samples).min(samples);
    if training == samples {
        return Ok((points, samples));
    }
    let selection = selected(samples, share, seed);
    // The columns are split one after another, so that only a part of one column is in memory twice.
    for column in [&mut points.x1, &mut points.x2, &mut points.labels] {
        let mut test = room(samples - training)?;
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
    Ok((points, training))
}
