//! The streams of random numbers that data sets draw from and that are this program's own.

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

/// What a stream is for. Each purpose has one of its own, so that to draw more for one of them changes
/// nothing of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The samples and their order.
    Points,
    /// Which labels are flipped.
    Flips,
    /// Which samples are for training.
    Split,
}

/// The stream of a seed for a purpose; it is the same on every computer.
#[must_use]
pub fn stream(seed: u32, purpose: Purpose) -> Xoshiro256PlusPlus {
    let purpose: u64 = match purpose {
        Purpose::Points => 0,
        Purpose::Flips => 1,
        Purpose::Split => 2,
    };
    Xoshiro256PlusPlus::seed_from_u64(purpose << 32 | u64::from(seed))
}
