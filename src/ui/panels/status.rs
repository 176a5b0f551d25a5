//! The status line, the last row of the screen: the status word, and a notice or hints on the keys.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::app::App;
use crate::app::action::Action;
use crate::app::keymap::{self, Binding, KeyGroup};
use crate::app::prompt::Prompt;
use crate::app::weights::WeightEditor;
use crate::learning::train::stop::Stop;
use crate::session::settings::{Direction, SHOWN_VIEW};
use crate::session::snapshot::{LaneView, Phase};
use crate::ui::number::{elided, significant};
use crate::ui::panels::{prompt, settings};
use crate::ui::theme::Theme;

/// Number of hints at the end, for the help and for quitting, that are kept longest if there is little room.
const LAST_HINTS: usize = 2;

/// Columns for a typed text beside the status word.
const LEAST_TYPED: usize = 24;

/// Draws the status line. Also shows the selected setting if the settings have no panel, `has_settings`.
pub fn draw(app: &App, has_settings: bool, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let phase = app.confirmed().phase;
    let editor = app.view().editor.as_ref();
    let confirmed = app.requested().running == app.confirmed().control.running;
    let mut spans = vec![
        Span::styled(format!(" {} ", word(app)), theme.phase(phase, confirmed)),
        Span::raw("  "),
    ];
    let why = why_finished(phase, app.lane()).map(|why| Span::raw(format!("{why}  ")));
    let width = usize::from(area.width);
    if let Some(prompt) = &app.view().prompt {
        draw_prompt(prompt, spans, app, theme, area, buffer);
        return;
    }
    if let Some(share) = app.journey() {
        spans.push(Span::raw(format!(
            "going there: {:.0} %   esc stops",
            share * 100.0
        )));
    } else if let Some(notice) = app.notice() {
        let used: usize = spans.iter().map(Span::width).sum();
        let room = width.saturating_sub(used);
        // The notice is more important than the reason why the run finished.
        let rest = room.saturating_sub(notice.text.chars().count());
        spans.extend(why.filter(|why| why.width() <= rest));
        spans.push(Span::raw(elided(&notice.text, room)));
    } else {
        spans.extend(why);
        if let Some(editor) = editor {
            spans.extend(selected_weight(editor, app, theme));
        } else if !has_settings {
            spans.extend(selected_setting(app, theme));
        }
        add_hints(app, theme, width, &mut spans);
    }
    Line::from(spans).render(area, buffer);
}

/// Draws the line that is being typed. Where it has little room, it takes the place of the status word.
fn draw_prompt(
    prompt: &Prompt,
    mut spans: Vec<Span>,
    app: &App,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let width = usize::from(area.width);
    let used: usize = spans.iter().map(Span::width).sum();
    if width < used + prompt.label().len() + LEAST_TYPED {
        spans = vec![Span::raw(" ")];
    }
    let used: usize = spans.iter().map(Span::width).sum();
    let room = width.saturating_sub(used);
    spans.extend(prompt::line(prompt, app, theme, room));
    add_hints(app, theme, width, &mut spans);
    Line::from(spans).render(area, buffer);
}

/// Returns the status word.
#[must_use]
pub fn word(app: &App) -> &'static str {
    let waits = app.watched().is_some_and(|watched| watched.is_awaited);
    match app.confirmed().phase {
        Phase::Paused => "PAUSED",
        Phase::Running if waits => "WAITING",
        Phase::Running => "RUNNING",
        Phase::Finished => "FINISHED",
        Phase::Diverged => "DIVERGED",
    }
}

/// Returns the reason why a run finished before its last epoch, or `None` if it did not.
fn why_finished(phase: Phase, lane: &LaneView) -> Option<&'static str> {
    match lane.stop.filter(|_| phase == Phase::Finished)? {
        Stop::Epochs => None,
        Stop::Target => Some("target loss reached"),
        Stop::Patience => Some("no lower loss for too long"),
    }
}

/// Returns the name of the weight that is being edited, and its value or the text typed so far.
fn selected_weight<'a>(editor: &WeightEditor, app: &App, theme: &Theme) -> [Span<'a>; 3] {
    let (place, weights) = (editor.selected(), app.weights());
    let name = weights.shape().name(place);
    let is_typed = !editor.typed().is_empty();
    let value = if is_typed {
        format!("{}_", editor.typed())
    } else {
        significant(weights.get(place).copied().unwrap_or(0.0), 6)
    };
    [
        Span::raw(format!("W{place} ({name}) ")),
        Span::styled(value, theme.value(!is_typed)),
        Span::raw("  "),
    ]
}

fn selected_setting<'a>(app: &App, theme: &Theme) -> [Span<'a>; 3] {
    let setting = app.view().selected;
    let settings::ShownValue { text, confirmed } = settings::value(app, setting);
    [
        Span::raw(format!("{} ", setting.name)),
        Span::styled(text, theme.value(confirmed)),
        Span::raw("  "),
    ]
}

/// Adds the hints of the keys that do something now. A hint is never cut. If there is no room for all hints,
/// those in the middle are left out: the first are the most useful, and the last are for the help and for
/// quitting. If there are several lanes, the hints of their keys come next after the first, and in the why view the hint
/// of the key that leaves it.
fn add_hints(app: &App, theme: &Theme, width: usize, spans: &mut Vec<Span>) {
    let hints: Vec<Hint> = keymap::hints(app.view().mode())
        .filter(|(rows, _)| rows[0].group != KeyGroup::Lanes || app.is_race())
        .filter_map(|(rows, hint)| {
            Some(Hint::new(
                rows,
                hint_words(rows[0].action, hint, app)?,
                app,
                theme,
            ))
        })
        .collect();
    let used: usize = spans.iter().map(Span::width).sum();
    let mut room = width.saturating_sub(used);
    let (others, last) = hints.split_at(hints.len().saturating_sub(LAST_HINTS));
    let mut others: Vec<(usize, &Hint)> = others.iter().enumerate().collect();
    others.sort_by_key(|(place, hint)| *place > 0 && !hint.comes_first);
    let others = others.into_iter().map(|(_, hint)| hint);
    let mut shown = Vec::new();
    for hint in last.iter().rev().chain(others) {
        let Some(rest) = room.checked_sub(hint.width()) else {
            break;
        };
        room = rest.saturating_sub(2);
        shown.push(hint);
    }
    for hint in hints.iter().filter(|hint| shown.contains(hint)) {
        spans.push(Span::styled(hint.keys.clone(), theme.key()));
        spans.push(Span::styled(format!(" {}  ", hint.words), theme.muted()));
    }
}

/// Names of keys, and the words that say what they do.
#[derive(PartialEq)]
struct Hint {
    keys: String,
    words: &'static str,
    /// Whether the hint is kept before others if there is little room.
    comes_first: bool,
}

impl Hint {
    fn new(rows: &[Binding], words: &'static str, app: &App, theme: &Theme) -> Self {
        let keys = rows.iter().filter_map(|row| {
            let mut names = row.keys.iter().map(ToString::to_string);
            names.find(|name| theme.shows(name))
        });
        let keys = keys.collect();
        let is_of_view = rows[0].action == Action::Adjust(&SHOWN_VIEW, Direction::Up);
        let is_way_back = is_of_view && app.shows_reasons();
        Self {
            keys,
            words,
            comes_first: rows[0].group == KeyGroup::Lanes || is_way_back,
        }
    }

    fn width(&self) -> usize {
        self.keys.chars().count() + 1 + self.words.len()
    }
}

/// Returns the words of a hint for the current phase, or `None` if its key does nothing now.
fn hint_words(action: Action, hint: &'static str, app: &App) -> Option<&'static str> {
    let is_over = matches!(app.confirmed().phase, Phase::Finished | Phase::Diverged);
    match action {
        Action::ToggleRun | Action::StepUpdate if is_over => None,
        Action::ToggleRun if app.confirmed().phase == Phase::Running => Some("pause"),
        _ => Some(hint),
    }
}
