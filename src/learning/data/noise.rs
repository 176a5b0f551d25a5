//! The amount of noise in a drawn data set.

use crate::learning::data::family::Family;
use crate::learning::numeric::checked::{optional_number, shortest};

optional_number! {
    /// Amount of noise in the unit of a family, 0 to 10⁶, or `auto` (the default), which is the family's
    /// own default.
    Noise: f64, "auto", |noise| (0.0..=1e6).contains(&noise), shortest
}

impl Noise {
    /// Returns the amount of noise for a family: the family's default for `auto`, and at most the family's
    /// largest amount.
    #[must_use]
    pub fn of(self, family: &Family) -> f64 {
        self.get()
            .unwrap_or(family.noise.default)
            .min(family.noise.most)
    }

    /// Returns whether the amount exceeds the family's largest amount.
    #[must_use]
    pub fn exceeds(self, family: &Family) -> bool {
        self.get().is_some_and(|noise| noise > family.noise.most)
    }
}
