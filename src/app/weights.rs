//! The weights while they are edited: which one is selected, and what has been typed.

use crate::learning::hyperparameters::Direction;
use crate::learning::model::Weights;

/// So many characters of a number are taken.
const MOST_TYPED: usize = 24;

/// Weights that are being edited.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightEditor {
    weights: Weights,
    selected: usize,
    /// What has been typed in the place of the selected one, and not been taken over.
    typed: String,
    /// Whether training goes on when they are closed.
    pub resumes: bool,
}

impl WeightEditor {
    /// These weights, the bias selected.
    #[must_use]
    pub fn new(weights: Weights, resumes: bool) -> Self {
        Self {
            weights,
            selected: 0,
            typed: String::new(),
            resumes,
        }
    }

    /// The weights as they are now.
    #[must_use]
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The place of the selected one.
    #[must_use]
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// What has been typed and not been taken over.
    #[must_use]
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Selects the one before or after, round and round.
    pub fn select(&mut self, direction: Direction) {
        let count = self.weights.len();
        let step = match direction {
            Direction::Up => 1,
            Direction::Down => count - 1,
        };
        self.selected = (self.selected + step) % count;
    }

    /// Moves the selected one by a tenth, or by a tenth of its size where it is large.
    pub fn nudge(&mut self, direction: Direction) {
        self.typed.clear();
        let weight = &mut self.weights[self.selected];
        let step = 0.1 * weight.abs().max(1.0);
        let moved = match direction {
            Direction::Up => *weight + step,
            Direction::Down => *weight - step,
        };
        // Three decimals are enough to look at, as long as there are that many.
        let rounded = if moved.abs() < 1e9 {
            (moved * 1000.0).round() / 1000.0
        } else {
            moved
        };
        if rounded.is_finite() {
            *weight = rounded + 0.0;
        }
    }

    /// A character of a number; others are passed over.
    pub fn push(&mut self, character: char) {
        let is_of_number = character.is_ascii_digit() || "+-.eE".contains(character);
        if is_of_number && self.typed.len() < MOST_TYPED {
            self.typed.push(character);
        }
    }

    /// Takes the last character back.
    pub fn erase(&mut self) {
        self.typed.pop();
    }

    /// Takes over what was typed. Returns whether that changed anything.
    ///
    /// # Errors
    /// Where it is no finite number: what was typed, which is forgotten.
    pub fn accept(&mut self) -> Result<bool, String> {
        if self.typed.is_empty() {
            return Ok(false);
        }
        let typed = std::mem::take(&mut self.typed);
        match typed.parse::<f64>() {
            Ok(weight) if weight.is_finite() => {
                self.weights[self.selected] = weight + 0.0;
                Ok(true)
            }
            _ => Err(typed),
        }
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
    fn digits_are_typed_and_everything_else_is_passed_over() {
        let mut editor = WeightEditor::new([1.0, 2.0, 3.0].into(), false);
        editor.select(Direction::Down);
        typed(&mut editor, "-1x.5\u{1b}e1");
        assert_eq!(editor.typed(), "-1.5e1");
        assert_eq!(editor.accept(), Ok(true));
        assert_eq!(*editor.weights(), [1.0, 2.0, -15.0].into());
        typed(&mut editor, "1-");
        assert_eq!(editor.accept(), Err("1-".to_owned()));
        typed(&mut editor, "1e999");
        assert_eq!(editor.accept(), Err("1e999".to_owned()));
        assert_eq!(*editor.weights(), [1.0, 2.0, -15.0].into());
        assert_eq!(editor.accept(), Ok(false));
    }

    #[test]
    fn nudges_are_round_numbers_and_stay_finite() {
        let mut editor = WeightEditor::new([0.2, f64::MAX].into(), false);
        editor.nudge(Direction::Up);
        assert_eq!(editor.weights()[0], 0.3);
        for _ in 0..3 {
            editor.nudge(Direction::Down);
        }
        assert_eq!(editor.weights()[0].to_bits(), 0.0_f64.to_bits());
        editor.select(Direction::Up);
        editor.nudge(Direction::Up);
        assert_eq!(editor.weights()[1], f64::MAX);
    }
}
