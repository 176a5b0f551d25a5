//! Two Gaussian blobs opposite each other: the family "Gaussian" of TensorFlow's browser playground.

use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, StandardNormal};

use crate::learning::data::family::{Draw, Drawn, Family};
use crate::learning::data::playground::{self, Sample, Turn};

/// Both coordinates of the first center; the coordinates of the second center are the negatives.
const CENTER: f64 = 2.0;

/// Meaning of the noise.
pub const NOISE: &str = "width of the blobs, from variance 0.5 to 4";

/// Two Gaussian blobs: label 1 around (2, 2), label 0 around (-2, -2).
pub static GAUSS: Family = Family {
    name: "gauss",
    help: "blobs at (2, 2) and (-2, -2)",
    noise: playground::noise(NOISE, 20.0),
    draw,
};

/// Draws the points of the family.
///
/// # Errors
/// If the system does not give the memory.
pub fn draw(draw: &Draw, show: &dyn Fn(f64)) -> Drawn {
    playground::draw(draw, show, sample)
}

/// Draws the two features of one sample.
fn sample(turn: &Turn, random: &mut Xoshiro256PlusPlus) -> Sample {
    let center = if turn.is_first_half { CENTER } else { -CENTER };
    let deviation = (0.5 + 7.0 * turn.noise).sqrt();
    let point = [(); 2].map(|()| {
        let normal: f64 = StandardNormal.sample(random);
        center + deviation * normal
    });
    Sample {
        point,
        is_one: turn.is_first_half,
    }
}
