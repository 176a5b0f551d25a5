//! The loss chart: the curve of the epochs' losses over faint dots for the losses of the mini-batches.
//!
//! ```text
//! ├ Training Loss ──────────────── log ┤
//! │  Loss (sum per batch)  ━ epoch     │
//! │  100 ┤⠉⠑⠢⡀                         │
//! │    1 ┤   ⠈⠢⣀⡀                      │
//! │ 0.01 ┤      ⠈⠉⠉                    │
//! │      └─────────────────────────────│
//! │       0         Epoch #         10 │
//! ```
//!
//! ratatui's `Chart` is not used: it spaces its labels evenly whatever their values are, has no tick marks,
//! misplaces the labels of the horizontal axis if there are more than three, and writes the titles of its
//! axes over the data.

mod ghosts;
mod lanes;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::{Color, Style};
use ratatui::text::Line;
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::{Canvas, Context, Line as Segment, Points};

use crate::app::App;
use crate::app::chart::epochs;
use crate::session::history::{Bucket, History};
use crate::session::settings::{ChartWindow, Scale, ViewSettings};
use crate::session::snapshot::LaneView;
use crate::ui::number;
use crate::ui::panels::axis::{LossAxis, Tick};
use crate::ui::panels::breaks;
use crate::ui::panels::frame::{self, Place};
use crate::ui::panels::legend;
use crate::ui::panels::marks;
use crate::ui::panels::moment;
use crate::ui::panels::traced;
use crate::ui::theme::Theme;

const TITLE: &str = "Training Loss";

/// Smallest number of columns for the labels of the ticks and the axis: ` 0.005 ┤`.
pub const GUTTER: usize = 8;

/// Largest average number of buckets in a column of dots at which every bucket is drawn. If there are more,
/// the buckets of each column are merged.
const FEW: usize = 4;

/// The part of the losses of a run that is drawn.
struct Chart<'a> {
    lane: &'a LaneView,
    view: ViewSettings,
    /// Left and right end of the horizontal axis, in epochs.
    epochs: [f64; 2],
    /// Whether the lane is the only one.
    is_alone: bool,
    /// Colour of the curve.
    color: Color,
}

/// Draws the panel of the loss chart.
pub fn draw(app: &App, place: Place, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    // A watched log has no such curves: those of the lanes beside it are shown.
    let of_lanes = &app.confirmed().first_live().traced;
    if let Some(traced) = app.lane().traced.as_ref().or(of_lanes.as_ref()) {
        traced::draw(app, traced, place, theme, area, buffer);
        return;
    }
    let (lane, view) = (app.lane(), app.requested().settings.view);
    let detail = detail(view, area.width);
    let inner = frame::frame(TITLE, &detail, place, theme, area, buffer);
    let rows = Layout::vertical([
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(2),
    ]);
    let [head, plot, below] = rows.areas(inner);

    let scale = view.scale;
    let charts = charts(app, theme);
    let range = lanes::range(&charts);
    let Some((chart, others)) = charts.split_last() else {
        return;
    };
    let axis = LossAxis::new(scale, range.unwrap_or([0.0, 1.0]), plot.height);
    let ticks = if range.is_some() { axis.ticks() } else { &[] };
    let widest = ticks.iter().map(|tick| tick.label.len()).max();
    let gutter = u16::try_from(GUTTER.max(widest.unwrap_or(0) + 3)).unwrap_or(u16::MAX);
    let columns = Layout::horizontal([Constraint::Length(gutter), Constraint::Fill(1)]);
    let [left, plot] = columns.areas(plot);

    match app.view().moment {
        Some(moment) => moment::tell(lane, moment, theme, head, buffer),
        None => legend::draw(lane, !chart.is_alone, theme, head, buffer),
    }
    draw_vertical_axis(ticks, theme, left, buffer);
    let labels = labels(chart.epochs);
    draw_horizontal_axis("Epoch #", labels, gutter, theme, below, buffer);
    if plot.width > 0 {
        let breaks = breaks::of(lane);
        chart.draw_losses(others, &axis, theme, plot, buffer);
        let bottom = Rect {
            x: plot.x,
            width: plot.width,
            ..below
        };
        let told = breaks::draw(&breaks, chart.epochs, theme, bottom, buffer);
        if view.marks {
            let changes = &lane.recipe.changes;
            let curves: Vec<Color> = charts.iter().map(|chart| chart.color).collect();
            let curves = [curves.as_slice(), &[theme.test_curve]].concat();
            marks::draw(changes, &told, chart.epochs, &curves, theme, plot, buffer);
        }
        if app.is_race() {
            lanes::draw_letters(&charts, &axis, theme, plot, buffer);
        }
        moment::draw(app, chart.epochs, theme, plot, buffer);
    }
}

/// Returns the charts of all lanes. That of the chosen lane is the last one, because it is drawn over the others.
fn charts<'a>(app: &'a App, theme: &Theme) -> Vec<Chart<'a>> {
    let view = app.requested().settings.view;
    let epochs = epochs(app.confirmed(), app.lane(), view.window);
    let is_alone = !app.is_race();
    let chart = |lane: &'a LaneView| Chart {
        lane,
        view,
        epochs,
        is_alone,
        color: if is_alone {
            theme.curve
        } else {
            theme.lane(lane.id)
        },
    };
    let mut charts: Vec<Chart> = app.confirmed().shown_lanes().map(chart).collect();
    charts.sort_by_key(|chart| chart.lane.id == app.lane().id);
    charts
}

/// Returns the detail of the title: the part of the run and the scale. If the panel is too narrow, the first words are
/// left out.
fn detail(view: ViewSettings, width: u16) -> String {
    let mut words = Vec::new();
    if view.window != ChartWindow::All {
        words.push(view.window.to_string());
    }
    words.push(view.scale.to_string());
    // The last word is the most important one. The 8 columns are the blanks around the title and the detail,
    // and the ends of the frame.
    let room = usize::from(width).saturating_sub(TITLE.len() + 8);
    let mut first = 0;
    while first + 1 < words.len() && words[first..].join(" · ").chars().count() > room {
        first += 1;
    }
    words[first..].join(" · ")
}

/// Draws the axis on the left with its ticks and labels. A tick is in the row that has the dots of its value.
pub fn draw_vertical_axis(ticks: &[Tick], theme: &Theme, area: Rect, buffer: &mut Buffer) {
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

/// Returns the labels of the ends of an axis of epochs.
fn labels(epochs: [f64; 2]) -> [String; 2] {
    #[expect(clippy::cast_possible_truncation, reason = "a whole number")]
    #[expect(clippy::cast_sign_loss, reason = "a number of epochs")]
    epochs.map(|epochs| number::count(epochs as u64))
}

/// Draws the axis at the bottom with its name and the labels of its ends.
pub fn draw_horizontal_axis(
    name: &str,
    [start, end]: [String; 2],
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
    Line::styled(start, theme.muted()).render(labels, buffer);
    Line::from(name).centered().render(labels, buffer);
    Line::styled(end, theme.muted())
        .right_aligned()
        .render(labels, buffer);
}

impl Chart<'_> {
    /// Returns the lowest and the highest loss that the axis must show, or `None` if there are no losses yet.
    ///
    /// The losses of the epochs and of the tests decide, so that their curves fill the chart. A logarithmic
    /// axis goes half a decade below them, and up to the highest loss of a mini-batch. A linear axis goes up
    /// to the highest loss of a mini-batch only if it is at most twice as high as the curves. If no complete
    /// epoch is shown, the losses of the mini-batches decide. If there are several lanes, they only decide then.
    fn shown_range(&self) -> Option<[f64; 2]> {
        let curves = &self.lane.curves;
        let [batch_low, batch_high] = self.range(&curves.batches)?;
        let Some([low, high]) = self.range(&curves.epochs) else {
            return Some([batch_low, batch_high]);
        };
        let others =
            std::iter::once(&curves.tests).chain(self.ghosts().map(|it| &it.curves.epochs));
        let ranges = others.filter_map(|history| self.range(history));
        let (low, high) = ranges.fold((low, high), |(low, high), range| {
            (low.min(range[0]), high.max(range[1]))
        });
        let is_near = self.view.scale == Scale::Log || batch_high <= 2.0 * high;
        let has_batches = self.is_alone && is_near;
        let high = if has_batches {
            high.max(batch_high)
        } else {
            high
        };
        // Room for the mini-batches below the curves.
        let low = if self.is_alone { low / 3.0 } else { low };
        Some([low, high])
    }

    /// Returns the lowest and the highest loss of a history in the part of the run that is shown, or `None`
    /// if there is no loss in it.
    fn range(&self, history: &History) -> Option<[f64; 2]> {
        if self.epochs[0] <= 0.0 {
            return history.range();
        }
        let ranges = self.shown(history).map(|bucket| [bucket.min, bucket.max]);
        ranges.reduce(|[low, high], [min, max]| [low.min(min), high.max(max)])
    }

    fn shown<'a>(&self, history: &'a History) -> impl Iterator<Item = &'a Bucket> {
        let from = self.epochs[0];
        let buckets = history.iter();
        buckets.filter(move |bucket| bucket.position >= from)
    }

    fn draw_losses(
        &self,
        others: &[Self],
        axis: &LossAxis,
        theme: &Theme,
        area: Rect,
        buffer: &mut Buffer,
    ) {
        let curves = &self.lane.curves;
        Canvas::default()
            .marker(theme.signs.dots)
            .x_bounds(self.epochs)
            .y_bounds([0.0, 1.0])
            .paint(|context| {
                if self.is_alone {
                    self.draw_batches(context, axis, theme);
                }
                // The curves have their own layer, so that dots next to a curve do not thicken it.
                context.marker(theme.signs.line);
                self.draw_ghosts(context, axis, theme.ghost, area.width);
                for other in others {
                    other.draw_thin(context, axis, theme, area.width);
                }
                self.take_marker(context, theme);
                // The curve of the epochs is two dots high, so that it is visible from a distance.
                let dot = 1.0 / (f64::from(area.height) * 4.0 - 1.0);
                let test_color = if self.is_alone {
                    theme.test_curve
                } else {
                    self.color
                };
                // The curve of the test losses is drawn last and is thin, so that both curves are visible
                // where they are close together.
                for (history, color, dots) in [
                    (self.history(), self.color, [0.0, dot].as_slice()),
                    (&curves.tests, test_color, &[0.0]),
                ] {
                    for curve in self.pieces(history, area.width) {
                        for offset in dots {
                            let height = |loss| lanes::height(axis, loss) + offset;
                            draw_curve(context, &curve, height, color);
                        }
                    }
                }
            })
            .render(area, buffer);
    }

    /// Draws a dot for the lowest and the highest loss of each bucket of mini-batches.
    fn draw_batches(&self, context: &mut Context, axis: &LossAxis, theme: &Theme) {
        let batches = self
            .shown(&self.lane.curves.batches)
            .flat_map(extremes)
            // Losses above the upper end of the axis are drawn at the upper edge.
            .map(|(position, loss)| (position, axis.height(loss).min(1.0)));
        context.draw(&Points {
            coords: &batches.collect::<Vec<_>>(),
            color: theme.dots,
        });
    }

    /// Returns the buckets of a piece of a curve. If there are many, the buckets in each column of dots are merged
    /// into one, so that a long run does not take longer to draw.
    fn by_columns(&self, shown: Vec<Bucket>, width: u16) -> Vec<Bucket> {
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

    /// Smooths a curve with an exponential moving average, which starts at the mean of the first bucket. At
    /// each step it keeps the share `smoothing` of its value; a share of 0 does not smooth the curve.
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

/// Draws a line through the means of the buckets, and for each bucket a vertical line from its lowest to its
/// highest loss, so that spikes are visible.
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

/// Returns the lowest and the highest loss of a bucket as points: the position in epochs, and the loss.
fn extremes(bucket: &Bucket) -> [(f64, f64); 2] {
    [(bucket.position, bucket.min), (bucket.position, bucket.max)]
}
