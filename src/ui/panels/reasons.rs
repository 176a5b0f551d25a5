//! The panel of the why view with the numbers and the sentence: why training goes where it goes.
//!
//! ```text
//! ├ Why ────────────────────── update 26 ┤
//! │ alpha 0.02  ▌──────────────┤ edge 2.12│
//! │ λ 2.38   κ 33   half-life 488 updates │
//! │ gradient 0.35   full 0.36   cos +0.82 │
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::app::App;
use crate::learning::analysis::{edge, numbers as analysis};
use crate::learning::numeric::checked::shortest;
use crate::learning::optimize::regularization::Regularization;
use crate::session::why::{Numbers, Why};
use crate::ui::number::{self, fitted};
use crate::ui::panels::frame::{self, Place};
use crate::ui::theme::Theme;
use crate::ui::wrap::wrapped;

/// Rows of the numbers.
const NUMBERS: u16 = 6;

/// Number of rows that the numbers and the longest sentence take in a narrow panel.
pub const LINES: u16 = NUMBERS + 4;

/// Width, in columns, for which the places of the numbers are given.
const WIDTH: usize = 37;

/// Smallest number of cells of the gauge.
const SHORTEST_GAUGE: usize = 4;

/// Number of epochs before which a missing sentence is explained by the shortness of the run.
const EARLY: u64 = 20;

/// Largest length of a number, in characters.
const NUMBER: usize = 7;

/// A number with its name.
struct Field {
    /// Column at which it begins in a panel of [`WIDTH`] columns.
    from: usize,
    name: &'static str,
    value: String,
    unit: &'static str,
}

/// Draws the panel with its frame.
pub fn draw(app: &App, place: Place, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let detail = format!("update {}", number::count(app.lane().progress.updates));
    let inner = frame::frame("Why", &detail, place, theme, area, buffer);
    draw_unframed(app, theme, inner, buffer);
}

/// Draws the numbers and the sentence without a frame. Where there is little room, the last numbers are left out.
pub fn draw_unframed(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let width = usize::from(area.width).saturating_sub(1);
    let sentence = sentence(app, width, theme);
    let numbers = app.confirmed().why.as_ref();
    let mut numbers = numbers.map_or_else(Vec::new, |why| numbers_of(why, app, width, theme));
    // The sentence takes the rows of the longest one, so that nothing moves when it changes.
    let of_sentence = usize::from(LINES - NUMBERS).min(usize::from(area.height));
    numbers.truncate(usize::from(area.height) - of_sentence);
    let lines = numbers.into_iter().chain(sentence);
    for (line, row) in lines.zip(area.rows()) {
        let inside = Rect {
            x: row.x + 1,
            width: row.width.saturating_sub(1),
            ..row
        };
        line.render(inside, buffer);
    }
}

/// Returns the lines of the sentence.
fn sentence(app: &App, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let (text, style) = match app.verdict() {
        Some(verdict) => {
            let bold = Style::new().add_modifier(Modifier::BOLD);
            (verdict.sentence().join(" "), bold)
        }
        None if app.lane().progress.epochs < EARLY => {
            ("too early to tell".to_owned(), theme.muted())
        }
        None => ("nothing can be said for sure now".to_owned(), theme.muted()),
    };
    let text = format!("▸ {text}");
    let lines = wrapped(&text, width, "  ").into_iter();
    lines.map(|line| Line::styled(line, style)).collect()
}

/// Returns the lines of the numbers.
fn numbers_of(why: &Why, app: &App, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let numbers = &why.numbers;
    let known = numbers.of_weights;
    let of = |number: fn(analysis::Numbers) -> Option<f64>| known.and_then(number);
    let mark = if why.is_sampled { "~" } else { "" };
    let told = |value: Option<f64>| match value {
        Some(value) => format!("{mark}{}", fitted(value, 3, NUMBER)),
        None => "-".to_owned(),
    };
    let field = |from, name, value| Field {
        from,
        name,
        value,
        unit: "",
    };
    let [curvature, condition] = if theme.shows("λκ") {
        ["λ", "κ"]
    } else {
        ["bend", "ratio"]
    };
    let signed =
        |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:+.2}"));
    let above = |value: Option<f64>| match value {
        Some(value) => format!("{mark}+{}", fitted(value, 3, NUMBER)),
        None => "-".to_owned(),
    };
    let away = numbers
        .away
        .map_or_else(|| "-".to_owned(), |[away, of]| format!("{away}/{of}"));
    let where_to = match numbers.margins {
        Some([margin, largest]) => [
            field(0, "margin", told(Some(margin))),
            field(14, "of", told(Some(largest))),
        ],
        None => [
            field(0, "to best", told(of(|it| it.distance))),
            field(14, "loss", above(of(|it| it.excess))),
        ],
    };
    let [first, second] = where_to;
    let rows = [
        vec![
            field(0, curvature, told(of(|it| Some(it.curvature)))),
            field(10, condition, told(of(|it| it.condition))),
            Field {
                unit: " updates",
                ..field(18, "half in", told(of(|it| it.half_life)))
            },
        ],
        vec![
            field(0, "gradient", told(numbers.batch_gradient)),
            field(16, "full", told(of(|it| Some(it.gradient)))),
            field(28, "cos", signed(numbers.cosine)),
        ],
        vec![
            field(0, "noise scale", told(of(|it| it.noise_scale))),
            field(19, "batch", number::count(numbers.batch as u64)),
            field(28, "away", away),
        ],
        vec![
            first,
            second,
            field(28, "|W|", told(of(|it| Some(it.norm)))),
        ],
        vec![
            field(0, "loss", told(numbers.loss)),
            field(16, "penalty", told(of(|it| Some(it.penalty)))),
        ],
    ];
    let mut lines = vec![gauge(numbers, app, width, theme)];
    lines.extend(rows.into_iter().map(|row| line(row, width, theme)));
    lines
}

/// Returns a line of numbers, each at its place; those for which there is no room are left out.
fn line(fields: Vec<Field>, width: usize, theme: &Theme) -> Line<'static> {
    let mut spans = Vec::new();
    let mut used = 0;
    for field in fields {
        let from = field.from * width.max(WIDTH) / WIDTH;
        let blanks = from.saturating_sub(used).max(usize::from(used > 0));
        let length = field.name.chars().count() + 1 + field.value.chars().count();
        let unit = if used + blanks + length + field.unit.len() <= width {
            field.unit
        } else {
            ""
        };
        if used + blanks + length > width {
            break;
        }
        used += blanks + length + unit.len();
        spans.push(Span::raw(" ".repeat(blanks)));
        spans.push(Span::styled(format!("{} ", field.name), theme.muted()));
        spans.push(Span::styled(field.value, theme.value(true)));
        spans.push(Span::styled(unit, theme.muted()));
    }
    Line::from(spans)
}

/// Returns the line that shows the learning rate beside the edge, or says why there is none.
fn gauge(numbers: &Numbers, app: &App, width: usize, theme: &Theme) -> Line<'static> {
    let alpha = shortest(numbers.alpha);
    let alpha = if alpha.len() > NUMBER {
        fitted(numbers.alpha, 3, NUMBER)
    } else {
        alpha
    };
    let mut spans = vec![
        Span::styled("alpha ", theme.muted()),
        Span::styled(alpha.clone(), theme.value(true)),
    ];
    let from = "alpha ".len() + NUMBER + 1;
    let blanks = " ".repeat(from.saturating_sub("alpha ".len() + alpha.len()));
    spans.push(Span::raw(blanks));
    let Some(edge) = numbers.of_weights.and_then(|it| it.edge) else {
        let reason = no_edge(app);
        if from + reason.len() <= width {
            spans.push(Span::styled(reason, theme.muted()));
        }
        return Line::from(spans);
    };
    let edge_text = fitted(edge, 3, NUMBER);
    let after = "┤ edge ".chars().count() + NUMBER;
    let cells = width.saturating_sub(from + after);
    let is_past = numbers.alpha > edge;
    let style = if is_past {
        theme.past_edge()
    } else {
        Style::new().fg(theme.curve)
    };
    if cells >= SHORTEST_GAUGE {
        // In eighths, a bar of half a cell shows that a small learning rate is not 0.
        let halves = (numbers.alpha / edge * 2.0 * cells as f64).clamp(1.0, 2.0 * cells as f64);
        #[expect(clippy::cast_possible_truncation, reason = "at most twice the cells")]
        #[expect(clippy::cast_sign_loss, reason = "at least 1")]
        let halves = halves as usize;
        let bar = "█".repeat(halves / 2) + if halves % 2 == 1 { "▌" } else { "" };
        let rest = "─".repeat(cells - halves.div_ceil(2));
        spans.push(Span::styled(bar, style));
        spans.push(Span::styled(rest + "┤ ", Style::new().fg(theme.frame)));
    }
    spans.push(Span::styled("edge ", theme.muted()));
    let value = if is_past { style } else { theme.value(true) };
    spans.push(Span::styled(edge_text, value));
    Line::from(spans)
}

/// Returns the reason why there is no edge.
fn no_edge(app: &App) -> String {
    let hyperparameters = &app.lane().settings.setup.hyperparameters;
    let optimizer = hyperparameters.optimizer.get();
    if edge::edge(optimizer, &hyperparameters.optimizer_parameters, 1.0).is_none() {
        format!("no edge with {}", optimizer.name)
    } else if !edge::is_alpha_constant(hyperparameters) {
        "no edge: alpha moves".to_owned()
    } else if hyperparameters.regularization == Regularization::L1 {
        "no edge with l1".to_owned()
    } else {
        "no edge: no best W".to_owned()
    }
}
