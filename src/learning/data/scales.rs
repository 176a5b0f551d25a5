//! The points of the family `gauss` with a second feature that is 20 times as small: two features of
//! different size.
//!
//! Gradient descent is slow on such data: the curvature of the loss along the weight of `x1` is hundreds of
//! times that along the weight of `x2`, and one learning rate has to suit both. Standardising removes this.

use crate::learning::data::family::{Draw, Drawn, Family};
use crate::learning::data::{gauss, playground};

/// Factor of the second feature.
const SCALE: f64 = 0.05;

/// The points of `gauss` with `x2` times 0.05.
pub static SCALES: Family = Family {
    name: "scales",
    help: "gauss with x2 20 times as small",
    noise: playground::noise(gauss::NOISE, 50.0),
    draw,
};

fn draw(draw: &Draw, show: &dyn Fn(f64)) -> Drawn {
    let mut points = gauss::draw(draw, show)?;
    for x2 in &mut points.x2 {
        *x2 *= SCALE;
    }
    Ok(points)
}
