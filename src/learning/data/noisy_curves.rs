//! Points in equal steps along two curves, first shuffled, then moved by noise: the common part of
//! scikit-learn's `make_moons` and `make_circles`.

use crate::learning::data::counted::counted;
use crate::learning::data::family::{Draw, Drawn, Points};
use crate::learning::numeric::random_state::RandomState;

/// Share of the work that is done when the order of the samples is drawn.
const PERMUTED: f64 = 0.6;

/// Draws samples along two curves. Half of the samples lie on the first curve and have label 0; the rest
/// lie on the second curve and have label 1. `point` returns the position of a sample without noise. Its
/// arguments are whether the curve is the second one, the place of the sample on the curve, and the number
/// of samples on the curve.
///
/// # Errors
/// If the system does not give the memory.
pub fn draw(draw: &Draw, show: &dyn Fn(f64), point: impl Fn(bool, u32, u32) -> [f64; 2]) -> Drawn {
    let mut random = RandomState::new(draw.seed);
    let count = draw.samples;
    let first_curve = count / 2;
    show(0.0);
    let order = random.permutation(count)?;
    let mut points = Points::with_room_for(count)?;
    for place in counted(count, [PERMUTED, 1.0], show) {
        let sample = order[place as usize];
        let is_second = sample >= first_curve;
        let [x1, x2] = if is_second {
            point(true, sample - first_curve, count - first_curve)
        } else {
            point(false, sample, first_curve)
        };
        let mut noise = || random.normal(0.0, draw.noise);
        points.push(x1 + noise(), x2 + noise(), is_second);
    }
    Ok(points)
}
