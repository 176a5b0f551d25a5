//! How far a run is, and what it has come to.

use std::sync::Arc;

use crate::learning::dataset::Dataset;
use crate::learning::loss::EpochLosses;
use crate::learning::model::Model;
use crate::learning::schedule::Moment;
use crate::learning::stop::Stop;
use crate::learning::trainer::Trainer;

impl Trainer {
    /// The data it learns from.
    #[must_use]
    pub fn dataset(&self) -> &Arc<Dataset> {
        &self.dataset
    }

    /// What it has learned so far, in the data's own units.
    #[must_use]
    pub fn model(&self) -> Model {
        Model {
            features: self.inputs.features(),
            weights: self.inputs.in_own_units(&self.weights),
        }
    }

    /// The losses of the last complete epoch, if there is one.
    #[must_use]
    pub fn epoch_losses(&self) -> Option<&EpochLosses> {
        self.losses.as_ref()
    }

    /// The learning rate of the present epoch, as the schedule has it.
    #[must_use]
    pub fn alpha(&self) -> f64 {
        let hyperparameters = &self.hyperparameters;
        let moment = Moment {
            epoch: self.epochs,
            epochs: hyperparameters.epochs.get(),
            gamma: hyperparameters.schedule_parameters.gamma.get(),
            period: hyperparameters.schedule_parameters.period.get(),
        };
        hyperparameters.alpha.get() * (hyperparameters.schedule.get().factor)(&moment)
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
        self.epoch.updates
    }

    /// How many updates that epoch has, at the present batch size.
    #[must_use]
    pub fn updates_of_epoch(&self) -> u64 {
        let samples = self.samples().len();
        let batch = self.hyperparameters.batch_size.of(samples);
        // Before its first update, an epoch that has begun is not the one to tell of.
        let is_complete = self.seen == 0 && self.epoch.updates > 0;
        let left = if is_complete { 0 } else { samples - self.seen };
        self.epoch.updates + left.div_ceil(batch) as u64
    }

    /// Where the run stands, in epochs: 1.5 in the middle of the second.
    #[must_use]
    pub fn position(&self) -> f64 {
        if self.is_inside_epoch {
            self.epochs as f64 + self.seen as f64 / self.samples().len() as f64
        } else {
            self.epochs as f64
        }
    }

    /// What has finished the run, if it is finished.
    #[must_use]
    pub fn stop(&self) -> Option<Stop> {
        let rules = &self.hyperparameters;
        if self.epochs >= rules.epochs.get() {
            Some(Stop::Epochs)
        } else if self.progress.has_reached(rules.target, rules.loss) {
            Some(Stop::Target)
        } else if self
            .progress
            .has_stalled(rules.patience, rules.loss, self.epochs)
        {
            Some(Stop::Patience)
        } else {
            None
        }
    }
}
