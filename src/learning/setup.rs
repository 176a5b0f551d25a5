//! Everything that decides a run: equal setups give equal bits.

use crate::learning::data::DataSettings;
use crate::learning::model::features::Features;
use crate::learning::model::start::Start;
use crate::learning::train::hyperparameters::Hyperparameters;

/// What is learned from, by which model, from which start, and how.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Setup {
    /// The data. A change takes effect with the next run.
    pub data: DataSettings,
    /// What the model sees of the data. A change takes effect with the next run.
    pub inputs: InputSettings,
    /// The initial weights. A change takes effect with the next run.
    pub start: Start,
    /// What steers training. A change takes effect with the next update.
    pub hyperparameters: Hyperparameters,
}

/// What a model sees of the data.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct InputSettings {
    /// The features.
    pub features: Features,
    /// Whether they are standardised for training.
    pub standardize: bool,
}
