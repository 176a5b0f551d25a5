//! The settings that decide a run: equal setups give bit-identical runs.

use crate::learning::data::DataSettings;
use crate::learning::model::features::Features;
use crate::learning::model::start::Start;
use crate::learning::train::hyperparameters::Hyperparameters;

/// All settings that decide a run: data, inputs, initial weights and hyperparameters.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Setup {
    /// The data. A change takes effect with the next run.
    pub data: DataSettings,
    /// The inputs of the model. A change takes effect with the next run.
    pub inputs: InputSettings,
    /// The initial weights. A change takes effect with the next run.
    pub start: Start,
    /// The hyperparameters of training. A change takes effect with the next update.
    pub hyperparameters: Hyperparameters,
}

/// The inputs of a model, which are computed from the data.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct InputSettings {
    /// The features.
    pub features: Features,
    /// Whether the features are standardised for training.
    pub standardize: bool,
}
