//! The popup with the command that repeats the run.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::ui::panels::frame;
use crate::ui::theme::Theme;

/// Largest width of the popup, in columns, with its frame.
const WIDEST: u16 = 100;

/// Draws `command` in a popup in the middle of `area`. `has_look` says whether it also has the options of the
/// look. Lines are broken at any character, because a shell
/// command is a sequence of words without lines. If the command does not fit, a note replaces its last lines.
pub fn draw(command: &str, has_look: bool, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let width = area.width.min(WIDEST);
    let room = usize::from(width.saturating_sub(2)).max(1);
    let characters: Vec<char> = command.chars().collect();
    let mut lines: Vec<Line> = characters
        .chunks(room)
        .map(|chunk| Line::from(chunk.iter().collect::<String>()))
        .collect();
    let most = usize::from(area.height).saturating_sub(4).max(1);
    if lines.len() > most {
        lines.truncate(most.saturating_sub(1));
        lines.push(Line::styled(
            "… all of it is copied, and printed on exit",
            theme.muted(),
        ));
    }
    let (title, hint) = if has_look {
        ("To repeat this run and its look", "esc closes")
    } else {
        ("To repeat this run", "y: with the look; esc closes")
    };
    let note = format!("copied, where the terminal allows it; {hint}");
    lines.push(Line::styled(note, theme.muted()));
    let inner = frame::popup(title, width, lines.len(), theme, area, buffer);
    for (line, row) in lines.into_iter().zip(inner.rows()) {
        line.render(row, buffer);
    }
}
