//! How an update moves the weights: optimisers, schedules of the learning rate, and regularisation.

pub mod optimizer;
pub mod regularization;
pub mod schedule;
