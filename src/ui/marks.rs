//! Marks in the chart of the loss: where a hyperparameter was changed, and how.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::session::change::{Change, Changes, WEIGHTS};
use crate::session::settings::{LOSS, Settings};
use crate::ui::number::elided;
use crate::ui::theme::Theme;

/// No longer than this is what a mark says.
const LONGEST: usize = 24;

/// Draws the latest changes into the plot, whose columns go from one position to another, in epochs: a
/// broken line where there is nothing else, and the words beside it in the first rows. Where there is no
/// room for the words of all, the latest have it.
pub fn draw(
    changes: &Changes,
    [from, to]: [f64; 2],
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let rows = area.height / 3;
    // How far the words of each row have come, from the right.
    let mut taken = vec![area.right(); usize::from(rows)];
    // Another unit of the loss is no change of the training.
    let is_shown =
        |change: &&Change| change.name != LOSS.flag && (from..=to).contains(&change.position);
    for change in changes.made().iter().rev().filter(is_shown) {
        let share = (change.position - from) / (to - from);
        #[expect(clippy::cast_possible_truncation, reason = "a column of the area")]
        #[expect(clippy::cast_sign_loss, reason = "a share from 0 to 1")]
        let column = (share * f64::from(area.width)) as u16;
        let column = area.x + column.min(area.width.saturating_sub(1));
        draw_line(column, theme, area, buffer);
        let words = words(change);
        let width = u16::try_from(words.chars().count()).unwrap_or(u16::MAX);
        // To the right of the mark, as far as the edge allows.
        let Some(last) = area
            .right()
            .checked_sub(width)
            .filter(|last| *last >= area.x)
        else {
            continue;
        };
        let at = last.min(column + 1);
        let free = taken
            .iter_mut()
            .enumerate()
            .find(|(_, end)| at + width <= **end);
        if let Some((row, end)) = free {
            let row = area.y + u16::try_from(row).unwrap_or(0);
            buffer.set_string(at, row, words, Style::new().fg(theme.accent));
            *end = at.saturating_sub(1);
        }
    }
}

fn draw_line(column: u16, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    for row in (area.top()..area.bottom()).step_by(2) {
        let cell = &mut buffer[(column, row)];
        if cell.symbol() == " " || cell.symbol() == "\u{2800}" {
            cell.set_symbol("╎").set_fg(theme.frame);
        }
    }
}

/// The name of what was changed and its value before and after: `alpha .01→.1`.
fn words(change: &Change) -> String {
    let name = Settings::find(change.name).map_or(change.name, |setting| setting.name);
    let words = if change.name == WEIGHTS {
        name.to_owned()
    } else {
        format!("{name} {}→{}", short(&change.before), short(&change.after))
    };
    elided(&words, LONGEST)
}

/// A number without the nought before its point.
fn short(text: &str) -> &str {
    match text.strip_prefix('0') {
        Some(rest) if rest.starts_with('.') => rest,
        _ => text,
    }
}
