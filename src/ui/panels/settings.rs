//! The panel of the settings: a row for each setting of one group, scrolled to the selected setting.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::app::App;
use crate::learning::numeric::checked::shortest;
use crate::learning::registry::Choice;
use crate::session::settings::{ALPHA, SCHEDULE, Setting};
use crate::ui::number::{elided, significant};
use crate::ui::panels::frame::{self, Place};
use crate::ui::panels::tabs;
use crate::ui::theme::Theme;
use crate::ui::wrap::wrapped;

/// Smallest number of rows inside the panel with which it also says what the selected setting does.
const EFFECT_FROM: u16 = 6;
/// Smallest number of columns inside the panel in which each effect fits into one line.
const ONE_LINE: u16 = 60;

/// Draws the panel of the settings.
pub fn draw(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let selected = app.view().selected;
    let mut listed = app.listed_settings();
    listed.retain(|setting| setting.group == selected.group);
    let place = listed.iter().position(|setting| *setting == selected);
    let place = place.unwrap_or(0);
    let count = listed.len();
    let title = tabs::title(area.width);
    let mut inner = frame::frame(title, "", Place::Below, theme, area, buffer);
    tabs::draw(selected.group, theme, area, buffer);
    draw_effect(app, &mut inner, theme, buffer);
    let rows = usize::from(inner.height);
    // The rows are scrolled so that the selected setting is visible, in the last row at the latest.
    let first = (place + 1).saturating_sub(rows);
    let hidden = [first > 0, first + rows < count];
    for (setting, row) in listed.into_iter().skip(first).zip(inner.rows()) {
        let is_selected = setting == selected;
        if is_selected {
            buffer.set_style(row, theme.selection());
        }
        draw_row(app, setting, is_selected, theme, row, buffer);
    }
    mark_hidden(hidden, inner, theme, buffer);
}

/// Cuts the lowest rows off the inside of a panel that has room for them, and draws into them what the selected setting
/// does. The number of rows depends on the size of the panel alone, so that nothing jumps.
fn draw_effect(app: &App, inner: &mut Rect, theme: &Theme, buffer: &mut Buffer) {
    if inner.height < EFFECT_FROM {
        return;
    }
    let setting = app.view().selected;
    let text = if app.has_effect(setting) {
        setting.effect.to_owned()
    } else {
        format!("Has no effect now: {}", (setting.needs)())
    };
    let rows = if inner.width >= ONE_LINE { 1 } else { 2 };
    inner.height -= rows;
    let area = Rect {
        x: inner.x + 1,
        y: inner.bottom(),
        width: inner.width.saturating_sub(2),
        height: rows,
    };
    for (line, row) in wrapped(&text, area.width.into(), "")
        .into_iter()
        .zip(area.rows())
    {
        Line::styled(line, theme.muted()).render(row, buffer);
    }
}

/// Draws arrows into the first column, which the rows leave free, where rows above or below are hidden.
fn mark_hidden([above, below]: [bool; 2], inner: Rect, theme: &Theme, buffer: &mut Buffer) {
    let style = theme.key();
    if above && !inner.is_empty() {
        buffer.set_string(inner.left(), inner.top(), "▴", style);
    }
    if below && !inner.is_empty() {
        buffer.set_string(inner.left(), inner.bottom() - 1, "▾", style);
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
    let ShownValue { text, confirmed } = value(app, setting);
    // A value that is a word, such as the speed `max`, has no unit.
    let is_number = text.starts_with(|first: char| first.is_ascii_digit());
    let unit = match (setting.unit)(&app.requested().settings) {
        unit if is_number && !unit.is_empty() => format!(" {unit}"),
        _ => String::new(),
    };
    let room = usize::from(row.width).saturating_sub(name.width() + unit.len());
    // A long value also uses the room of the arrows.
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

/// The requested value of a setting as text, and whether it is confirmed.
pub struct ShownValue {
    /// Text of the value, with an ellipsis at the end if the value is not confirmed.
    pub text: String,
    /// Whether the engine has confirmed the value.
    pub confirmed: bool,
}

/// Returns the requested value of a setting as it is shown.
#[must_use]
pub fn value(app: &App, setting: &Setting) -> ShownValue {
    let requested = setting.shown(&app.requested().settings);
    let confirmed = requested == setting.shown(&app.lane().settings);
    let text = if !confirmed {
        format!("{requested}…")
    } else if *setting == SCHEDULE {
        scheduled(app, requested)
    } else {
        requested
    };
    ShownValue { text, confirmed }
}

/// Returns the name of a schedule and the current learning rate. Returns only the name if the run uses the
/// default schedule.
fn scheduled(app: &App, name: String) -> String {
    let hyperparameters = &app.lane().settings.setup.hyperparameters;
    if hyperparameters.schedule == Choice::default() {
        return name;
    }
    let alpha = app.lane().alpha;
    let exact = shortest(alpha);
    let alpha = if exact.len() <= 6 {
        exact
    } else {
        significant(alpha, 3)
    };
    format!("{name}: {} {alpha}", ALPHA.name)
}
