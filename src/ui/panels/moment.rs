//! Moments on the loss chart: the present one after the run went back, and the one that is chosen to go to.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::app::App;
use crate::session::curves::Curves;
use crate::session::history::{Bucket, History};
use crate::session::snapshot::LaneView;
use crate::ui::number::{count, significant};
use crate::ui::panels::marks::is_empty;
use crate::ui::theme::Theme;

/// Word at the line of the present moment.
const NOW: &str = "now";

/// Draws a line at the present moment if something lies ahead of it, and a line at the chosen moment. `epochs` are the
/// ends of the horizontal axis.
pub fn draw(app: &App, epochs: [f64; 2], theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lane = app.lane();
    let column = |position: f64| {
        let share = (position - epochs[0]) / (epochs[1] - epochs[0]);
        #[expect(clippy::cast_possible_truncation, reason = "a column of the area")]
        #[expect(clippy::cast_sign_loss, reason = "a share from 0 to 1")]
        let column = (share.clamp(0.0, 1.0) * f64::from(area.width)) as u16;
        area.x + column.min(area.width.saturating_sub(1))
    };
    if area.is_empty() {
        return;
    }
    if lane.future.is_some() {
        let column = column(lane.progress.position);
        draw_line(column, theme.muted, area, buffer);
        name(column, theme, area, buffer);
    }
    if let Some(moment) = app.view().moment {
        draw_line(column(moment), theme.accent, area, buffer);
    }
}

/// Writes what is at the chosen moment into one row: its update and its loss, and its epoch if there is room.
pub fn tell(lane: &LaneView, moment: f64, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let curves = match &lane.future {
        Some(future) if moment > lane.progress.position => &future.curves,
        _ => &lane.curves,
    };
    let updates = curves.batches.values_until(moment + 1e-9);
    let muted = |text: String| Span::styled(text, theme.muted());
    let mut spans = vec![
        Span::raw(" update "),
        Span::styled(count(updates), theme.key()),
    ];
    let loss = loss(curves, moment).map(|loss| format!("  loss {}", significant(loss, 3)));
    spans.extend(loss.map(muted));
    let epoch = muted(format!("  epoch {}", significant(moment, 3)));
    let used: usize = spans.iter().map(Span::width).sum();
    if used + epoch.width() <= usize::from(area.width) {
        spans.push(epoch);
    }
    Line::from(spans).render(area, buffer);
}

/// Returns the loss of the last complete epoch at a moment, or of the last mini-batch if there is no such epoch.
fn loss(curves: &Curves, moment: f64) -> Option<f64> {
    let last = |history: &History| {
        let before = history
            .iter()
            .take_while(|bucket| bucket.position <= moment + 1e-9);
        before.last().map(Bucket::mean)
    };
    last(&curves.epochs).or_else(|| last(&curves.batches))
}

/// Draws a vertical line into the cells that are otherwise empty.
fn draw_line(column: u16, color: Color, area: Rect, buffer: &mut Buffer) {
    for row in area.top()..area.bottom() {
        let cell: &mut Cell = &mut buffer[(column, row)];
        if is_empty(cell) || cell.symbol() == "╎" {
            cell.set_symbol("│").set_fg(color);
        }
    }
}

/// Writes the word for the present moment beside its line, in the lowest row that has room.
fn name(column: u16, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let width = u16::try_from(NOW.len()).unwrap_or(u16::MAX);
    let right = column + 1;
    let left = column.checked_sub(width).filter(|at| *at >= area.x);
    let places = [Some(right).filter(|at| at + width <= area.right()), left];
    for row in (area.top()..area.bottom()).rev() {
        for at in places.into_iter().flatten() {
            let mut cells = (at..at + width).map(|column| &buffer[(column, row)]);
            if cells.all(is_empty) {
                buffer.set_string(at, row, NOW, Style::new().fg(theme.muted));
                return;
            }
        }
    }
}
