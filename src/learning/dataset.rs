//! A data set: two features and a label a sample, in columns.

mod blobs;
mod circle;
mod circles;
mod family;
mod flip;
mod gauss;
mod moons;
mod names;
mod noise;
mod noisy_curves;
mod percent;
mod playground;
mod progress;
mod samples;
mod selection;
mod settings;
mod spiral;
mod split;
mod stream;
mod xor;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use family::{Draw, Family, NoiseMeaning, Points};
pub use flip::{FlipShare, flip};
pub use names::Names;
pub use noise::Noise;
pub use samples::Samples;
pub use settings::{DataSettings, Source, Table};
pub use split::{TrainShare, split};

/// Samples with two features and a label, 0 or 1, stored column by column: first those for training,
/// then those that only test what was learned, if there are any.
#[derive(Clone, PartialEq)]
pub struct Dataset {
    name: Cow<'static, str>,
    seed: Option<u32>,
    points: Arc<Points>,
    training: usize,
    labels_flipped: usize,
    /// How many rows of a table could not be used.
    skipped: u64,
    names: Option<Arc<Names>>,
    /// How many samples of each class there are for training, and for the test.
    class_counts: [[usize; 2]; 2],
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
    /// A data set of points that were drawn, or read from somewhere: [flips](flip) labels and
    /// [splits](split) the samples, both as `seed_for_draws` has it. It is called `name`, and `seed` is
    /// that of its points, if they have one.
    ///
    /// # Panics
    /// Where there is no sample, or the columns differ in length.
    #[must_use]
    pub fn from_points(
        name: impl Into<Cow<'static, str>>,
        seed: Option<u32>,
        mut points: Arc<Points>,
        flips: FlipShare,
        train: TrainShare,
        seed_for_draws: u32,
    ) -> Self {
        let samples = points.labels.len();
        assert!(samples > 0, "a data set has samples");
        assert_eq!([points.x1.len(), points.x2.len()], [samples; 2]);
        // What many share is only taken apart where it changes.
        if flips.of(samples) > 0 {
            flip(
                &mut Arc::make_mut(&mut points).labels,
                flips,
                seed_for_draws,
            );
        }
        let mut training = samples;
        if train.of(samples) < samples {
            let split = split(Arc::unwrap_or_clone(points), train, seed_for_draws);
            (points, training) = (Arc::new(split.0), split.1);
        }
        let (for_training, for_test) = points.labels.split_at(training);
        Self {
            name: name.into(),
            seed,
            training,
            labels_flipped: flips.of(samples),
            skipped: 0,
            names: None,
            class_counts: [for_training, for_test].map(count_classes),
            extent: Extent {
                x1: range(&points.x1),
                x2: range(&points.x2),
            },
            points,
        }
    }

    /// What it is called: its family, `blobs` for example, or whatever it was read from.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The seed it was drawn from, if it was.
    #[must_use]
    pub fn seed(&self) -> Option<u32> {
        self.seed
    }

    /// The number of all samples, those for training and those for the test.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a data set is never empty")]
    pub fn len(&self) -> usize {
        self.points.labels.len()
    }

    /// All samples.
    #[must_use]
    pub fn columns(&self) -> Columns<'_> {
        Columns {
            x1: &self.points.x1,
            x2: &self.points.x2,
            labels: &self.points.labels,
        }
    }

    /// The samples for training, one at least.
    #[must_use]
    pub fn training(&self) -> Columns<'_> {
        self.columns().part(0..self.training)
    }

    /// The samples that only test what was learned; there may be none.
    #[must_use]
    pub fn test(&self) -> Columns<'_> {
        self.columns().part(self.training..self.len())
    }

    /// How many samples for training have label 0, and how many label 1.
    #[must_use]
    pub fn training_class_counts(&self) -> [usize; 2] {
        self.class_counts[0]
    }

    /// How many samples for the test have label 0, and how many label 1.
    #[must_use]
    pub fn test_class_counts(&self) -> [usize; 2] {
        self.class_counts[1]
    }

    /// How many labels of all samples were flipped.
    #[must_use]
    pub fn labels_flipped(&self) -> usize {
        self.labels_flipped
    }

    /// How many rows of the table it was read from could not be used.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// What its columns and classes are called, where they have names of their own.
    #[must_use]
    pub fn names(&self) -> Option<&Names> {
        self.names.as_deref()
    }

    /// The box around all samples.
    #[must_use]
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// The samples in order, each as `(x1, x2, label)`.
    pub fn samples(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        let features = self.points.x1.iter().zip(&self.points.x2);
        features
            .zip(&self.points.labels)
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
        write!(formatter, "Dataset({}, {} samples", self.name, self.len())?;
        if let Some(seed) = self.seed {
            write!(formatter, ", seed {seed}")?;
        }
        formatter.write_str(")")
    }
}

fn count_classes(labels: &[f64]) -> [usize; 2] {
    let ones = labels.iter().filter(|label| **label == 1.0).count();
    [labels.len() - ones, ones]
}

fn range(column: &[f64]) -> [f64; 2] {
    column
        .iter()
        .fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], &value| {
            [low.min(value), high.max(value)]
        })
}
