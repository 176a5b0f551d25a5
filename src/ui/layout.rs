//! Where the panels go, and which are dropped where there is no room for all.

use ratatui::layout::{Constraint, Layout, Rect};

/// Below this only a line is shown that says what is needed.
pub const SMALLEST: (u16, u16) = (30, 10);

/// Windows narrower than this have one column of panels.
const TWO_COLUMNS: u16 = 68;
/// Rows of the run panel: five lines and the frame; in a high window three more, for a table.
const RUN: u16 = 5 + 2;
const RUN_TABLE: u16 = 3;
/// Rows of the settings: so many, and the frame. A high window has more.
const SETTINGS: u16 = 6 + 2;
const MOST_SETTINGS: u16 = 14 + 2;
/// A window of so many rows is high.
const HIGH: u16 = 29;
/// Rows of the run's lines where they stand without a frame.
const UNFRAMED_RUN: u16 = 2;
/// The loss needs so many rows.
const LOSS: u16 = 8;
/// The points need so many rows before anything else gets some.
const SCATTER: u16 = 11;

/// The areas of the panels. They are dropped in the order hyperparameters, loss, run; the points and
/// the status line always stay. Each has a frame of its own; those that stand in one column overlap
/// by the row of the frame that they share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrangement {
    /// The points.
    pub scatter: Rect,
    /// The loss chart.
    pub loss: Option<Rect>,
    /// The settings.
    pub hyperparameters: Option<Rect>,
    /// The numbers of the run.
    pub run: Rect,
    /// Whether the run has a frame, and so room for all its lines.
    pub run_is_framed: bool,
    /// The last row.
    pub status: Rect,
}

/// The arrangement for a window, or nothing where it is too small.
#[must_use]
pub fn arrange(area: Rect) -> Option<Arrangement> {
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        return None;
    }
    let [body, status] = Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]).areas(area);
    Some(if area.width >= TWO_COLUMNS {
        two_columns(body, status)
    } else {
        one_column(body, status)
    })
}

fn two_columns(body: Rect, status: Rect) -> Arrangement {
    let width = (body.width * 2 / 5).clamp(32, 76);
    let [scatter, mut rest] =
        Layout::horizontal([Constraint::Fill(1), Constraint::Length(width)]).areas(body);
    let has_loss = rest.height >= LOSS + RUN - 1;
    let run_rows = if body.height >= HIGH {
        RUN + RUN_TABLE
    } else {
        RUN
    };
    let run = if has_loss {
        cut_bottom(&mut rest, run_rows)
    } else {
        rest
    };
    let settings_rows =
        SETTINGS + (body.height.saturating_sub(HIGH) / 3).min(MOST_SETTINGS - SETTINGS);
    let has_settings = rest.height >= LOSS + settings_rows - 1 && has_loss;
    let hyperparameters = has_settings.then(|| cut_bottom(&mut rest, settings_rows));
    Arrangement {
        scatter,
        loss: has_loss.then_some(rest),
        hyperparameters,
        run,
        run_is_framed: true,
        status,
    }
}

fn one_column(body: Rect, status: Rect) -> Arrangement {
    let [mut rest, run] =
        Layout::vertical([Constraint::Fill(1), Constraint::Length(UNFRAMED_RUN)]).areas(body);
    let has_settings = rest.height >= SCATTER + LOSS + SETTINGS - 2;
    let hyperparameters = has_settings.then(|| cut_bottom(&mut rest, SETTINGS));
    let has_loss = rest.height >= SCATTER + LOSS - 1;
    let loss_rows = LOSS.max(rest.height * 2 / 5);
    let loss = has_loss.then(|| cut_bottom(&mut rest, loss_rows));
    Arrangement {
        scatter: rest,
        loss,
        hyperparameters,
        run,
        run_is_framed: false,
        status,
    }
}

/// The lowest `rows` of a column, whose first is also the last of what is left.
fn cut_bottom(column: &mut Rect, rows: u16) -> Rect {
    let height = column.height - rows + 1;
    let bottom = Rect {
        y: column.y + height - 1,
        height: rows,
        ..*column
    };
    column.height = height;
    bottom
}
