//! The tutorial's data set: scikit-learn's `make_blobs` with two centers, bit for bit.

use std::collections::TryReserveError;

use crate::learning::data::counted::counted;
use crate::learning::data::family::{Draw, Drawn, Family, NoiseMeaning, Points};
use crate::learning::data::memory::{collected, room};
use crate::learning::numeric::random_state::RandomState;

/// Share of the work that is done when all samples are drawn.
const DRAWN: f64 = 0.6;
/// Share of the work that is done when the order of the samples is drawn.
const PERMUTED: f64 = 0.8;

/// Two Gaussian blobs:
/// `make_blobs(n_samples, n_features=2, centers=2, cluster_std=noise, random_state=seed)`.
pub static BLOBS: Family = Family {
    name: "blobs",
    help: "two Gaussian blobs",
    noise: NoiseMeaning {
        meaning: "standard deviation of each blob",
        unit: "",
        default: 2.5,
        most: 1e6,
        amounts: &[
            0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 8.0, 10.0,
        ],
    },
    draw,
};

/// Draws the two centers uniformly in ±10, then each class around its center (an odd sample goes to the
/// first class), then one permutation of all samples.
fn draw(draw: &Draw, show: &dyn Fn(f64)) -> Drawn {
    let mut random = RandomState::new(draw.seed);
    let mut coordinate = || random.uniform(-10.0, 10.0);
    let centers = [[coordinate(), coordinate()], [coordinate(), coordinate()]];
    let count = draw.samples;
    let first_class = count - count / 2;

    let mut x1 = room(count as usize)?;
    let mut x2 = room(count as usize)?;
    for sample in counted(count, [0.0, DRAWN], show) {
        let center = centers[usize::from(sample >= first_class)];
        x1.push(random.normal(center[0], draw.noise));
        x2.push(random.normal(center[1], draw.noise));
    }
    show(DRAWN);
    let order = random.permutation(count)?;
    show(PERMUTED);
    // The columns are reordered one after another, so that at most one column is in memory twice.
    let x1 = reordered(x1, &order)?;
    let x2 = reordered(x2, &order)?;
    let label = |&sample: &u32| f64::from(u8::from(sample >= first_class));
    let labels = collected(order.iter().map(label))?;
    Ok(Points { x1, x2, labels })
}

fn reordered(column: Vec<f64>, order: &[u32]) -> Result<Vec<f64>, TryReserveError> {
    let reordered = collected(order.iter().map(|&i| column[i as usize]));
    drop(column);
    reordered
}
