//! The marks in the loss chart, which show where a hyperparameter or a weight was changed, and how.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

use crate::session::change::{Change, Made, Value};
use crate::session::changes::Changes;
use crate::session::settings::SHUFFLE;
use crate::ui::number::{elided, significant};
use crate::ui::theme::Theme;

/// Sign of which the line of a mark is made.
const LINE: &str = "╎";

/// Largest length of the text of a mark, in characters.
const LONGEST: usize = 24;

/// Draws the changes of a run into the plot of the loss chart. `from` and `to` are the ends of the plot's
/// horizontal axis, in epochs. Each change is a broken vertical line in cells that are otherwise empty, with
/// a text next to it. The text never covers a curve. It is in the upper third of the plot, or else lower, in
/// cells that are otherwise empty. If there is no room for all texts, those of the latest changes are shown.
/// The changes in `told` have no text here, because they have it elsewhere. `curves` are the colours of the curves.
pub fn draw(
    changes: &Changes,
    told: &[&Change],
    [from, to]: [f64; 2],
    curves: &[Color],
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    // For each row, the column before which the next text must end. Rows are filled from the right.
    let mut taken = vec![area.right(); usize::from(area.height)];
    for change in changes
        .made()
        .iter()
        .rev()
        .filter(|change| is_shown(change))
    {
        let Some(made) = &change.made else {
            continue;
        };
        if !(from..=to).contains(&made.position) {
            continue;
        }
        let share = (made.position - from) / (to - from);
        #[expect(clippy::cast_possible_truncation, reason = "a column of the area")]
        #[expect(clippy::cast_sign_loss, reason = "a share from 0 to 1")]
        let column = (share * f64::from(area.width)) as u16;
        let column = area.x + column.min(area.width.saturating_sub(1));
        draw_line(column, theme, area, buffer);
        if told.contains(&change) {
            continue;
        }
        let words = words(&change.value, made);
        let width = u16::try_from(words.chars().count()).unwrap_or(u16::MAX);
        // The text is to the right of the mark, but is moved to the left if it would cross the edge.
        let Some(last) = area
            .right()
            .checked_sub(width)
            .filter(|last| *last >= area.x)
        else {
            continue;
        };
        let at = last.min(column + 1);
        let mut rows = area.rows().zip(&mut taken);
        let free = rows.find(|(row, end)| {
            let text = Rect {
                x: at,
                width,
                ..*row
            };
            let may_cover_dots = row.y < area.y + area.height / 3;
            at + width <= **end && is_free(text, may_cover_dots, curves, buffer)
        });
        if let Some((row, end)) = free {
            buffer.set_string(at, row.y, words, Style::new().fg(theme.accent));
            *end = at.saturating_sub(1);
        }
    }
}

/// Returns whether a text may be written into an area: it holds no part of a curve and, unless the text
/// `may_cover_dots`, no dots of mini-batches.
fn is_free(area: Rect, may_cover_dots: bool, curves: &[Color], buffer: &Buffer) -> bool {
    area.positions().all(|position| {
        let cell = &buffer[position];
        let is_curve = curves.contains(&cell.fg);
        is_empty(cell) || cell.symbol() == LINE || (may_cover_dots && !is_curve)
    })
}

/// Returns whether a cell shows nothing.
pub fn is_empty(cell: &Cell) -> bool {
    matches!(cell.symbol(), " " | "\u{2800}")
}

fn draw_line(column: u16, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    for row in (area.top()..area.bottom()).step_by(2) {
        let cell = &mut buffer[(column, row)];
        if is_empty(cell) {
            cell.set_symbol(LINE).set_fg(theme.frame);
        }
    }
}

/// Returns whether a change is marked. A change of the loss that is shown is not marked, because it does not
/// change the training. A planned change may set the value that was already set; it is then marked only if
/// it sets weights or the shuffling.
fn is_shown(change: &Change) -> bool {
    let leaves_a_trace = change.value.is_of_weights() || change.value.is_of(&SHUFFLE);
    !change.is_of_loss() && (change.has_effect() || leaves_a_trace)
}

/// Returns the text of a mark: the name of what was changed, and its value before and after the change, such
/// as `alpha .01→.1`. Has only the name if all weights were changed.
pub fn words(value: &Value, made: &Made) -> String {
    let (before, after) = (made.before.text(), value.text());
    let words = match value {
        Value::Weights(_) => value.name(),
        Value::Weight(place, after) => {
            let before = match made.before {
                Value::Weight(_, before) => significant(before, 3),
                _ => String::new(),
            };
            format!(
                "W{place} {}→{}",
                short(&before),
                short(&significant(*after, 3))
            )
        }
        Value::Setting(of) => {
            let name = of.setting().name;
            format!("{name} {}→{}", short(&before), short(&after))
        }
    };
    elided(&words, LONGEST)
}

/// Removes the zero before the decimal point of a number: `0.5` becomes `.5`.
fn short(text: &str) -> &str {
    match text.strip_prefix('0') {
        Some(rest) if rest.starts_with('.') => rest,
        _ => text,
    }
}
