//! The areas of the panels of the why view.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::ui::layout::{SETTINGS, SMALLEST, TWO_COLUMNS, cut_bottom, width_of_column};
use crate::ui::panels::reasons;

/// Smallest width of the right column, if it is at most half of the window.
const COLUMN: u16 = 40;

/// Rows of the panel of the numbers and the sentence, with its frame.
const REASONS: u16 = reasons::LINES + 2;

/// Smallest number of rows of weight space, with its frame.
const SPACE: u16 = 10;

/// Number of rows of weight space, with its frame, that other panels leave to it.
const ROOMY_SPACE: u16 = 18;

/// Rows of the chart, with its frame.
const CHART: u16 = 11;

/// Rows that the points panel, with its frame, must keep in one column.
const SCATTER: u16 = 11;

/// Areas of the panels of the why view. The points, the sentence and the status line are always shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WhyArrangement {
    /// Area of the points panel, with its frame.
    pub scatter: Rect,
    /// Area of weight space, with its frame; `None` if it is left out.
    pub space: Option<Rect>,
    /// Area of the chart, with its frame; `None` if it is left out.
    pub chart: Option<Rect>,
    /// Area of the settings panel, with its frame; `None` if it is left out.
    pub hyperparameters: Option<Rect>,
    /// Area of the numbers and the sentence, with the frame if there is one.
    pub reasons: Rect,
    /// Whether the numbers and the sentence have a frame.
    pub is_framed: bool,
    /// Area of the status line, the last row of the window.
    pub status: Rect,
}

/// Returns the areas of the panels for a window, or `None` if the window is too small for panels.
#[must_use]
pub fn arrange(area: Rect) -> Option<WhyArrangement> {
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        return None;
    }
    let [body, status] = Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]).areas(area);
    Some(if body.width >= TWO_COLUMNS {
        two_columns(body, status)
    } else {
        one_column(body, status)
    })
}

fn two_columns(body: Rect, status: Rect) -> WhyArrangement {
    let width = width_of_column(body.width).max(COLUMN.min(body.width / 2));
    let columns = [Constraint::Fill(1), Constraint::Length(width)];
    let [scatter, mut rest] = Layout::horizontal(columns).areas(body);
    let has_space = rest.height >= REASONS + SPACE - 1;
    let reasons = if has_space {
        cut_bottom(&mut rest, REASONS)
    } else {
        rest
    };
    let with_chart = ROOMY_SPACE + CHART - 1;
    let with_settings = with_chart + SETTINGS - 1;
    let [has_chart, has_settings] = [with_chart, with_settings].map(|rows| rest.height >= rows);
    let hyperparameters = has_settings.then(|| cut_bottom(&mut rest, SETTINGS));
    let chart = has_chart.then(|| cut_bottom(&mut rest, CHART));
    WhyArrangement {
        scatter,
        space: has_space.then_some(rest),
        chart,
        hyperparameters,
        reasons,
        is_framed: true,
        status,
    }
}

/// Returns the areas in one column. The numbers and the sentence have no frame.
fn one_column(body: Rect, status: Rect) -> WhyArrangement {
    let lines = reasons::LINES.min(body.height.saturating_sub(SCATTER).max(2));
    let [mut rest, reasons] =
        Layout::vertical([Constraint::Fill(1), Constraint::Length(lines)]).areas(body);
    let has_space = rest.height >= SCATTER + SPACE - 1;
    let half = SPACE.max(rest.height / 2);
    let space = has_space.then(|| cut_bottom(&mut rest, half));
    WhyArrangement {
        scatter: rest,
        space,
        chart: None,
        hyperparameters: None,
        reasons,
        is_framed: false,
        status,
    }
}
