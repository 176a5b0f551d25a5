//! The first difference between a log and a training, and the numbers that tell it.

use crate::learning::check::row::Unit;

/// Number of significant digits of two numbers that differ in one of them.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=17;

/// The first difference between a log and a training.
#[derive(Debug, Clone, PartialEq)]
pub struct Parting {
    /// What the row counts, and its number in the reference.
    pub moment: (Unit, u64),
    /// Line of the log.
    pub line: u64,
    /// What differs.
    pub quantity: Quantity,
    /// Value in the log.
    pub yours: f64,
    /// Value in the training.
    pub ours: f64,
}

/// A quantity of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// The weight at this index.
    Weight(usize),
    /// The number of weights.
    WeightCount,
    /// The loss.
    Loss,
}

impl Parting {
    /// Returns the quantity and both values with as few digits as show the difference, such as `W1 0.512, ours 0.498`.
    #[must_use]
    pub fn brief(&self) -> String {
        let what = match self.quantity {
            Quantity::WeightCount => {
                return format!("{} weights, ours {}", self.yours, self.ours);
            }
            Quantity::Weight(place) => format!("W{place}"),
            Quantity::Loss => "loss".to_owned(),
        };
        let both =
            DIGITS.map(|digits| [self.yours, self.ours].map(|value| shortened(value, digits)));
        let told = both.into_iter().find(|[yours, ours]| yours != ours);
        let [yours, ours] =
            told.unwrap_or_else(|| [self.yours, self.ours].map(|it| it.to_string()));
        format!("{what} {yours}, ours {ours}")
    }
}

/// Returns a number with this many significant digits, without zeros at the end.
#[must_use]
pub fn shortened(value: f64, digits: usize) -> String {
    let rounded = format!("{value:.*e}", digits - 1).parse().unwrap_or(value);
    let magnitude = rounded.abs();
    if magnitude != 0.0 && !(1e-6..1e15).contains(&magnitude) {
        format!("{rounded:e}")
    } else {
        rounded.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shortened() {
        assert_eq!(shortened(0.518_341_234_567_89, 9), "0.518341235");
        assert_eq!(shortened(-0.25, 3), "-0.25");
        assert_eq!(shortened(1.234e-9, 3), "1.23e-9");
        assert_eq!(shortened(0.0, 3), "0");
        assert_eq!(shortened(f64::NAN, 3), "NaN");
    }

    #[test]
    fn both_values_have_the_digits_in_which_they_differ() {
        let parting = |yours, ours| Parting {
            moment: (Unit::Updates, 1),
            line: 1,
            quantity: Quantity::Weight(1),
            yours,
            ours,
        };
        assert_eq!(parting(0.512, 0.498).brief(), "W1 0.512, ours 0.498");
        assert_eq!(
            parting(0.512_34, 0.512_41).brief(),
            "W1 0.5123, ours 0.5124"
        );
    }
}
