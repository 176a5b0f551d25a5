//! How far a run is, and what it has come to.

use std::sync::Arc;

use crate::learning::data::Dataset;
use crate::learning::kernel::Instructions;
use crate::learning::model::parameters::Parameters;
use crate::learning::optimize::schedule::ScheduleInput;
use crate::learning::train::loss::EpochLosses;
use crate::learning::train::stop::Stop;
use crate::learning::train::trainer::Trainer;
use crate::learning::train::trainer::tally::Tally;

impl Trainer {
    /// The data it learns from.
    #[must_use]
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// The instructions of the CPU that it computes with.
    #[must_use]
    pub fn instructions(&self) -> Instructions {
        self.arithmetic.instructions
    }

    /// The weights so far, in the units of the data.
    #[must_use]
    pub fn parameters(&self) -> Parameters {
        self.learner.own_weights()
    }

    /// The losses of the last complete epoch, if there is one.
    #[must_use]
    pub fn epoch_losses(&self) -> Option<&EpochLosses> {
        self.tally.losses.as_ref()
    }

    /// The learning rate of the present epoch, as the schedule has it.
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

    /// How many updates the run has had.
    #[must_use]
    pub fn updates(&self) -> u64 {
        self.tally.updates
    }

    /// How many epochs are complete.
    #[must_use]
    pub fn epochs(&self) -> u64 {
        self.tally.epochs
    }

    /// Which update of its epoch the last one was, from 1; 0 at the start of the run.
    #[must_use]
    pub fn update_of_epoch(&self) -> u64 {
        self.tally.epoch.updates
    }

    /// How many updates that epoch has, at the present batch size.
    #[must_use]
    pub fn updates_of_epoch(&self) -> u64 {
        let samples = self.samples().len();
        let batch = self.hyperparameters.batch_size.of(samples);
        // Before its first update, an epoch that has begun is not the one to tell of.
        let is_complete = self.pass.seen == 0 && self.tally.epoch.updates > 0;
        let left = if is_complete {
            0
        } else {
            samples - self.pass.seen
        };
        self.tally.epoch.updates + left.div_ceil(batch) as u64
    }

    /// Where the run stands, in epochs: 1.5 in the middle of the second.
    #[must_use]
    pub fn position(&self) -> f64 {
        let epochs = self.tally.epochs as f64;
        if self.pass.is_inside_epoch {
            epochs + self.pass.seen as f64 / self.samples().len() as f64
        } else {
            epochs
        }
    }

    /// What has finished the run, if it is finished.
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
