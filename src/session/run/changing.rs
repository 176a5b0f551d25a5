//! The changes of a run: made now, or when they are due.

use std::sync::Arc;

use crate::learning::data::NoMemory;
use crate::learning::model::start::GivenWeights;
use crate::learning::setup::Setup;
use crate::session::change::{Made, SettingValue, Value};
use crate::session::run::Run;
use crate::session::settings::Settings;
use crate::session::trail::Moment;

impl Run {
    /// Sets a value now. A setting that needs a new run is kept for the next run. Weights that the model does
    /// not have are ignored.
    ///
    /// # Errors
    /// If the system does not give the memory for shuffling. Nothing is changed then.
    pub fn change(&mut self, value: Value) -> Result<(), NoMemory> {
        // A reset may have changed the number of weights since the user edited them.
        if value.check(self.trainer.parameters().len()).is_err() {
            return Ok(());
        }
        self.reserve_for(&value)?;
        let (before, is_recorded) = (self.before(&value), self.records(&value));
        let position = self.trainer.position();
        self.set(&value);
        if is_recorded {
            let update = self.trainer.updates();
            let made = Made { before, position };
            Arc::make_mut(&mut self.changes).insert(update, value, made);
        }
        Ok(())
    }

    /// Makes room for shuffling if `value` turns it on.
    fn reserve_for(&mut self, value: &Value) -> Result<(), NoMemory> {
        let mut settings = self.settings.clone();
        if let Value::Setting(of) = value {
            of.set(&mut settings);
        }
        let shuffles = |settings: &Settings| settings.setup.hyperparameters.shuffle;
        if shuffles(&settings) && !shuffles(&self.settings) {
            self.trainer.reserve_for_shuffling()?;
        }
        Ok(())
    }

    /// Takes back the changes of the settings that determine the data and wait for the next run.
    pub fn keep_data(&mut self) {
        self.settings.setup.data = self.began.setup.data;
    }

    /// Takes back all changes of settings that wait for the next run, and watches the run as `watched` is watched:
    /// at its speed, with its settings of the view.
    pub fn go_on_as(&mut self, watched: &Settings) {
        let hyperparameters = self.settings.setup.hyperparameters;
        self.settings = Settings {
            setup: Setup {
                hyperparameters,
                ..self.began.setup.clone()
            },
            ..watched.clone()
        };
    }

    pub(super) fn make_due_changes(&mut self) {
        while let Some(value) = self.changes.due(self.trainer.updates()).cloned() {
            let made = Made {
                before: self.before(&value),
                position: self.trainer.position(),
            };
            self.set(&value);
            Arc::make_mut(&mut self.changes).pass(made);
        }
    }

    /// Sets a value without recording a change.
    fn set(&mut self, value: &Value) {
        match value {
            Value::Setting(of) => {
                of.set(&mut self.settings);
                self.trainer.tune(self.settings.setup.hyperparameters);
            }
            Value::Weight(place, weight) => {
                self.trainer.put_weight(*place, *weight);
                self.has_new_weights();
            }
            Value::Weights(weights) => {
                self.trainer.put_weights(weights);
                self.has_new_weights();
            }
        }
    }

    /// Records that the weights were changed by hand.
    fn has_new_weights(&mut self) {
        self.diverged_with = None;
        self.weights_put_at = Some(self.trainer.updates());
        if let Some(trail) = &mut self.trail {
            let moment = Moment {
                update: self.trainer.updates(),
                position: self.trainer.position(),
            };
            trail.put(moment, self.trainer.weights_of_training());
        }
    }

    /// Returns the current value of the target of `value`.
    pub(super) fn before(&self, value: &Value) -> Value {
        let own = || self.trainer.parameters();
        match value {
            Value::Setting(of) => Value::Setting(SettingValue::of(of.setting(), &self.settings)),
            Value::Weight(place, _) => Value::Weight(*place, own()[*place]),
            Value::Weights(given) => {
                let weights = GivenWeights::new(own().iter().copied());
                // This does not fail: the weights of a run are finite, and there is at least the bias.
                Value::Weights(weights.unwrap_or_else(|_| given.clone()))
            }
        }
    }
}
