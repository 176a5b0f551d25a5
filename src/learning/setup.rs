//! Everything that decides a run: the same setup gives the same bits.

use crate::learning::dataset::DataSettings;
use crate::learning::features::Features;
use crate::learning::hyperparameters::Hyperparameters;
use crate::learning::start::Start;

/// What is learned from, by what, from where, and how.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Setup {
    /// The data. Another one begins a new run.
    pub data: DataSettings,
    /// What the model sees of them. Another choice begins a new run.
    pub inputs: InputSettings,
    /// The initial weights. Others begin a new run.
    pub start: Start,
    /// What is obeyed from one update to the next.
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
