//! The curves of several lanes in the loss chart: one range for all of them, and a letter at the end of each.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::canvas::Context;

use crate::session::history::{Bucket, History};
use crate::session::snapshot::Phase;
use crate::ui::panels::axis::LossAxis;
use crate::ui::panels::breaks;
use crate::ui::panels::loss::{Chart, draw_curve};
use crate::ui::theme::Theme;

/// The end of the curve of a lane: its column, and the row in which its letter is to stand.
struct End<'a> {
    chart: &'a Chart<'a>,
    column: u16,
    row: u16,
    /// The last loss that the curve shows.
    loss: f64,
}

/// Returns the lowest and the highest loss that the axis must show, or `None` if there are no losses yet. The losses of a
/// lane that has diverged count only if all lanes have: they may be of any size.
pub fn range(charts: &[Chart]) -> Option<[f64; 2]> {
    let has_diverged = |chart: &&Chart| chart.lane.phase == Phase::Diverged;
    let sane = charts.iter().filter(|chart| !has_diverged(chart));
    let ranges = sane.filter_map(Chart::shown_range).reduce(joined);
    ranges.or_else(|| charts.iter().filter_map(Chart::shown_range).reduce(joined))
}

fn joined([low, high]: [f64; 2], [other_low, other_high]: [f64; 2]) -> [f64; 2] {
    [low.min(other_low), high.max(other_high)]
}

impl Chart<'_> {
    /// Returns the losses that the curve of the lane shows: those of the epochs. If there are several lanes, which have
    /// no dots for their mini-batches, a lane without a complete epoch has a curve through the losses of these.
    pub fn history(&self) -> &History {
        let curves = &self.lane.curves;
        if self.is_alone || !curves.epochs.is_empty() {
            &curves.epochs
        } else {
            &curves.batches
        }
    }

    /// Returns the pieces of a curve as they are drawn into `width` columns.
    pub fn pieces(&self, history: &History, width: u16) -> Vec<Vec<Bucket>> {
        let shown = self.shown(history).copied().collect();
        let pieces = breaks::pieces(shown, &breaks::of(self.lane)).into_iter();
        let drawn = pieces.map(|piece| self.smoothed(self.by_columns(piece, width)));
        drawn.collect()
    }

    /// Draws the curve of a lane that is not the chosen one: it is one dot thick.
    pub fn draw_thin(&self, context: &mut Context, axis: &LossAxis, theme: &Theme, width: u16) {
        self.take_marker(context, theme);
        for curve in self.pieces(self.history(), width) {
            draw_curve(context, &curve, |loss| height(axis, loss), self.color);
        }
    }

    /// Sets the marker of the lane. The dots of lanes that have the same marker are drawn in one layer.
    pub fn take_marker(&self, context: &mut Context, theme: &Theme) {
        let marker = theme.lane_marker(self.lane.id);
        if !self.is_alone && marker != theme.signs.line {
            context.marker(marker);
        }
    }

    /// Returns the end of the curve in an area; `None` if there is no curve.
    fn end(&self, axis: &LossAxis, area: Rect) -> Option<End<'_>> {
        let pieces = self.pieces(self.history(), area.width);
        let last = *pieces.iter().rev().find_map(|piece| piece.last())?;
        let [from, to] = self.epochs;
        let across = (last.position - from) / (to - from) * f64::from(area.width);
        // As on the canvas, the highest dot of the area is at the height 1 and the lowest one at 0.
        let last_dot = f64::from(area.height) * 4.0 - 1.0;
        let down = (1.0 - height(axis, last.mean())) * last_dot / 4.0;
        let cell = |place: f64, cells: u16| {
            #[expect(clippy::cast_possible_truncation, reason = "a cell of the area")]
            #[expect(clippy::cast_sign_loss, reason = "at least 0")]
            let cell = place.max(0.0) as u16;
            cell.min(cells.saturating_sub(1))
        };
        Some(End {
            chart: self,
            // The letter is to the right of the curve, as long as there is room.
            column: cell(across + 1.0, area.width),
            row: cell(down, area.height),
            loss: last.mean(),
        })
    }
}

/// Returns the height of a loss on the axis. Losses outside of it, including a loss of 0, are at its edges.
pub fn height(axis: &LossAxis, loss: f64) -> f64 {
    axis.height(loss).clamp(0.0, 1.0)
}

/// Writes the letter of each lane to the right of its curve. Letters in one column that would overlap are moved up or down,
/// in the order of the losses; if a column has too few rows, the letters of the lowest losses are left out.
pub fn draw_letters(
    charts: &[Chart],
    axis: &LossAxis,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let mut ends: Vec<End> = charts
        .iter()
        .filter_map(|chart| chart.end(axis, area))
        .collect();
    ends.sort_by(|one, next| {
        let columns = one.column.cmp(&next.column);
        columns.then(next.loss.total_cmp(&one.loss))
    });
    for column in ends.chunk_by_mut(|one, next| one.column == next.column) {
        let room = usize::from(area.height).min(column.len());
        let column = &mut column[..room];
        spread(column, area.height);
        for end in column {
            let (x, y) = (area.x + end.column, area.y + end.row);
            let lane = end.chart.lane.id;
            buffer.set_string(x, y, lane.to_string(), theme.badge(lane));
        }
    }
}

/// Moves the ends of one column to different rows, in their order. There are at most `rows` ends.
fn spread(ends: &mut [End], rows: u16) {
    let mut free = 0;
    for end in ends.iter_mut() {
        end.row = end.row.max(free);
        free = end.row + 1;
    }
    let mut below = rows;
    for end in ends.iter_mut().rev() {
        end.row = end.row.min(below.saturating_sub(1));
        below = end.row;
    }
}
