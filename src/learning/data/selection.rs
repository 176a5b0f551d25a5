//! A random selection of a given number of samples, drawn without replacement.

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

/// Iterator that returns for each sample, in order, whether it is selected. Exactly the wanted number of
/// samples is selected, and every set of this size is equally likely. Besides the random stream it stores
/// only two numbers (selection sampling: Fan, Muller and Rezucha 1962; Knuth's algorithm S).
#[derive(Clone)]
pub struct Selection {
    /// Number of samples that are not decided yet.
    left: u64,
    /// Number of undecided samples that are still to be selected.
    wanted: u64,
    random: Xoshiro256PlusPlus,
}

impl Selection {
    /// Makes a random selection of `wanted` out of `samples` samples; of all samples if `wanted` is larger.
    #[must_use]
    pub fn new(wanted: usize, samples: usize, random: Xoshiro256PlusPlus) -> Self {
        Self {
            left: samples as u64,
            wanted: wanted.min(samples) as u64,
            random,
        }
    }
}

impl Iterator for Selection {
    type Item = bool;

    fn next(&mut self) -> Option<bool> {
        if self.left == 0 {
            return None;
        }
        let is_selected = self.random.random_range(0..self.left) < self.wanted;
        self.left -= 1;
        self.wanted -= u64::from(is_selected);
        Some(is_selected)
    }
}
