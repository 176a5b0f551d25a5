//! The training loop of the tutorial, one mini-batch at a time.

mod accuracy;
mod room;
mod state;
mod update;
mod updates;

use std::sync::Arc;

use crate::learning::dataset::{Columns, Dataset};
use crate::learning::hyperparameters::Hyperparameters;
use crate::learning::inputs::Inputs;
use crate::learning::kernel::{
    Descent, GeneralSums, Instructions, LANES, PartialSums, Plane, moved,
};
use crate::learning::loss::{EpochLosses, Losses, Totals};
use crate::learning::model::Weights;
use crate::learning::order::Order;
use crate::learning::registry::Choice;
use crate::learning::regularization::Regularization;
use crate::learning::setup::Setup;
use crate::learning::stop::Progress;

use room::{Epoch, LOSSES, Room};
use update::{Remembered, Update};

pub use accuracy::{Accuracy, Confusion};
pub use updates::{Budget, Diverged, Updates};

/// A run of mini-batch gradient descent, from its initial weights on.
///
/// An update predicts a mini-batch, and moves the weights against the gradient of its cross-entropy,
/// `Xᵀ(sigmoid(XW) - y) / batch length`: the tutorial's way, `W -= alpha · gradient`, unless another
/// optimiser is chosen. The losses of a mini-batch are measured before the update, those of an epoch are
/// the means of its mini-batches' losses.
#[derive(Clone)]
pub struct Trainer {
    dataset: Arc<Dataset>,
    hyperparameters: Hyperparameters,
    inputs: Inputs,
    instructions: Instructions,
    measures_entropy: bool,
    /// Of the inputs as training sees them.
    weights: Weights,
    remembered: Remembered,
    order: Order,
    /// Whether an epoch has been begun and not completed.
    is_inside_epoch: bool,
    /// How many samples of the present epoch have been learned from.
    seen: usize,
    part: Part,
    epoch: Epoch,
    room: Box<Room>,
    updates: u64,
    epochs: u64,
    progress: Progress,
    /// Of the last complete epoch.
    losses: Option<EpochLosses>,
}

/// The mini-batch at hand, as far as it has been seen: by the plain loop or by the general one.
#[derive(Clone, Copy, Default)]
struct Part {
    plain: PartialSums,
    general: GeneralSums,
    samples: usize,
}

impl Trainer {
    /// A run at its start, on the training samples of the data set.
    #[must_use]
    pub fn new(dataset: Arc<Dataset>, setup: &Setup) -> Self {
        let features = setup.inputs.features;
        let inputs = if setup.inputs.standardize {
            Inputs::standardized(features, dataset.training())
        } else {
            Inputs::plain(features)
        };
        let weights = setup.start.weights(&inputs);
        Self {
            dataset,
            hyperparameters: setup.hyperparameters,
            instructions: Instructions::best(),
            measures_entropy: true,
            weights,
            inputs,
            remembered: Remembered::default(),
            order: Order::new(setup.start.seed),
            is_inside_epoch: false,
            seen: 0,
            part: Part::default(),
            epoch: Epoch::default(),
            room: Box::default(),
            updates: 0,
            epochs: 0,
            progress: Progress::default(),
            losses: None,
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

    /// The same run, which need not measure the cross-entropy; that saves some of the time.
    #[must_use]
    pub fn without_cross_entropy(self) -> Self {
        Self {
            measures_entropy: false,
            ..self
        }
    }

    /// Changes what steers training, from the next update on; of that, nothing counts as done. Within an
    /// epoch every sample is still seen exactly once: shuffling is turned on or off for the samples that
    /// are left. Another optimiser begins without memory, at its first update.
    pub fn tune(&mut self, hyperparameters: Hyperparameters) {
        let before = std::mem::replace(&mut self.hyperparameters, hyperparameters);
        if hyperparameters != before {
            self.part = Part::default();
        }
        if hyperparameters.shuffle != before.shuffle && self.is_inside_epoch {
            if self.seen == 0 {
                self.order.undraw();
                self.is_inside_epoch = false;
            } else {
                let samples = self.samples().len();
                self.order
                    .reorder_rest(hyperparameters.shuffle, self.seen, samples);
            }
        }
    }

    /// Puts other weights, in the data's own units, in the place of those that were learned. The next
    /// update goes on from them.
    pub fn put_weights(&mut self, own: &Weights) {
        let own = own.resized(self.inputs.weights());
        self.weights = self.inputs.for_training(&own);
        self.part = Part::default();
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
        let (seen, samples) = (self.seen, self.samples().len());
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
        let squared_errors = &self.room.squared_errors[..made];
        let cross_entropies = self
            .measures_entropy
            .then(|| &self.room.cross_entropies[..made]);
        let epoch = if seen == 0 && made > 0 {
            Epoch::default()
        } else {
            self.epoch
        };
        self.epoch = epoch.with(squared_errors, cross_entropies);
        self.seen = samples.min(seen + made * batch_size);
        self.updates += made as u64;
        let is_complete = self.seen == samples;
        if is_complete {
            self.complete_epoch();
        }
        Ok(Updates {
            squared_errors: &self.room.squared_errors[..made],
            cross_entropies: self
                .measures_entropy
                .then(|| &self.room.cross_entropies[..made]),
            epoch: self.losses.as_ref().filter(|_| is_complete),
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
        let end = self.samples().len().min(self.seen + batch_size * updates);
        let made = if self.is_plain() {
            self.descend_plainly(batch_size, end)
        } else {
            self.descend_generally(batch_size, end)
        };
        if made == 0 {
            return Err(Diverged);
        }
        Ok((made, end - self.seen))
    }

    /// Whether all that is asked for is the tutorial's way: that has a loop of its own.
    fn is_plain(&self) -> bool {
        let hyperparameters = &self.hyperparameters;
        self.inputs.are_coordinates()
            && hyperparameters.optimizer == Choice::default()
            && hyperparameters.regularization == Regularization::None
    }

    fn descend_plainly(&mut self, batch_size: usize, end: usize) -> usize {
        let alpha = self.alpha();
        let entropies = if self.measures_entropy {
            &mut self.room.cross_entropies[..]
        } else {
            &mut []
        };
        let made = self.instructions.descend(Descent {
            weights: plane_of(&mut self.weights),
            samples: self.order.part(self.dataset.training(), self.seen, end),
            size: batch_size,
            alpha,
            losses: &mut self.room.squared_errors,
            entropies,
        });
        if made > 0 {
            self.remembered = Remembered::default();
        }
        made
    }

    fn descend_generally(&mut self, batch_size: usize, end: usize) -> usize {
        let alpha = self.alpha();
        let samples = self.order.part(self.dataset.training(), self.seen, end);
        let starts = (0..samples.len()).step_by(batch_size);
        for (made, from) in starts.enumerate() {
            let batch = samples.part(from..samples.len().min(from + batch_size));
            let mut sums = GeneralSums::default();
            self.instructions
                .extend_general(&mut sums, &self.inputs, &self.weights, batch);
            let update = Update {
                hyperparameters: &self.hyperparameters,
                alpha,
                samples: batch.len(),
            };
            if !update.make(&sums, &mut self.weights, &mut self.remembered) {
                return made;
            }
            self.room.note(made, sums.totals());
        }
        samples.len().div_ceil(batch_size)
    }

    /// Sees some more samples of a mini-batch, and makes its update once it has seen all of them. Says
    /// how many updates that were, and how many samples.
    fn see_part(&mut self, batch_size: usize, most: usize) -> Result<(usize, usize), Diverged> {
        let is_plain = self.is_plain();
        let samples = self.dataset.training();
        let end = samples.len().min(self.seen + batch_size);
        let from = self.seen + self.part.samples;
        // All parts but the last are multiples of the lanes.
        let to = if end - from <= most {
            end
        } else {
            end.min(from + (most - most % LANES).max(LANES))
        };
        let part = self.order.part(samples, from, to);
        if is_plain {
            let plane = plane_of(&mut self.weights);
            self.instructions.extend(&mut self.part.plain, plane, part);
        } else {
            let sums = &mut self.part.general;
            self.instructions
                .extend_general(sums, &self.inputs, &self.weights, part);
        }
        self.part.samples += to - from;
        if to < end {
            return Ok((0, to - from));
        }
        let part = std::mem::take(&mut self.part);
        let totals = if is_plain {
            self.end_plainly(&part)?
        } else {
            self.end_generally(&part)?
        };
        self.room.note(0, totals);
        Ok((1, to - from))
    }

    fn end_plainly(&mut self, part: &Part) -> Result<Totals, Diverged> {
        let sums = part.plain.total::<true>();
        let step = self.alpha() / part.samples as f64;
        let plane = plane_of(&mut self.weights);
        *plane = moved(plane, &sums, step).ok_or(Diverged)?;
        self.remembered = Remembered::default();
        Ok(Totals {
            squared_error: sums.squared_error,
            cross_entropy: Some(sums.cross_entropy),
        })
    }

    fn end_generally(&mut self, part: &Part) -> Result<Totals, Diverged> {
        let update = Update {
            hyperparameters: &self.hyperparameters,
            alpha: self.alpha(),
            samples: part.samples,
        };
        let is_made = update.make(&part.general, &mut self.weights, &mut self.remembered);
        is_made.then(|| part.general.totals()).ok_or(Diverged)
    }

    fn begin_epoch(&mut self) {
        self.is_inside_epoch = true;
        self.seen = 0;
        if self.hyperparameters.shuffle {
            self.order.draw(self.dataset.training());
        } else {
            self.order.reset();
        }
    }

    fn complete_epoch(&mut self) {
        self.is_inside_epoch = false;
        self.epochs += 1;
        let (samples, updates) = (self.samples().len(), self.epoch.updates as f64);
        let own = self.epoch.totals.losses(samples, updates);
        let test = self.test_losses(samples as f64 / updates);
        self.progress
            .note(self.epochs, test.as_ref().unwrap_or(&own));
        self.losses = Some(EpochLosses { own, test });
    }

    /// The losses of the test samples, for mini-batches of so many; nothing where there are no samples, or
    /// one is so far from those of the training that its score is no number.
    fn test_losses(&self, batch: f64) -> Option<Losses> {
        let samples = self.dataset.test();
        if samples.is_empty() {
            return None;
        }
        let mut sums = GeneralSums::default();
        self.instructions
            .extend_general(&mut sums, &self.inputs, &self.weights, samples);
        let mut totals = sums.totals();
        totals.cross_entropy = totals.cross_entropy.filter(|_| self.measures_entropy);
        let losses = totals.losses(samples.len(), samples.len() as f64 / batch);
        losses.squared.is_finite().then_some(losses)
    }

    fn samples(&self) -> Columns<'_> {
        self.dataset.training()
    }
}

/// The weights of the plain loop, where they stand.
fn plane_of(weights: &mut Weights) -> &mut Plane {
    weights
        .first_chunk_mut()
        .expect("the bare coordinates have a bias and two weights")
}
