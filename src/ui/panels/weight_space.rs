//! The panel of weight space: the contours of the loss over two weights, the way of the weights, the minimum, the full
//! gradient and that of the next mini-batch.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::canvas::{Canvas, Context, Line as Segment};
use ratatui::widgets::{Clear, Widget};

use crate::app::App;
use crate::learning::optimize::regularization::Regularization;
use crate::session::settings::Others;
use crate::session::snapshot::Phase;
use crate::session::why::{Probe, WeightSpace};
use crate::ui::contour::contour;
use crate::ui::number::significant;
use crate::ui::panels::frame::{self, Place};
use crate::ui::theme::Theme;

/// Length of the longer arrow, as a share of the shorter side of the plot.
const ARROW: f64 = 0.35;

/// Number of pieces of a dashed arrow, every second of which is drawn.
const DASHES: u32 = 9;

/// Dots of a braille cell, across and down.
const DOTS: [f64; 2] = [2.0, 4.0];

/// A point of the plane of the two weights.
type Pair = [f64; 2];

/// Draws the panel.
pub fn draw(app: &App, place: Place, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let Some(why) = &app.confirmed().why else {
        // The reasons have been asked for and are on their way.
        frame::frame("Loss over two weights", "", place, theme, area, buffer);
        return;
    };
    let Some(space) = &why.space else {
        let inner = frame::frame("Loss over two weights", "", place, theme, area, buffer);
        let text = Line::styled("W is too far away for a picture", theme.muted());
        text.centered().render(inner, buffer);
        return;
    };
    let inner = frame::frame(&title(space), &detail(space), place, theme, area, buffer);
    let rows = Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]);
    let [plot, legend] = rows.areas(inner);
    if plot.is_empty() {
        return;
    }
    draw_plot(space, theme, plot, buffer);
    if space.levels.is_empty() {
        let text = Line::styled("the loss hardly differs here", theme.muted());
        text.centered().render(plot, buffer);
    }
    if let Some(optimum) = space.optimum {
        let style = theme.key();
        mark(space, optimum, "+", style, plot, buffer);
    }
    let here = if theme.shows("●") { "●" } else { "@" };
    let bold = Style::new().fg(theme.boundary).add_modifier(Modifier::BOLD);
    mark(space, space.here, here, bold, plot, buffer);
    match (app.view().probe, &space.probe) {
        (Some(at), probe) => {
            let cross = theme.phase(Phase::Paused, true);
            mark(space, at, "x", cross, plot, buffer);
            let known = probe.as_ref().filter(|probe| probe.at == at);
            tell(space, at, known, theme, legend, buffer);
        }
        (None, _) => draw_legend(space, theme, legend, buffer),
    }
}

fn title(space: &WeightSpace) -> String {
    let [first, second] = space.places;
    match space.penalty {
        Regularization::None => format!("Loss over W{first}, W{second}"),
        Regularization::L1 => format!("Loss+L1: W{first}, W{second}"),
        Regularization::L2 => format!("Loss+L2: W{first}, W{second}"),
    }
}

/// Returns what the other weights have, whether the weights are those of standardised features (z), and whether the
/// picture is made from a part of the samples (~).
fn detail(space: &WeightSpace) -> String {
    let mut others = (0..space.weights).filter(|place| !space.places.contains(place));
    let others = match (others.next(), others.next()) {
        (None, _) => String::new(),
        (Some(0), None) => of_other("bias", space.others),
        (Some(place), None) => of_other(&format!("W{place}"), space.others),
        (Some(_), Some(_)) => match space.others {
            Others::Now => "others as now".to_owned(),
            Others::Best => "best others".to_owned(),
        },
    };
    let mut words = Vec::new();
    words.extend(space.surface.is_sampled.then(|| "~".to_owned()));
    words.extend(space.is_standardized.then(|| "z".to_owned()));
    words.extend((!others.is_empty()).then_some(others));
    words.join(", ")
}

/// Returns what one other weight has.
fn of_other(name: &str, others: Others) -> String {
    match others {
        Others::Now => format!("{name} as it is"),
        Others::Best => format!("best {name}"),
    }
}

fn draw_plot(space: &WeightSpace, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    Canvas::default()
        .marker(theme.signs.dots)
        .x_bounds(space.window[0])
        .y_bounds(space.window[1])
        .paint(|context| {
            // A long way of a noisy run would hide everything else.
            for step in space.way.windows(2) {
                draw_line(context, step[0], step[1], theme.dots);
            }
            context.layer();
            draw_contours(context, space, theme.ghost);
            context.layer();
            context.marker(theme.signs.line);
            for step in space.recent.windows(2) {
                draw_line(context, step[0], step[1], theme.curve);
            }
            // The shorter arrow lies over the longer one.
            for (is_of_batch, end) in arrows(space, area) {
                context.layer();
                match (is_of_batch, theme.tells_colors()) {
                    (false, _) => draw_line(context, space.here, end, theme.boundary),
                    (true, true) => draw_line(context, space.here, end, theme.test_curve),
                    (true, false) => draw_dashes(context, space.here, end, theme.test_curve),
                }
            }
        })
        .render(area, buffer);
}

fn draw_contours(context: &mut Context, space: &WeightSpace, color: Color) {
    let [columns, rows] = space.cells;
    let along =
        |[low, high]: [f64; 2], place: f64, cells: usize| low + (high - low) * place / cells as f64;
    // The rows of the grid of the contours count from the top in screens, but here from the bottom.
    let point = |(column, row): (f64, f64)| {
        [
            along(space.window[0], column, columns),
            along(space.window[1], row, rows),
        ]
    };
    for level in &space.levels {
        let above = |column, row| space.height(column, row) - level;
        for [from, to] in contour(columns, rows, above) {
            draw_line(context, point(from), point(to), color);
        }
    }
}

/// Returns the ends of the arrows against the full gradient and against that of the mini-batch, the longer one first, each
/// with whether it is that of the mini-batch. Both have one scale, on which the longer one has a length that can be seen.
fn arrows(space: &WeightSpace, area: Rect) -> Vec<(bool, Pair)> {
    let dots = [
        f64::from(area.width) * DOTS[0],
        f64::from(area.height) * DOTS[1],
    ];
    let ranges = space.window.map(|[low, high]| high - low);
    let length = |vector: &Pair| {
        let [across, up] = [0, 1].map(|axis| vector[axis] / ranges[axis] * dots[axis]);
        across.hypot(up)
    };
    let gradients = [(false, space.gradient), (true, space.batch_gradient)];
    let known = gradients.into_iter().filter_map(|(is_of_batch, gradient)| {
        let gradient = gradient?;
        Some((is_of_batch, gradient, length(&gradient)))
    });
    let mut known: Vec<_> = known.collect();
    known.sort_by(|one, other| other.2.total_cmp(&one.2));
    let longest = known.first().map_or(0.0, |longest| longest.2);
    let scale = ARROW * dots[0].min(dots[1]) / longest;
    let end = |gradient: Pair| [0, 1].map(|axis| space.here[axis] - scale * gradient[axis]);
    let ends = known
        .into_iter()
        .map(|(is_of_batch, gradient, _)| (is_of_batch, end(gradient)));
    ends.filter(|_| scale.is_finite()).collect()
}

fn draw_line(context: &mut Context, from: Pair, to: Pair, color: Color) {
    context.draw(&Segment::new(from[0], from[1], to[0], to[1], color));
}

fn draw_dashes(context: &mut Context, from: Pair, to: Pair, color: Color) {
    let at = |place: u32| {
        let share = f64::from(place) / f64::from(DASHES);
        [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * share)
    };
    for piece in (0..DASHES).step_by(2) {
        draw_line(context, at(piece), at(piece + 1), color);
    }
}

/// Writes a sign into the cell of a point, if it is in the picture.
fn mark(
    space: &WeightSpace,
    point: Pair,
    sign: &str,
    style: Style,
    area: Rect,
    buffer: &mut Buffer,
) {
    let share = |axis: usize| {
        let [low, high] = space.window[axis];
        (point[axis] - low) / (high - low)
    };
    let (across, up) = (share(0), share(1));
    if !(0.0..=1.0).contains(&across) || !(0.0..=1.0).contains(&up) {
        return;
    }
    // As on the canvas, the first dot of the area is at 0 and the last one at 1.
    let cell = |share: f64, cells: u16, dots: f64| {
        let last = f64::from(cells) * dots - 1.0;
        #[expect(clippy::cast_possible_truncation, reason = "a cell of the area")]
        #[expect(clippy::cast_sign_loss, reason = "a share from 0 to 1")]
        let cell = (share * last / dots) as u16;
        cell.min(cells.saturating_sub(1))
    };
    let position = Position {
        x: area.x + cell(across, area.width, DOTS[0]),
        y: area.y + cell(1.0 - up, area.height, DOTS[1]),
    };
    buffer[position].set_symbol(sign).set_style(style);
}

/// Draws what the lines mean, as far as there is room.
fn draw_legend(space: &WeightSpace, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let of_batch = match (theme.tells_colors(), theme.shows("╌")) {
        (true, _) => theme.signs.curve,
        (false, true) => "╌",
        (false, false) => "-",
    };
    let sign = |sign: &'static str, color: Color| Span::styled(sign, Style::new().fg(color));
    let word = |word: &'static str| Span::styled(word, theme.muted());
    let mut parts = vec![
        vec![
            word("downhill: "),
            sign(theme.signs.curve, theme.boundary),
            word(" all  "),
        ],
        vec![sign(of_batch, theme.test_curve), word(" batch  ")],
    ];
    if space.optimum.is_some() {
        parts.push(vec![Span::styled("+", theme.key()), word(" best  ")]);
    }
    parts.push(vec![sign(theme.signs.curve, theme.curve), word(" way  ")]);
    let mut spans = vec![Span::raw(" ")];
    let mut room = usize::from(area.width).saturating_sub(1);
    for part in parts {
        let width: usize = part.iter().map(Span::width).sum();
        // The blanks after the last part may be cut.
        if width.saturating_sub(2) > room {
            break;
        }
        room = room.saturating_sub(width);
        spans.extend(part);
    }
    Line::from(spans).render(area, buffer);
}

/// Tells what is under the cursor.
fn tell(
    space: &WeightSpace,
    at: Pair,
    probe: Option<&Probe>,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let [first, second] = space.places;
    let loss = probe.and_then(|probe| probe.loss);
    let loss = loss.map_or_else(|| "-".to_owned(), |loss| significant(loss, 4));
    let [one, other] = at.map(|weight| significant(weight, 3));
    let text = format!(" W{first} {one} W{second} {other}  loss {loss} ");
    Clear.render(area, buffer);
    Line::styled(text, theme.value(probe.is_some())).render(area, buffer);
}
