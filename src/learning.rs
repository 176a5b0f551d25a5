//! What is learned: the data, the model and the training loop. Pure arithmetic: no thread, no clock,
//! no file and no terminal, so that equal seeds and equal calls give equal bits everywhere.

pub mod analysis;
pub mod check;
pub mod data;
pub mod kernel;
pub mod model;
pub mod numeric;
pub mod optimize;
pub mod predictor;
pub mod quality;
pub mod registry;
pub mod setup;
pub mod train;
