//! The last row: the status word, and what the keys do or what the last one has to tell.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::app::App;
use crate::app::action::Action;
use crate::app::keymap;
use crate::session::settings::TABLE;
use crate::session::snapshot::Phase;
use crate::ui::settings;
use crate::ui::theme::Theme;

/// Draws the row. Where the settings have no panel of their own, the selected one is named here.
pub fn draw(app: &App, has_settings: bool, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let phase = app.confirmed().phase;
    let confirmed = app.requested().running == app.confirmed().control.running;
    let mut spans = vec![
        Span::styled(format!(" {} ", word(phase)), theme.phase(phase, confirmed)),
        Span::raw("  "),
    ];
    if let Some(message) = app.message() {
        spans.push(Span::raw(message.to_owned()));
    } else {
        if !has_settings {
            spans.extend(selected_setting(app, theme));
        }
        add_hints(app, theme, usize::from(area.width), &mut spans);
    }
    Line::from(spans).render(area, buffer);
}

/// What a phase is called on the screen.
#[must_use]
pub fn word(phase: Phase) -> &'static str {
    match phase {
        Phase::Paused => "PAUSED",
        Phase::Running => "RUNNING",
        Phase::Finished => "FINISHED",
        Phase::Diverged => "DIVERGED",
    }
}

fn selected_setting<'a>(app: &App, theme: &Theme) -> [Span<'a>; 3] {
    let setting = TABLE[app.view().selected];
    let settings::Value { text, confirmed } = settings::value(app, setting);
    [
        Span::raw(format!("{} ", setting.name)),
        Span::styled(text, theme.value(confirmed)),
        Span::raw("  "),
    ]
}

/// Adds the hints that mean something now, as long as they fit whole.
fn add_hints(app: &App, theme: &Theme, width: usize, spans: &mut Vec<Span>) {
    let mut used: usize = spans.iter().map(Span::width).sum();
    for (rows, hint) in keymap::hints() {
        let Some(words) = hint_words(rows[0].action, hint, app) else {
            continue;
        };
        let keys: String = rows
            .iter()
            .filter_map(|row| row.keys.first())
            .map(ToString::to_string)
            .collect();
        let key = Span::styled(keys, theme.key());
        let words = Span::styled(format!(" {words}"), theme.muted());
        used += key.width() + words.width();
        if used > width {
            return;
        }
        used += 2;
        spans.extend([key, words, Span::raw("  ")]);
    }
}

/// A hint in the words of the moment; none where its key does nothing now.
fn hint_words(action: Action, hint: &'static str, app: &App) -> Option<&'static str> {
    let is_over = matches!(app.confirmed().phase, Phase::Finished | Phase::Diverged);
    match action {
        Action::ToggleRun | Action::StepUpdate if is_over => None,
        Action::ToggleRun if app.confirmed().phase == Phase::Running => Some("pause"),
        _ => Some(hint),
    }
}
