//! What the families of TensorFlow's browser playground have in common: noise in per cent, samples in
//! ±6 drawn one by one, and one random order of all. They are its formulas, not its bits.

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

use crate::learning::dataset::family::{Draw, NoiseMeaning, Points};
use crate::learning::dataset::progress::counted;
use crate::learning::dataset::stream::{Purpose, stream};

/// How far the samples of most families go from the middle.
pub const RADIUS: f64 = 5.0;

/// The share of the work that is done when all samples are drawn.
const DRAWN: f64 = 0.6;

/// What is told of a sample before it is drawn.
pub struct Turn {
    /// Whether it belongs to the first half, which has the odd sample.
    pub is_first_half: bool,
    /// Its place in its half, from 0 (the first) to below 1.
    pub share: f64,
    /// How much noise there is, as a number from 0 to ½.
    pub noise: f64,
}

/// A sample as it is drawn.
pub struct Sample {
    /// The features.
    pub point: [f64; 2],
    /// Whether its label is 1, the playground's +1, or else 0, its -1.
    pub is_one: bool,
}

/// Noise in per cent, 0 to 50.
#[must_use]
pub const fn noise(meaning: &'static str, default: f64) -> NoiseMeaning {
    NoiseMeaning {
        meaning,
        unit: "%",
        default,
        most: 50.0,
        grid: &[
            0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0,
        ],
    }
}

/// Draws the samples, and then their order from the same stream.
pub fn draw(
    draw: &Draw,
    show: &dyn Fn(f64),
    sample: impl Fn(&Turn, &mut Xoshiro256PlusPlus) -> Sample,
) -> Points {
    let mut random = stream(draw.seed, Purpose::Points);
    let count = draw.samples;
    let first_half = count - count / 2;
    let mut points = Points::with_room_for(count);
    for number in counted(count, [0.0, DRAWN], show) {
        let is_first_half = number < first_half;
        let (place, half) = if is_first_half {
            (number, first_half)
        } else {
            (number - first_half, count - first_half)
        };
        let turn = Turn {
            is_first_half,
            share: f64::from(place) / f64::from(half),
            noise: draw.noise / 100.0,
        };
        let Sample { point, is_one } = sample(&turn, &mut random);
        points.push(point[0], point[1], is_one);
    }
    // Fisher and Yates's shuffle: each sample changes places with one up to it, or stays.
    for last in counted(count, [DRAWN, 1.0], show) {
        let other: u32 = random.random_range(0..=last);
        points.swap(last as usize, other as usize);
    }
    points
}

/// A point moved by noise, uniformly in a square of so many times `radius`, to be labelled there.
pub fn jittered(
    point: [f64; 2],
    radius: f64,
    noise: f64,
    random: &mut Xoshiro256PlusPlus,
) -> [f64; 2] {
    // Drawn even where there is no noise, so that noise leaves all else as it is.
    point.map(|coordinate| coordinate + random.random_range(-radius..radius) * noise)
}
