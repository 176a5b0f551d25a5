//! The next mini-batch in the points panel: its samples are lit among the dimmed ones.

use ratatui::symbols::Marker;
use ratatui::widgets::canvas::{Context, Points};

use crate::app::App;
use crate::session::settings::Speed;
use crate::session::snapshot::Phase;
use crate::session::why::{Next, NextBatch};
use crate::ui::number;
use crate::ui::theme::Theme;
use crate::ui::window::Window;

/// Largest number of updates a second at which the mini-batch of each is lit. With more, the points would flicker.
const CALM: u32 = 4;

/// Returns the next mini-batch, if it is shown: not while updates follow one another quickly.
pub fn of(app: &App) -> Option<&NextBatch> {
    let why = app.confirmed().why.as_ref();
    let why = why.filter(|_| app.shows_reasons() && is_calm(app))?;
    why.next.update()
}

/// Returns whether a mini-batch can be seen before the next one follows.
fn is_calm(app: &App) -> bool {
    let is_slow = match app.confirmed().first_live().settings.speed {
        Speed::PerSecond(speed) => speed.get() <= CALM,
        Speed::Max => false,
    };
    is_slow || app.lane().phase != Phase::Running
}

/// Returns the detail of the title: which mini-batch is lit, and whose if there are several lanes. The longest wording
/// that fits into `room` columns is returned.
pub fn detail(app: &App, room: usize) -> String {
    let Some(why) = &app.confirmed().why else {
        return String::new();
    };
    let told = |name: &str| match &why.next {
        Next::Update(_) if !is_calm(app) => format!("{name}: pause to see"),
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
