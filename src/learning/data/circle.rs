//! A disc inside a ring: the family "circle" of TensorFlow's browser playground.

use std::f64::consts::TAU;

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

use crate::learning::data::family::{Draw, Drawn, Family};
use crate::learning::data::playground::{self, RADIUS, Sample, Turn, jittered};

/// A disc of radius 2.5 with label 1, inside a ring of radius 3.5 to 5 with label 0.
pub static CIRCLE: Family = Family {
    name: "circle",
    help: "a disc within a ring",
    noise: playground::noise("shift of points before labelling, in radii", 0.0),
    draw,
};

fn draw(draw: &Draw, show: &dyn Fn(f64)) -> Drawn {
    playground::draw(draw, show, sample)
}

/// Draws one sample: the radius, the angle, and the noise of the label, in this order.
fn sample(turn: &Turn, random: &mut Xoshiro256PlusPlus) -> Sample {
    let radius = if turn.is_first_half {
        random.random_range(0.0..RADIUS * 0.5)
    } else {
        random.random_range(RADIUS * 0.7..RADIUS)
    };
    let angle: f64 = random.random_range(0.0..TAU);
    let point = [radius * angle.sin(), radius * angle.cos()];
    let [x1, x2] = jittered(point, RADIUS, turn.noise, random);
    Sample {
        point,
        is_one: x1.hypot(x2) < RADIUS * 0.5,
    }
}
