//! A line of text that is typed: its characters, and the cursor among them.

use tui_input::{Input, InputRequest};

/// A line of text with a cursor. It holds no control characters.
#[derive(Debug, Clone)]
pub struct Line {
    input: Input,
    /// Largest number of characters.
    most: usize,
}

/// A key that moves the cursor of a line or deletes characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEdit {
    /// Move the cursor one character to the left.
    Left,
    /// Move the cursor one character to the right.
    Right,
    /// Move the cursor to the start of the line.
    Start,
    /// Move the cursor to the end of the line.
    End,
    /// Delete the character to the left of the cursor.
    Erase,
    /// Delete the character at the cursor.
    Delete,
    /// Delete the word to the left of the cursor.
    EraseWord,
    /// Delete everything to the left of the cursor.
    EraseToStart,
    /// Delete everything from the cursor on.
    EraseToEnd,
}

impl Line {
    /// Creates an empty line with room for `most` characters.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self {
            input: Input::default(),
            most,
        }
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Returns the number of characters to the left of the cursor.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.input.cursor()
    }

    /// Returns the text to the left of the cursor, and the text from the cursor on.
    #[must_use]
    pub fn halves(&self) -> (&str, &str) {
        let mut places = self.text().char_indices();
        let place = places.nth(self.cursor()).map(|(place, _)| place);
        self.text().split_at(place.unwrap_or(self.text().len()))
    }

    /// Inserts a character at the cursor. A control character is ignored. Returns false if there is no room for
    /// the character.
    pub fn insert(&mut self, character: char) -> bool {
        if character.is_control() {
            return true;
        }
        let has_room = self.text().chars().count() < self.most;
        if has_room {
            self.input.handle(InputRequest::InsertChar(character));
        }
        has_room
    }

    /// Replaces the text, and moves the cursor behind the first `cursor` characters of the new one.
    pub fn set(&mut self, text: &str, cursor: usize) {
        let text = text.chars().take(self.most).collect();
        self.input = Input::new(text).with_cursor(cursor);
    }

    /// Moves the cursor or deletes characters.
    pub fn edit(&mut self, edit: LineEdit) {
        self.input.handle(match edit {
            LineEdit::Left => InputRequest::GoToPrevChar,
            LineEdit::Right => InputRequest::GoToNextChar,
            LineEdit::Start => InputRequest::GoToStart,
            LineEdit::End => InputRequest::GoToEnd,
            LineEdit::Erase => InputRequest::DeletePrevChar,
            LineEdit::Delete => InputRequest::DeleteNextChar,
            LineEdit::EraseWord => InputRequest::DeletePrevWord,
            LineEdit::EraseToStart => InputRequest::DeleteFromStart,
            LineEdit::EraseToEnd => InputRequest::DeleteTillEnd,
        });
    }

    /// Removes the text and returns it.
    pub fn take(&mut self) -> String {
        self.input.value_and_reset()
    }
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        (self.text(), self.cursor(), self.most) == (other.text(), other.cursor(), other.most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, edits: &[LineEdit]) -> Line {
        let mut line = Line::new(12);
        for character in text.chars() {
            line.insert(character);
        }
        for edit in edits {
            line.edit(*edit);
        }
        line
    }

    #[test]
    fn the_keys_of_a_line_do_what_they_do_in_a_shell() {
        use LineEdit::{
            Delete, End, Erase, EraseToEnd, EraseToStart, EraseWord, Left, Right, Start,
        };
        for (edits, left, right) in [
            (&[][..], "x1,x2 ü", ""),
            (&[Left, Left], "x1,x2", " ü"),
            (&[Start, Right], "x", "1,x2 ü"),
            (&[Start, End], "x1,x2 ü", ""),
            (&[Erase], "x1,x2 ", ""),
            (&[Start, Delete], "", "1,x2 ü"),
            (&[EraseWord, EraseWord], "x1,", ""),
            (&[Left, Left, EraseToStart], "", " ü"),
            (&[Start, Right, Right, EraseToEnd], "x1", ""),
            (&[Right, Right, Delete], "x1,x2 ü", ""),
        ] {
            assert_eq!(typed("x1,x2 ü", edits).halves(), (left, right), "{edits:?}");
        }
    }

    #[test]
    fn a_line_has_an_end_and_no_control_characters() {
        let mut line = typed("12345\u{1b}\r67890", &[]);
        assert_eq!(line.text(), "1234567890");
        assert!(line.insert('1') && line.insert('2') && !line.insert('3'));
        assert!(line.insert('\n'), "a control character needs no room");
        line.set("abcdefghijklmnop", 3);
        assert_eq!(line.halves(), ("abc", "defghijkl"));
        assert_eq!(line.take(), "abcdefghijkl");
        assert_eq!((line.text(), line.cursor()), ("", 0));
    }
}
