//! The tutorial's data: scikit-learn's `make_blobs` with two centers, bit for bit.

use std::fmt;
use std::str::FromStr;

use crate::learning::dataset::Dataset;
use crate::learning::invalid_value::InvalidValue;
use crate::learning::random_state::RandomState;

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
    /// Draws the data set: centers uniform in ±10, then each class around its center (the odd sample
    /// goes to the first), then one permutation of all.
    #[must_use]
    pub fn generate(self) -> Dataset {
        let mut random = RandomState::new(self.seed);
        let mut coordinate = || random.uniform(-10.0, 10.0);
        let centers = [[coordinate(), coordinate()], [coordinate(), coordinate()]];
        let count = self.samples.0;
        let first_class = count - count / 2;

        let mut x1 = Vec::with_capacity(count as usize);
        let mut x2 = Vec::with_capacity(count as usize);
        for sample in 0..count {
            let center = centers[usize::from(sample >= first_class)];
            x1.push(random.normal(center[0], self.noise.0));
            x2.push(random.normal(center[1], self.noise.0));
        }
        let order = random.permutation(count);
        let reorder = |column: &[f64]| order.iter().map(|&i| column[i as usize]).collect();
        let labels = order
            .iter()
            .map(|&i| f64::from(u8::from(i >= first_class)))
            .collect();
        Dataset::new("blobs", self.seed, reorder(&x1), reorder(&x2), labels)
    }
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
