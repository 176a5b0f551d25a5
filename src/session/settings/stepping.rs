//! How keys step through the values of a setting.

use crate::learning::numeric::checked::shortest;

/// Which way a value is stepped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the next smaller value, or the one before.
    Down,
    /// To the next larger value, or the one after.
    Up,
}

/// The values that keys step through, as texts that set them.
#[derive(Debug, Clone, PartialEq)]
pub enum Steps {
    /// Ascending numbers with an end on either side.
    Grid(Grid),
    /// Words whose last is followed by the first. From a value that is none of them, keys go to the first.
    Ring(Vec<String>),
}

/// Ascending numbers, with a word below or above all of them where there is one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// The word below all numbers.
    pub below: Option<&'static str>,
    /// The numbers, ascending.
    pub numbers: Vec<f64>,
    /// The word above all numbers.
    pub above: Option<&'static str>,
}

/// Numbers along 1-2-5, from a power of ten on.
pub const ALPHAS: [f64; 22] = [
    1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0,
    2.0, 5.0, 10.0, 20.0, 50.0, 100.0,
];

impl Steps {
    /// A grid of numbers without words.
    #[must_use]
    pub fn numbers(numbers: &[f64]) -> Self {
        Self::Grid(Grid {
            numbers: numbers.to_vec(),
            ..Grid::default()
        })
    }

    /// A grid of numbers with a word below all of them.
    #[must_use]
    pub fn above_word(below: &'static str, numbers: &[f64]) -> Self {
        Self::Grid(Grid {
            below: Some(below),
            numbers: numbers.to_vec(),
            above: None,
        })
    }

    /// A grid of numbers with a word above all of them.
    #[must_use]
    pub fn below_word(numbers: &[f64], above: &'static str) -> Self {
        Self::Grid(Grid {
            below: None,
            numbers: numbers.to_vec(),
            above: Some(above),
        })
    }

    /// The whole numbers beside a value, from 0 to 2³² - 1.
    #[must_use]
    pub fn beside(value: u32) -> Self {
        let numbers = [value.checked_sub(1), Some(value), value.checked_add(1)];
        let numbers: Vec<f64> = numbers.into_iter().flatten().map(f64::from).collect();
        Self::numbers(&numbers)
    }

    /// A ring of words.
    #[must_use]
    pub fn ring<T: ToString>(words: impl IntoIterator<Item = T>) -> Self {
        Self::Ring(words.into_iter().map(|word| word.to_string()).collect())
    }

    /// The text one step from `value`, which need not be one of the steps; none at the end of a grid.
    ///
    /// # Panics
    /// Where a ring has no words.
    #[must_use]
    pub fn next(&self, value: &str, direction: Direction) -> Option<String> {
        match self {
            Self::Grid(grid) => grid.next(value, direction),
            Self::Ring(words) => {
                let place = words.iter().position(|word| word == value);
                let step = match direction {
                    Direction::Down => words.len() - 1,
                    Direction::Up => 1,
                };
                let next = place.map_or(0, |place| (place + step) % words.len());
                Some(words[next].clone())
            }
        }
    }
}

impl Grid {
    fn next(&self, value: &str, direction: Direction) -> Option<String> {
        let position = self.position(value);
        let numbers = self.numbers.iter().copied();
        let (next, word, limit) = match direction {
            Direction::Down => (
                numbers.rev().find(|number| *number < position),
                self.below,
                f64::NEG_INFINITY,
            ),
            Direction::Up => (
                self.numbers
                    .iter()
                    .copied()
                    .find(|number| *number > position),
                self.above,
                f64::INFINITY,
            ),
        };
        let word = word.filter(|_| position != limit);
        next.map(text_of).or_else(|| word.map(str::to_owned))
    }

    /// Where a value stands: words are beyond all numbers. A percentage is its number.
    fn position(&self, value: &str) -> f64 {
        if self.below == Some(value) {
            return f64::NEG_INFINITY;
        }
        let number = value.strip_suffix('%').unwrap_or(value).parse();
        // All other words stand above.
        number.unwrap_or(f64::INFINITY)
    }
}

/// A number as a text; whole numbers are written without an exponent.
fn text_of(number: f64) -> String {
    if number.fract() == 0.0 {
        number.to_string()
    } else {
        shortest(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All values from one on, in a direction, up to the end of a grid.
    fn walk(steps: &Steps, from: &str, direction: Direction) -> String {
        let next = |value: &String| steps.next(value, direction);
        let values: Vec<String> = std::iter::successors(Some(from.to_owned()), next).collect();
        values.join(" ")
    }

    #[test]
    fn a_grid_ends_on_both_sides_and_takes_values_between_its_numbers() {
        let steps = Steps::numbers(&[0.01, 0.5, 10_000_000.0]);
        assert_eq!(
            walk(&steps, "1e-9", Direction::Up),
            "1e-9 0.01 0.5 10000000"
        );
        assert_eq!(
            walk(&steps, "3e9", Direction::Down),
            "3e9 10000000 0.5 0.01"
        );
        assert_eq!(steps.next("0.3", Direction::Up), Some("0.5".to_owned()));
        assert_eq!(steps.next("0.3", Direction::Down), Some("0.01".to_owned()));
    }

    #[test]
    fn words_stand_below_or_above_all_numbers() {
        let off = Steps::above_word("off", &[1.0, 2.0]);
        assert_eq!(walk(&off, "off", Direction::Up), "off 1 2");
        assert_eq!(walk(&off, "7", Direction::Down), "7 2 1 off");
        let max = Steps::below_word(&[1.0, 2.0], "max");
        assert_eq!(walk(&max, "1", Direction::Up), "1 2 max");
        assert_eq!(walk(&max, "max", Direction::Down), "max 2 1");
    }

    #[test]
    fn a_ring_goes_round_and_begins_at_its_first_word() {
        let ring = Steps::ring(["a", "b", "c"]);
        assert_eq!(ring.next("c", Direction::Up), Some("a".to_owned()));
        assert_eq!(ring.next("a", Direction::Down), Some("c".to_owned()));
        assert_eq!(ring.next("x", Direction::Down), Some("a".to_owned()));
    }

    #[test]
    fn whole_numbers_have_neighbours_within_their_range() {
        assert_eq!(
            Steps::beside(7).next("7", Direction::Up),
            Some("8".to_owned())
        );
        assert_eq!(Steps::beside(0).next("0", Direction::Down), None);
        let last = u32::MAX;
        assert_eq!(
            Steps::beside(last).next(&last.to_string(), Direction::Up),
            None
        );
    }

    #[test]
    fn percentages_are_numbers() {
        let steps = Steps::numbers(&[0.0, 5.0, 10.0]);
        assert_eq!(steps.next("5%", Direction::Up), Some("10".to_owned()));
    }
}
