//! Four squares, two of each class: the playground's "exclusive or".

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

use crate::learning::dataset::family::{Draw, Family, Points};
use crate::learning::dataset::playground::{self, RADIUS, Sample, Turn, jittered};

/// A sample is pushed so far away from both axes.
const GAP: f64 = 0.3;

/// Label 1 where both features have the same sign, and else 0.
pub static XOR: Family = Family {
    name: "xor",
    help: "four squares, opposite ones alike, a browser playground's",
    noise: playground::noise(
        "how far points are moved to be labelled, in parts of a square",
        0.0,
    ),
    draw,
};

fn draw(draw: &Draw, show: &dyn Fn(f64)) -> Points {
    playground::draw(draw, show, sample)
}

/// Draws the two features, and the noise of the label.
fn sample(turn: &Turn, random: &mut Xoshiro256PlusPlus) -> Sample {
    let point = [(); 2].map(|()| {
        let coordinate: f64 = random.random_range(-RADIUS..RADIUS);
        coordinate + if coordinate > 0.0 { GAP } else { -GAP }
    });
    let [x1, x2] = jittered(point, RADIUS, turn.noise, random);
    Sample {
        point,
        is_one: x1 * x2 >= 0.0,
    }
}
