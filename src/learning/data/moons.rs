//! Two interleaving half circles: scikit-learn's `make_moons`, bit for bit.

use std::f64::consts::PI;

use crate::learning::data::family::{Draw, Drawn, Family, NoiseMeaning};
use crate::learning::data::noisy_curves;

/// Two moons: `make_moons(n_samples, noise=noise, random_state=seed)`.
pub static MOONS: Family = Family {
    name: "moons",
    help: "two half circles",
    noise: NoiseMeaning {
        meaning: "standard deviation around the half circles",
        unit: "",
        default: 0.1,
        most: 1e6,
        amounts: &[0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5],
    },
    draw,
};

fn draw(draw: &Draw, show: &dyn Fn(f64)) -> Drawn {
    noisy_curves::draw(draw, show, point)
}

/// Returns a point of the outer or the inner moon. Its angle is NumPy's `linspace(0, pi, count)[place]`.
fn point(is_inner: bool, place: u32, count: u32) -> [f64; 2] {
    let angle = if place == 0 {
        0.0
    } else if place + 1 == count {
        PI
    } else {
        f64::from(place) * (PI / f64::from(count - 1))
    };
    let (sine, cosine) = (angle.sin(), angle.cos());
    if is_inner {
        [1.0 - cosine, 1.0 - sine - 0.5]
    } else {
        [cosine, sine]
    }
}
