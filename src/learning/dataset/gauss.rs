//! Two Gaussian blobs across from each other, the playground's "Gaussian".

use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, StandardNormal};

use crate::learning::dataset::family::{Draw, Family, Points};
use crate::learning::dataset::playground::{self, Sample, Turn};

/// The coordinates of the first center; those of the second are its opposites.
const CENTER: f64 = 2.0;

/// Label 1 around (2, 2), and 0 around (-2, -2).
pub static GAUSS: Family = Family {
    name: "gauss",
    help: "two blobs at (2, 2) and (-2, -2), a browser playground's",
    noise: playground::noise("how wide the blobs are, from variance 0.5 to 4", 20.0),
    draw,
};

fn draw(draw: &Draw, show: &dyn Fn(f64)) -> Points {
    playground::draw(draw, show, sample)
}

/// Draws the two features.
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
