//! The map of a sweep: the loss of each run as a colour, or as a digit where there are no colours.

mod scale;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crate::commands::look::Look;
use crate::commands::sweep::axis::{Progress, across, write_values};
use crate::commands::sweep::edges::{self, Mark};
use crate::commands::sweep::outcome::{Ended, Outcome};
use crate::commands::sweep::palette;
use crate::commands::sweep::table::{best, best_in_words, title};
use crate::session::sweep::Sweep;
use crate::ui::number::{elided, significant};

use scale::{Scale, digit};

/// Number of lines beside those of the map: the title above, the values across and their name,
/// the legend, the progress and the lowest loss below.
const OTHER_LINES: u16 = 6;
/// Largest size of a cell.
const MOST_CELL: (u16, u16) = (14, 3);
/// Width of a cell from which on its loss is written into it.
const ROOMY: u16 = 8;
/// Largest width of the values at the side.
const MOST_LABEL: usize = 24;
/// Width of the ramp in the legend.
const RAMP: u16 = 12;
/// Signs of the cell with the lowest loss, of one that diverged, and of one that has not finished.
const BEST: &str = "*";
const DIVERGED: &str = "x";
const UNFINISHED: &str = ".";
/// Signs of an edge between two rows and between two columns.
const EDGE: [&str; 2] = ["─", "│"];

/// How the cells of the map lie on the screen. Where there are more values than places, several share a cell.
struct Grid {
    /// Axis that lies across.
    across: usize,
    /// Width of the values at the side.
    label: u16,
    /// Width and height of a cell.
    cell: (u16, u16),
    /// Number of values that share a cell across, and down.
    shared: (usize, usize),
    /// Number of cells across and down.
    cells: (usize, usize),
}

/// The runs of a cell in one.
#[derive(Clone, Copy, Default)]
struct Cell {
    /// Lowest loss of the runs that finished with one.
    loss: Option<f64>,
    /// Whether a run has diverged.
    has_diverged: bool,
    is_best: bool,
}

impl Grid {
    fn new(sweep: &Sweep, (width, height): (u16, u16)) -> Self {
        let across = across(sweep);
        let columns = sweep.axes()[across].values.len();
        let rows = sweep.rows(across);
        let label = labels(sweep, across)
            .into_iter()
            .map(|label| label.chars().count());
        let names = down_name(sweep, across).chars().count();
        let label = label.max().unwrap_or(0).max(names).min(MOST_LABEL);
        let label = u16::try_from(label).unwrap_or(0).min(width / 3);
        let room = |length: u16| usize::from(length.max(1));
        let (wide, high) = (
            room(width.saturating_sub(label + 1)),
            room(height.saturating_sub(OTHER_LINES)),
        );
        let shared = (columns.div_ceil(wide), rows.div_ceil(high));
        let cells = (columns.div_ceil(shared.0), rows.div_ceil(shared.1));
        let side = |room: usize, cells: usize, most: u16| {
            u16::try_from(room / cells).unwrap_or(most).clamp(1, most)
        };
        let cell = (
            side(wide, cells.0, MOST_CELL.0),
            side(high, cells.1, MOST_CELL.1),
        );
        Self {
            across,
            label,
            cell,
            shared,
            cells,
        }
    }

    /// Returns where a cell lies in a picture.
    fn area(&self, (row, column): (usize, usize), picture: Rect) -> Rect {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        let top = 1 + row.saturating_mul(self.cell.1);
        Rect::new(self.left(column), top, self.cell.0, self.cell.1).intersection(picture)
    }

    /// Returns the column of the left edge of a cell.
    fn left(&self, column: usize) -> u16 {
        self.label
            + 1
            + u16::try_from(column)
                .unwrap_or(u16::MAX)
                .saturating_mul(self.cell.0)
    }
}

/// Draws the map into a buffer that is at most `size` wide and high.
#[must_use]
pub fn draw(
    sweep: &Sweep,
    outcomes: &[Option<Outcome>],
    progress: Progress,
    look: Look,
    size: (u16, u16),
) -> Buffer {
    let grid = Grid::new(sweep, size);
    let high = u16::try_from(grid.cells.1)
        .unwrap_or(1)
        .saturating_mul(grid.cell.1);
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, high + OTHER_LINES));
    let theme = look.theme();
    let width = usize::from(size.0);
    let across = &sweep.axes()[grid.across];
    let (cells, scale) = cells(sweep, outcomes, &grid);
    draw_sides(&mut buffer, sweep, &grid, theme.muted());
    for (place, cell) in cells.iter().enumerate() {
        let (row, column) = (place / grid.cells.0, place % grid.cells.0);
        draw_cell(&mut buffer, &grid, (row, column), *cell, scale, look);
    }
    let marks = edges::marks(sweep, outcomes);
    let has_marks = draw_edges(&mut buffer, sweep, &grid, &marks);
    let mut y = 1 + high;
    let area = Rect::new(grid.label + 1, y, size.0.saturating_sub(grid.label + 1), 1);
    let centre = |index: usize| grid.left(index / grid.shared.0) + grid.cell.0 / 2;
    write_values(&mut buffer, across, area, centre, theme.muted());
    y += 1;
    let name = elided(across.setting.name, usize::from(area.width));
    let middle = grid.left(0) + (grid.left(grid.cells.0) - grid.left(0)) / 2;
    let half = u16::try_from(name.chars().count() / 2).unwrap_or(0);
    buffer.set_stringn(
        middle.saturating_sub(half).max(area.x),
        y,
        &name,
        usize::from(area.width),
        Style::new(),
    );
    let edge = edges::in_words(&marks).filter(|_| has_marks);
    draw_legend(&mut buffer, y + 1, scale, edge.as_deref(), look);
    let words = progress.in_words();
    let most = grid.shared.0 * grid.shared.1;
    let words = match most {
        1 => words,
        _ => format!("{words}; a cell shows the lowest of up to {most} losses"),
    };
    buffer.set_stringn(0, y + 2, elided(&words, width), width, theme.muted());
    if let Some(words) = best_in_words(sweep, outcomes) {
        let style = Style::new().add_modifier(Modifier::BOLD);
        buffer.set_stringn(0, y + 3, elided(&words, width), width, style);
    }
    theme.finish(&mut buffer);
    buffer
}

/// Returns the cells row by row, and the scale of their losses.
fn cells(sweep: &Sweep, outcomes: &[Option<Outcome>], grid: &Grid) -> (Vec<Cell>, Option<Scale>) {
    let mut cells = vec![Cell::default(); grid.cells.0 * grid.cells.1];
    let best = best(outcomes).map(|(run, _)| run);
    for (run, outcome) in outcomes.iter().enumerate() {
        let Some(outcome) = outcome else {
            continue;
        };
        let (row, column) = sweep.cell(run, grid.across);
        let cell = &mut cells[row / grid.shared.1 * grid.cells.0 + column / grid.shared.0];
        match outcome.loss() {
            Some(loss) => cell.loss = Some(cell.loss.map_or(loss, |lowest| lowest.min(loss))),
            None => cell.has_diverged |= outcome.ended == Ended::Diverged,
        }
        cell.is_best |= best == Some(run);
    }
    let losses = cells.iter().filter_map(|cell| cell.loss).collect();
    (cells, Scale::new(losses))
}

fn draw_cell(
    buffer: &mut Buffer,
    grid: &Grid,
    (row, column): (usize, usize),
    cell: Cell,
    scale: Option<Scale>,
    look: Look,
) {
    let (style, text) = match (cell.loss.zip(scale), cell.has_diverged) {
        (Some((loss, scale)), _) => {
            let level = scale.level(loss);
            let style = palette::of_level(look, level);
            let text = match style {
                _ if grid.cell.0 >= ROOMY => significant(loss, 2),
                Some(_) => String::new(),
                None => digit(level),
            };
            (style.unwrap_or_default(), text)
        }
        (None, true) => (palette::of_diverged(look), DIVERGED.to_owned()),
        (None, false) => (look.theme().muted(), UNFINISHED.to_owned()),
    };
    let text = match (cell.is_best, grid.cell.0) {
        (false, _) => text,
        (true, 1) => BEST.to_owned(),
        (true, _) => format!("{BEST}{text}"),
    };
    let style = if cell.is_best {
        style.add_modifier(Modifier::BOLD)
    } else {
        style
    };
    let area = grid.area((row, column), buffer.area);
    buffer.set_style(area, style);
    let text = elided(&text, usize::from(area.width));
    let indent = (usize::from(area.width) - text.chars().count()) / 2;
    let x = area.x + u16::try_from(indent).unwrap_or(0);
    buffer.set_stringn(
        x,
        area.y + area.height / 2,
        text,
        usize::from(area.width),
        style,
    );
}

/// Returns the values of each row in one text.
fn labels(sweep: &Sweep, across: usize) -> Vec<String> {
    let mut labels = vec![String::new(); sweep.rows(across)];
    for run in 0..sweep.runs() {
        let (row, column) = sweep.cell(run, across);
        if column == 0 {
            let values = sweep.values(run).into_iter().enumerate();
            let own = values.filter(|(place, _)| *place != across);
            let texts: Vec<&str> = own.map(|(_, value)| value.text()).collect();
            labels[row] = texts.join(" ");
        }
    }
    labels
}

/// Returns the names of the settings at the side in one text.
fn down_name(sweep: &Sweep, across: usize) -> String {
    let axes = sweep.axes().iter().enumerate();
    let down = axes.filter(|(place, _)| *place != across);
    let names: Vec<&str> = down.map(|(_, axis)| axis.setting.name).collect();
    names.join(", ")
}

/// Draws what stands at the left: the names of the settings, and their values.
fn draw_sides(buffer: &mut Buffer, sweep: &Sweep, grid: &Grid, muted: Style) {
    let width = usize::from(grid.label);
    let right = |text: &str| format!("{:>width$}", elided(text, width));
    let name = down_name(sweep, grid.across);
    buffer.set_stringn(0, 0, right(&name), width, Style::new());
    let left = grid.left(0);
    let room = usize::from(buffer.area.width.saturating_sub(left));
    buffer.set_stringn(left, 0, elided(title(sweep), room), room, muted);
    let labels = labels(sweep, grid.across);
    for (row, label) in labels.iter().step_by(grid.shared.1).enumerate() {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        let y = 1 + row.saturating_mul(grid.cell.1) + grid.cell.1 / 2;
        if y < buffer.area.bottom() {
            buffer.set_stringn(0, y, right(label), width, muted);
        }
    }
}

/// Draws the edges: a line between the last learning rate that can settle and the first that cannot. Returns whether
/// there is one.
fn draw_edges(buffer: &mut Buffer, sweep: &Sweep, grid: &Grid, marks: &[Mark]) -> bool {
    let mut is_drawn = false;
    for mark in marks {
        let (row, column) = sweep.cell(mark.run, grid.across);
        let area = grid.area((row / grid.shared.1, column / grid.shared.0), buffer.area);
        let is_across = edges::is_across(sweep, grid.across);
        let line = if is_across {
            Rect {
                width: area.width.min(1),
                ..area
            }
        } else {
            // A line of text has no room for another line.
            Rect {
                height: area.height / 2,
                ..area
            }
            .intersection(Rect { height: 1, ..area })
        };
        for place in line.positions() {
            // What is written in a cell is worth more than the line.
            if buffer[place].symbol() == " " {
                buffer[place].set_symbol(EDGE[usize::from(is_across)]);
                is_drawn = true;
            }
        }
    }
    is_drawn
}

/// Draws the legend: the ramp between the lowest and the highest loss, and the signs.
fn draw_legend(buffer: &mut Buffer, y: u16, scale: Option<Scale>, edge: Option<&str>, look: Look) {
    let end = |loss: f64, is_cut: bool, beyond: &str| {
        let sign = if is_cut { beyond } else { "" };
        format!("{sign}{}", significant(loss, 2))
    };
    let ends = scale.map(
        |Scale {
             low,
             high,
             is_cut: [low_is_cut, high_is_cut],
         }| {
            [
                end(low, low_is_cut, "up to "),
                end(high, high_is_cut, "over "),
            ]
        },
    );
    let [low, high] = ends.unwrap_or_default();
    let width = usize::from(buffer.area.width);
    let (mut x, _) = buffer.set_stringn(0, y, format!("loss {low} "), width, Style::new());
    for step in 0..RAMP {
        let level = f64::from(step) / f64::from(RAMP - 1);
        let style = palette::of_level(look, level);
        let text = if style.is_some() {
            " ".to_owned()
        } else {
            digit(level)
        };
        let left = usize::from(buffer.area.right().saturating_sub(x));
        (x, _) = buffer.set_stringn(x, y, text, left, style.unwrap_or_default());
    }
    // An edge takes the room of a word.
    let (scale, edge) = match edge {
        Some(edge) => ("log", format!("{edge}  ")),
        None => ("log scale", String::new()),
    };
    let parts = [
        (
            format!(" {high}, {scale}  {BEST} lowest  {edge}"),
            Style::new(),
        ),
        (format!(" {DIVERGED} "), palette::of_diverged(look)),
        (format!(" diverged  {UNFINISHED} to come"), Style::new()),
    ];
    for (text, style) in parts {
        let left = usize::from(buffer.area.right().saturating_sub(x));
        (x, _) = buffer.set_stringn(x, y, text, left, style);
    }
}
