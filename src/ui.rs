//! The drawing of the screen: a pure function of the [`App`], the theme and the size.
//!
//! ```text
//! ╭ blobs ──────── 400 points · seed 95 ╮╭ Training Loss ─────── log ╮
//! │                                     ││                           │
//! │                                     │├ Data Model [Training] … ──┤
//! │              scatter                ││                           │
//! │                                     │├ Run ──────────────────────┤
//! │                                     ││                           │
//! ╰─────────────────────────────────────╯╰───────────────────────────╯
//!  RUNNING   space pause  s step  r reset  …
//! ```
//!
//! If there are several lanes, a table that compares them is above the hyperparameters.

mod contour;
mod layout;
pub mod number;
mod panels;
mod plane;
pub mod raster;
mod sides;
pub mod signs;
pub mod theme;
mod train;
mod why;
mod window;
mod wrap;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::app::App;
use crate::app::cursor::Cursor;
use crate::app::scene::{Scene, Showing};
use crate::ui::layout::SMALLEST;
use crate::ui::panels::loss::GUTTER;
use crate::ui::panels::{loading, run, status};
use crate::ui::theme::Theme;

pub use crate::ui::panels::scatter::RasterCache;

/// Renderer of the screen. The state that it keeps is only a cache that saves work.
pub struct Picture {
    theme: Theme,
    raster: RasterCache,
}

impl Picture {
    /// Makes a renderer that uses the colours of `theme`.
    #[must_use]
    pub fn new(theme: Theme) -> Self {
        Self {
            theme,
            raster: RasterCache::default(),
        }
    }

    /// Draws the current stage of `scene`, the loading screen or the training, into the whole of `frame`.
    pub fn draw_scene(&mut self, frame: &mut Frame, scene: &Scene) {
        match scene.showing() {
            Showing::Training(app) => self.draw(frame, app),
            Showing::Loading(loading) => {
                let area = frame.area();
                let buffer = frame.buffer_mut();
                loading::draw(loading, &self.theme, area, buffer);
                self.theme.finish(buffer);
            }
        }
    }

    /// Returns the cache of the raster of points. A raster that takes long to make is not made while the
    /// screen is drawn: the caller takes the job with [`RasterCache::take_wanted`], runs it on another
    /// thread and stores the result with [`RasterCache::supply`].
    pub fn rasters(&mut self) -> &mut RasterCache {
        &mut self.raster
    }

    /// Draws `app` into the whole of `frame`, which can have any size.
    pub fn draw(&mut self, frame: &mut Frame, app: &App) {
        let area = frame.area();
        let buffer = frame.buffer_mut();
        if app.shows_reasons() {
            match layout::why::arrange(area) {
                Some(arrangement) => {
                    why::draw(app, &self.theme, &mut self.raster, &arrangement, buffer);
                }
                None => ask_for_room(app, area, buffer),
            }
            self.theme.finish(buffer);
            return;
        }
        let run_lines = |width| run::lines_needed(app.lane(), width);
        match layout::arrange(area, app.confirmed().shown_lanes().count(), run_lines) {
            Some(arrangement) => {
                train::draw(app, &self.theme, &mut self.raster, &arrangement, buffer);
            }
            None => ask_for_room(app, area, buffer),
        }
        self.theme.finish(buffer);
    }
}

/// Returns the area of the points, without their frame, if there are `lanes` lanes; `None` if the window is too small for
/// panels.
#[must_use]
pub fn points_area(window: Rect, lanes: usize) -> Option<Rect> {
    // The area of the points does not depend on the lines of the run.
    let panels = layout::arrange(window, lanes, |_| 0)?;
    Some(panels.scatter.inner(Margin::new(1, 1)))
}

/// Returns the numbers of columns of the plot of the loss chart if there is one lane, and if there are several, as long as
/// the labels of its ticks are short; 1 if the window has no chart.
#[must_use]
pub fn chart_columns(window: Rect) -> [u16; 2] {
    [1, 2].map(|lanes| {
        let chart = layout::arrange(window, lanes, |_| 0).and_then(|panels| panels.loss);
        let width = chart.map_or(0, |area| usize::from(area.width));
        u16::try_from(width.saturating_sub(2 + GUTTER)).map_or(1, |columns| columns.max(1))
    })
}

/// Returns whether the why view has room for weight space in a window.
#[must_use]
pub fn has_space(window: Rect) -> bool {
    layout::why::arrange(window).is_some_and(|panels| panels.space.is_some())
}

/// Returns the place in the points panel that corresponds to the middle of a cell of the window, if there are `lanes`
/// lanes. Returns `None` if the cell is not inside the frame of the points panel.
#[must_use]
pub fn cursor_at(window: Rect, lanes: usize, cell: Position) -> Option<Cursor> {
    let area = points_area(window, lanes)?;
    let share = |place: u16, cells: u16| (f64::from(place) + 0.5) / f64::from(cells);
    area.contains(cell).then(|| Cursor {
        across: share(cell.x - area.x, area.width),
        up: 1.0 - share(cell.y - area.y, area.height),
    })
}

/// Draws the text for a window that is too small for panels: the status word, the size that is needed, and
/// the size of the window. Lines that do not fit are left out.
fn ask_for_room(app: &App, area: Rect, buffer: &mut Buffer) {
    let (columns, rows) = SMALLEST;
    let lines = [
        Line::from(status::word(app)),
        Line::from(format!("needs {columns}x{rows}")),
        Line::from(format!("has {}x{}", area.width, area.height)),
    ];
    for (line, row) in lines.into_iter().zip(area.rows()) {
        line.render(row, buffer);
    }
}
