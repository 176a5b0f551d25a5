//! What is added up over the mini-batches of an epoch.

use crate::learning::loss::Totals;

/// So many updates at most are made in one go.
pub const LOSSES: usize = 256;

/// Room for what is added up over the mini-batches of some updates.
#[derive(Clone, Copy)]
pub struct Room {
    pub squared_errors: [f64; LOSSES],
    pub cross_entropies: [f64; LOSSES],
}

impl Default for Room {
    fn default() -> Self {
        Self {
            squared_errors: [0.0; LOSSES],
            cross_entropies: [0.0; LOSSES],
        }
    }
}

/// The present epoch, as far as it is done.
#[derive(Clone, Copy, Default)]
pub struct Epoch {
    pub totals: Totals,
    pub updates: u64,
}

impl Room {
    pub fn note(&mut self, place: usize, totals: Totals) {
        self.squared_errors[place] = totals.squared_error;
        self.cross_entropies[place] = totals.cross_entropy.unwrap_or(0.0);
    }
}

impl Epoch {
    /// With some more mini-batches.
    pub fn with(self, squared_errors: &[f64], cross_entropies: Option<&[f64]>) -> Self {
        let add = |sum, numbers: &[f64]| numbers.iter().fold(sum, |sum, number| sum + number);
        let Totals {
            squared_error,
            cross_entropy,
        } = self.totals;
        Self {
            totals: Totals {
                squared_error: add(squared_error, squared_errors),
                cross_entropy: cross_entropies
                    .map(|entropies| add(cross_entropy.unwrap_or(0.0), entropies)),
            },
            updates: self.updates + squared_errors.len() as u64,
        }
    }
}
