//! Arithmetic that gives equal bits on every CPU, numbers with a range, and NumPy's random stream.

pub mod checked;
pub mod exponential;
pub mod moments;
pub mod nice;
pub(crate) mod power;
pub mod random_state;
