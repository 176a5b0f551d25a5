//! Four squares, two of each class: the family "exclusive or" of TensorFlow's browser playground.

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

use crate::learning::data::family::{Draw, Drawn, Family};
use crate::learning::data::playground::{self, RADIUS, Sample, Turn, jittered};

/// Distance by which a sample is pushed away from each axis.
const GAP: f64 = 0.3;

/// Four squares: label 1 if both features have equal signs, label 0 otherwise.
pub static XOR: Family = Family {
    name: "xor",
    help: "four squares, opposite ones alike",
    noise: playground::noise("shift of points before labelling, in squares", 0.0),
    draw,
};

fn draw(draw: &Draw, show: &dyn Fn(f64)) -> Drawn {
    playground::draw(draw, show, sample)
}

/// Draws the two features of one sample, and then the noise of its label.
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
