//! This program's own streams of random numbers for data sets.

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

/// Purpose of a random stream. Each purpose has its own stream, so that more draws for one purpose change
/// nothing for the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The samples and their order.
    Points,
    /// The choice of the labels that are flipped.
    Flips,
    /// The choice of the training samples.
    Split,
}

/// Returns the random stream of a seed for a purpose. It is identical on every computer.
#[must_use]
pub fn stream(seed: u32, purpose: Purpose) -> Xoshiro256PlusPlus {
    let purpose: u64 = match purpose {
        Purpose::Points => 0,
        Purpose::Flips => 1,
        Purpose::Split => 2,
    };
    Xoshiro256PlusPlus::seed_from_u64(purpose << 32 | u64::from(seed))
}
