//! What is learned: the data, the model and the training loop. Pure arithmetic: no thread, no clock,
//! no file and no terminal, so that the same seeds and calls give the same bits everywhere.

pub mod dataset;
pub mod exponential;
pub mod features;
pub mod hyperparameters;
pub mod inputs;
pub mod invalid_value;
pub mod kernel;
pub mod loss;
pub mod model;
pub mod optimizer;
pub mod order;
mod power;
pub mod random_state;
pub mod registry;
pub mod regularization;
pub mod schedule;
pub mod setup;
pub mod start;
pub mod stop;
pub mod trainer;
