//! The loss: the curve of the epochs over the faint dots of the mini-batches.
//!
//! ```text
//! ├ Training Loss ──────────────── log ┤
//! │  Loss  ━ epoch  • mini-batch       │
//! │  100 ┤⠉⠑⠢⡀                         │
//! │    1 ┤   ⠈⠢⣀⡀                      │
//! │ 0.01 ┤      ⠈⠉⠉                    │
//! │      └─────────────────────────────│
//! │       0         Epoch #         10 │
//! ```
//!
//! ratatui's `Chart` was tried and left: it spreads its labels evenly whatever they say, has no tick
//! marks, misplaces more than three labels below, and writes the titles of its axes over the data.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::{Canvas, Context, Line as Segment, Points};

use crate::app::Scale;
use crate::session::history::{Bucket, History};
use crate::session::snapshot::Snapshot;
use crate::ui::axis::{LossAxis, Tick, epochs_shown};
use crate::ui::number;
use crate::ui::panel::{self, Place};
use crate::ui::theme::Theme;

/// Columns for the labels of the ticks and the axis, at least: ` 0.005 ┤`.
const GUTTER: usize = 8;

/// So many buckets for a column of dots are drawn one by one.
const FEW: usize = 4;

/// Draws the panel.
pub fn draw(
    snapshot: &Snapshot,
    scale: Scale,
    place: Place,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let scale_name = match scale {
        Scale::Linear => "linear",
        Scale::Log => "log",
    };
    let sum = if area.width >= 48 {
        "sum per batch · "
    } else {
        ""
    };
    let detail = format!("{sum}{scale_name}");
    let inner = panel::frame("Training Loss", &detail, place, theme, area, buffer);
    let rows = Layout::vertical([
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(2),
    ]);
    let [legend, plot, below] = rows.areas(inner);

    // Decades stand in each second row, so that they are evenly spread.
    let most_ticks = match (scale, usize::from(plot.height.div_ceil(2))) {
        (Scale::Linear, rows) => rows.clamp(4, 9),
        (Scale::Log, rows) => rows.clamp(2, 9),
    };
    let range = shown_range(snapshot, scale);
    let axis = LossAxis::new(scale, range.unwrap_or([0.0, 1.0]), most_ticks);
    let ticks = if range.is_some() { axis.ticks() } else { &[] };
    let widest = ticks.iter().map(|tick| tick.label.len()).max();
    let gutter = u16::try_from(GUTTER.max(widest.unwrap_or(0) + 3)).unwrap_or(u16::MAX);
    let columns = Layout::horizontal([Constraint::Length(gutter), Constraint::Fill(1)]);
    let [left, plot] = columns.areas(plot);

    draw_legend(theme, legend, buffer);
    draw_loss_axis(ticks, theme, left, buffer);
    let epochs = epochs_shown(
        snapshot.progress.position,
        snapshot.control.settings.hyperparameters.epochs.get(),
    );
    draw_epoch_axis(epochs, gutter, theme, below, buffer);
    if plot.width > 0 {
        draw_losses(snapshot, &axis, epochs, theme, plot, buffer);
    }
}

/// The losses that the axis must hold. Those of the epochs decide, so that their curve has the room;
/// a logarithmic axis goes half a decade below them and has all mini-batches above, and a linear one has
/// these where they are no more than twice as high. While there is no complete epoch yet, the
/// mini-batches decide.
fn shown_range(snapshot: &Snapshot, scale: Scale) -> Option<[f64; 2]> {
    let [batch_low, batch_high] = snapshot.batch_losses.range()?;
    let Some([low, high]) = snapshot.epoch_losses.range() else {
        return Some([batch_low, batch_high]);
    };
    let has_batches = scale == Scale::Log || batch_high <= 2.0 * high;
    let high = if has_batches {
        high.max(batch_high)
    } else {
        high
    };
    Some([low / 3.0, high])
}

fn draw_legend(theme: &Theme, area: Rect, buffer: &mut Buffer) {
    Line::from(vec![
        Span::raw(" Loss  "),
        Span::styled(theme.signs.curve, theme.curve),
        Span::styled(" epoch   ", theme.muted()),
        Span::styled(theme.signs.dot, theme.dots),
        Span::styled(" mini-batch", theme.muted()),
    ])
    .render(area, buffer);
}

/// The labels and marks on the left; a mark stands in the row where the dots of its value are.
fn draw_loss_axis(ticks: &[Tick], theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let Some(column) = area.right().checked_sub(1).filter(|_| !area.is_empty()) else {
        return;
    };
    let style = Style::new().fg(theme.frame);
    for row in area.top()..area.bottom() {
        buffer.set_string(column, row, "│", style);
    }
    let last_dot = f64::from(area.height) * 4.0 - 1.0;
    for tick in ticks {
        #[expect(clippy::cast_possible_truncation, reason = "a row of the area")]
        #[expect(clippy::cast_sign_loss, reason = "a height is between 0 and 1")]
        let row = area.top() + ((1.0 - tick.height) * last_dot / 4.0) as u16;
        let width = usize::from(area.width).saturating_sub(2);
        let label = format!("{:>width$} ", tick.label);
        buffer.set_string(area.left(), row, label, theme.muted());
        buffer.set_string(column, row, "┤", style);
    }
}

fn draw_epoch_axis(epochs: f64, gutter: u16, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let Some(columns) = area.width.checked_sub(gutter) else {
        return;
    };
    let line = "─".repeat(usize::from(columns));
    let corner = Position::new(area.left() + gutter - 1, area.top());
    buffer.set_string(
        corner.x,
        corner.y,
        format!("└{line}"),
        Style::new().fg(theme.frame),
    );
    let labels = Rect {
        x: area.left() + gutter,
        y: area.top() + 1,
        width: columns,
        height: area.height.min(1),
    };
    #[expect(clippy::cast_possible_truncation, reason = "a whole number")]
    #[expect(clippy::cast_sign_loss, reason = "a number of epochs")]
    let end = number::count(epochs as u64);
    Line::styled("0", theme.muted()).render(labels, buffer);
    Line::from("Epoch #").centered().render(labels, buffer);
    Line::styled(end, theme.muted())
        .right_aligned()
        .render(labels, buffer);
}

fn draw_losses(
    snapshot: &Snapshot,
    axis: &LossAxis,
    epochs: f64,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    Canvas::default()
        .marker(theme.signs.dots)
        .x_bounds([0.0, epochs])
        .y_bounds([0.0, 1.0])
        .paint(|context| {
            let batches = spread(&snapshot.batch_losses)
                // Those above the axis stand at its upper edge.
                .map(|(position, loss)| (position, axis.height(loss).min(1.0)));
            context.draw(&Points {
                coords: &batches.collect::<Vec<_>>(),
                color: theme.dots,
            });
            // A layer of its own: the curve is not thickened by the dots it passes.
            context.marker(theme.signs.line);
            // Two dots high, to be seen from afar.
            let dot = 1.0 / (f64::from(area.height) * 4.0 - 1.0);
            let curve = by_columns(&snapshot.epoch_losses, epochs, area.width);
            for offset in [0.0, dot] {
                // What lies below the axis, a loss of 0 too, runs along it.
                let height = |loss| axis.height(loss).max(0.0) + offset;
                draw_curve(context, &curve, height, theme);
            }
        })
        .render(area, buffer);
}

/// A line through the means, and the spikes that a bucket holds.
fn draw_curve(
    context: &mut Context,
    buckets: &[Bucket],
    height: impl Fn(f64) -> f64,
    theme: &Theme,
) {
    let mean = |bucket: &Bucket| (bucket.position, height(bucket.mean()));
    for pair in buckets.windows(2) {
        let (from, to) = (mean(&pair[0]), mean(&pair[1]));
        context.draw(&Segment::new(from.0, from.1, to.0, to.1, theme.curve));
    }
    for bucket in buckets {
        let x = bucket.position;
        let (low, high) = (height(bucket.min), height(bucket.max));
        context.draw(&Segment::new(x, low, x, high, theme.curve));
    }
}

/// The buckets of a history. Where they are many, those that share a column of dots are one: however
/// long the run, there is no more to draw.
fn by_columns(history: &History, epochs: f64, width: u16) -> Vec<Bucket> {
    let columns = usize::from(width) * 2;
    if history.buckets().len() <= columns * FEW {
        return history.buckets().to_vec();
    }
    let column = |bucket: &Bucket| (bucket.position / epochs * columns as f64).floor();
    let chunks = history
        .buckets()
        .chunk_by(|one, next| column(one) == column(next));
    let merge = |chunk: &[Bucket]| {
        let (first, rest) = chunk.split_first().expect("a chunk has one at least");
        rest.iter().fold(*first, |all, one| all.merged(one))
    };
    chunks.map(merge).collect()
}

/// The extremes of every bucket, each at its place.
fn spread(history: &History) -> impl Iterator<Item = (f64, f64)> {
    let buckets = history.buckets().iter();
    buckets.flat_map(|bucket| [(bucket.position, bucket.min), (bucket.position, bucket.max)])
}
