//! The points of a data set as dots of a grid of braille cells.

use std::sync::Arc;

use ratatui::style::Color;
use ratatui::widgets::canvas::{Painter, Shape};

use crate::learning::data::{Columns, Dataset};
use crate::ui::window::Window;

/// Number of dots of a braille cell, across and down.
const DOTS: (usize, usize) = (2, 4);

/// Number of dots of the grid for each sample from which a point is drawn as a square of four dots, which is
/// visible from a distance.
const ROOMY: usize = 64;

/// Order of the dots of a cell in which the first few dots, whatever their number, are spread over the cell.
const SPREAD: [u8; 8] = [0, 5, 3, 6, 1, 4, 2, 7];

/// A data set on a grid of braille cells: the dots that are set, and the number of points of each class in
/// each cell. It depends only on the data, the window and the size, and is kept for the next time that the
/// screen is drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Raster {
    columns: usize,
    cells: Vec<Cell>,
}

/// Description of a raster that is to be made.
#[derive(Debug, Clone)]
pub struct RasterJob {
    /// Data set whose points are drawn.
    pub dataset: Arc<Dataset>,
    /// Whether the test points are drawn too.
    pub has_tests: bool,
    /// Number of cells across and down.
    pub size: (u16, u16),
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Cell {
    /// One bit for each dot, row by row; the lowest bit is the top left dot.
    dots: u8,
    points: Counts,
}

/// Number of training points of class 0, training points of class 1, test points of class 0 and test points
/// of class 1.
type Counts = [u32; 4];

/// The class that most points of a cell have, and whether most are test points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Majority {
    /// Class of most points of the cell; 0 if both classes have equally many.
    pub class: usize,
    /// Whether more than half of the points of the cell are test points.
    pub is_test: bool,
}

impl RasterJob {
    /// Makes the raster. This takes a few nanoseconds for each sample.
    #[must_use]
    pub fn run(&self) -> Raster {
        let window = Window::around(self.dataset.extent());
        Raster::new(&self.dataset, self.has_tests, &window, self.size)
    }

    /// Returns whether this job and `other` make equal rasters.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.dataset, &other.dataset)
            && (self.has_tests, self.size) == (other.has_tests, other.size)
    }
}

impl Raster {
    /// Draws the points of `dataset` that lie in `window` on a grid of `columns` by `rows` cells.
    /// `has_tests` says whether the test points are drawn too.
    #[must_use]
    pub fn new(
        dataset: &Dataset,
        has_tests: bool,
        window: &Window,
        (columns, rows): (u16, u16),
    ) -> Self {
        let (columns, rows) = (usize::from(columns), usize::from(rows));
        let mut cells = vec![Cell::default(); columns * rows];
        let (across, down) = (columns * DOTS.0, rows * DOTS.1);
        let is_roomy = across * down >= dataset.len() * ROOMY;
        let square = if is_roomy { 2 } else { 1 };
        for (dot, points) in count(dataset, has_tests, window, across, down)
            .into_iter()
            .enumerate()
        {
            if points == Counts::default() {
                continue;
            }
            let (left, top) = (dot % across, dot / across);
            for (x, y) in (0..square * square).map(|i| (left + i % square, top + i / square)) {
                // Squares are cut at the edge of the grid.
                if x < across && y < down {
                    let cell = &mut cells[y / DOTS.1 * columns + x / DOTS.0];
                    cell.dots |= 1 << (y % DOTS.1 * DOTS.0 + x % DOTS.0);
                    for (sum, points) in cell.points.iter_mut().zip(points) {
                        *sum += points;
                    }
                }
            }
        }
        let mut raster = Self { columns, cells };
        raster.thin_out();
        raster
    }

    /// Returns the majority of the points of a cell, or `None` if the cell has no points. The cell must be in
    /// the grid.
    #[must_use]
    pub fn majority(&self, column: u16, row: u16) -> Option<Majority> {
        self.cells[usize::from(row) * self.columns + usize::from(column)].majority()
    }

    /// Returns the number of dots that are set in a cell, from 0 to 8. The cell must be in the grid.
    #[must_use]
    pub fn dots(&self, column: u16, row: u16) -> u32 {
        self.cells[usize::from(row) * self.columns + usize::from(column)]
            .dots
            .count_ones()
    }

    /// Scales the raster to a grid of another size. Each new cell is a copy of the old cell at its place.
    #[must_use]
    pub fn stretched(&self, (columns, rows): (u16, u16)) -> Self {
        let (columns, rows) = (usize::from(columns), usize::from(rows));
        let rows_before = self.cells.len() / self.columns.max(1);
        let cell = |place: usize| {
            let (x, y) = (place % columns, place / columns);
            let before = y * rows_before / rows * self.columns + x * self.columns / columns;
            self.cells.get(before).copied().unwrap_or_default()
        };
        Self {
            columns,
            cells: (0..columns * rows).map(cell).collect(),
        }
    }

    /// Removes dots if more than half of the cells that have points are full of dots, so that the dots show
    /// again where the points are dense. The number of dots that a cell keeps is proportional to the
    /// logarithm of 1 plus its number of points, and at least 1; the densest cell keeps all its dots.
    fn thin_out(&mut self) {
        let occupied = self.cells.iter().filter(|cell| cell.dots != 0);
        let (occupied, full) = occupied.fold((0, 0), |(occupied, full), cell| {
            (occupied + 1, full + usize::from(cell.dots == u8::MAX))
        });
        if full * 2 <= occupied {
            return;
        }
        let most = self.cells.iter().map(Cell::count).max().unwrap_or(1);
        let scale = 8.0 / f64::from(most).ln_1p();
        for (place, cell) in self.cells.iter_mut().enumerate() {
            #[expect(clippy::cast_possible_truncation, reason = "8 at most")]
            #[expect(clippy::cast_sign_loss, reason = "a logarithm of at least 1")]
            let dots = (f64::from(cell.count()).ln_1p() * scale).round() as usize;
            // Each cell starts at another place in the order; otherwise all cells would look alike.
            let turn = place.wrapping_mul(0x9E37_79B9) >> 16;
            let order = (0..8).map(|dot| 1 << SPREAD[(dot + turn) % 8]);
            let set = order.filter(|dot| cell.dots & dot != 0);
            cell.dots = set.take(dots.max(1)).fold(0, |kept, dot| kept | dot);
        }
    }
}

/// Counts the points at each dot, row by row from the top. Points outside the window, or with a coordinate
/// that is not finite, are not counted.
fn count(
    dataset: &Dataset,
    has_tests: bool,
    window: &Window,
    across: usize,
    down: usize,
) -> Vec<Counts> {
    let mut counts = vec![Counts::default(); across * down];
    let (x_axis, y_axis) = (Axis::new(window.x1, across), Axis::new(window.x2, down));
    let mut add = |samples: Columns, kind: usize| {
        let points = samples.x1.iter().zip(samples.x2).zip(samples.labels);
        for ((x1, x2), label) in points {
            if let (Some(x), Some(up)) = (x_axis.dot(*x1), y_axis.dot(*x2)) {
                counts[(down - 1 - up) * across + x][kind + usize::from(*label > 0.5)] += 1;
            }
        }
    };
    add(dataset.training(), 0);
    if has_tests {
        add(dataset.test(), 2);
    }
    counts
}

impl Cell {
    fn count(&self) -> u32 {
        let sum = |sum: u32, count: &u32| sum.saturating_add(*count);
        self.points.iter().fold(0, sum)
    }

    fn majority(&self) -> Option<Majority> {
        let [zeros, ones, test_zeros, test_ones] = self.points.map(u64::from);
        (self.dots != 0).then(|| Majority {
            class: usize::from(ones + test_ones > zeros + test_zeros),
            is_test: test_zeros + test_ones > zeros + ones,
        })
    }
}

/// An axis that maps a range of numbers to the indices of dots.
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

    /// Returns the index of the dot at a value, counted from the low end. Returns `None` if the value is
    /// outside the range or not a number.
    fn dot(&self, value: f64) -> Option<usize> {
        let inside = (self.low..=self.high).contains(&value);
        let share = (value - self.low) / (self.high - self.low);
        #[expect(clippy::cast_possible_truncation, reason = "a dot of the axis")]
        #[expect(clippy::cast_sign_loss, reason = "inside the range")]
        inside.then(|| (share * self.last).round() as usize)
    }
}

/// A raster as a shape that can be drawn on a canvas of the raster's size, with a colour for each class.
pub struct RasterShape<'a> {
    /// Raster that is drawn.
    pub raster: &'a Raster,
    /// Colours of the training points of class 0 and class 1.
    pub classes: [Color; 2],
    /// Colours of the test points of class 0 and class 1.
    pub tests: [Color; 2],
}

impl Shape for RasterShape<'_> {
    fn draw(&self, painter: &mut Painter) {
        for (place, cell) in self.raster.cells.iter().enumerate() {
            let Some(majority) = cell.majority() else {
                continue;
            };
            let colors = if majority.is_test {
                self.tests
            } else {
                self.classes
            };
            let (left, top) = (place % self.raster.columns, place / self.raster.columns);
            for dot in (0..8).filter(|dot| cell.dots & (1 << dot) != 0) {
                let x = left * DOTS.0 + dot % DOTS.0;
                let y = top * DOTS.1 + dot / DOTS.0;
                painter.paint(x, y, colors[majority.class]);
            }
        }
    }
}
