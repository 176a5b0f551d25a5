//! The weight editor: which weight is selected, and what has been typed.

use crate::app::line::{Line, LineEdit};
use crate::session::settings::Direction;

/// Largest number of characters of a typed number.
pub const MOST_TYPED: usize = 24;

/// State of the weight editor. It holds no weights: it works on the weights of the training.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightEditor {
    selected: usize,
    /// Text that was typed for the selected weight and is not set yet.
    typed: Line,
    /// Whether training continues when the editor is closed.
    pub resumes: bool,
}

impl WeightEditor {
    /// Creates an editor with the bias selected. `resumes` says whether training continues when it is closed.
    #[must_use]
    pub fn new(resumes: bool) -> Self {
        Self {
            selected: 0,
            typed: Line::new(MOST_TYPED),
            resumes,
        }
    }

    /// Returns the index of the selected weight; 0 is the bias.
    #[must_use]
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// Returns the text that was typed and is not set yet.
    #[must_use]
    pub fn typed(&self) -> &str {
        self.typed.text()
    }

    /// Selects the previous or the next of `count` weights. The first weight follows the last.
    pub fn select(&mut self, direction: Direction, count: usize) {
        let step = match direction {
            Direction::Up => 1,
            Direction::Down => count - 1,
        };
        self.selected = (self.selected + step) % count;
    }

    /// Keeps the selection within a model that has `count` weights.
    pub fn fit(&mut self, count: usize) {
        self.selected = self.selected.min(count.saturating_sub(1));
    }

    /// Appends a typed character. A character that cannot be part of a number is ignored. Returns false if
    /// the number has no room for the character.
    pub fn push(&mut self, character: char) -> bool {
        let is_of_number = character.is_ascii_digit() || "+-.eE".contains(character);
        !is_of_number || self.typed.insert(character)
    }

    /// Deletes typed characters.
    pub fn edit(&mut self, edit: LineEdit) {
        self.typed.edit(edit);
    }

    /// Discards the typed text.
    pub fn clear(&mut self) {
        self.typed.take();
    }

    /// Takes the typed text and returns its number; `None` if nothing was typed.
    ///
    /// # Errors
    /// The typed text, if it is not a finite number. The editor discards it.
    pub fn accept(&mut self) -> Result<Option<f64>, String> {
        let typed = self.typed.take();
        if typed.is_empty() {
            return Ok(None);
        }
        match typed.parse::<f64>() {
            // Adding 0 turns -0 into 0.
            Ok(weight) if weight.is_finite() => Ok(Some(weight + 0.0)),
            _ => Err(typed),
        }
    }
}

/// Returns a weight moved by 0.1, or by a tenth of its size if it is larger than 1. Below 10⁹, the result is
/// rounded to three decimals. If the result would not be finite, the weight is returned unchanged.
#[must_use]
pub fn nudged(weight: f64, direction: Direction) -> f64 {
    let step = 0.1 * weight.abs().max(1.0);
    let moved = match direction {
        Direction::Up => weight + step,
        Direction::Down => weight - step,
    };
    let rounded = if moved.abs() < 1e9 {
        (moved * 1000.0).round() / 1000.0
    } else {
        moved
    };
    if rounded.is_finite() {
        // Adding 0 turns -0 into 0.
        rounded + 0.0
    } else {
        weight
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(editor: &mut WeightEditor, text: &str) {
        for character in text.chars() {
            editor.push(character);
        }
    }

    #[test]
    fn digits_are_typed_and_everything_else_is_ignored() {
        let mut editor = WeightEditor::new(false);
        typed(&mut editor, "-1x.5\u{1b}e1");
        assert_eq!(editor.typed(), "-1.5e1");
        assert_eq!(editor.accept(), Ok(Some(-15.0)));
        typed(&mut editor, "1-");
        assert_eq!(editor.accept(), Err("1-".to_owned()));
        typed(&mut editor, "1e999");
        assert_eq!(editor.accept(), Err("1e999".to_owned()));
        assert_eq!(editor.accept(), Ok(None));
    }

    #[test]
    fn minus_nought_is_nought() {
        let mut editor = WeightEditor::new(false);
        typed(&mut editor, "-0");
        let weight = editor.accept().map(|weight| weight.map(f64::to_bits));
        assert_eq!(weight, Ok(Some(0.0_f64.to_bits())));
    }

    #[test]
    fn the_selection_goes_round_and_stays_within_the_weights() {
        let mut editor = WeightEditor::new(false);
        editor.select(Direction::Down, 3);
        assert_eq!(editor.selected(), 2);
        editor.select(Direction::Up, 3);
        assert_eq!(editor.selected(), 0);
        editor.select(Direction::Down, 8);
        editor.fit(3);
        assert_eq!(editor.selected(), 2);
    }

    #[test]
    fn nudges_are_round_numbers_and_stay_finite() {
        assert_eq!(nudged(0.2, Direction::Up), 0.3);
        let mut weight = 0.3;
        for _ in 0..3 {
            weight = nudged(weight, Direction::Down);
        }
        assert_eq!(weight.to_bits(), 0.0_f64.to_bits());
        assert_eq!(nudged(f64::MAX, Direction::Up), f64::MAX);
    }
}
