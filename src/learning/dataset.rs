//! A data set: two features and a label a sample, in columns.

mod blobs;

use std::fmt;
use std::ops::Range;

pub use blobs::{Blobs, Noise, Samples};

/// Samples with two features and a label, 0 or 1, stored column by column.
#[derive(Clone, PartialEq)]
pub struct Dataset {
    name: &'static str,
    seed: u32,
    x1: Vec<f64>,
    x2: Vec<f64>,
    labels: Vec<f64>,
    extent: Extent,
}

/// Some samples, column by column; all columns have one length.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// The first feature.
    pub x1: &'a [f64],
    /// The second feature.
    pub x2: &'a [f64],
    /// The label, 0.0 or 1.0.
    pub labels: &'a [f64],
}

/// The smallest box that holds every sample: `[lowest, highest]` of each feature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Of the first feature.
    pub x1: [f64; 2],
    /// Of the second feature.
    pub x2: [f64; 2],
}

impl Dataset {
    /// A data set called `name`, drawn from `seed`, of columns of one length. Labels are 0.0 or 1.0.
    fn new(name: &'static str, seed: u32, x1: Vec<f64>, x2: Vec<f64>, labels: Vec<f64>) -> Self {
        let extent = Extent {
            x1: range(&x1),
            x2: range(&x2),
        };
        Self {
            name,
            seed,
            x1,
            x2,
            labels,
            extent,
        }
    }

    /// What the family is called, `blobs` for example.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The seed it was drawn from.
    #[must_use]
    pub fn seed(&self) -> u32 {
        self.seed
    }

    /// The number of samples, two at least.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a data set is never empty")]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// All samples.
    #[must_use]
    pub fn columns(&self) -> Columns<'_> {
        Columns {
            x1: &self.x1,
            x2: &self.x2,
            labels: &self.labels,
        }
    }

    /// The box around all samples.
    #[must_use]
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// The samples in order, each as `(x1, x2, label)`.
    pub fn samples(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        let features = self.x1.iter().zip(&self.x2);
        features
            .zip(&self.labels)
            .map(|((&x1, &x2), &label)| (x1, x2, label))
    }
}

impl Columns<'_> {
    /// How many samples there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Those of a range of places.
    #[inline]
    #[must_use]
    pub fn part(&self, places: Range<usize>) -> Self {
        Self {
            x1: &self.x1[places.clone()],
            x2: &self.x2[places.clone()],
            labels: &self.labels[places],
        }
    }
}

impl fmt::Debug for Dataset {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, seed, .. } = self;
        write!(
            formatter,
            "Dataset({name}, {} samples, seed {seed})",
            self.len()
        )
    }
}

fn range(column: &[f64]) -> [f64; 2] {
    column
        .iter()
        .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], &value| {
            [low.min(value), high.max(value)]
        })
}
