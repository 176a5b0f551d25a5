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
use crate::learning::analysis::numbers as analysis;
use crate::learning::train::objective::Objective;
use crate::session::why::Why;
use crate::ui::number::{self, fitted};
use crate::ui::panels::frame::{self, Place};
use crate::ui::panels::gauge;
use crate::ui::theme::Theme;
use crate::ui::wrap::wrapped;

/// Rows of the numbers.
const NUMBERS: u16 = 6;

/// Number of rows that the numbers and the longest sentence take in a narrow panel.
pub const LINES: u16 = NUMBERS + 4;

/// Width, in columns, for which the places of the numbers are given.
const WIDTH: usize = 37;

/// Number of epochs before which a missing sentence is explained by the shortness of the run.
const EARLY: u64 = 20;

/// Largest length of a number, in characters.
pub const NUMBER: usize = 6;

/// A number with its name.
struct Field {
    /// Column at which it begins in a panel of [`WIDTH`] columns.
    from: usize,
    name: &'static str,
    value: String,
    /// Whether it is measured on a part of the points. A `~` then stands in place of the blank before the value.
    is_sampled: bool,
    unit: &'static str,
}

/// Draws the panel with its frame.
pub fn draw(app: &App, place: Place, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let detail = format!("update {}", number::count(app.lane().progress.updates));
    let title = if app.is_race() {
        format!("Why {}", app.lane().id)
    } else {
        "Why".to_owned()
    };
    let inner = frame::frame(&title, &detail, place, theme, area, buffer);
    draw_unframed(app, theme, inner, buffer);
}

/// Draws the numbers and the sentence without a frame. Where there is little room, the last numbers are left out.
pub fn draw_unframed(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let width = usize::from(area.width).saturating_sub(1);
    let sentence = sentence(app, width, theme);
    let numbers = app.confirmed().why.as_ref();
    let mut numbers = numbers.map_or_else(Vec::new, |why| numbers_of(why, width, theme));
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
fn numbers_of(why: &Why, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let numbers = &why.numbers;
    let of = |number: fn(analysis::Numbers) -> Option<f64>| numbers.of_weights.and_then(number);
    let number = |from, name, value| Field {
        from,
        name,
        value: told(value, NUMBER),
        is_sampled: false,
        unit: "",
    };
    // What is measured on a part of the points is marked.
    let measured = |from, name, value| Field {
        is_sampled: why.is_sampled,
        ..number(from, name, value)
    };
    let text = |from, name, value: Option<String>| Field {
        value: value.unwrap_or_else(|| "-".to_owned()),
        ..number(from, name, None)
    };
    // Three numbers of this row are long.
    let short = |field: Field, value| Field {
        value: told(value, NUMBER - 1),
        ..field
    };
    let [curvature, condition] = if theme.shows("λκ") {
        ["λ", "κ"]
    } else {
        ["bend", "ratio"]
    };
    let half_life = of(|it| it.half_life);
    let half_life = Field {
        unit: if half_life.is_some() { " updates" } else { "" },
        ..measured(17, "half in", half_life)
    };
    let cosine = numbers.cosine.map(|cosine| format!("{cosine:+.2}"));
    let away = numbers.away.map(|[away, of]| format!("{away}/{of}"));
    let above = of(|it| it.excess).map(|excess| format!("+{}", told(Some(excess), NUMBER - 1)));
    let [where_to, how_far] = match numbers.margins {
        Some([margin, largest]) => [
            number(0, "margin", Some(margin)),
            number(14, "of", Some(largest)),
        ],
        None => [
            short(measured(0, "to best", None), of(|it| it.distance)),
            Field {
                is_sampled: why.is_sampled,
                ..text(14, "above", above)
            },
        ],
    };
    let loss = match why.hyperparameters.objective {
        Objective::CrossEntropy => "cross-entropy",
        Objective::Squared => "squared error",
    };
    let norm = of(|it| Some(it.norm));
    let rows = [
        vec![
            measured(0, curvature, of(|it| Some(it.curvature))),
            measured(9, condition, of(|it| it.condition)),
            half_life,
        ],
        vec![
            number(0, "gradient", numbers.batch_gradient),
            measured(16, "full", of(|it| Some(it.gradient))),
            Field {
                is_sampled: why.is_sampled,
                ..text(28, "cos", cosine)
            },
        ],
        vec![
            measured(0, "noise scale", of(|it| it.noise_scale)),
            text(19, "batch", Some(number::count(numbers.batch as u64))),
            text(28, "away", away),
        ],
        vec![where_to, how_far, short(number(28, "|W|", None), norm)],
        vec![
            measured(0, loss, numbers.loss),
            number(22, "penalty", of(|it| Some(it.penalty))),
        ],
    ];
    let mut lines = vec![gauge::line(why, width, theme)];
    lines.extend(rows.into_iter().map(|row| line(row, width, theme)));
    lines
}

/// Returns a number in at most `width` characters; a dash if there is none.
fn told(value: Option<f64>, width: usize) -> String {
    let finite = value.filter(|value| value.is_finite());
    finite.map_or_else(|| "-".to_owned(), |value| fitted(value, 3, width))
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
        let mark = if field.is_sampled { "~" } else { " " };
        spans.push(Span::styled(format!("{}{mark}", field.name), theme.muted()));
        spans.push(Span::styled(field.value, theme.value(true)));
        spans.push(Span::styled(unit, theme.muted()));
    }
    Line::from(spans)
}
