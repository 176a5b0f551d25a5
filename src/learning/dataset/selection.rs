//! Which of some samples are selected, drawn without replacement.

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

/// Tells of each sample, in order, whether it is selected: exactly so many are, every set of them as
/// likely as any other. Nothing is kept but two numbers (selection sampling: Fan, Muller and Rezucha
/// 1962; Knuth's algorithm S).
#[derive(Clone)]
pub struct Selection {
    /// How many samples have not had their turn.
    left: u64,
    /// How many of them are to be selected.
    wanted: u64,
    random: Xoshiro256PlusPlus,
}

impl Selection {
    /// So many of a number of samples.
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
