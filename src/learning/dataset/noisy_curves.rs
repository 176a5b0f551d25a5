//! What scikit-learn's `make_moons` and `make_circles` have in common: points in equal steps along two
//! curves, first put in a random order, then moved by noise.

use crate::learning::dataset::family::{Draw, Points};
use crate::learning::dataset::progress::counted;
use crate::learning::random_state::RandomState;

/// The share of the work that is done when the order is drawn.
const PERMUTED: f64 = 0.6;

/// Draws samples along two curves. The first, of label 0, has half of them, and the second, of label 1,
/// the rest. `point` tells where a sample stands: whether its curve is the second, its place on it, and
/// how many samples the curve has.
pub fn draw(draw: &Draw, show: &dyn Fn(f64), point: impl Fn(bool, u32, u32) -> [f64; 2]) -> Points {
    let mut random = RandomState::new(draw.seed);
    let count = draw.samples;
    let first_curve = count / 2;
    show(0.0);
    let order = random.permutation(count);
    let mut points = Points::with_room_for(count);
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
    points
}
