//! A pass over the data: the order of the samples in an epoch, and how many of them have been seen.

use crate::learning::data::Columns;
use crate::learning::kernel::{GeneralSums, PartialSums};
use crate::learning::train::order::Order;

/// Progress of training within an epoch.
#[derive(Clone)]
pub struct Pass {
    /// The order of the samples.
    pub order: Order,
    /// Whether an epoch has begun and is not complete.
    pub is_inside_epoch: bool,
    /// Number of samples of the current epoch whose update has been made.
    pub seen: usize,
    /// Mini-batch that is partly summed.
    pub begun: BegunBatch,
}

/// A mini-batch that is partly summed, by the plain loop or by the general loop.
#[derive(Clone, Copy, Default)]
pub struct BegunBatch {
    pub plain: PartialSums,
    pub general: GeneralSums,
    pub samples: usize,
}

impl Pass {
    /// Creates the state before the first epoch. Random orders are drawn with `seed`.
    pub fn new(seed: u32) -> Self {
        Self {
            order: Order::new(seed),
            is_inside_epoch: false,
            seen: 0,
            begun: BegunBatch::default(),
        }
    }

    /// Returns a copy without moved samples and without a partly summed mini-batch.
    pub fn without_moved_samples(&self) -> Self {
        Self {
            order: self.order.without_moved_samples(),
            is_inside_epoch: self.is_inside_epoch,
            seen: self.seen,
            begun: BegunBatch::default(),
        }
    }

    /// Shuffles the samples that are left in the current epoch, or puts them back in the order of the data
    /// set. If no update of the epoch has been made, the epoch begins again.
    pub fn reorder(&mut self, shuffle: bool, samples: Columns) {
        if !self.is_inside_epoch {
            return;
        }
        if self.seen == 0 {
            self.order.undraw();
            self.is_inside_epoch = false;
        } else {
            self.order.reorder_rest(shuffle, self.seen, samples);
        }
    }
}
