//! A row of the log of a training: numbers with the digits that they were written with.

/// Smallest relative difference that counts, for numbers with all the digits of a `f64`: a program that adds up in
/// another order differs by less.
pub const ROUNDING: f64 = 1e-9;
/// Largest relative difference of a program that calculates in 32 bits. Over 100 epochs of the default run with
/// alpha 0.01 to 1, the weights of NumPy in 32 bits differ by at most 4e-6.
pub const SINGLE_PRECISION: f64 = 1e-5;

/// A number as it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Given {
    /// The number. It may be infinite, or no number.
    pub value: f64,
    /// Half a unit of the last digit.
    pub half_unit: f64,
    /// Number of significant digits.
    pub digits: u32,
}

impl Given {
    /// Returns whether the number is `other`, rounded to the digits that were written. `least` is the largest
    /// difference that never counts, even if more digits were written.
    #[must_use]
    pub fn agrees(&self, other: f64, least: f64) -> bool {
        // A half of the last digit is itself rounded.
        (self.value - other).abs() <= (self.half_unit * (1.0 + 1e-6)).max(least)
    }
}

/// What the rows of a log count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Updates: one for each mini-batch.
    Updates,
    /// Epochs: passes over the data.
    Epochs,
}

impl Unit {
    /// Returns the word for one of them.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Updates => "update",
            Self::Epochs => "epoch",
        }
    }
}

/// A row of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Line of the log, from 1.
    pub line: u64,
    /// What the row counts, and its number; `None` if the log does not tell.
    pub moment: Option<(Unit, u64)>,
    /// Loss, if it is given.
    pub loss: Option<Given>,
    /// Weights in order, the bias first; `None` in place of each that is not given.
    pub weights: Vec<Option<Given>>,
    /// Whether the weights are a list, and so all weights of the model.
    pub is_list: bool,
}

impl Row {
    /// Returns all weights, if the row has `count` weights and none is missing.
    #[must_use]
    pub fn all_weights(&self, count: usize) -> Option<Vec<Given>> {
        let weights: Option<Vec<Given>> = self.weights.iter().copied().collect();
        weights.filter(|weights| weights.len() == count)
    }

    /// Returns whether all numbers of the row are finite.
    #[must_use]
    pub fn is_finite(&self) -> bool {
        let mut numbers = self.weights.iter().flatten().chain(&self.loss);
        numbers.all(|number| number.value.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_agrees_with_what_rounds_to_its_digits() {
        let given = Given {
            value: 0.512,
            half_unit: 0.0005,
            digits: 3,
        };
        assert!(
            given.agrees(0.5124, 0.0) && given.agrees(0.5116, 0.0) && given.agrees(0.5125, 0.0)
        );
        assert!(!given.agrees(0.51251, 0.0) && !given.agrees(f64::NAN, 1.0));
        assert!(given.agrees(0.513, 0.002));
    }
}
