//! The points of a data set as dots of a grid of braille cells.

use ratatui::style::Color;
use ratatui::widgets::canvas::{Painter, Shape};

use crate::learning::dataset::Dataset;
use crate::ui::window::Window;

/// Dots of a braille cell, across and down.
const DOTS: (usize, usize) = (2, 4);

/// With so many dots for each point, a point is a square of four dots, to be seen from afar.
const ROOMY: usize = 64;

/// A data set on a grid of cells: which dots are set, and the class of most points of a cell. It
/// depends on the data, the window and the size alone, and is kept from one picture to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    columns: usize,
    cells: Vec<Cell>,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Cell {
    /// A bit for each dot, row by row.
    dots: u8,
    /// Points of class 0 and 1.
    points: [u32; 2],
}

impl Raster {
    /// The points of `dataset` in a grid of so many cells.
    #[must_use]
    pub fn new(dataset: &Dataset, window: &Window, columns: u16, rows: u16) -> Self {
        let (columns, rows) = (usize::from(columns), usize::from(rows));
        let mut cells = vec![Cell::default(); columns * rows];
        let across = Axis::new(window.x1, columns * DOTS.0);
        let down = Axis::new(window.x2, rows * DOTS.1);
        let is_roomy = cells.len() * DOTS.0 * DOTS.1 >= dataset.len() * ROOMY;
        let square = if is_roomy { 2 } else { 1 };
        for (x1, x2, label) in dataset.samples() {
            let (Some(left), Some(up)) = (across.dot(x1), down.dot(x2)) else {
                continue;
            };
            let top = rows * DOTS.1 - 1 - up;
            for (x, y) in (0..square * square).map(|i| (left + i % square, top + i / square)) {
                // The square of a point at the edge is cut there.
                if x < columns * DOTS.0 && y < rows * DOTS.1 {
                    let cell = &mut cells[y / DOTS.1 * columns + x / DOTS.0];
                    cell.dots |= 1 << (y % DOTS.1 * DOTS.0 + x % DOTS.0);
                    cell.points[usize::from(label > 0.5)] += 1;
                }
            }
        }
        Self { columns, cells }
    }

    /// The class of most points of a cell, 0 or 1, if there are any. The cell is one of the grid.
    #[must_use]
    pub fn majority(&self, column: u16, row: u16) -> Option<usize> {
        self.cells[usize::from(row) * self.columns + usize::from(column)].majority()
    }
}

impl Cell {
    fn majority(&self) -> Option<usize> {
        (self.dots != 0).then(|| usize::from(self.points[1] > self.points[0]))
    }
}

/// A range of numbers on so many dots.
struct Axis {
    low: f64,
    high: f64,
    last: f64,
}

impl Axis {
    fn new([low, high]: [f64; 2], dots: usize) -> Self {
        let last = dots.saturating_sub(1) as f64;
        Self { low, high, last }
    }

    /// The dot of a value, from the low end; none outside the range and for what is not a number.
    fn dot(&self, value: f64) -> Option<usize> {
        let inside = (self.low..=self.high).contains(&value);
        let share = (value - self.low) / (self.high - self.low);
        #[expect(clippy::cast_possible_truncation, reason = "a dot of the axis")]
        #[expect(clippy::cast_sign_loss, reason = "inside the range")]
        inside.then(|| (share * self.last).round() as usize)
    }
}

/// The raster as a shape for a canvas of its size, each class in its colour.
pub struct RasterShape<'a> {
    /// The dots.
    pub raster: &'a Raster,
    /// The colours of class 0 and 1.
    pub classes: [Color; 2],
}

impl Shape for RasterShape<'_> {
    fn draw(&self, painter: &mut Painter) {
        for (place, cell) in self.raster.cells.iter().enumerate() {
            let Some(majority) = cell.majority() else {
                continue;
            };
            let (left, top) = (place % self.raster.columns, place / self.raster.columns);
            for dot in (0..8).filter(|dot| cell.dots & (1 << dot) != 0) {
                let x = left * DOTS.0 + dot % DOTS.0;
                let y = top * DOTS.1 + dot / DOTS.0;
                painter.paint(x, y, self.classes[majority]);
            }
        }
    }
}
