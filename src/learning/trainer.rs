//! The training loop of the tutorial, one mini-batch at a time.

use std::sync::Arc;

use crate::learning::dataset::Dataset;
use crate::learning::hyperparameters::Hyperparameters;
use crate::learning::kernel::{self, Sums};
use crate::learning::model::Weights;
use crate::learning::random_state::RandomState;
use crate::learning::start::Start;

/// A run of mini-batch gradient descent, from its initial weights on.
///
/// An update predicts a mini-batch, and moves the weights by
/// `W -= alpha · Xᵀ(sigmoid(XW) - y) / batch length`. Its loss is the sum of squared errors before it
/// moves; an epoch's loss is the mean of its batches' losses.
#[derive(Clone)]
pub struct Trainer {
    dataset: Arc<Dataset>,
    hyperparameters: Hyperparameters,
    weights: Weights,
    order: Order,
    /// How many samples of the present epoch have been seen.
    seen: usize,
    batch_losses: Mean,
    updates: u64,
    epochs: u64,
}

/// What an update was like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Update {
    /// The sum of squared errors of its mini-batch, before the weights moved.
    pub batch_loss: f64,
    /// The mean of the epoch's batch losses, where this update was the epoch's last.
    pub epoch_loss: Option<f64>,
}

/// An update whose loss or weights would not be finite. It was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Diverged;

#[derive(Clone, Copy, Default)]
struct Mean {
    sum: f64,
    count: u64,
}

/// The order in which an epoch sees the samples.
#[derive(Clone)]
struct Order {
    /// A permutation of the samples, or nothing where they come as they stand.
    permutation: Option<Vec<u32>>,
    /// Draws the permutations: `RandomState(seed).permutation(samples)`, one an epoch.
    random: RandomState,
}

impl Trainer {
    /// A run at its start.
    #[must_use]
    pub fn new(dataset: Arc<Dataset>, hyperparameters: Hyperparameters, start: &Start) -> Self {
        Self {
            dataset,
            hyperparameters,
            weights: start.weights(),
            order: Order {
                permutation: None,
                random: RandomState::new(start.seed),
            },
            seen: 0,
            batch_losses: Mean::default(),
            updates: 0,
            epochs: 0,
        }
    }

    /// Changes what steers training, from the next update on. Within an epoch every sample is still
    /// seen exactly once: shuffling is turned on or off for the samples that are left.
    pub fn tune(&mut self, hyperparameters: Hyperparameters) {
        if hyperparameters.shuffle != self.hyperparameters.shuffle && self.is_inside_epoch() {
            self.order
                .reorder_rest(hyperparameters.shuffle, self.seen, self.dataset.len());
        }
        self.hyperparameters = hyperparameters;
    }

    /// Makes one update.
    ///
    /// # Errors
    /// [`Diverged`] where the loss or a weight would not be finite; the weights stay as they were.
    pub fn update(&mut self) -> Result<Update, Diverged> {
        if !self.is_inside_epoch() {
            self.begin_epoch();
        }
        let sums = self.sum_next_batch();
        let samples = sums.samples as f64;
        let mut weights = self.weights;
        for (weight, sum) in weights.iter_mut().zip(sums.gradient) {
            *weight -= self.hyperparameters.alpha.get() * (sum / samples);
        }
        if !sums.squared_error.is_finite() || !weights.iter().all(|weight| weight.is_finite()) {
            return Err(Diverged);
        }
        self.weights = weights;
        self.seen += sums.samples;
        self.updates += 1;
        self.batch_losses.add(sums.squared_error);
        let epoch_loss = (self.seen == self.dataset.len()).then(|| {
            self.epochs += 1;
            self.batch_losses.mean()
        });
        Ok(Update {
            batch_loss: sums.squared_error,
            epoch_loss,
        })
    }

    /// The data it learns from.
    #[must_use]
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// The weights as they are now.
    #[must_use]
    pub fn weights(&self) -> Weights {
        self.weights
    }

    /// How many updates the run has had.
    #[must_use]
    pub fn updates(&self) -> u64 {
        self.updates
    }

    /// How many epochs are complete.
    #[must_use]
    pub fn epochs(&self) -> u64 {
        self.epochs
    }

    /// Which update of its epoch the last one was, from 1; 0 at the start of the run.
    #[must_use]
    pub fn update_of_epoch(&self) -> u64 {
        self.batch_losses.count
    }

    /// How many updates that epoch has, at the present batch size.
    #[must_use]
    pub fn updates_of_epoch(&self) -> u64 {
        let samples = self.dataset.len();
        let batch = self.hyperparameters.batch_size.of(samples);
        self.batch_losses.count + (samples - self.seen).div_ceil(batch) as u64
    }

    /// Where the run stands, in epochs: 1.5 in the middle of the second.
    #[must_use]
    pub fn position(&self) -> f64 {
        if self.is_inside_epoch() {
            self.epochs as f64 + self.seen as f64 / self.dataset.len() as f64
        } else {
            self.epochs as f64
        }
    }

    /// Whether all epochs asked for are complete.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.epochs >= self.hyperparameters.epochs.get()
    }

    /// Whether an epoch has been begun and not completed.
    fn is_inside_epoch(&self) -> bool {
        (1..self.dataset.len()).contains(&self.seen)
    }

    fn begin_epoch(&mut self) {
        self.seen = 0;
        self.batch_losses = Mean::default();
        if self.hyperparameters.shuffle {
            self.order.draw(self.dataset.len());
        } else {
            self.order.permutation = None;
        }
    }

    fn sum_next_batch(&self) -> Sums {
        let data = &*self.dataset;
        let size = self.hyperparameters.batch_size.of(data.len());
        let batch = self.seen..data.len().min(self.seen + size);
        let sample = |i: usize| (data.x1()[i], data.x2()[i], data.labels()[i]);
        match &self.order.permutation {
            None => kernel::sum_batch(&self.weights, batch.map(sample)),
            Some(permutation) => {
                let indices = permutation[batch].iter();
                kernel::sum_batch(&self.weights, indices.map(|&i| sample(i as usize)))
            }
        }
    }
}

impl Order {
    /// A new permutation for a whole epoch.
    fn draw(&mut self, samples: usize) {
        let permutation = self.permutation.insert(in_order(samples));
        self.random.shuffle(permutation);
    }

    /// Shuffles the samples from place `seen` on, or puts them back in order.
    fn reorder_rest(&mut self, shuffle: bool, seen: usize, samples: usize) {
        let permutation = self.permutation.get_or_insert_with(|| in_order(samples));
        let rest = &mut permutation[seen..];
        if shuffle {
            self.random.shuffle(rest);
        } else {
            rest.sort_unstable();
        }
    }
}

fn in_order(samples: usize) -> Vec<u32> {
    let samples = u32::try_from(samples).expect("a data set has at most 100 million samples");
    (0..samples).collect()
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1;
    }

    fn mean(self) -> f64 {
        self.sum / self.count as f64
    }
}
