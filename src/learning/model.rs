//! The model: which features it sees, its parameters, and where they start.

pub mod features;
pub mod inputs;
pub mod parameters;
pub mod start;
