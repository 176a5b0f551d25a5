//! The areas of the panels if there are several lanes: the table of the race has a place of its own.

use ratatui::layout::{Constraint, Layout, Rect};

use crate::ui::layout::{
    Arrangement, LOSS, RUN, SCATTER, TWO_COLUMNS, UNFRAMED_RUN, cut_bottom, one_column, run_rows,
    settings_rows, width_of_column,
};

/// Smallest width of the right column, if it is at most half of the window.
const COLUMN: u16 = 40;

/// Number of rows of the chart, with its frame, up to which the settings and the run give way.
const CHART: u16 = 12;

/// Rows of the settings, with their frame, while the chart is smaller than that: three settings.
const FEW_SETTINGS: u16 = 3 + 2;

/// Returns the areas of the panels above the status line.
pub fn arrange(
    body: Rect,
    status: Rect,
    lanes: usize,
    run_lines: impl Fn(u16) -> usize,
) -> Arrangement {
    // The row of the titles of the columns, and a row for each lane.
    let rows = u16::try_from(lanes).unwrap_or(u16::MAX).saturating_add(1);
    if body.width >= TWO_COLUMNS {
        two_columns(body, status, rows, run_lines)
    } else {
        below_each_other(body, status, rows)
    }
}

/// Returns the areas in two columns. The chart, the table, the settings and the run come into the right column in this
/// order, as far as there is room; only the table is always there.
fn two_columns(
    body: Rect,
    status: Rect,
    rows: u16,
    run_lines: impl Fn(u16) -> usize,
) -> Arrangement {
    let width = width_of_column(body.width).max(COLUMN.min(body.width / 2));
    let columns = [Constraint::Fill(1), Constraint::Length(width)];
    let [scatter, mut rest] = Layout::horizontal(columns).areas(body);
    let mut table = rows + 2;
    let with_loss = LOSS + table - 1;
    // The curves of several lanes need more room than those of one.
    let with_chart = CHART + table - 1;
    let settings_rows = match settings_rows(body.height) {
        all if rest.height >= with_chart + all - 1 => all,
        _ => FEW_SETTINGS,
    };
    let with_settings = with_loss + settings_rows - 1;
    let with_run = with_chart + settings_rows - 1 + RUN - 1;
    let [has_loss, has_settings, has_run] =
        [with_loss, with_settings, with_run].map(|height| rest.height >= height);
    // A row of notes, if nothing is lost for it.
    table += u16::from(![with_loss, with_settings, with_run].contains(&rest.height));
    let run = has_run.then(|| {
        // The chart and the run share the rows that are left.
        let spare = rest.height.saturating_sub(with_run + 1);
        let beside = rest.height - (table - 1) - spare / 2;
        let lines = u16::try_from(run_lines(width)).unwrap_or(u16::MAX);
        cut_bottom(&mut rest, run_rows(beside, settings_rows, lines))
    });
    let hyperparameters = has_settings.then(|| cut_bottom(&mut rest, settings_rows));
    let race = if has_loss {
        cut_bottom(&mut rest, table)
    } else {
        rest
    };
    Arrangement {
        scatter,
        loss: has_loss.then_some(rest),
        race: Some(race),
        hyperparameters,
        run,
        is_framed: true,
        status,
    }
}

/// Returns the areas in one column. The table has no frame, and is there if the points keep enough room.
fn below_each_other(body: Rect, status: Rect, rows: u16) -> Arrangement {
    if body.height < SCATTER + rows {
        return one_column(body, status, UNFRAMED_RUN);
    }
    let arrangement = one_column(body, status, rows);
    Arrangement {
        race: arrangement.run,
        run: None,
        ..arrangement
    }
}
