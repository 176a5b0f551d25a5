//! The training loop: what steers it, the order of the samples, the losses, and when a run is finished.

pub mod hyperparameters;
pub mod loss;
pub mod objective;
pub mod order;
pub mod stop;
pub mod trainer;
