//! The families of data sets there are to choose from.

use crate::learning::dataset::{blobs, circle, circles, gauss, moons, spiral, xor};
use crate::learning::registry::Registered;

/// A family of data sets: one file says all about it.
pub struct Family {
    /// The name by which it is chosen.
    pub name: &'static str,
    /// What it is, in one line.
    pub help: &'static str,
    /// What noise means to it.
    pub noise: NoiseMeaning,
    /// Draws its points. The function is told now and then which share of the work is done, from 0 to 1.
    pub draw: fn(&Draw, &dyn Fn(f64)) -> Points,
}

/// What noise means to a family.
pub struct NoiseMeaning {
    /// What it is, in words.
    pub meaning: &'static str,
    /// What follows the number: `%`, or nothing where it is in the units of the features.
    pub unit: &'static str,
    /// How much there is unless more or less is asked for.
    pub default: f64,
    /// How much there can be; the least is 0.
    pub most: f64,
    /// What keys step along, ascending.
    pub grid: &'static [f64],
}

/// What is to be drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Draw {
    /// How many samples, both classes together, two at least.
    pub samples: u32,
    /// How much noise, from 0 to the most that the family can have, in its unit.
    pub noise: f64,
    /// The seed of all that is drawn.
    pub seed: u32,
}

/// Samples, column by column; all columns have one length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Points {
    /// The first feature.
    pub x1: Vec<f64>,
    /// The second feature.
    pub x2: Vec<f64>,
    /// The label, 0.0 or 1.0.
    pub labels: Vec<f64>,
}

static ALL: [&Family; 7] = [
    &blobs::BLOBS,
    &moons::MOONS,
    &circles::CIRCLES,
    &circle::CIRCLE,
    &xor::XOR,
    &gauss::GAUSS,
    &spiral::SPIRAL,
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
    /// No samples yet, and room for `count`.
    #[must_use]
    pub fn with_room_for(count: u32) -> Self {
        let room = || Vec::with_capacity(count as usize);
        Self {
            x1: room(),
            x2: room(),
            labels: room(),
        }
    }

    /// Adds a sample, whose label is 1 or else 0.
    pub fn push(&mut self, x1: f64, x2: f64, is_one: bool) {
        self.x1.push(x1);
        self.x2.push(x2);
        self.labels.push(f64::from(u8::from(is_one)));
    }

    /// Lets two samples change places.
    pub fn swap(&mut self, one: usize, other: usize) {
        for column in [&mut self.x1, &mut self.x2, &mut self.labels] {
            column.swap(one, other);
        }
    }
}
