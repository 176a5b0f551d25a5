//! The next update, made on a copy of the run: which samples it sees, and where it leads.

use crate::learning::model::parameters::Parameters;
use crate::learning::train::trainer::{Budget, Trainer};

/// Largest number of samples in a mini-batch whose update is made in advance, and of samples whose order is drawn for
/// it.
const MOST_SAMPLES: usize = 1 << 16;

/// The next update of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct NextUpdate {
    /// Number of the mini-batch within its epoch, from 1.
    pub number: u64,
    /// Number of mini-batches in the epoch.
    pub of: u64,
    /// The samples of the mini-batch, each as `(x1, x2, label)`.
    pub samples: Vec<(f64, f64, f64)>,
    /// The weights after the update, in the units of the data.
    pub weights: Parameters,
    /// The gradient of the mini-batch as the optimiser receives it, with that of an L2 penalty.
    pub gradient: Vec<f64>,
}

impl Trainer {
    /// Returns the next update, without making it. Returns `None` if it would take long, because the mini-batch has more
    /// than 65,536 samples or so many samples are shuffled, and if the run would diverge.
    #[must_use]
    pub fn next_update(&self) -> Option<NextUpdate> {
        let samples = self.samples().len();
        let batch_size = self.hyperparameters.batch_size.of(samples);
        let is_drawn = self.hyperparameters.shuffle && samples > MOST_SAMPLES;
        if batch_size > MOST_SAMPLES || is_drawn {
            return None;
        }
        let mut copy = self.checkpoint()?;
        if !copy.pass.is_inside_epoch {
            copy.begin_epoch();
        }
        let seen = copy.pass.seen;
        let end = samples.min(seen + batch_size);
        let batch = copy.pass.order.part(copy.dataset.training(), seen, end);
        let batch: Vec<(f64, f64, f64)> = batch.samples().collect();
        let mut gradient = Vec::new();
        // A large mini-batch is summed in parts.
        while gradient.is_empty() {
            let updates = copy.advance(Budget::of_updates(1)).ok()?;
            if updates.count() > 0 {
                gradient.extend_from_slice(updates.step(0).gradient());
            }
        }
        Some(NextUpdate {
            number: copy.update_of_epoch(),
            of: copy.updates_of_epoch(),
            samples: batch,
            weights: copy.parameters(),
            gradient,
        })
    }
}
