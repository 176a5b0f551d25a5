//! The training loop of the tutorial, one mini-batch at a time.

use std::sync::Arc;

use crate::learning::dataset::Dataset;
use crate::learning::hyperparameters::Hyperparameters;
use crate::learning::kernel::{self, Instructions, LANES, PartialSums};
use crate::learning::model::Weights;
use crate::learning::order::Order;
use crate::learning::start::Start;

/// So many updates at most are made in one go.
const LOSSES: usize = 256;

/// A glance at the data: so many samples, in so many blocks.
const GLANCE: usize = 1 << 19;
const BLOCKS: usize = 1 << 7;

/// A run of mini-batch gradient descent, from its initial weights on.
///
/// An update predicts a mini-batch, and moves the weights by
/// `W -= alpha · Xᵀ(sigmoid(XW) - y) / batch length`. Its loss is the sum of squared errors before it
/// moves; an epoch's loss is the mean of its batches' losses.
#[derive(Clone)]
pub struct Trainer {
    dataset: Arc<Dataset>,
    hyperparameters: Hyperparameters,
    instructions: Instructions,
    weights: Weights,
    order: Order,
    /// Whether an epoch has been begun and not completed.
    is_inside_epoch: bool,
    /// How many samples of the present epoch have been learned from.
    seen: usize,
    part: Part,
    batch_losses: Mean,
    /// Room for the losses of some updates.
    losses: Box<[f64; LOSSES]>,
    updates: u64,
    epochs: u64,
}

/// How much may be done at a time.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// So many updates at most.
    pub updates: u64,
    /// About so many samples at most, and eight or so at least.
    pub samples: usize,
}

impl Budget {
    /// So many updates, whatever they take.
    #[must_use]
    pub fn of_updates(updates: u64) -> Self {
        Self {
            updates,
            samples: usize::MAX,
        }
    }
}

/// What some updates in a row were like, all of one epoch.
#[derive(Debug, Clone, Copy)]
pub struct Updates<'a> {
    /// The sum of squared errors of each mini-batch, before its update moved the weights. There are none
    /// where a mini-batch has been seen in part only.
    pub batch_losses: &'a [f64],
    /// The mean of the epoch's batch losses, where the last update was the epoch's last.
    pub epoch_loss: Option<f64>,
    /// How many samples were seen for them.
    pub work: usize,
    /// Complete epochs before these updates.
    epochs: u64,
    /// Samples of the epoch before these updates, and all of it.
    seen: usize,
    samples: usize,
    batch_size: usize,
}

impl Updates<'_> {
    /// The loss of each mini-batch and its place in epochs: 1.5 in the middle of the second.
    pub fn each(&self) -> impl Iterator<Item = (f64, f64)> {
        let (epochs, samples) = (self.epochs as f64, self.samples as f64);
        let place = move |update: usize| {
            let seen = self.seen + update * self.batch_size;
            epochs + seen.min(self.samples) as f64 / samples
        };
        let losses = self.batch_losses.iter().enumerate();
        losses.map(move |(before, loss)| (place(before + 1), *loss))
    }
}

/// An update whose loss or weights would not be finite. It was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Diverged;

#[derive(Clone, Copy, Default)]
struct Mean {
    sum: f64,
    count: u64,
}

/// The mini-batch at hand, as far as it has been seen.
#[derive(Clone, Copy, Default)]
struct Part {
    sums: PartialSums,
    samples: usize,
}

impl Trainer {
    /// A run at its start.
    #[must_use]
    pub fn new(dataset: Arc<Dataset>, hyperparameters: Hyperparameters, start: &Start) -> Self {
        Self {
            dataset,
            hyperparameters,
            instructions: Instructions::best(),
            weights: start.weights(),
            order: Order::new(start.seed),
            is_inside_epoch: false,
            seen: 0,
            part: Part::default(),
            batch_losses: Mean::default(),
            losses: Box::new([0.0; LOSSES]),
            updates: 0,
            epochs: 0,
        }
    }

    /// The same run on other instructions of the CPU; it has the same bits.
    #[must_use]
    pub fn on(self, instructions: Instructions) -> Self {
        Self {
            instructions,
            ..self
        }
    }

    /// Changes what steers training, from the next update on; of that, nothing counts as done. Within an
    /// epoch every sample is still seen exactly once: shuffling is turned on or off for the samples that
    /// are left.
    pub fn tune(&mut self, hyperparameters: Hyperparameters) {
        let before = std::mem::replace(&mut self.hyperparameters, hyperparameters);
        if hyperparameters.batch_size != before.batch_size {
            self.part = Part::default();
        }
        if hyperparameters.shuffle != before.shuffle && self.is_inside_epoch {
            self.part = Part::default();
            if self.seen == 0 {
                self.order.undraw();
                self.is_inside_epoch = false;
            } else {
                let samples = self.dataset.len();
                self.order
                    .reorder_rest(hyperparameters.shuffle, self.seen, samples);
            }
        }
    }

    /// Goes on by some updates of one epoch, or by a part of a mini-batch that is larger than the budget.
    /// However the work is cut, the updates are the same.
    ///
    /// # Errors
    /// [`Diverged`] where the next update's loss or a weight would not be finite; the weights stay as
    /// they were.
    pub fn advance(&mut self, budget: Budget) -> Result<Updates<'_>, Diverged> {
        if !self.is_inside_epoch {
            self.begin_epoch();
        }
        let (seen, samples) = (self.seen, self.dataset.len());
        let batch_size = self.hyperparameters.batch_size.of(samples);
        let most = budget.samples.min(self.order.most());
        let (made, work) = if self.part.samples > 0 || batch_size > most {
            self.see_part(batch_size, most)?
        } else {
            let updates = budget.updates.min(LOSSES as u64).max(1);
            let updates = usize::try_from(updates).unwrap_or(LOSSES);
            self.descend(batch_size, updates.min(most / batch_size))?
        };
        let epochs = self.epochs;
        if seen == 0 && made > 0 {
            self.batch_losses = Mean::default();
        }
        for loss in &self.losses[..made] {
            self.batch_losses.add(*loss);
        }
        self.seen = samples.min(seen + made * batch_size);
        self.updates += made as u64;
        let epoch_loss = (self.seen == samples).then(|| {
            self.is_inside_epoch = false;
            self.epochs += 1;
            self.batch_losses.mean()
        });
        Ok(Updates {
            batch_losses: &self.losses[..made],
            epoch_loss,
            work,
            epochs,
            seen,
            samples,
            batch_size,
        })
    }

    /// Makes so many updates, or as many as there are to the end of the epoch. Says how many, and how
    /// many samples they took.
    fn descend(&mut self, batch_size: usize, updates: usize) -> Result<(usize, usize), Diverged> {
        let samples = self.dataset.columns();
        let end = samples.len().min(self.seen + batch_size * updates);
        let made = self.instructions.descend(
            &mut self.weights,
            self.order.part(samples, self.seen, end),
            batch_size,
            self.hyperparameters.alpha.get(),
            &mut *self.losses,
        );
        if made == 0 {
            return Err(Diverged);
        }
        Ok((made, end - self.seen))
    }

    /// Sees some more samples of a mini-batch, and makes its update once it has seen all of them. Says
    /// how many updates that were, and how many samples.
    fn see_part(&mut self, batch_size: usize, most: usize) -> Result<(usize, usize), Diverged> {
        let samples = self.dataset.columns();
        let end = samples.len().min(self.seen + batch_size);
        let from = self.seen + self.part.samples;
        // All parts but the last are multiples of the lanes.
        let to = if end - from <= most {
            end
        } else {
            end.min(from + (most - most % LANES).max(LANES))
        };
        let part = self.order.part(samples, from, to);
        let sums = &mut self.part.sums;
        self.instructions.extend(sums, &self.weights, part);
        self.part.samples += to - from;
        if to < end {
            return Ok((0, to - from));
        }
        let sums = std::mem::take(&mut self.part).sums.total();
        let step = self.hyperparameters.alpha.get() / (end - self.seen) as f64;
        self.weights = kernel::moved(&self.weights, &sums, step).ok_or(Diverged)?;
        self.losses[0] = sums.squared_error;
        Ok((1, to - from))
    }

    /// The share of samples, 0 to 1, on whose side of the boundary their label stands.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        let samples = self.dataset.columns();
        let right = self.instructions.count_right(&self.weights, samples);
        right as f64 / samples.len() as f64
    }

    /// The same of half a million samples, in blocks that are spread evenly over the data; of all where
    /// there are no more than that. Its standard error is at most 0.07 percentage points.
    #[must_use]
    pub fn accuracy_at_a_glance(&self) -> f64 {
        let samples = self.dataset.columns();
        if self.is_glance_exact() {
            return self.accuracy();
        }
        let count = |block: usize| {
            let from = samples.len() / BLOCKS * block;
            let block = samples.part(from..from + GLANCE / BLOCKS);
            self.instructions.count_right(&self.weights, block)
        };
        let right: usize = (0..BLOCKS).map(count).sum();
        right as f64 / GLANCE as f64
    }

    /// Whether a glance sees all samples.
    #[must_use]
    pub fn is_glance_exact(&self) -> bool {
        self.dataset.len() <= GLANCE
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
        // Before its first update, an epoch that has begun is not the one to tell of.
        let is_complete = self.seen == 0 && self.batch_losses.count > 0;
        let left = if is_complete { 0 } else { samples - self.seen };
        self.batch_losses.count + left.div_ceil(batch) as u64
    }

    /// Where the run stands, in epochs: 1.5 in the middle of the second.
    #[must_use]
    pub fn position(&self) -> f64 {
        if self.is_inside_epoch {
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

    fn begin_epoch(&mut self) {
        self.is_inside_epoch = true;
        self.seen = 0;
        if self.hyperparameters.shuffle {
            self.order.draw(self.dataset.columns());
        } else {
            self.order.reset();
        }
    }
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
