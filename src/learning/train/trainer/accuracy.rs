//! The accuracy: how many samples are on the correct side of the decision boundary.

use crate::learning::data::Columns;
use crate::learning::train::trainer::Trainer;

/// Number of samples from which the accuracy is estimated. It is counted over all samples if there are no more
/// than these.
pub const MOST_COUNTED: usize = 1 << 19;
/// Number of equal blocks that hold the samples of an estimate of the accuracy.
const BLOCKS: usize = 1 << 7;

/// Number of samples of each class, and how many of them are classified correctly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confusion {
    /// Number of samples that are classified correctly: of class 0, then of class 1.
    pub right: [usize; 2],
    /// Number of all samples: of class 0, then of class 1.
    pub samples: [usize; 2],
}

/// Share of samples that are classified correctly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accuracy {
    /// Share from 0 to 1.
    pub share: f64,
    /// Counts for each class; `None` if the share is an estimate from a part of the samples.
    pub confusion: Option<Confusion>,
}

impl Trainer {
    /// Returns the accuracy over the training samples. With `at_a_glance`, it is estimated from half a
    /// million samples if there are more, in blocks that are spread evenly over the data. The standard error
    /// of the estimate is at most 0.07 percentage points.
    #[must_use]
    pub fn accuracy(&self, at_a_glance: bool) -> Accuracy {
        let classes = self.dataset.training_class_counts();
        self.accuracy_of(self.dataset.training(), classes, at_a_glance)
    }

    /// Returns the accuracy over the test samples; `None` if there are no test samples. With `at_a_glance`,
    /// it is estimated from half a million samples if there are more.
    #[must_use]
    pub fn test_accuracy(&self, at_a_glance: bool) -> Option<Accuracy> {
        let samples = self.dataset.test();
        let classes = self.dataset.test_class_counts();
        (!samples.is_empty()).then(|| self.accuracy_of(samples, classes, at_a_glance))
    }

    fn accuracy_of(&self, samples: Columns, of: [usize; 2], at_a_glance: bool) -> Accuracy {
        let right = |part| {
            let (inputs, weights) = (self.learner.inputs(), self.learner.weights());
            self.arithmetic
                .instructions
                .count_right(inputs, weights, part)
        };
        if at_a_glance && samples.len() > MOST_COUNTED {
            let blocks = spread(samples, BLOCKS, MOST_COUNTED);
            let right: usize = blocks.flat_map(right).sum();
            return Accuracy {
                share: right as f64 / MOST_COUNTED as f64,
                confusion: None,
            };
        }
        let right = right(samples);
        Accuracy {
            share: (right[0] + right[1]) as f64 / samples.len() as f64,
            confusion: Some(Confusion { right, samples: of }),
        }
    }
}

/// Returns `blocks` equal blocks that are spread evenly over the samples, and together have `most` of them.
pub fn spread(
    samples: Columns<'_>,
    blocks: usize,
    most: usize,
) -> impl Iterator<Item = Columns<'_>> {
    let starts = (0..blocks).map(move |block| samples.len() / blocks * block);
    starts.map(move |from| samples.part(from..from + most / blocks))
}
