//! The next mini-batch in the points panel: its samples are lit among the dimmed ones.

use ratatui::symbols::Marker;
use ratatui::widgets::canvas::{Context, Points};

use crate::app::App;
use crate::session::why::{Next, NextBatch};
use crate::ui::number;
use crate::ui::theme::Theme;
use crate::ui::window::Window;

/// Returns the next mini-batch, if it is shown.
pub fn of(app: &App) -> Option<&NextBatch> {
    let why = app.confirmed().why.as_ref();
    why.filter(|_| app.shows_reasons())?.next.update()
}

/// Returns the detail of the title: which mini-batch is lit, and whose if there are several lanes. The longest wording
/// that fits into `room` columns is returned.
pub fn detail(app: &App, room: usize) -> String {
    let Some(why) = &app.confirmed().why else {
        return String::new();
    };
    let told = |name: &str| match &why.next {
        Next::Update(next) => {
            let [number, of] = [next.number, next.of].map(number::count);
            let lit = number::count(next.samples.len() as u64);
            format!("{name} {number}/{of} · {lit} lit")
        }
        Next::TooLarge => format!("{name} too large to show"),
        Next::None => format!("no next {name}"),
    };
    let wordings = ["mini-batch", "batch"].map(|name| {
        if app.is_race() {
            format!("{} · {}", app.lane().id, told(name))
        } else {
            told(name)
        }
    });
    let fits = |wording: &&String| wording.chars().count() <= room;
    let fitting = wordings.iter().find(fits).or(wordings.last());
    fitting.cloned().unwrap_or_default()
}

/// Draws the samples of a mini-batch in the colours of their classes, on a canvas of `size` columns and rows. With
/// braille, each is a square of four dots.
pub fn draw(
    next: &NextBatch,
    theme: &Theme,
    window: &Window,
    (columns, rows): (u16, u16),
    context: &mut Context,
) {
    let dot = |[low, high]: [f64; 2], dots: u16| (high - low) / (f64::from(dots) - 1.0).max(1.0);
    let (across, down) = (
        dot(window.x1, columns.saturating_mul(2)),
        dot(window.x2, rows.saturating_mul(4)),
    );
    let offsets: &[(f64, f64)] = match theme.signs.line {
        Marker::Custom(_) => &[(0.0, 0.0)],
        _ => &[(0.0, 0.0), (1.0, 0.0), (0.0, -1.0), (1.0, -1.0)],
    };
    for class in [0, 1] {
        if let Some(letters) = theme.signs.lit_letters {
            context.marker(Marker::Custom(letters[class]));
        }
        let of_class = next
            .samples
            .iter()
            .filter(|(.., label)| usize::from(*label > 0.5) == class);
        let points = of_class.flat_map(|(x1, x2, _)| {
            offsets
                .iter()
                .map(move |(x, y)| (x1 + x * across, x2 + y * down))
        });
        context.draw(&Points {
            coords: &points.collect::<Vec<_>>(),
            color: theme.classes[class],
        });
    }
    context.marker(theme.signs.line);
}
