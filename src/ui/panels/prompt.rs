//! The prompt: the line that is being typed, in the status line, and above it what can be typed or what was wrong.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use crate::app::App;
use crate::app::line;
use crate::app::prompt::{Prompt, PromptError, PromptKind};
use crate::ui::theme::Theme;
use crate::ui::wrap::wrapped;

/// Largest number of rows above the status line.
const MOST_ROWS: u16 = 4;
/// Columns between two choices.
const GAP: usize = 2;

/// Returns the label of a prompt, its line with the cursor, and in an empty line the present value. The line is
/// scrolled so that the cursor is within `room` columns, with the label.
pub fn line<'a>(prompt: &Prompt, app: &App, theme: &Theme, room: usize) -> Vec<Span<'a>> {
    let label = Span::styled(format!("{} ", prompt.label()), theme.key());
    let room = room.saturating_sub(label.width());
    let (before, at, after) = visible(&prompt.line, room);
    let mut spans = vec![label, Span::raw(before)];
    spans.push(Span::styled(
        at,
        Style::new().add_modifier(Modifier::REVERSED),
    ));
    match prompt.kind {
        PromptKind::Value(setting) if prompt.line.text().is_empty() => {
            let now = setting.text(&app.requested().settings);
            let now = within(&now, room.saturating_sub(1));
            spans.push(Span::styled(now.to_owned(), theme.muted()));
        }
        _ => spans.push(Span::raw(after)),
    }
    spans.push(Span::raw("  "));
    spans
}

/// Returns the parts of a line that are visible in `room` columns: before the cursor, the character at the cursor (a
/// blank at the end of the line), and after it.
fn visible(line: &line::Line, room: usize) -> (String, String, String) {
    let (before, rest) = line.halves();
    let mut after = rest.chars();
    let at = after.next().unwrap_or(' ').to_string();
    let room = room.saturating_sub(columns(&at));
    let mut start = 0;
    while columns(&before[start..]) > room {
        let first = before[start..].chars().next();
        start += first.map_or(1, char::len_utf8);
    }
    let before = &before[start..];
    let after = within(after.as_str(), room.saturating_sub(columns(before)));
    (before.to_owned(), at, after.to_owned())
}

fn columns(text: &str) -> usize {
    Span::raw(text).width()
}

/// Returns as much of the start of a text as `room` columns hold.
fn within(text: &str, room: usize) -> &str {
    let ends = text
        .char_indices()
        .map(|(place, letter)| place + letter.len_utf8());
    let fitting = ends.take_while(|end| columns(&text[..*end]) <= room);
    &text[..fitting.last().unwrap_or(0)]
}

/// Draws what can be typed, or why the text was refused, or a notice, into the rows above the status line.
pub fn draw(prompt: &Prompt, app: &App, theme: &Theme, status: Rect, buffer: &mut Buffer) {
    let width = usize::from(status.width).saturating_sub(2);
    let mut lines = match (&prompt.error, app.notice()) {
        (Some(error), _) => told(&text_of(error, width), width, Style::new()),
        (None, Some(notice)) => told(&notice.text, width, Style::new()),
        (None, None) => possible(prompt, app, theme, width),
    };
    lines.truncate(usize::from(MOST_ROWS.min(status.y)));
    let count = u16::try_from(lines.len()).unwrap_or(MOST_ROWS);
    let area = Rect {
        y: status.y - count,
        height: count,
        ..status
    };
    Clear.render(area, buffer);
    buffer.set_style(area, theme.selection());
    for (mut line, row) in lines.into_iter().zip(area.rows()) {
        line.spans.insert(0, Span::raw(" "));
        line.render(row, buffer);
    }
}

/// Returns an error in words: with what was refused if that fits into one line.
fn text_of(error: &PromptError, width: usize) -> String {
    let whole = format!("{}: {}", error.what, error.why);
    if error.what.is_empty() || columns(&whole) > width {
        error.why.clone()
    } else {
        whole
    }
}

fn told<'a>(text: &str, width: usize, style: Style) -> Vec<Line<'a>> {
    // A list that is wider than a line is broken after its commas.
    let is_wide = text.split(' ').any(|word| columns(word) > width);
    let spaced = text.replace(',', ", ").replace(",  ", ", ");
    let lines = wrapped(if is_wide { &spaced } else { text }, width, "").into_iter();
    lines.map(|line| Line::styled(line, style)).collect()
}

/// Returns the lines that say what can be typed: the choices, and the range or what is known of a setting that was
/// found.
fn possible<'a>(prompt: &Prompt, app: &App, theme: &Theme, width: usize) -> Vec<Line<'a>> {
    let choices = choices(prompt, theme, width);
    let more = match (prompt.range(), prompt.kind, prompt.found()) {
        (range, PromptKind::Find { .. }, Some(setting)) if range.is_empty() => {
            let settings = &app.requested().settings;
            if app.has_effect(setting) {
                format!("now {}", setting.shown(settings))
            } else {
                format!("has no effect now: {}", (setting.needs)())
            }
        }
        (range, ..) => range,
    };
    let rest = width.saturating_sub(choices.width() + GAP);
    if choices.width() == 0 {
        return told(&more, width, theme.muted());
    }
    if more.is_empty() || columns(&more) <= rest {
        let mut line = choices;
        line.push_span(Span::raw(" ".repeat(GAP)));
        line.push_span(Span::styled(more, theme.muted()));
        return vec![line];
    }
    let more = told(&more, width, theme.muted());
    std::iter::once(choices).chain(more).collect()
}

/// Returns the choices in one line, as many as fit, with the one that is in the line, or that is found, highlighted.
fn choices<'a>(prompt: &Prompt, theme: &Theme, width: usize) -> Line<'a> {
    let lit = prompt.lit();
    let labels: Vec<&str> = prompt
        .choices
        .iter()
        .map(|choice| choice.label.as_str())
        .collect();
    let place = lit.unwrap_or(0);
    // A step further, the first ones are left out.
    let mut first = 0;
    let long = |labels: &[&str]| labels.join("  ").chars().count() + 2;
    while first < place && long(&labels[first..=place]) > width.saturating_sub(2) {
        first += 1;
    }
    let mut line = Line::default();
    for (place, label) in labels.iter().enumerate().skip(first) {
        let is_last = place + 1 == labels.len();
        // Room for the sign that more follow.
        let needed = columns(label) + if is_last { 0 } else { GAP + 1 };
        if line.width() + needed > width && place > first {
            line.push_span(Span::styled("…", theme.muted()));
            break;
        }
        let style = if lit == Some(place) {
            theme.key().add_modifier(Modifier::REVERSED)
        } else {
            Style::new()
        };
        line.push_span(Span::styled((*label).to_owned(), style));
        if !is_last {
            line.push_span(Span::raw(" ".repeat(GAP)));
        }
    }
    line
}
