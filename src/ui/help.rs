//! The help: the table of keys, grouped, over the picture.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::style::{Style, Stylize};
use ratatui::symbols::border;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear, Widget};

use crate::app::keymap::{self, HelpLine, Key};
use crate::ui::theme::Theme;

/// The column where the explanations begin.
const KEYS: usize = 16;

/// Draws the help in the middle of `area`.
pub fn draw(theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lines = fitted(theme, area.height.saturating_sub(2));
    let width = lines.iter().map(Line::width).max().unwrap_or(0) + 4;
    let [width, height] =
        [width, lines.len() + 2].map(|size| u16::try_from(size).unwrap_or(u16::MAX));
    let popup = area.centered(Constraint::Max(width), Constraint::Max(height));
    Clear.render(popup, buffer);
    let block = Block::bordered()
        .border_set(border::ROUNDED)
        .border_style(Style::new().fg(theme.accent))
        .title_top(Line::from(" Help ").bold());
    let inner = block.inner(popup);
    block.render(popup, buffer);
    for (line, row) in lines.into_iter().zip(inner.rows()) {
        line.render(row, buffer);
    }
}

/// The help in so many rows: with empty rows between the groups, without them, without headings, or
/// as many lines as there is room for.
fn fitted(theme: &Theme, rows: u16) -> Vec<Line<'static>> {
    let rows = usize::from(rows);
    let spaced = grouped(theme, true);
    if spaced.len() <= rows {
        return spaced;
    }
    let dense = grouped(theme, false);
    if dense.len() <= rows {
        return dense;
    }
    let mut plain: Vec<Line> = keymap::help_lines()
        .iter()
        .map(|line| entry(line, theme))
        .collect();
    if plain.len() > rows {
        plain.truncate(rows.saturating_sub(1));
        plain.push(Line::styled(" … more in a larger window", theme.muted()));
    }
    plain
}

fn grouped(theme: &Theme, spaced: bool) -> Vec<Line<'static>> {
    let help_lines = keymap::help_lines();
    let groups = help_lines.chunk_by(|one, next| one.group == next.group);
    let mut lines = Vec::new();
    for group in groups {
        if spaced && !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::from(format!(" {}", group[0].group.title())).bold());
        lines.extend(group.iter().map(|line| entry(line, theme)));
    }
    lines
}

fn entry(line: &HelpLine, theme: &Theme) -> Line<'static> {
    let keys: Vec<String> = line.keys.iter().map(Key::to_string).collect();
    Line::from(vec![
        Span::styled(format!("   {:<KEYS$}", keys.join(" ")), theme.key()),
        Span::raw(line.help),
        Span::raw(" "),
    ])
}
