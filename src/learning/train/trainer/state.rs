//! The state of a run: its progress, its weights, and what has finished it.

use std::sync::Arc;

use crate::learning::data::Dataset;
use crate::learning::kernel::Instructions;
use crate::learning::model::inputs::Inputs;
use crate::learning::model::parameters::Parameters;
use crate::learning::optimize::schedule::ScheduleInput;
use crate::learning::train::loss::EpochLosses;
use crate::learning::train::stop::Stop;
use crate::learning::train::trainer::Trainer;
use crate::learning::train::trainer::tally::Tally;

impl Trainer {
    /// Returns the data set.
    #[must_use]
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// Returns the CPU instructions that the inner loops use.
    #[must_use]
    pub fn instructions(&self) -> Instructions {
        self.arithmetic.instructions
    }

    /// Returns the current weights, in the units of the data.
    #[must_use]
    pub fn parameters(&self) -> Parameters {
        self.learner.own_weights()
    }

    /// Returns the inputs that the weights of training belong to.
    #[must_use]
    pub fn inputs(&self) -> &Inputs {
        self.learner.inputs()
    }

    /// Returns the current weights as they are moved: those of the standardised features, if the inputs are
    /// standardised.
    #[must_use]
    pub fn weights_of_training(&self) -> &Parameters {
        self.learner.weights()
    }

    /// Returns the losses of the last complete epoch, if there is one.
    #[must_use]
    pub fn epoch_losses(&self) -> Option<&EpochLosses> {
        self.tally.losses.as_ref()
    }

    /// Returns the learning rate of the current epoch, with the schedule applied.
    #[must_use]
    pub fn alpha(&self) -> f64 {
        let hyperparameters = &self.hyperparameters;
        let input = ScheduleInput {
            epoch: self.tally.epochs,
            epochs: hyperparameters.epochs.get(),
            gamma: hyperparameters.schedule_parameters.gamma.get(),
            period: hyperparameters.schedule_parameters.period.get(),
        };
        hyperparameters.alpha.get() * (hyperparameters.schedule.get().factor)(&input)
    }

    /// Returns the number of updates since the start of the run.
    #[must_use]
    pub fn updates(&self) -> u64 {
        self.tally.updates
    }

    /// Returns the number of complete epochs.
    #[must_use]
    pub fn epochs(&self) -> u64 {
        self.tally.epochs
    }

    /// Returns the number of the last update within its epoch, from 1; 0 at the start of the run.
    #[must_use]
    pub fn update_of_epoch(&self) -> u64 {
        self.tally.epoch.updates
    }

    /// Returns the number of updates in the epoch of the last update, at the current batch size.
    #[must_use]
    pub fn updates_of_epoch(&self) -> u64 {
        let samples = self.samples().len();
        let batch = self.hyperparameters.batch_size.of(samples);
        // If a new epoch has begun without an update, the last update belongs to the epoch before.
        let is_complete = self.pass.seen == 0 && self.tally.epoch.updates > 0;
        let left = if is_complete {
            0
        } else {
            samples - self.pass.seen
        };
        self.tally.epoch.updates + left.div_ceil(batch) as u64
    }

    /// Returns the position of the run in epochs: 1.5 is the middle of the second epoch.
    #[must_use]
    pub fn position(&self) -> f64 {
        let epochs = self.tally.epochs as f64;
        if self.pass.is_inside_epoch {
            epochs + self.pass.seen as f64 / self.samples().len() as f64
        } else {
            epochs
        }
    }

    /// Returns the rule that has finished the run; `None` if the run is not finished.
    #[must_use]
    pub fn stop(&self) -> Option<Stop> {
        let rules = &self.hyperparameters;
        let Tally { epochs, best, .. } = &self.tally;
        if *epochs >= rules.epochs.get() {
            Some(Stop::Epochs)
        } else if best.has_reached(rules.target, rules.loss) {
            Some(Stop::Target)
        } else if best.has_stalled(rules.patience, rules.loss, *epochs) {
            Some(Stop::Patience)
        } else {
            None
        }
    }
}
