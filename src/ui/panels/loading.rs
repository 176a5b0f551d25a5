//! The loading screen, which is shown while the data set is being made.

use ratatui::buffer::Buffer;
use ratatui::layout::{Alignment, Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Paragraph, Widget};

use crate::app::scene::Loading;
use crate::session::snapshot::Phase;
use crate::ui::panels::frame::{self, Place};
use crate::ui::theme::Theme;

/// Draws the loading screen into the whole of `area`.
pub fn draw(loading: &Loading, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let [body, status] = Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]).areas(area);
    let inner = frame::frame("sgdscope", "", Place::Alone, theme, body, buffer);
    let [_, middle, _] = Layout::vertical([
        Constraint::Fill(1),
        Constraint::Length(2),
        Constraint::Fill(1),
    ])
    .areas(inner);
    let percent = format!("{:.0} %", 100.0 * loading.share);
    let lines = vec![Line::from(loading.what.as_str()), Line::from(percent)];
    Paragraph::new(lines)
        .alignment(Alignment::Center)
        .render(middle, buffer);
    let mut spans = vec![
        Span::styled(" LOADING ", theme.phase(Phase::Paused, true)),
        Span::raw("  "),
    ];
    if let Some(notice) = loading.notices.shown() {
        spans.push(Span::raw(notice.text.as_str()));
    } else {
        spans.push(Span::styled("q", theme.key()));
        spans.push(Span::styled(" quit", theme.muted()));
    }
    Line::from(spans).render(status, buffer);
}
