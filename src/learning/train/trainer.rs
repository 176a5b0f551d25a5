//! The training loop of the tutorial, one mini-batch at a time.

mod accuracy;
mod checkpoint;
mod learner;
mod losses;
mod pass;
mod preview;
mod ranking;
mod state;
mod tally;
mod updates;

use std::sync::Arc;

use crate::learning::data::{Columns, Dataset, NoMemory};
use crate::learning::kernel::{Descent, GeneralSums, Instructions, LANES, moved, recorded};
use crate::learning::model::inputs::Inputs;
use crate::learning::model::start::GivenWeights;
use crate::learning::optimize::regularization::Regularization;
use crate::learning::registry::Choice;
use crate::learning::setup::{InputSettings, Setup};
use crate::learning::train::hyperparameters::Hyperparameters;
use crate::learning::train::loss::{EpochLosses, Totals};
use crate::learning::train::objective::Objective;
use crate::learning::train::order::Order;

use learner::Learner;
use pass::{BegunBatch, Pass};
use tally::{MOST_UPDATES, Tally};

pub use accuracy::{Accuracy, Confusion, MOST_COUNTED, spread};
pub use preview::NextUpdate;
pub use updates::{Budget, Diverged, Step, Updates};

/// A run of mini-batch gradient descent that starts from initial weights.
///
/// An update predicts the labels of a mini-batch, and moves the weights against the gradient of its
/// cross-entropy, `Xᵀ(sigmoid(XW) - y) / batch length`, or of its mean squared error if that is the
/// objective. The step is `W -= alpha · gradient`, as in the tutorial, unless another optimiser is chosen. The losses
/// of a mini-batch are measured before its update. The losses of an epoch are the means over its mini-batches.
///
/// ```
/// use std::sync::Arc;
/// use sgdscope::learning::setup::Setup;
/// use sgdscope::learning::train::trainer::{Budget, Trainer};
///
/// let setup = Setup::default();
/// let dataset = Arc::new(setup.data.draw(None, &|_| ())?);
/// let mut trainer = Trainer::new(dataset, &setup);
/// while trainer.stop().is_none() {
///     trainer.advance(Budget::of_updates(100)).expect("alpha is small");
/// }
/// let losses = trainer.epoch_losses().expect("100 epochs are complete");
/// assert!((losses.own.sum - 0.015_244_154_9).abs() < 1e-10);
/// # Ok::<(), sgdscope::learning::data::NoMemory>(())
/// ```
#[derive(Clone)]
pub struct Trainer {
    dataset: Arc<Dataset>,
    hyperparameters: Hyperparameters,
    arithmetic: Arithmetic,
    learner: Learner,
    pass: Pass,
    tally: Tally,
}

/// Choice of the CPU instructions and of the losses that the inner loops compute.
#[derive(Debug, Clone, Copy)]
struct Arithmetic {
    instructions: Instructions,
    /// Whether the cross-entropy is measured in addition to the squared error.
    measures_entropy: bool,
}

impl Trainer {
    /// Creates a run at its start, on the training samples of the data set.
    #[must_use]
    pub fn new(dataset: Arc<Dataset>, setup: &Setup) -> Self {
        // All fields are named, so that a new one does not compile until it is used here. The settings of the
        // data are not needed, because the data have been drawn already.
        let Setup {
            data: _,
            inputs:
                InputSettings {
                    features,
                    standardize,
                },
            start,
            hyperparameters,
        } = setup;
        let inputs = if *standardize {
            Inputs::standardized(*features, dataset.training())
        } else {
            Inputs::plain(*features)
        };
        Self {
            dataset,
            hyperparameters: *hyperparameters,
            arithmetic: Arithmetic {
                instructions: Instructions::best(),
                measures_entropy: true,
            },
            learner: Learner::new(start.weights(&inputs), inputs),
            pass: Pass::new(start.seed),
            tally: Tally::default(),
        }
    }

    /// Returns the run with other CPU instructions. All instructions give bit-identical results.
    #[must_use]
    pub fn on(mut self, instructions: Instructions) -> Self {
        self.arithmetic.instructions = instructions;
        self
    }

    /// Returns the run without measurement of the cross-entropy, which saves some time.
    #[must_use]
    pub fn without_cross_entropy(mut self) -> Self {
        self.arithmetic.measures_entropy = false;
        self
    }

    /// Returns the run with measurement of the cross-entropy.
    #[must_use]
    pub fn with_cross_entropy(mut self) -> Self {
        self.arithmetic.measures_entropy = true;
        self
    }

    /// Makes room for shuffling the training samples.
    ///
    /// # Errors
    /// If the system does not give the memory.
    pub fn reserve_for_shuffling(&mut self) -> Result<(), NoMemory> {
        let samples = self.samples().len();
        self.pass.order.reserve(samples).map_err(|_| {
            let are_drawn = self.dataset.seed().is_some();
            NoMemory::for_shuffling(samples, are_drawn, Order::BYTES_EACH)
        })
    }

    /// Replaces the hyperparameters from the next update on. If they differ, a partly summed mini-batch is
    /// discarded.
    ///
    /// In each epoch, every sample is still seen exactly once: turning shuffling on or off affects only the
    /// samples that are left. Another optimiser starts with an empty memory at its first update.
    pub fn tune(&mut self, hyperparameters: Hyperparameters) {
        let before = std::mem::replace(&mut self.hyperparameters, hyperparameters);
        if hyperparameters != before {
            self.pass.begun = BegunBatch::default();
        }
        if hyperparameters.shuffle != before.shuffle {
            let samples = self.dataset.training();
            self.pass.reorder(hyperparameters.shuffle, samples);
        }
    }

    /// Replaces all weights by `own`, in the units of the data. The next update starts from them. Missing
    /// weights are set to 0, and surplus weights are ignored. A partly summed mini-batch is discarded.
    pub fn put_weights(&mut self, own: &GivenWeights) {
        self.learner.put_weights(own);
        self.pass.begun = BegunBatch::default();
    }

    /// Replaces the weight at the index `place` by `own`, in the units of the data. The other weights keep
    /// their values in these units. A partly summed mini-batch is discarded.
    ///
    /// # Panics
    /// If the model has no weight at this index.
    pub fn put_weight(&mut self, place: usize, own: f64) {
        self.learner.put_weight(place, own);
        self.pass.begun = BegunBatch::default();
    }

    /// Makes some updates of one epoch, or sums a part of a mini-batch that is larger than the budget. The
    /// updates are bit-identical, no matter how the work is divided into calls.
    ///
    /// # Errors
    /// [`Diverged`] if the loss of the next update, or a weight after it, would not be finite. The
    /// weights stay unchanged.
    pub fn advance(&mut self, budget: Budget) -> Result<Updates<'_>, Diverged> {
        if !self.pass.is_inside_epoch {
            self.begin_epoch();
        }
        let (seen, samples) = (self.pass.seen, self.samples().len());
        let batch_size = self.hyperparameters.batch_size.of(samples);
        let most = budget.samples.min(self.pass.order.most());
        self.tally.room.prepare(self.learner.weights().len());
        let (made, work) = if self.pass.begun.samples > 0 || batch_size > most {
            self.see_part(batch_size, most)?
        } else {
            let updates = budget.updates.min(MOST_UPDATES as u64).max(1);
            let updates = usize::try_from(updates).unwrap_or(MOST_UPDATES);
            self.descend(batch_size, updates.min(most / batch_size))?
        };
        let epochs = self.tally.epochs;
        let measures_entropy = self.arithmetic.measures_entropy;
        self.tally.add(made, seen == 0, measures_entropy);
        self.pass.seen = samples.min(seen + made * batch_size);
        let is_complete = self.pass.seen == samples;
        if is_complete {
            self.complete_epoch();
        }
        Ok(Updates {
            squared_errors: &self.tally.room.squared_errors[..made],
            cross_entropies: measures_entropy.then(|| &self.tally.room.cross_entropies[..made]),
            steps: &self.tally.room.steps,
            weights: self.learner.weights().len(),
            epoch: self.tally.losses.as_ref().filter(|_| is_complete),
            work,
            epochs,
            seen,
            samples,
            batch_size,
        })
    }

    /// Makes `updates` updates, or fewer if the epoch ends before. Returns the number of updates that were
    /// made and the number of their samples.
    fn descend(&mut self, batch_size: usize, updates: usize) -> Result<(usize, usize), Diverged> {
        let seen = self.pass.seen;
        let end = self.samples().len().min(seen + batch_size * updates);
        let made = if self.is_plain() {
            self.descend_plainly(batch_size, end)
        } else {
            self.descend_generally(batch_size, end)
        };
        if made == 0 {
            return Err(Diverged);
        }
        Ok((made, end - seen))
    }

    /// Returns whether the fast loop for the tutorial's model supports the hyperparameters and inputs.
    ///
    /// All fields are named, so that a new hyperparameter does not compile until it is handled here.
    fn is_plain(&self) -> bool {
        let Hyperparameters {
            objective,
            optimizer,
            regularization,
            // Only optimisers other than the plain one have parameters, and only a penalty has a rate.
            optimizer_parameters: _,
            regularization_rate: _,
            // Both loops receive the batch size, and the learning rate of the epoch that the other four
            // decide.
            alpha: _,
            schedule: _,
            schedule_parameters: _,
            epochs: _,
            batch_size: _,
            // Both loops use the samples in the order in which they receive them.
            shuffle: _,
            // These decide what is shown and when a run is finished, which happens outside of both loops.
            loss: _,
            target: _,
            patience: _,
        } = &self.hyperparameters;
        self.learner.inputs().are_coordinates()
            && *objective == Objective::CrossEntropy
            && *optimizer == Choice::default()
            && *regularization == Regularization::None
    }

    fn descend_plainly(&mut self, batch_size: usize, end: usize) -> usize {
        let alpha = self.alpha();
        let entropies = if self.arithmetic.measures_entropy {
            &mut self.tally.room.cross_entropies[..]
        } else {
            &mut []
        };
        let samples = self.dataset.training();
        let made = self.arithmetic.instructions.descend(Descent {
            weights: self.learner.plane(),
            samples: self.pass.order.part(samples, self.pass.seen, end),
            size: batch_size,
            alpha,
            losses: &mut self.tally.room.squared_errors,
            entropies,
            steps: self.tally.room.steps.as_chunks_mut().0,
        });
        if made > 0 {
            self.learner.has_descended_plainly();
        }
        made
    }

    fn descend_generally(&mut self, batch_size: usize, end: usize) -> usize {
        let alpha = self.alpha();
        let training = self.dataset.training();
        let samples = self.pass.order.part(training, self.pass.seen, end);
        let starts = (0..samples.len()).step_by(batch_size);
        for (made, from) in starts.enumerate() {
            let batch = samples.part(from..samples.len().min(from + batch_size));
            let mut sums = GeneralSums::new(self.hyperparameters.objective);
            let learner = &mut self.learner;
            let instructions = self.arithmetic.instructions;
            instructions.extend_general(&mut sums, learner.inputs(), learner.weights(), batch);
            if !learner.update(&sums, batch.len(), &self.hyperparameters, alpha) {
                return made;
            }
            let room = &mut self.tally.room;
            room.note(made, sums.totals());
            room.note_step(made, learner.weights(), learner.gradient());
        }
        samples.len().div_ceil(batch_size)
    }

    /// Sums more samples of the current mini-batch, about `most` at a time, and makes its update when all of
    /// its samples are summed. Returns the number of updates that were made and the number of samples that
    /// were seen.
    fn see_part(&mut self, batch_size: usize, most: usize) -> Result<(usize, usize), Diverged> {
        let is_plain = self.is_plain();
        let samples = self.dataset.training();
        let end = samples.len().min(self.pass.seen + batch_size);
        let from = self.pass.seen + self.pass.begun.samples;
        // All parts except the last are multiples of the lanes, so that each sample is added in its own lane
        // and the sums do not depend on the parts.
        let to = if end - from <= most {
            end
        } else {
            end.min(from + (most - most % LANES).max(LANES))
        };
        let part = self.pass.order.part(samples, from, to);
        let (begun, learner) = (&mut self.pass.begun, &mut self.learner);
        if begun.samples == 0 {
            begun.general = GeneralSums::new(self.hyperparameters.objective);
        }
        let instructions = self.arithmetic.instructions;
        if is_plain {
            instructions.extend(&mut begun.plain, learner.plane(), part);
        } else {
            let sums = &mut begun.general;
            instructions.extend_general(sums, learner.inputs(), learner.weights(), part);
        }
        begun.samples += to - from;
        if to < end {
            return Ok((0, to - from));
        }
        let begun = std::mem::take(begun);
        let totals = if is_plain {
            self.end_plainly(&begun)?
        } else {
            self.end_generally(&begun)?
        };
        self.tally.room.note(0, totals);
        Ok((1, to - from))
    }

    fn end_plainly(&mut self, batch: &BegunBatch) -> Result<Totals, Diverged> {
        let sums = batch.plain.total::<true>();
        let step = self.alpha() / batch.samples as f64;
        let plane = self.learner.plane();
        *plane = moved(plane, &sums, step).ok_or(Diverged)?;
        let step = recorded(plane, &sums.gradient, 1.0 / batch.samples as f64);
        self.tally.room.steps[..step.len()].copy_from_slice(&step);
        self.learner.has_descended_plainly();
        Ok(Totals {
            squared_error: sums.squared_error,
            cross_entropy: Some(sums.cross_entropy),
        })
    }

    fn end_generally(&mut self, batch: &BegunBatch) -> Result<Totals, Diverged> {
        let alpha = self.alpha();
        let sums = &batch.general;
        let is_made = self
            .learner
            .update(sums, batch.samples, &self.hyperparameters, alpha);
        if !is_made {
            return Err(Diverged);
        }
        let room = &mut self.tally.room;
        room.note_step(0, self.learner.weights(), self.learner.gradient());
        Ok(sums.totals())
    }

    fn begin_epoch(&mut self) {
        self.pass.is_inside_epoch = true;
        self.pass.seen = 0;
        if self.hyperparameters.shuffle {
            self.pass.order.draw(self.dataset.training());
        } else {
            self.pass.order.reset();
        }
    }

    fn complete_epoch(&mut self) {
        self.pass.is_inside_epoch = false;
        let (samples, updates) = (self.samples().len(), self.tally.epoch.updates as f64);
        let own = self.tally.epoch.totals.losses(samples, updates);
        let test = self.losses_over(self.dataset.test(), samples as f64 / updates, false);
        self.tally.complete_epoch(EpochLosses { own, test });
    }

    fn samples(&self) -> Columns<'_> {
        self.dataset.training()
    }
}
