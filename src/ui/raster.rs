//! The points of a data set as dots of a grid of braille cells.

use std::sync::Arc;

use ratatui::style::Color;
use ratatui::widgets::canvas::{Painter, Shape};

use crate::learning::dataset::{Columns, Dataset};
use crate::ui::window::Window;

/// Dots of a braille cell, across and down.
const DOTS: (usize, usize) = (2, 4);

/// With so many dots for each point, a point is a square of four dots, to be seen from afar.
const ROOMY: usize = 64;

/// The dots of a cell in an order in which any first few are spread over it.
const SPREAD: [u8; 8] = [0, 5, 3, 6, 1, 4, 2, 7];

/// A data set on a grid of cells: which dots are set, and the class of most points of a cell. It
/// depends on the data, the window and the size alone, and is kept from one picture to the next.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Raster {
    columns: usize,
    cells: Vec<Cell>,
}

/// A raster that is to be made.
#[derive(Debug, Clone)]
pub struct RasterJob {
    /// Whose points.
    pub dataset: Arc<Dataset>,
    /// Whether those that only test are among them.
    pub has_tests: bool,
    /// Cells across and down.
    pub size: (u16, u16),
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Cell {
    /// A bit for each dot, row by row.
    dots: u8,
    points: Counts,
}

/// Points of class 0 and 1 to train on, and then those that only test.
type Counts = [u32; 4];

/// What most points of a cell are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Majority {
    /// Their class, 0 or 1.
    pub class: usize,
    /// Whether they only test.
    pub is_test: bool,
}

impl RasterJob {
    /// Makes it. That takes a few nanoseconds a sample.
    #[must_use]
    pub fn run(&self) -> Raster {
        let window = Window::around(self.dataset.extent());
        Raster::new(&self.dataset, self.has_tests, &window, self.size)
    }

    /// Whether it would give the same raster.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.dataset, &other.dataset)
            && (self.has_tests, self.size) == (other.has_tests, other.size)
    }
}

impl Raster {
    /// The points of `dataset` in a grid of so many cells, those that only test among them or not.
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
                // The square of a point at the edge is cut there.
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

    /// What most points of a cell are, if there are any. The cell is one of the grid.
    #[must_use]
    pub fn majority(&self, column: u16, row: u16) -> Option<Majority> {
        self.cells[usize::from(row) * self.columns + usize::from(column)].majority()
    }

    /// How many dots of a cell are set, 0 to 8. The cell is one of the grid.
    #[must_use]
    pub fn dots(&self, column: u16, row: u16) -> u32 {
        self.cells[usize::from(row) * self.columns + usize::from(column)]
            .dots
            .count_ones()
    }

    /// This raster on a grid of another size, cell by cell.
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

    /// Where most cells that have points are full of dots, dots tell nothing any more: then a cell has
    /// as many as the logarithm of its points says, so that one sees where they are dense.
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
            // Each cell begins elsewhere, for else they would all look the same.
            let turn = place.wrapping_mul(0x9E37_79B9) >> 16;
            let order = (0..8).map(|dot| 1 << SPREAD[(dot + turn) % 8]);
            let set = order.filter(|dot| cell.dots & dot != 0);
            cell.dots = set.take(dots.max(1)).fold(0, |kept, dot| kept | dot);
        }
    }
}

/// How many points there are at each dot, row by row. Only what is finite is inside.
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
    /// The same for points that only test.
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
