//! The families of data sets that can be chosen.

use std::collections::TryReserveError;

use crate::learning::data::memory::{collected, room};
use crate::learning::data::{blobs, circle, circles, gauss, moons, scales, spiral, xor};
use crate::learning::registry::Registered;

/// A family of data sets. Each family is defined in one file.
///
/// ```
/// use sgdscope::learning::data::{Draw, Family};
/// use sgdscope::learning::registry::Choice;
///
/// let moons = "moons".parse::<Choice<Family>>()?.get();
/// let request = Draw {
///     samples: 100,
///     noise: moons.noise.default,
///     seed: 95,
/// };
/// let points = (moons.draw)(&request, &|_share| ())?;
/// assert_eq!(points.x1.len(), 100);
/// assert_eq!(points.labels.iter().sum::<f64>(), 50.0, "half of them have label 1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Family {
    /// Name by which the family is chosen.
    pub name: &'static str,
    /// Description of the family in one line.
    pub help: &'static str,
    /// Meaning and range of the noise in this family.
    pub noise: NoiseMeaning,
    /// Function that draws the points. It calls its second argument at intervals with the share of the work
    /// that is done, from 0 to 1. It fails if the system does not give the memory.
    pub draw: fn(&Draw, &dyn Fn(f64)) -> Drawn,
}

/// Meaning, unit and range of the noise in a family.
pub struct NoiseMeaning {
    /// Description of the noise in a few words.
    pub meaning: &'static str,
    /// Unit that is shown after the amount: `%`, or empty if the noise is in the units of the features.
    pub unit: &'static str,
    /// Amount of noise unless another amount is chosen.
    pub default: f64,
    /// Largest amount of noise; the smallest is 0.
    pub most: f64,
    /// Useful amounts, ascending, from 0 to `most` at most. The default is one of them.
    pub amounts: &'static [f64],
}

/// Number of samples, noise and seed of a data set to be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Draw {
    /// Number of samples of both classes together, at least 2.
    pub samples: u32,
    /// Amount of noise in the family's unit, from 0 to the family's largest amount.
    pub noise: f64,
    /// Seed of everything that is drawn.
    pub seed: u32,
}

/// Points that were drawn, or the report that the system does not give the memory for them.
pub type Drawn = Result<Points, TryReserveError>;

/// Samples, column by column. All columns have equal length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Points {
    /// The first feature.
    pub x1: Vec<f64>,
    /// The second feature.
    pub x2: Vec<f64>,
    /// The label, 0.0 or 1.0.
    pub labels: Vec<f64>,
}

static ALL: [&Family; 8] = [
    &blobs::BLOBS,
    &moons::MOONS,
    &circles::CIRCLES,
    &circle::CIRCLE,
    &xor::XOR,
    &gauss::GAUSS,
    &spiral::SPIRAL,
    &scales::SCALES,
];

impl Registered for Family {
    fn all() -> &'static [&'static Self] {
        &ALL
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn help(&self) -> &'static str {
        self.help
    }
}

impl Points {
    /// Makes an empty set of samples with room for `count` samples.
    ///
    /// # Errors
    /// If the system does not give the memory.
    pub fn with_room_for(count: u32) -> Result<Self, TryReserveError> {
        let count = count as usize;
        Ok(Self {
            x1: room(count)?,
            x2: room(count)?,
            labels: room(count)?,
        })
    }

    /// Returns a copy of the samples.
    ///
    /// # Errors
    /// If the system does not give the memory.
    pub fn copied(&self) -> Result<Self, TryReserveError> {
        let copy = |column: &[f64]| collected(column.iter().copied());
        Ok(Self {
            x1: copy(&self.x1)?,
            x2: copy(&self.x2)?,
            labels: copy(&self.labels)?,
        })
    }

    /// Adds a sample with label 1 if `is_one`, and with label 0 otherwise.
    pub fn push(&mut self, x1: f64, x2: f64, is_one: bool) {
        self.x1.push(x1);
        self.x2.push(x2);
        self.labels.push(f64::from(u8::from(is_one)));
    }

    /// Swaps two samples.
    pub fn swap(&mut self, one: usize, other: usize) {
        for column in [&mut self.x1, &mut self.x2, &mut self.labels] {
            column.swap(one, other);
        }
    }
}
