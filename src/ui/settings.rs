//! The panel of the hyperparameters, a row each: what is selected, and what is not confirmed yet.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::app::App;
use crate::session::settings::{Setting, TABLE};
use crate::ui::number::elided;
use crate::ui::panel::{self, Place};
use crate::ui::theme::Theme;

/// Draws the panel.
pub fn draw(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let inner = panel::frame("Hyperparameters", "", Place::Below, theme, area, buffer);
    for ((place, setting), row) in TABLE.iter().enumerate().zip(inner.rows()) {
        let selected = place == app.view().selected;
        if selected {
            buffer.set_style(row, theme.selection());
        }
        draw_row(app, setting, selected, theme, row, buffer);
    }
}

fn draw_row(
    app: &App,
    setting: &Setting,
    selected: bool,
    theme: &Theme,
    row: Rect,
    buffer: &mut Buffer,
) {
    let mut name = setting.name.to_owned();
    if row.width >= 44 && setting.help.len() <= 16 {
        name = format!("{name} ({})", setting.help.to_lowercase());
    }
    let marker = if selected { "▸" } else { " " };
    let name = Line::raw(format!(" {marker} {name} "));
    let Value { text, confirmed } = value(app, setting);
    // A speed of `max` has no unit.
    let is_number = text.starts_with(|first: char| first.is_ascii_digit());
    let unit = match setting.unit {
        unit if is_number && !unit.is_empty() => format!(" {unit}"),
        _ => String::new(),
    };
    let room = usize::from(row.width).saturating_sub(name.width() + unit.len());
    // A long value has the room of the arrows too.
    let (less, more) = match (selected, text.chars().count() + 4 <= room) {
        (_, false) => ("", ""),
        (true, _) => ("‹ ", " ›"),
        (false, _) => ("", "  "),
    };
    let text = elided(
        &text,
        room.saturating_sub(less.chars().count() + more.chars().count()),
    );
    name.render(row, buffer);
    Line::from(vec![
        Span::styled(less, theme.muted()),
        Span::styled(text, theme.value(confirmed)),
        Span::styled(unit, theme.muted()),
        Span::styled(more, theme.muted()),
    ])
    .right_aligned()
    .render(row, buffer);
}

/// A setting as it was requested, and whether that is confirmed.
pub struct Value {
    /// The value; one that is not confirmed says so by an ellipsis.
    pub text: String,
    /// Whether the engine obeys it.
    pub confirmed: bool,
}

/// The value of a setting, to be shown.
#[must_use]
pub fn value(app: &App, setting: &Setting) -> Value {
    let requested = (setting.show)(&app.requested().settings);
    let confirmed = requested == (setting.show)(&app.confirmed().control.settings);
    let text = if confirmed {
        requested
    } else {
        format!("{requested}…")
    };
    Value { text, confirmed }
}
