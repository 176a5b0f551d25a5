//! Writes a picture as lines of text with colours, wherever the cursor is.

use ratatui::buffer::Buffer;

use crate::terminal::backend::{PLAIN, Pen};

/// Returns the rows of a picture as texts with escape sequences for colours. Each begins and ends with the colours
/// of the terminal itself, and has no spaces at its end that are invisible.
#[must_use]
pub fn inline_rows(picture: &Buffer) -> Vec<String> {
    let row = |y: u16| {
        let cells = (picture.area.left()..picture.area.right()).map(|x| &picture[(x, y)]);
        let cells: Vec<_> = cells.map(|cell| (Pen::of(cell), cell.symbol())).collect();
        let is_seen = |(pen, symbol): &(Pen, &str)| *symbol != " " || pen.is_seen_in_a_space();
        let end = cells.iter().rposition(is_seen).map_or(0, |last| last + 1);
        let (mut text, mut before) = (String::new(), PLAIN);
        for (pen, symbol) in &cells[..end] {
            if let Some(changes) = pen.changes_from(before) {
                text.extend(["\x1b[", &changes, "m"]);
            }
            text += symbol;
            before = *pen;
        }
        if before != PLAIN {
            text += "\x1b[m";
        }
        text
    };
    (picture.area.top()..picture.area.bottom())
        .map(row)
        .collect()
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Style};

    use super::*;

    #[test]
    fn a_row_has_its_colours_and_no_more() {
        let mut picture = Buffer::empty(Rect::new(0, 0, 6, 3));
        picture.set_string(0, 0, "ab", Style::new().fg(Color::Red));
        picture.set_string(2, 0, "c", Style::new());
        picture.set_string(1, 1, " ", Style::new().bg(Color::Indexed(53)));
        let texts = inline_rows(&picture);
        assert_eq!(texts, ["\x1b[31mab\x1b[39mc", " \x1b[48;5;53m \x1b[m", ""]);
    }
}
