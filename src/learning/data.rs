//! A data set: samples with two features and one label each, stored in columns.

mod blobs;
mod circle;
mod circles;
mod counted;
mod facts;
mod family;
mod fingerprint;
mod flip;
mod gauss;
mod memory;
mod moons;
mod names;
mod noise;
mod noisy_curves;
mod order;
mod origin;
mod percent;
mod playground;
mod reading;
mod samples;
mod scales;
mod selection;
mod settings;
mod spiral;
mod split;
mod stream;
mod xor;

use std::borrow::Cow;
use std::collections::TryReserveError;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use facts::{Facts, FarValue};
pub use family::{Draw, Drawn, Family, NoiseMeaning, Points};
pub use fingerprint::Fingerprint;
pub use flip::{FlipShare, flip};
pub use memory::{NoMemory, collected, room};
pub use names::Names;
pub use noise::Noise;
pub use order::SampleOrder;
pub use origin::Origin;
pub use reading::Reading;
pub use samples::Samples;
pub use settings::{DataSettings, OwnData, Source};
pub use split::{TrainShare, split};

use order::LabelsBeforeSort;
use split::selected;

/// A data set: samples with two features and a label (0 or 1) each, stored column by column. The training
/// samples come first. The test samples follow, if there are any.
#[derive(Clone, PartialEq)]
pub struct Dataset {
    name: Cow<'static, str>,
    seed: Option<u32>,
    points: Arc<Points>,
    training: usize,
    labels_flipped: usize,
    /// Labels of the training samples before they were sorted; `None` if they are in their original order.
    labels_before_sort: Option<LabelsBeforeSort>,
    /// Where the samples were read from, if they were.
    origin: Option<Arc<Origin>>,
    /// Number of samples of each class, first in the training samples, then in the test samples.
    class_counts: [[usize; 2]; 2],
    extent: Extent,
}

/// Borrowed samples, column by column. All columns have equal length.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// The first feature.
    pub x1: &'a [f64],
    /// The second feature.
    pub x2: &'a [f64],
    /// The label, 0.0 or 1.0.
    pub labels: &'a [f64],
}

/// Smallest box that contains all samples: `[lowest, highest]` of each feature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Lowest and highest value of the first feature.
    pub x1: [f64; 2],
    /// Lowest and highest value of the second feature.
    pub x2: [f64; 2],
}

impl Dataset {
    /// Makes a data set from points that were drawn or read from a file. [Flips](flip) labels and
    /// [splits](split) the points into training and test samples, both at random from `seed_for_draws`. Then
    /// brings the training samples into `order`. `name` is the name of the data set. `seed` is the seed that
    /// the points were drawn from, if they were drawn.
    ///
    /// # Errors
    /// If the system does not give the memory for a copy of points that are shared, for the split, or for the
    /// sort.
    ///
    /// # Panics
    /// If there is no sample, or if the columns differ in length.
    pub fn from_points(
        name: impl Into<Cow<'static, str>>,
        seed: Option<u32>,
        mut points: Arc<Points>,
        flips: FlipShare,
        train: TrainShare,
        order: SampleOrder,
        seed_for_draws: u32,
    ) -> Result<Self, TryReserveError> {
        let samples = points.labels.len();
        assert!(samples > 0, "a data set has samples");
        assert_eq!([points.x1.len(), points.x2.len()], [samples; 2]);
        let (mut training, mut labels_before_sort) = (samples, None);
        let is_sorted = order == SampleOrder::Sorted;
        // Points that are shared are copied, but only if something changes.
        if flips.of(samples) > 0 || train.of(samples) < samples || is_sorted {
            let mut own = owned(points)?;
            flip(&mut own.labels, flips, seed_for_draws);
            (own, training) = split(own, train, seed_for_draws)?;
            if is_sorted {
                labels_before_sort = Some(order::sort(&mut own, training)?);
            }
            points = Arc::new(own);
        }
        let (for_training, for_test) = points.labels.split_at(training);
        Ok(Self {
            name: name.into(),
            seed,
            training,
            labels_flipped: flips.of(samples),
            labels_before_sort,
            origin: None,
            class_counts: [for_training, for_test].map(count_classes),
            extent: Extent {
                x1: range(&points.x1),
                x2: range(&points.x2),
            },
            points,
        })
    }

    /// Returns the name of the data set: its family, for example `blobs`, or the name of what it was read
    /// from.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the seed that the points were drawn from; `None` if they were not drawn.
    #[must_use]
    pub fn seed(&self) -> Option<u32> {
        self.seed
    }

    /// Returns the number of all samples, training and test samples together.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a data set is never empty")]
    pub fn len(&self) -> usize {
        self.points.labels.len()
    }

    /// Returns the number of bytes that the samples take in memory.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let before_sort = self.labels_before_sort.as_ref();
        self.len() * memory::STORED + before_sort.map_or(0, LabelsBeforeSort::bytes)
    }

    /// Returns all samples, the training samples first.
    #[must_use]
    pub fn columns(&self) -> Columns<'_> {
        Columns {
            x1: &self.points.x1,
            x2: &self.points.x2,
            labels: &self.points.labels,
        }
    }

    /// Returns the training samples; there is at least one.
    #[must_use]
    pub fn training(&self) -> Columns<'_> {
        self.columns().part(0..self.training)
    }

    /// Returns the test samples, which are not trained on; there may be none.
    #[must_use]
    pub fn test(&self) -> Columns<'_> {
        self.columns().part(self.training..self.len())
    }

    /// Returns the number of training samples with label 0 and the number with label 1.
    #[must_use]
    pub fn training_class_counts(&self) -> [usize; 2] {
        self.class_counts[0]
    }

    /// Returns the number of test samples with label 0 and the number with label 1.
    #[must_use]
    pub fn test_class_counts(&self) -> [usize; 2] {
        self.class_counts[1]
    }

    /// Returns the number of labels that were flipped, over all samples.
    #[must_use]
    pub fn labels_flipped(&self) -> usize {
        self.labels_flipped
    }

    /// Returns the number of rows that could not be used in the table that the data set was read from.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.origin().map_or(0, |origin| origin.skipped)
    }

    /// Returns the names of the columns and classes; `None` if the data have no names of their own.
    #[must_use]
    pub fn names(&self) -> Option<&Names> {
        self.origin().map(|origin| &origin.names)
    }

    /// Returns what is known of the table that the data were read from; `None` if they were not read.
    #[must_use]
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_deref()
    }

    /// Returns the smallest box that contains all samples.
    #[must_use]
    pub fn extent(&self) -> Extent {
        self.extent
    }

    /// Returns the samples, the training samples first, each as `(x1, x2, label)`.
    pub fn samples(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        self.columns().samples()
    }

    /// Returns the samples in their order before the split and the sort, each as `(x1, x2, label)` and with whether it is
    /// trained on. The settings must be those that made the data set.
    pub fn samples_as_made(
        &self,
        settings: &DataSettings,
    ) -> impl Iterator<Item = ((f64, f64, f64), bool)> {
        let mut training = self.training_as_made();
        let mut test = self.test().samples();
        let selected = selected(self.len(), settings.train, settings.seed);
        selected.filter_map(move |is_for_training| {
            let sample = if is_for_training {
                training.next()
            } else {
                test.next()
            };
            Some((sample?, is_for_training))
        })
    }

    /// Returns the training samples in their order before the sort, each as `(x1, x2, label)`.
    fn training_as_made(&self) -> Box<dyn Iterator<Item = (f64, f64, f64)> + '_> {
        match &self.labels_before_sort {
            Some(before) => Box::new(before.unsorted(self.training())),
            None => Box::new(self.training().samples()),
        }
    }
}

impl<'a> Columns<'a> {
    /// Returns the samples in order, each as `(x1, x2, label)`.
    pub fn samples(self) -> impl Iterator<Item = (f64, f64, f64)> + 'a {
        let features = self.x1.iter().zip(self.x2).zip(self.labels);
        features.map(|((&x1, &x2), &label)| (x1, x2, label))
    }
}

impl Columns<'_> {
    /// Returns the number of samples.
    #[must_use]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Returns whether there are no samples.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Returns the samples at a range of places.
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

/// Returns the points themselves, or a copy if they are shared.
fn owned(points: Arc<Points>) -> Result<Points, TryReserveError> {
    match Arc::try_unwrap(points) {
        Ok(points) => Ok(points),
        Err(shared) => shared.copied(),
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
