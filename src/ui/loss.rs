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
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::{Canvas, Context, Line as Segment, Points};

use crate::app::App;
use crate::learning::loss::LossKind;
use crate::session::history::{Bucket, History};
use crate::session::settings::{ChartWindow, Scale, ViewSettings};
use crate::session::snapshot::Snapshot;
use crate::ui::axis::{LossAxis, Tick, epochs_shown};
use crate::ui::marks;
use crate::ui::number;
use crate::ui::panel::{self, Place};
use crate::ui::theme::Theme;

const TITLE: &str = "Training Loss";

/// Columns for the labels of the ticks and the axis, at least: ` 0.005 ┤`.
const GUTTER: usize = 8;

/// So many buckets for a column of dots are drawn one by one.
const FEW: usize = 4;

/// What is drawn: part of the losses of a run.
struct Chart<'a> {
    snapshot: &'a Snapshot,
    view: ViewSettings,
    /// The ends of the axis of epochs.
    epochs: [f64; 2],
}

/// Draws the panel.
pub fn draw(app: &App, place: Place, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let (snapshot, view) = (app.confirmed(), app.requested().settings.view);
    let kind = snapshot.control.settings.setup.hyperparameters.loss;
    let detail = detail(kind, view, area.width);
    let inner = panel::frame(TITLE, &detail, place, theme, area, buffer);
    let rows = Layout::vertical([
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(2),
    ]);
    let [legend, plot, below] = rows.areas(inner);

    let scale = view.scale;
    let chart = Chart {
        snapshot,
        view,
        epochs: epochs(snapshot, view.window),
    };
    let range = chart.shown_range();
    let axis = LossAxis::new(scale, range.unwrap_or([0.0, 1.0]), plot.height);
    let ticks = if range.is_some() { axis.ticks() } else { &[] };
    let widest = ticks.iter().map(|tick| tick.label.len()).max();
    let gutter = u16::try_from(GUTTER.max(widest.unwrap_or(0) + 3)).unwrap_or(u16::MAX);
    let columns = Layout::horizontal([Constraint::Length(gutter), Constraint::Fill(1)]);
    let [left, plot] = columns.areas(plot);

    draw_legend(snapshot, kind, theme, legend, buffer);
    draw_loss_axis(ticks, theme, left, buffer);
    draw_epoch_axis(chart.epochs, gutter, theme, below, buffer);
    if plot.width > 0 {
        chart.draw_losses(&axis, theme, plot, buffer);
        if view.marks {
            marks::draw(&snapshot.changes, chart.epochs, theme, plot, buffer);
        }
    }
}

/// What the numbers are, and what they are not, where there is room to say so.
fn detail(kind: LossKind, view: ViewSettings, width: u16) -> String {
    let mut words = match width {
        ..48 => Vec::new(),
        48..90 => vec![kind.unit().to_owned()],
        90.. => vec![
            kind.unit().to_owned(),
            "updates follow the cross-entropy".to_owned(),
        ],
    };
    if view.window != ChartWindow::All {
        words.push(view.window.to_string());
    }
    words.push(view.scale.to_string());
    // The last word is the one that is wanted most. Both have blanks around them, and there are corners.
    let room = usize::from(width).saturating_sub(TITLE.len() + 8);
    let mut first = 0;
    while first + 1 < words.len() && words[first..].join(" · ").chars().count() > room {
        first += 1;
    }
    words[first..].join(" · ")
}

/// The ends of the axis of epochs.
fn epochs(snapshot: &Snapshot, window: ChartWindow) -> [f64; 2] {
    let position = snapshot.progress.position;
    let last = snapshot.control.settings.setup.hyperparameters.epochs.get();
    match window {
        ChartWindow::All => [0.0, epochs_shown(position, last)],
        ChartWindow::Tenth => [(position * 0.9).floor(), position.ceil().max(1.0)],
        ChartWindow::Hundred => {
            let to = position.ceil().max(5.0);
            [(to - 100.0).max(0.0), to]
        }
    }
}

fn draw_legend(
    snapshot: &Snapshot,
    kind: LossKind,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let name = match kind {
        LossKind::Sum => " Loss  ",
        LossKind::Squared => " MSE   ",
        LossKind::CrossEntropy => " CE    ",
    };
    let mut spans = vec![
        Span::raw(name),
        Span::styled(theme.signs.curve, theme.curve),
    ];
    if snapshot.test_accuracy.is_some() {
        spans.push(Span::styled(" train ", theme.muted()));
        spans.push(Span::styled(theme.signs.curve, theme.test_curve));
        spans.push(Span::styled(" test ", theme.muted()));
        spans.push(Span::styled(theme.signs.dot, theme.dots));
        spans.push(Span::styled(" batch", theme.muted()));
    } else {
        spans.push(Span::styled(" epoch   ", theme.muted()));
        spans.push(Span::styled(theme.signs.dot, theme.dots));
        spans.push(Span::styled(" mini-batch", theme.muted()));
    }
    Line::from(spans).render(area, buffer);
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

fn draw_epoch_axis(
    [from, to]: [f64; 2],
    gutter: u16,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
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
    let [start, end] = [from, to].map(|epochs| number::count(epochs as u64));
    Line::styled(start, theme.muted()).render(labels, buffer);
    Line::from("Epoch #").centered().render(labels, buffer);
    Line::styled(end, theme.muted())
        .right_aligned()
        .render(labels, buffer);
}

impl Chart<'_> {
    /// The losses that the axis must hold, of those that are shown. Those of the epochs decide, so that
    /// their curve has the room; a logarithmic axis goes half a decade below them and has all mini-batches
    /// above, and a linear one has these where they are no more than twice as high. While there is no
    /// complete epoch yet, the mini-batches decide.
    fn shown_range(&self) -> Option<[f64; 2]> {
        let curves = &self.snapshot.curves;
        let [batch_low, batch_high] = self.range(&curves.batches)?;
        let Some([low, high]) = self.range(&curves.epochs) else {
            return Some([batch_low, batch_high]);
        };
        let [test_low, test_high] = self.range(&curves.tests).unwrap_or([low, high]);
        let (low, high) = (low.min(test_low), high.max(test_high));
        let has_batches = self.view.scale == Scale::Log || batch_high <= 2.0 * high;
        let high = if has_batches {
            high.max(batch_high)
        } else {
            high
        };
        Some([low / 3.0, high])
    }

    /// The lowest and the highest loss in the part that is shown.
    fn range(&self, history: &History) -> Option<[f64; 2]> {
        if self.epochs[0] <= 0.0 {
            return history.range();
        }
        let ranges = self.shown(history).map(|bucket| [bucket.min, bucket.max]);
        ranges.reduce(|[low, high], [min, max]| [low.min(min), high.max(max)])
    }

    fn shown<'a>(&self, history: &'a History) -> impl Iterator<Item = &'a Bucket> {
        let from = self.epochs[0];
        let buckets = history.buckets().iter();
        buckets.filter(move |bucket| bucket.position >= from)
    }

    fn draw_losses(&self, axis: &LossAxis, theme: &Theme, area: Rect, buffer: &mut Buffer) {
        let curves = &self.snapshot.curves;
        Canvas::default()
            .marker(theme.signs.dots)
            .x_bounds(self.epochs)
            .y_bounds([0.0, 1.0])
            .paint(|context| {
                let batches = self
                    .shown(&curves.batches)
                    .flat_map(extremes)
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
                // The curve of the test comes last, and is thin: both are seen where they are close.
                for (history, color, dots) in [
                    (&curves.epochs, theme.curve, [0.0, dot].as_slice()),
                    (&curves.tests, theme.test_curve, &[0.0]),
                ] {
                    let curve = self.smoothed(self.by_columns(history, area.width));
                    for offset in dots {
                        // What lies below the axis, a loss of 0 too, runs along it.
                        let height = |loss| axis.height(loss).max(0.0) + offset;
                        draw_curve(context, &curve, height, color);
                    }
                }
            })
            .render(area, buffer);
    }

    /// The buckets of a history. Where they are many, those that share a column of dots are one: however
    /// long the run, there is no more to draw.
    fn by_columns(&self, history: &History, width: u16) -> Vec<Bucket> {
        let shown: Vec<Bucket> = self.shown(history).copied().collect();
        let columns = usize::from(width) * 2;
        if shown.len() <= columns * FEW {
            return shown;
        }
        let [from, to] = self.epochs;
        let column =
            |bucket: &Bucket| ((bucket.position - from) / (to - from) * columns as f64).floor();
        let chunks = shown.chunk_by(|one, next| column(one) == column(next));
        let merge = |chunk: &[Bucket]| {
            let (first, rest) = chunk.split_first().expect("a chunk has one at least");
            rest.iter().fold(*first, |all, one| all.merged(one))
        };
        chunks.map(merge).collect()
    }

    /// A curve that keeps a share of where it was at each step; it begins where the losses do.
    fn smoothed(&self, buckets: Vec<Bucket>) -> Vec<Bucket> {
        let kept = self.view.smoothing.get();
        if kept == 0.0 {
            return buckets;
        }
        let mut before = None;
        let mut smooth = |bucket: Bucket| {
            let mean = bucket.mean();
            let height = before.map_or(mean, |before| kept * before + (1.0 - kept) * mean);
            before = Some(height);
            Bucket::of(bucket.position, height)
        };
        buckets.into_iter().map(&mut smooth).collect()
    }
}

/// A line through the means, and the spikes that a bucket holds.
fn draw_curve(
    context: &mut Context,
    buckets: &[Bucket],
    height: impl Fn(f64) -> f64,
    color: Color,
) {
    let mean = |bucket: &Bucket| (bucket.position, height(bucket.mean()));
    for pair in buckets.windows(2) {
        let (from, to) = (mean(&pair[0]), mean(&pair[1]));
        context.draw(&Segment::new(from.0, from.1, to.0, to.1, color));
    }
    for bucket in buckets {
        let x = bucket.position;
        let (low, high) = (height(bucket.min), height(bucket.max));
        context.draw(&Segment::new(x, low, x, high, color));
    }
}

/// The extremes of a bucket, at its place.
fn extremes(bucket: &Bucket) -> [(f64, f64); 2] {
    [(bucket.position, bucket.min), (bucket.position, bucket.max)]
}
