//! How many samples stand on the side of the boundary that is their label's.

use crate::learning::data::Columns;
use crate::learning::train::trainer::Trainer;

/// A glance at the data: so many samples, in so many blocks.
const GLANCE: usize = 1 << 19;
const BLOCKS: usize = 1 << 7;

/// How many samples of each class there are, and how many of them are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confusion {
    /// Those that the model puts on their own side: class 0, then class 1.
    pub right: [usize; 2],
    /// All of them.
    pub samples: [usize; 2],
}

/// The share of samples that are on their own side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accuracy {
    /// From 0 to 1.
    pub share: f64,
    /// The counts, where all samples were looked at and not a part of them.
    pub confusion: Option<Confusion>,
}

impl Trainer {
    /// The accuracy over the training samples. At a glance it is told by half a million of them, where
    /// there are more, in blocks that are spread evenly over the data; its standard error is then at
    /// most 0.07 percentage points.
    #[must_use]
    pub fn accuracy(&self, at_a_glance: bool) -> Accuracy {
        let classes = self.dataset.training_class_counts();
        self.accuracy_of(self.dataset.training(), classes, at_a_glance)
    }

    /// The same over the test samples, where there are any.
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
        if at_a_glance && samples.len() > GLANCE {
            let block = |block: usize| {
                let from = samples.len() / BLOCKS * block;
                samples.part(from..from + GLANCE / BLOCKS)
            };
            let right: usize = (0..BLOCKS).flat_map(|place| right(block(place))).sum();
            return Accuracy {
                share: right as f64 / GLANCE as f64,
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
