//! The chart of what is computed from the way of the weights: the loss of all points, the loss above the best, lengths,
//! a weight; over epochs, updates, decades of updates, or the last updates.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;
use ratatui::widgets::canvas::{Canvas, Line as Segment};

use crate::app::App;
use crate::app::chart::epochs;
use crate::learning::numeric::nice::nice_step;
use crate::session::settings::{Across, ChartKind, Scale};
use crate::session::snapshot::LaneView;
use crate::session::why::{Series, Traced, TracedPoint, What};
use crate::ui::number;
use crate::ui::panels::axis::LossAxis;
use crate::ui::panels::frame::{self, Place};
use crate::ui::panels::loss::{GUTTER, draw_horizontal_axis, draw_vertical_axis};
use crate::ui::theme::Theme;

/// One curve with its colour.
struct Curve<'a> {
    series: &'a Series,
    color: Color,
    /// Whether it is the most important curve of the chosen lane, which is thick.
    is_main: bool,
}

/// The horizontal axis.
struct Horizontal {
    across: Across,
    /// Left and right end: epochs, updates, or the logarithm of updates to base 10.
    ends: [f64; 2],
}

/// Draws the panel. `traced` are the curves of the chosen lane.
pub fn draw(
    app: &App,
    traced: &Traced,
    place: Place,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let scale = scale(app, traced.kind);
    let inner = frame::frame(
        title(traced.kind),
        &detail(traced, scale),
        place,
        theme,
        area,
        buffer,
    );
    let rows = Layout::vertical([
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(2),
    ]);
    let [head, plot, below] = rows.areas(inner);
    let curves = curves(app, theme);
    let horizontal = Horizontal::of(app, traced);
    let shown = curves
        .iter()
        .flat_map(|curve| horizontal.shown(curve.series));
    let range = shown
        .map(|(_, value)| [value, value])
        .reduce(|[low, high], [value, _]| [low.min(value), high.max(value)]);
    draw_legend(app, traced, range.is_some(), theme, head, buffer);
    let axis = vertical(traced.kind, scale, range.unwrap_or([0.0, 1.0]), plot.height);
    let ticks = if range.is_some() { axis.ticks() } else { &[] };
    let widest = ticks.iter().map(|tick| tick.label.len()).max();
    let gutter = u16::try_from(GUTTER.max(widest.unwrap_or(0) + 3)).unwrap_or(u16::MAX);
    let columns = Layout::horizontal([Constraint::Length(gutter), Constraint::Fill(1)]);
    let [left, plot] = columns.areas(plot);
    draw_vertical_axis(ticks, theme, left, buffer);
    let (name, labels) = horizontal.labels();
    draw_horizontal_axis(name, labels, gutter, theme, below, buffer);
    if plot.is_empty() {
        return;
    }
    let dot = 1.0 / (f64::from(plot.height) * 4.0 - 1.0);
    Canvas::default()
        .marker(theme.signs.line)
        .x_bounds(horizontal.ends)
        .y_bounds([0.0, 1.0])
        .paint(|context| {
            for curve in &curves {
                context.layer();
                let points: Vec<(f64, f64)> = horizontal.shown(curve.series).collect();
                let height = |value: f64| axis.height(value).clamp(0.0, 1.0);
                let offsets: &[f64] = if curve.is_main { &[0.0, dot] } else { &[0.0] };
                for offset in offsets {
                    // One point alone is a dot.
                    for pair in points.windows(2.min(points.len().max(1))) {
                        let (from, to) = (pair[0], pair[pair.len() - 1]);
                        let (low, high) = (height(from.1) + offset, height(to.1) + offset);
                        context.draw(&Segment::new(from.0, low, to.0, high, curve.color));
                    }
                }
            }
        })
        .render(plot, buffer);
}

/// Returns the scale of the vertical axis: the loss above the best is always shown in decades, and a weight never.
fn scale(app: &App, kind: ChartKind) -> Scale {
    match kind {
        ChartKind::Excess => Scale::Log,
        ChartKind::Weight(_) => Scale::Linear,
        ChartKind::Loss | ChartKind::Full | ChartKind::Norm | ChartKind::Gradient => {
            app.requested().settings.view.scale
        }
    }
}

fn title(kind: ChartKind) -> &'static str {
    match kind {
        ChartKind::Loss => "Training Loss",
        ChartKind::Full => "Loss of all points",
        ChartKind::Excess => "Loss above the best",
        ChartKind::Norm => "Length of W",
        ChartKind::Gradient => "Full gradient",
        ChartKind::Weight(_) => "Weight",
    }
}

fn detail(traced: &Traced, scale: Scale) -> String {
    let mut words = Vec::new();
    if traced.is_sampled {
        words.push("~".to_owned());
    }
    if let ChartKind::Weight(place) = traced.kind {
        words.push(format!("W{place}"));
    } else {
        words.push(scale.to_string());
    }
    words.join(" · ")
}

/// Returns the curves of all lanes, those of the chosen lane last, because they are drawn over the others. Of the other
/// lanes, only the most important curve is drawn.
fn curves<'a>(app: &'a App, theme: &Theme) -> Vec<Curve<'a>> {
    let chosen = app.lane().id;
    let mut lanes: Vec<&LaneView> = app.confirmed().lanes.iter().collect();
    lanes.sort_by_key(|lane| lane.id == chosen);
    let mut curves = Vec::new();
    for lane in lanes {
        let is_chosen = lane.id == chosen;
        let series = lane.traced.iter().flat_map(|traced| &traced.series);
        let count = if is_chosen { usize::MAX } else { 1 };
        let drawn = series.take(count).enumerate().map(|(place, series)| Curve {
            series,
            color: match (app.is_race(), place) {
                (true, 0) => theme.lane(lane.id),
                (true, _) => theme.ghost,
                (false, _) => color(series.what, theme),
            },
            is_main: is_chosen && place == 0,
        });
        // The most important curve lies over the others.
        curves.extend(drawn.collect::<Vec<_>>().into_iter().rev());
    }
    curves
}

fn color(what: What, theme: &Theme) -> Color {
    match what {
        What::Running => theme.dots,
        What::NormWithoutBias => theme.test_curve,
        What::AllPoints | What::Excess | What::Norm | What::Gradient | What::Weight(_) => {
            theme.curve
        }
    }
}

fn draw_legend(
    app: &App,
    traced: &Traced,
    has_values: bool,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    if !has_values {
        let reason = match traced.kind {
            ChartKind::Excess => " no lowest loss is known",
            _ => " no values yet",
        };
        Line::styled(reason, theme.muted()).render(area, buffer);
        return;
    }
    let is_race = app.is_race();
    let mut spans = Vec::new();
    for (place, series) in traced.series.iter().enumerate() {
        let color = match (is_race, place) {
            (true, 0) => theme.lane(app.lane().id),
            (true, _) => theme.ghost,
            (false, _) => color(series.what, theme),
        };
        let sign = Span::styled(format!(" {} ", theme.signs.curve), Style::new().fg(color));
        let word = Span::styled(name(series.what, app), theme.muted());
        let used: usize = spans.iter().map(Span::width).sum();
        if used + sign.width() + word.width() > usize::from(area.width) {
            break;
        }
        spans.extend([sign, word]);
    }
    Line::from(spans).render(area, buffer);
}

fn name(what: What, app: &App) -> String {
    match what {
        What::AllPoints => "all points, W now".to_owned(),
        What::Running => "while W moves".to_owned(),
        What::Excess => "loss - the best there is".to_owned(),
        What::Norm => "|W|".to_owned(),
        What::NormWithoutBias => "without the bias".to_owned(),
        What::Gradient => "length over all points".to_owned(),
        What::Weight(place) => {
            let name = app.lane().parameters.shape().name(place);
            format!("W{place} ({name})")
        }
    }
}

/// Returns the vertical axis. A weight, which can be negative, has an axis that need not begin at 0.
fn vertical(kind: ChartKind, scale: Scale, range: [f64; 2], rows: u16) -> LossAxis {
    match kind {
        ChartKind::Weight(_) => LossAxis::signed(range, rows),
        _ => LossAxis::new(scale, range, rows),
    }
}

impl Horizontal {
    /// Returns the axis on which the curves of all lanes fit.
    fn of(app: &App, traced: &Traced) -> Self {
        let lanes = &app.confirmed().lanes;
        let last = lanes.iter().map(|lane| lane.progress.updates).max();
        let last = last.unwrap_or(0) as f64;
        let ends = match traced.across {
            Across::Epochs => {
                let window = app.requested().settings.view.window;
                epochs(app.confirmed(), app.lane(), window)
            }
            Across::Updates => [0.0, nice_step(last.max(10.0))],
            Across::Log => [0.0, last.max(10.0).log10().ceil()],
            Across::Last => {
                let last = app.lane().progress.updates as f64;
                let count = crate::session::why::LAST as f64;
                [last - count, last].map(|end| end.max(0.0))
            }
        };
        let [from, to] = ends;
        Self {
            across: traced.across,
            ends: [from, to.max(from + 1.0)],
        }
    }

    /// Returns the place of a point on the axis; `None` if it has none.
    fn place(&self, point: &TracedPoint) -> Option<f64> {
        let place = match self.across {
            Across::Epochs => point.moment.position,
            Across::Updates | Across::Last => point.moment.update as f64,
            Across::Log if point.moment.update == 0 => return None,
            Across::Log => (point.moment.update as f64).log10(),
        };
        (self.ends[0] <= place && place <= self.ends[1]).then_some(place)
    }

    /// Returns the points of a curve that are shown, each as its place and its value.
    fn shown<'a>(&'a self, series: &'a Series) -> impl Iterator<Item = (f64, f64)> + 'a {
        let points = series.points.iter();
        points.filter_map(|point| Some((self.place(point)?, point.value)))
    }

    /// Returns the name of the axis, and the labels of its ends.
    fn labels(&self) -> (&'static str, [String; 2]) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a number of updates or epochs"
        )]
        #[expect(clippy::cast_sign_loss, reason = "at least 0")]
        let counted = |end: f64| number::count(end as u64);
        let ends = self.ends;
        match self.across {
            Across::Epochs => ("Epoch #", ends.map(counted)),
            Across::Updates => ("Update #", ends.map(counted)),
            Across::Log => ("Update # (log)", ends.map(|end| counted(10_f64.powf(end)))),
            Across::Last => ("last updates", ends.map(counted)),
        }
    }
}
