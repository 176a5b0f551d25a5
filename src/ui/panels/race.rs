//! The table of a race: a row for each lane, with what differs between the lanes and what has come of it.
//!
//! ```text
//! ├ Race ─────────── same data, start and order ┤
//! │lane  alpha                    loss     acc. │
//! │  A   0.001                  0.1505    96.2% │
//! │▸ B   0.02                   0.0945    96.5% │
//! │keys: lane B                                 │
//! ```

mod columns;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::app::App;
use crate::learning::train::loss::LossKind;
use crate::session::lane::LaneId;
use crate::session::settings::BATCH_SIZE;
use crate::session::snapshot::{LaneView, Phase};
use crate::ui::panels::frame::{self, Place};
use crate::ui::panels::race::columns::Columns;
use crate::ui::theme::Theme;

/// Width of the mark of the chosen lane, the letter with its blanks, and the sign of a lane that stands still.
const HEAD: usize = 5;

/// Columns that the title and the blanks around it and around the detail need, apart from the blank that comes with notes.
const BESIDE_DETAIL: usize = 9;

/// Sign of a pinned lane.
const PINNED: &str = "p";
/// Sign of a lane that has finished.
const ENDED: &str = "■";

/// Draws the table, in a frame at a place of the column or without a frame.
pub fn draw(app: &App, place: Option<Place>, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let lanes: Vec<&LaneView> = app.confirmed().shown_lanes().collect();
    let edge = if place.is_some() { 2 } else { 0 };
    let width = usize::from(area.width.saturating_sub(edge));
    let columns = Columns::new(app, width.saturating_sub(HEAD));
    let has_notes = usize::from(area.height.saturating_sub(edge)) > lanes.len() + 1;
    let mut notes = notes(app, columns.hidden);
    let room = if has_notes {
        width
    } else {
        width.saturating_sub(BESIDE_DETAIL)
    };
    if let Some(beside) = app.beside_log(room.saturating_sub(1)) {
        notes.insert(0, beside);
    }
    let inner = match place {
        None => area,
        Some(place) => {
            // Without a row for them, the notes come before what the lanes have in common.
            let detail = if has_notes || notes.is_empty() {
                app.compared()
            } else {
                joined(&notes, width.saturating_sub(BESIDE_DETAIL))
                    .trim_start()
                    .to_owned()
            };
            frame::frame("Race", &detail, place, theme, area, buffer)
        }
    };
    if !app.steers_all() {
        notes.push(format!("keys: lane {}", app.lane().id));
    }
    let mut rows = inner.rows();
    if let Some(row) = rows.next() {
        columns.titles(theme).render(row, buffer);
    }
    for (index, (lane, row)) in lanes.iter().zip(&mut rows).enumerate() {
        let is_chosen = lane.id == app.lane().id;
        if is_chosen {
            buffer.set_style(row, theme.selection());
        }
        let mut spans = Vec::from(head(app, lane, is_chosen, theme));
        spans.extend(columns.row(index, lane, theme));
        Line::from(spans).render(row, buffer);
    }
    if let Some(row) = rows.next() {
        Line::styled(joined(&notes, width), theme.muted()).render(row, buffer);
    }
}

/// Returns the mark of a lane whose values the keys set, the letter, and the sign of a lane that stands still.
fn head(app: &App, lane: &LaneView, is_chosen: bool, theme: &Theme) -> [Span<'static>; 3] {
    let is_steered = app.steers_all() && !lane.is_pinned;
    let mark = if is_chosen || is_steered { "▸" } else { " " };
    [
        Span::styled(mark, theme.key()),
        Span::styled(format!(" {} ", lane.id), theme.badge(lane.id)),
        Span::styled(sign(lane), theme.muted()),
    ]
}

fn sign(lane: &LaneView) -> &'static str {
    match lane.phase {
        Phase::Finished => ENDED,
        _ if lane.is_pinned && lane.id != LaneId::WATCHED => PINNED,
        _ => " ",
    }
}

/// Returns notes on the table, the most important ones first.
fn notes(app: &App, hidden: usize) -> Vec<String> {
    let lanes = &app.confirmed().lanes;
    let mut notes = Vec::new();
    if hidden > 0 {
        notes.push(format!("+{hidden} more differ"));
    }
    if app.steers_all() {
        notes.push("keys: all lanes".to_owned());
    }
    if lanes.iter().any(|lane| sign(lane) == PINNED) {
        notes.push(format!("{PINNED} pinned"));
    }
    if app
        .confirmed()
        .shown_lanes()
        .any(|lane| sign(lane) == ENDED)
    {
        notes.push(format!("{ENDED} ended"));
    }
    let is_sum = app.lane().settings.setup.hyperparameters.loss == LossKind::Sum;
    if is_sum && app.differing().contains(&&BATCH_SIZE) {
        // Sums over batches of different sizes do not compare.
        notes.push("sums: u compares".to_owned());
    }
    notes
}

/// Joins as many of the first notes as fit into `width` columns, with a blank before them.
fn joined(notes: &[String], width: usize) -> String {
    let mut text = String::new();
    for note in notes {
        let next = if text.is_empty() {
            format!(" {note}")
        } else {
            format!("{text} · {note}")
        };
        if next.chars().count() > width {
            break;
        }
        text = next;
    }
    text
}
