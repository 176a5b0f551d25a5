//! A pass over the data: the order of the samples of an epoch, and how many of them have been seen.

use crate::learning::kernel::{GeneralSums, PartialSums};
use crate::learning::train::order::Order;

/// Where training stands in an epoch.
#[derive(Clone)]
pub struct Pass {
    /// The order of the samples.
    pub order: Order,
    /// Whether an epoch has begun and is not complete.
    pub is_inside_epoch: bool,
    /// How many samples of the present epoch have had their update.
    pub seen: usize,
    /// The mini-batch that has been summed in part.
    pub begun: BegunBatch,
}

/// A mini-batch that has been summed in part, by the plain loop or by the general one.
#[derive(Clone, Copy, Default)]
pub struct BegunBatch {
    pub plain: PartialSums,
    pub general: GeneralSums,
    pub samples: usize,
}

impl Pass {
    /// Before the first epoch; orders are drawn from `seed`.
    pub fn new(seed: u32) -> Self {
        Self {
            order: Order::new(seed),
            is_inside_epoch: false,
            seen: 0,
            begun: BegunBatch::default(),
        }
    }

    /// Shuffles the samples that are left of an epoch, or puts them back in order. An epoch that has begun
    /// without an update begins again.
    pub fn reorder(&mut self, shuffle: bool, samples: usize) {
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
