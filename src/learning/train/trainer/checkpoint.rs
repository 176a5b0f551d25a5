//! Checkpoints: copies of a run at an update, from which it continues with identical bits.

use crate::learning::train::hyperparameters::Hyperparameters;
use crate::learning::train::trainer::Trainer;

impl Trainer {
    /// Returns a copy of the run without the samples that shuffling has moved, so that it takes little memory: a few
    /// kilobytes, and 4 bytes a sample while an epoch of at most 65,536 samples is shuffled. The copy continues with
    /// bits identical to those of the run. Returns `None` if shuffling of more samples was turned on or off in the
    /// present epoch; the order of its samples can then not be drawn again.
    #[must_use]
    pub fn checkpoint(&self) -> Option<Self> {
        let can_draw = self.pass.order.can_be_drawn_again();
        can_draw.then(|| self.without_moved_samples())
    }

    /// Returns a copy of the run without the samples that shuffling has moved, also where their order cannot be drawn
    /// again; the copy then takes 4 bytes a sample.
    #[must_use]
    pub fn without_moved_samples(&self) -> Self {
        Self {
            dataset: self.dataset.clone(),
            hyperparameters: self.hyperparameters,
            arithmetic: self.arithmetic,
            learner: self.learner.clone(),
            pass: self.pass.without_moved_samples(),
            tally: self.tally.without_records(),
        }
    }

    /// Continues from a checkpoint. The memory for shuffling is kept, and so are the moved samples if the checkpoint
    /// was made in the present epoch.
    pub fn return_to(&mut self, checkpoint: &Self) {
        let mut there = checkpoint.clone();
        there.pass.order.take_over(&mut self.pass.order);
        *self = there;
    }

    /// Returns the run with the CPU instructions of `other`, measuring the losses that `other` measures.
    #[must_use]
    pub fn measuring_as(mut self, other: &Self) -> Self {
        self.arithmetic = other.arithmetic;
        self
    }

    /// Returns the current hyperparameters.
    #[must_use]
    pub fn hyperparameters(&self) -> &Hyperparameters {
        &self.hyperparameters
    }

    /// Returns the number of samples whose update has been made since the start of the run.
    #[must_use]
    pub fn samples_seen(&self) -> u64 {
        let complete = self.tally.epochs * self.samples().len() as u64;
        complete + self.seen_of_epoch() as u64
    }

    /// Returns the number of samples of the present epoch whose update has been made.
    fn seen_of_epoch(&self) -> usize {
        if self.pass.is_inside_epoch {
            self.pass.seen
        } else {
            0
        }
    }

    /// Returns the number of samples of the next mini-batch, at the current batch size.
    #[must_use]
    pub fn next_batch(&self) -> usize {
        let samples = self.samples().len();
        let seen = self.seen_of_epoch();
        self.hyperparameters
            .batch_size
            .of(samples)
            .min(samples - seen)
    }
}
