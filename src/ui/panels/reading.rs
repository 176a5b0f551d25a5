//! The popup over the points that tells what was read from a person's own file.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Stylize;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::ui::panels::frame;
use crate::ui::theme::Theme;

/// Largest width of the popup, in columns, with its frame.
const WIDEST: u16 = 64;
/// Number of columns, and of rows, of the frame.
const FRAME: u16 = 2;
/// Text in place of lines for which there is no room.
const CUT: &str = "… more: data --describe FILE";

/// Draws what was read in the middle of the points panel, or of `body` if it does not fit there: the `lines` of the
/// reader, and the warning at a place of `warnings`, if there are any. The last lines are left out if both are
/// too small, but not the warning and the note on keys.
pub fn draw(
    lines: &[String],
    warnings: &[String],
    place: usize,
    theme: &Theme,
    [scatter, body]: [Rect; 2],
    buffer: &mut Buffer,
) {
    let layout = |area: Rect| {
        let width = area.width.min(WIDEST);
        let told = told(lines, warnings, place, width.saturating_sub(FRAME), theme);
        let rows = told.0.len() + told.1.len();
        (area, width, told, rows + usize::from(FRAME))
    };
    let over_points = layout(scatter);
    let (area, width, (mut told, last), _) = if over_points.3 <= usize::from(scatter.height) {
        over_points
    } else {
        layout(body)
    };
    let room = usize::from(area.height.saturating_sub(FRAME)).saturating_sub(last.len());
    if told.len() > room {
        told.truncate(room.saturating_sub(1));
        told.push(Line::styled(CUT, theme.muted()));
    }
    told.extend(last);
    let inner = frame::popup("What was read", width, told.len(), theme, area, buffer);
    for (line, row) in told.into_iter().zip(inner.rows()) {
        line.render(row, buffer);
    }
}

/// Returns the lines of the reader, and the lines that are never left out: the warning and the keys.
fn told(
    lines: &[String],
    warnings: &[String],
    place: usize,
    width: u16,
    theme: &Theme,
) -> (Vec<Line<'static>>, Vec<Line<'static>>) {
    let width = usize::from(width);
    let plain = lines.iter().flat_map(|line| wrapped(line, width));
    let plain = plain.map(Line::from).collect();
    let count = warnings.len();
    let warning = warnings.get(place).map(|warning| match count {
        1 => format!("Warning: {warning}"),
        _ => format!("Warning {} of {count}: {warning}", place + 1),
    });
    let warning = warning.iter().flat_map(|warning| wrapped(warning, width));
    let mut last: Vec<Line> = warning.map(|line| Line::from(line).bold()).collect();
    let keys = if place + 1 < count {
        "f: the next warning; any key closes"
    } else {
        "any key closes; f shows it again"
    };
    let keys = wrapped(keys, width).into_iter();
    last.extend(keys.map(|line| Line::styled(line, theme.muted())));
    (plain, last)
}

/// Breaks a text at blanks into lines that are at most `width` columns wide. A longer word is broken anywhere. All
/// lines but the first are indented.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    const INDENT: &str = "  ";
    let columns = |text: &str| Span::raw(text).width();
    let width = width.max(INDENT.len() + 2);
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is a line");
        let is_begun = !last.trim_start().is_empty();
        if is_begun && columns(last) + 1 + columns(word) <= width {
            last.push(' ');
        } else if is_begun {
            lines.push(INDENT.to_owned());
        }
        for character in word.chars() {
            let mut buffer = [0; 4];
            let character: &str = character.encode_utf8(&mut buffer);
            let last = lines.last_mut().expect("there is a line");
            if columns(last) + columns(character) <= width {
                last.push_str(character);
            } else {
                lines.push(format!("{INDENT}{character}"));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_blanks_and_words_only_if_they_are_too_long() {
        assert_eq!(wrapped("x1 = column 2", 20), ["x1 = column 2"]);
        assert_eq!(
            wrapped("x1 = column 2 (height)", 13),
            ["x1 = column 2", "  (height)"]
        );
        assert_eq!(
            wrapped("a incomprehensible", 10),
            ["a", "  incompre", "  hensible"]
        );
        assert_eq!(wrapped("日本日本日本", 8), ["日本日本", "  日本"]);
    }
}
