//! Where a person's own data come from: the table, what its reader told, and facts of its numbers.

use crate::learning::data::facts::Facts;
use crate::learning::data::family::Points;
use crate::learning::data::fingerprint::Fingerprint;
use crate::learning::data::names::Names;
use crate::learning::data::reading::Reading;

/// All that is known of a person's own data beside their numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Names of the columns and classes.
    pub names: Names,
    /// Number of rows of the table that could not be used.
    pub skipped: u64,
    /// What the reader told.
    pub reading: Reading,
    /// Facts that can make training hard.
    pub facts: Facts,
    /// Fingerprint of the numbers.
    pub fingerprint: Fingerprint,
}

impl Origin {
    /// Computes the facts and the fingerprint of points that were read.
    #[must_use]
    pub fn of(points: &Points, names: Names, skipped: u64, reading: Reading) -> Self {
        Self {
            names,
            skipped,
            reading,
            facts: Facts::of(points),
            fingerprint: Fingerprint::of(points),
        }
    }
}
