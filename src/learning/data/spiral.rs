//! Two arms that wind around each other: the family "spiral" of TensorFlow's browser playground.

use std::f64::consts::PI;

use rand::rngs::Xoshiro256PlusPlus;

use crate::learning::data::family::{Draw, Drawn, Family};
use crate::learning::data::playground::{self, RADIUS, Sample, Turn, jittered};

/// Angle by which an arm winds around the middle, in radians.
const ANGLE: f64 = 3.5 * PI;

/// Two spiral arms: label 1 on the first arm, label 0 on the second, which is the first turned by half a
/// circle.
pub static SPIRAL: Family = Family {
    name: "spiral",
    help: "two arms around each other",
    noise: playground::noise("shift of points off their arm", 10.0),
    draw,
};

fn draw(draw: &Draw, show: &dyn Fn(f64)) -> Drawn {
    playground::draw(draw, show, sample)
}

/// Draws the noise that moves the two features of one sample.
fn sample(turn: &Turn, random: &mut Xoshiro256PlusPlus) -> Sample {
    let radius = RADIUS * turn.share;
    let turned = if turn.is_first_half { 0.0 } else { PI };
    let angle = ANGLE * turn.share + turned;
    let on_arm = [radius * angle.sin(), radius * angle.cos()];
    Sample {
        point: jittered(on_arm, 1.0, turn.noise, random),
        is_one: turn.is_first_half,
    }
}
