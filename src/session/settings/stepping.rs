//! How keys step through the values of a setting.

use crate::learning::numeric::checked::shortest;

/// Direction in which a value is stepped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the next smaller number, or to the previous word.
    Down,
    /// To the next larger number, or to the next word.
    Up,
}

/// The values that keys step through, as texts that set them.
#[derive(Debug, Clone, PartialEq)]
pub enum Steps {
    /// Ascending numbers with an end on each side.
    Grid(Grid),
    /// Words in a ring: the first word follows the last. From a value that is not one of the words, keys step
    /// to the first word.
    Ring(Vec<String>),
}

/// Ascending numbers, with an optional word below them and an optional word above them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// The word below all numbers, if there is one.
    pub below: Option<&'static str>,
    /// The numbers, ascending.
    pub numbers: Vec<f64>,
    /// The word above all numbers, if there is one.
    pub above: Option<&'static str>,
}

/// Steps of the learning rate: 1, 2 and 5 times powers of ten, from 10⁻⁵ to 100.
pub const ALPHAS: [f64; 22] = [
    1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0,
    2.0, 5.0, 10.0, 20.0, 50.0, 100.0,
];

impl Steps {
    /// Creates a grid of numbers without words.
    #[must_use]
    pub fn numbers(numbers: &[f64]) -> Self {
        Self::Grid(Grid {
            numbers: numbers.to_vec(),
            ..Grid::default()
        })
    }

    /// Creates a grid of numbers with the word `below` below all numbers.
    #[must_use]
    pub fn above_word(below: &'static str, numbers: &[f64]) -> Self {
        Self::Grid(Grid {
            below: Some(below),
            numbers: numbers.to_vec(),
            above: None,
        })
    }

    /// Creates a grid of numbers with the word `above` above all numbers.
    #[must_use]
    pub fn below_word(numbers: &[f64], above: &'static str) -> Self {
        Self::Grid(Grid {
            below: None,
            numbers: numbers.to_vec(),
            above: Some(above),
        })
    }

    /// Creates a grid of a value and the whole numbers next to it, from 0 to 2³² - 1.
    #[must_use]
    pub fn beside(value: u32) -> Self {
        let numbers = [value.checked_sub(1), Some(value), value.checked_add(1)];
        let numbers: Vec<f64> = numbers.into_iter().flatten().map(f64::from).collect();
        Self::numbers(&numbers)
    }

    /// Creates a ring of words.
    #[must_use]
    pub fn ring<T: ToString>(words: impl IntoIterator<Item = T>) -> Self {
        Self::Ring(words.into_iter().map(|word| word.to_string()).collect())
    }

    /// Returns the text one step from `value`, which need not be one of the steps; `None` at the end of a
    /// grid.
    ///
    /// # Panics
    /// If a ring has no words.
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

    /// Returns the position of a value among the numbers: -∞ for the word below them, +∞ for any other word.
    /// The position of a percentage is its number.
    fn position(&self, value: &str) -> f64 {
        if self.below == Some(value) {
            return f64::NEG_INFINITY;
        }
        let number = value.strip_suffix('%').unwrap_or(value).parse();
        number.unwrap_or(f64::INFINITY)
    }
}

/// Returns a number as text; whole numbers are written without an exponent.
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

    /// Returns all values from `from` to the end of a grid in a direction.
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
