//! Two circles, one inside the other: scikit-learn's `make_circles`, bit for bit.

use std::f64::consts::TAU;

use crate::learning::data::family::{Draw, Drawn, Family, NoiseMeaning};
use crate::learning::data::noisy_curves;

/// Radius of the inner circle; the outer circle has radius 1.
const FACTOR: f64 = 0.8;

/// Two circles: `make_circles(n_samples, noise=noise, random_state=seed, factor=0.8)`.
pub static CIRCLES: Family = Family {
    name: "circles",
    help: "a circle within another",
    noise: NoiseMeaning {
        meaning: "standard deviation around the circles",
        unit: "",
        default: 0.05,
        most: 1e6,
        amounts: &[0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5],
    },
    draw,
};

fn draw(draw: &Draw, show: &dyn Fn(f64)) -> Drawn {
    noisy_curves::draw(draw, show, point)
}

/// Returns a point of the outer or the inner circle. Its angle is NumPy's
/// `linspace(0, 2 * pi, count, endpoint=False)[place]`.
fn point(is_inner: bool, place: u32, count: u32) -> [f64; 2] {
    let angle = f64::from(place) * (TAU / f64::from(count));
    let (sine, cosine) = (angle.sin(), angle.cos());
    if is_inner {
        [cosine * FACTOR, sine * FACTOR]
    } else {
        [cosine, sine]
    }
}
