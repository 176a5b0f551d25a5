//! The common part of the families of TensorFlow's browser playground: noise in per cent, samples in ±6
//! drawn one by one, and one random order of all samples.
//!
//! The formulas are the playground's. The random numbers are not, so the results are not bit for bit equal.

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

use crate::learning::data::counted::counted;
use crate::learning::data::family::{Draw, Drawn, NoiseMeaning, Points};
use crate::learning::data::stream::{Purpose, stream};

/// Distance from the middle to the outermost samples in most families.
pub const RADIUS: f64 = 5.0;

/// Share of the work that is done when all samples are drawn.
const DRAWN: f64 = 0.6;

/// Arguments for drawing one sample.
pub struct Turn {
    /// Whether the sample belongs to the first half. If the number of samples is odd, the first half has
    /// one more.
    pub is_first_half: bool,
    /// Place of the sample in its half, from 0 (the first sample) to below 1.
    pub share: f64,
    /// Amount of noise, from 0 to ½.
    pub noise: f64,
}

/// A sample that was drawn.
pub struct Sample {
    /// Both features.
    pub point: [f64; 2],
    /// Whether the label is 1 (the playground's +1) or 0 (the playground's -1).
    pub is_one: bool,
}

/// Returns the meaning of noise in per cent, 0 to 50, with this description and this default.
#[must_use]
pub const fn noise(meaning: &'static str, default: f64) -> NoiseMeaning {
    NoiseMeaning {
        meaning,
        unit: "%",
        default,
        most: 50.0,
        amounts: &[
            0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0,
        ],
    }
}

/// Draws the samples with `sample`, and then draws their order from the stream that the samples came from.
///
/// # Errors
/// If the system does not give the memory.
pub fn draw(
    draw: &Draw,
    show: &dyn Fn(f64),
    sample: impl Fn(&Turn, &mut Xoshiro256PlusPlus) -> Sample,
) -> Drawn {
    let mut random = stream(draw.seed, Purpose::Points);
    let count = draw.samples;
    let first_half = count - count / 2;
    let mut points = Points::with_room_for(count)?;
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
    // Fisher–Yates shuffle: each sample is swapped with an earlier one at random, or stays.
    for last in counted(count, [DRAWN, 1.0], show) {
        let other: u32 = random.random_range(0..=last);
        points.swap(last as usize, other as usize);
    }
    Ok(points)
}

/// Returns a point moved by noise: each coordinate changes uniformly by up to `noise * radius` in either
/// direction. Some families use the moved point only to compute the label.
pub fn jittered(
    point: [f64; 2],
    radius: f64,
    noise: f64,
    random: &mut Xoshiro256PlusPlus,
) -> [f64; 2] {
    // Random numbers are drawn even if the noise is 0, so that the noise does not change the numbers that
    // follow.
    point.map(|coordinate| coordinate + random.random_range(-radius..radius) * noise)
}
