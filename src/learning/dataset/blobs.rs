//! The tutorial's data: scikit-learn's `make_blobs` with two centers, bit for bit.

use std::fmt;
use std::str::FromStr;

use crate::learning::dataset::Dataset;
use crate::learning::invalid_value::InvalidValue;
use crate::learning::random_state::RandomState;

/// After so many samples the progress is shown.
const NOW_AND_THEN: u32 = 1 << 16;
/// The share of the work that is done when all samples are drawn, and when their order is too.
const DRAWN: f64 = 0.6;
const PERMUTED: f64 = 0.8;

/// Two Gaussian blobs:
/// `make_blobs(n_samples, n_features=2, centers=2, cluster_std=noise, random_state=seed)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Blobs {
    /// How many points, both classes together.
    pub samples: Samples,
    /// The standard deviation of each blob.
    pub noise: Noise,
    /// The seed of the centers, the points and their order.
    pub seed: u32,
}

impl Default for Blobs {
    fn default() -> Self {
        Self {
            samples: Samples(400),
            noise: Noise(2.5),
            seed: 95,
        }
    }
}

impl Blobs {
    /// Draws the data set.
    #[must_use]
    pub fn generate(self) -> Dataset {
        self.generate_showing(|_| ())
    }

    /// Draws the data set: centers uniform in ±10, then each class around its center (the odd sample
    /// goes to the first), then one permutation of all. Now and then `show` is told which share of the
    /// work is done, from 0 to 1.
    #[must_use]
    pub fn generate_showing(self, show: impl Fn(f64)) -> Dataset {
        let mut random = RandomState::new(self.seed);
        let mut coordinate = || random.uniform(-10.0, 10.0);
        let centers = [[coordinate(), coordinate()], [coordinate(), coordinate()]];
        let count = self.samples.0;
        let first_class = count - count / 2;

        let mut x1 = Vec::with_capacity(count as usize);
        let mut x2 = Vec::with_capacity(count as usize);
        for sample in 0..count {
            if sample % NOW_AND_THEN == 0 {
                show(DRAWN * f64::from(sample) / f64::from(count));
            }
            let center = centers[usize::from(sample >= first_class)];
            x1.push(random.normal(center[0], self.noise.0));
            x2.push(random.normal(center[1], self.noise.0));
        }
        show(DRAWN);
        let order = random.permutation(count);
        show(PERMUTED);
        // One column after the other, so that no more than one stands there twice.
        let x1 = reordered(x1, &order);
        let x2 = reordered(x2, &order);
        let labels = order
            .iter()
            .map(|&i| f64::from(u8::from(i >= first_class)))
            .collect();
        Dataset::new("blobs", self.seed, x1, x2, labels)
    }
}

fn reordered(column: Vec<f64>, order: &[u32]) -> Vec<f64> {
    let reordered = order.iter().map(|&i| column[i as usize]).collect();
    drop(column);
    reordered
}

/// A number of samples, 2 to 100 million.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Samples(u32);

impl Samples {
    /// The values allowed, in words.
    pub const RANGE: &str = "a whole number from 2 to 100000000";
    const MOST: u32 = 100_000_000;
}

impl FromStr for Samples {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text.parse() {
            Ok(samples @ 2..=Self::MOST) => Ok(Self(samples)),
            _ => Err(InvalidValue::new(Self::RANGE, "400")),
        }
    }
}

impl fmt::Display for Samples {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A standard deviation in the units of the data, 0 or more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise(f64);

impl Noise {
    /// The values allowed, in words.
    pub const RANGE: &str = "a number from 0 to 1000000";
}

impl FromStr for Noise {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text.parse::<f64>() {
            // Adding 0 turns -0 into 0.
            Ok(noise) if (0.0..=1e6).contains(&noise) => Ok(Self(noise + 0.0)),
            _ => Err(InvalidValue::new(Self::RANGE, "2.5")),
        }
    }
}

impl fmt::Display for Noise {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
