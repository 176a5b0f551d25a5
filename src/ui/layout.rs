//! The areas of the panels, and the choice of panels that are left out of a small window.

mod race;
pub mod why;

use ratatui::layout::{Constraint, Layout, Rect};

/// Smallest window, in columns and rows, that shows panels. A smaller window only shows the status word and
/// the size that is needed.
pub const SMALLEST: (u16, u16) = (30, 10);

/// Smallest width of a window with two columns of panels. Narrower windows have one column of panels.
const TWO_COLUMNS: u16 = 68;
/// Smallest number of lines of the run panel, without its frame.
const RUN_LINES: u16 = 5;
/// Smallest number of rows of the run panel.
const RUN: u16 = RUN_LINES + 2;
/// Rows that the run panel has in addition in a high window, for the confusion table.
const RUN_TABLE: u16 = 3;
/// Rows that the run panel has in addition to these in a higher window, for the quality of the predictions.
const RUN_QUALITY: u16 = 2;
/// Smallest number of rows of the settings panel: four settings, two lines on what the selected one does, and the frame.
const SETTINGS: u16 = 6 + 2;
/// Largest number of rows of the settings panel in a high window: twelve settings, these two lines, and the frame.
const MOST_SETTINGS: u16 = 14 + 2;
/// Number of rows above the status line beyond which the settings take every third row.
const LOW: u16 = 23;
/// Number of rows above the status line from which a window counts as high.
const HIGH: u16 = 29;
/// Number of rows above the status line from which a window also has room for the quality of the predictions.
const HIGHER: u16 = 36;
/// Rows of the numbers of the run when they have no frame.
const UNFRAMED_RUN: u16 = 2;
/// Smallest number of rows of the loss chart, with its frame.
const LOSS: u16 = 8;
/// Rows that the points panel, with its frame, must keep in one column when another panel is added below.
const SCATTER: u16 = 11;

/// Areas of the panels.
///
/// In a small window, the hyperparameters are left out first, then the loss chart, then the frame of the
/// run. The points, the numbers of the run or the table of the race, and the status line are always shown. Framed panels that are
/// stacked in one column overlap by one row, the line of the frame that they share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrangement {
    /// Area of the points panel, with its frame.
    pub scatter: Rect,
    /// Area of the loss chart, with its frame; `None` if it is left out.
    pub loss: Option<Rect>,
    /// Area of the settings panel, with its frame; `None` if it is left out.
    pub hyperparameters: Option<Rect>,
    /// Area of the table of the race, with the frame if there is one; `None` if there is one lane only, or no room.
    pub race: Option<Rect>,
    /// Area of the numbers of the run, with the frame if there is one; `None` if the table of the race replaces them.
    pub run: Option<Rect>,
    /// Whether the numbers of the run and the table of the race have frames. If the numbers have one, there is room for
    /// all their lines.
    pub is_framed: bool,
    /// Area of the status line, the last row of the window.
    pub status: Rect,
}

/// Returns the areas of the panels for a window, or `None` if the window is smaller than [`SMALLEST`].
/// There are `lanes` lanes. `run_lines` returns the number of lines that the numbers of the run need in a panel of some width.
#[must_use]
pub fn arrange(area: Rect, lanes: usize, run_lines: impl Fn(u16) -> usize) -> Option<Arrangement> {
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        return None;
    }
    let [body, status] = Layout::vertical([Constraint::Fill(1), Constraint::Length(1)]).areas(area);
    Some(if lanes > 1 {
        race::arrange(body, status, lanes, run_lines)
    } else if area.width >= TWO_COLUMNS {
        two_columns(body, status, run_lines)
    } else {
        one_column(body, status, UNFRAMED_RUN)
    })
}

fn two_columns(body: Rect, status: Rect, run_lines: impl Fn(u16) -> usize) -> Arrangement {
    let width = width_of_column(body.width);
    let [scatter, mut rest] =
        Layout::horizontal([Constraint::Fill(1), Constraint::Length(width)]).areas(body);
    let has_loss = rest.height >= LOSS + RUN - 1;
    let settings_rows = settings_rows(body.height);
    let run = if has_loss {
        let lines = u16::try_from(run_lines(width)).unwrap_or(u16::MAX);
        let rows = run_rows(rest.height, settings_rows, lines);
        cut_bottom(&mut rest, rows)
    } else {
        rest
    };
    let has_settings = rest.height >= LOSS + settings_rows - 1 && has_loss;
    let hyperparameters = has_settings.then(|| cut_bottom(&mut rest, settings_rows));
    Arrangement {
        scatter,
        loss: has_loss.then_some(rest),
        hyperparameters,
        race: None,
        run: Some(run),
        is_framed: true,
        status,
    }
}

/// Returns the number of columns of the right column in a window of `width` columns.
fn width_of_column(width: u16) -> u16 {
    (width * 2 / 5).clamp(32, 76)
}

/// Returns the number of rows of the settings panel in a window with `height` rows above the status line.
fn settings_rows(height: u16) -> u16 {
    SETTINGS + (height.saturating_sub(LOW) / 3).min(MOST_SETTINGS - SETTINGS)
}

/// Returns the number of rows of the run panel in a column of `height` rows, if its numbers need `lines` lines.
/// It grows into the loss chart, but not beyond the smallest chart, and does not displace the settings.
fn run_rows(height: u16, settings_rows: u16, lines: u16) -> u16 {
    let table = match height {
        HIGHER.. => RUN_TABLE + RUN_QUALITY,
        HIGH.. => RUN_TABLE,
        _ => 0,
    };
    let beside_loss = (height + 1).saturating_sub(LOSS);
    let beside_both = (beside_loss + 1).saturating_sub(settings_rows);
    let least = RUN + table;
    let most = if beside_both >= least {
        beside_both
    } else {
        beside_loss
    };
    let wanted = lines.max(RUN_LINES).saturating_add(2 + table);
    wanted.min(most).max(RUN)
}

/// Returns the areas in one column, with `lines` lines for the numbers.
fn one_column(body: Rect, status: Rect, lines: u16) -> Arrangement {
    let [mut rest, run] =
        Layout::vertical([Constraint::Fill(1), Constraint::Length(lines)]).areas(body);
    let has_settings = rest.height >= SCATTER + LOSS + SETTINGS - 2;
    let hyperparameters = has_settings.then(|| cut_bottom(&mut rest, SETTINGS));
    let has_loss = rest.height >= SCATTER + LOSS - 1;
    let loss_rows = LOSS.max(rest.height * 2 / 5);
    let loss = has_loss.then(|| cut_bottom(&mut rest, loss_rows));
    Arrangement {
        scatter: rest,
        loss,
        hyperparameters,
        race: None,
        run: Some(run),
        is_framed: false,
        status,
    }
}

/// Cuts the lowest `rows` rows off a column and returns them. The first row that is returned is also the last
/// row of the remaining column, because the two frames share it.
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
