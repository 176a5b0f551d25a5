//! The points, the decision boundary, and the probability behind them.
//!
//! ```text
//! ╭ blobs ───────── 400 points · seed 95 ╮
//! │  ⠒⠤⣀        ⠁ ⠄ ⠂                    │
//! │      ⠉⠒⠤⣀       ⠠                    │
//! │   ⠂ ⠄     ⠉⠒⠤⣀                       │
//! ╰──────────────────────────────────────╯
//! ```

use std::sync::Arc;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Alignment, Constraint, Layout, Margin, Rect};
use ratatui::style::{Color, Style, Stylize};
use ratatui::text::Line;
use ratatui::widgets::canvas::{Canvas, Line as Segment};
use ratatui::widgets::{Clear, Paragraph, Widget};

use crate::app::notice::{CAUSE_OF_DIVERGENCE, REMEDY_FOR_DIVERGENCE};
use crate::learning::model::{Weights, score, sigmoid, tamed};
use crate::session::snapshot::{Phase, Snapshot};
use crate::ui::panel::{self, Place};
use crate::ui::raster::{Raster, RasterJob, RasterShape};
use crate::ui::theme::Theme;
use crate::ui::window::{Point, Window};

/// Fewer points than these are put on their raster while the picture is drawn.
const QUICK: usize = 100_000;

/// The last raster, which serves as long as neither the data nor the size change.
#[derive(Default)]
pub struct RasterCache {
    raster: Raster,
    /// What it was made for; nothing where it only stands in for another.
    made_for: Option<RasterJob>,
    wanted: Option<RasterJob>,
}

impl RasterCache {
    /// The raster that has to be made elsewhere, for it takes long. As long as it is not there, it is
    /// asked for with each picture.
    pub fn take_wanted(&mut self) -> Option<RasterJob> {
        self.wanted.take()
    }

    /// A raster that was made elsewhere.
    pub fn supply(&mut self, job: RasterJob, raster: Raster) {
        (self.made_for, self.raster) = (Some(job), raster);
    }

    /// The raster for `job`, or the one before in its place, and whether it is the right one.
    fn get(&mut self, job: RasterJob) -> (&Raster, bool) {
        if self.made_for.as_ref().is_some_and(|of| of.is(&job)) {
            // It may have been asked for again while it was being made.
            self.wanted = None;
        } else if job.dataset.len() < QUICK {
            self.raster = job.run();
            self.made_for = Some(job);
        } else {
            self.raster = self.raster.stretched(job.size);
            self.made_for = None;
            self.wanted = Some(job);
        }
        (&self.raster, self.made_for.is_some())
    }
}

/// Draws the panel.
pub fn draw(
    snapshot: &Snapshot,
    theme: &Theme,
    cache: &mut RasterCache,
    area: Rect,
    buffer: &mut Buffer,
) {
    let dataset = &snapshot.dataset;
    let seed = dataset.seed().map(|seed| format!(" · seed {seed}"));
    let detail = format!("{} points{}", dataset.len(), seed.unwrap_or_default());
    let inner = panel::frame(dataset.name(), &detail, Place::Alone, theme, area, buffer);
    let window = Window::around(dataset.extent());
    let (raster, is_there) = cache.get(RasterJob {
        dataset: Arc::clone(dataset),
        size: (inner.width, inner.height),
    });
    let boundary = window.boundary(&snapshot.weights);
    if let Some(letters) = theme.signs.letters {
        draw_letters(raster, letters, theme, inner, buffer);
    }
    // One layer: dots of one cell add up, and the last colour painted is the cell's.
    Canvas::default()
        .marker(theme.signs.line)
        .x_bounds(window.x1)
        .y_bounds(window.x2)
        .paint(|context| {
            if theme.signs.letters.is_none() {
                context.draw(&RasterShape {
                    raster,
                    classes: theme.classes,
                });
            }
            for [from, to] in boundary
                .iter()
                .flat_map(|line| doubled(*line, &window, inner))
            {
                context.draw(&Segment::new(from.0, from.1, to.0, to.1, theme.boundary));
            }
        })
        .render(inner, buffer);
    shade(&snapshot.weights, raster, theme, &window, inner, buffer);
    if !is_there {
        let hint = Line::styled(" the points are being drawn ", theme.muted());
        hint.centered().render(inner, buffer);
    }
    if snapshot.phase == Phase::Diverged {
        explain_divergence(snapshot, theme, inner, buffer);
    }
}

/// A letter in every cell that has points, for the class of most of them.
fn draw_letters(
    raster: &Raster,
    letters: [&str; 2],
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    for position in area.positions() {
        if let Some(class) = raster.majority(position.x - area.x, position.y - area.y) {
            buffer[position]
                .set_symbol(letters[class])
                .set_fg(theme.classes[class]);
        }
    }
}

/// A line and the same a dot beside it, to be seen from afar: to the right of a steep one, above a
/// flat one.
fn doubled([from, to]: [Point; 2], window: &Window, area: Rect) -> [[Point; 2]; 2] {
    let dot = |[low, high]: [f64; 2], dots: u16| (high - low) / (f64::from(dots) - 1.0);
    let across = dot(window.x1, area.width.saturating_mul(2));
    let up = dot(window.x2, area.height.saturating_mul(4));
    let is_steep = ((to.1 - from.1) / up).abs() > ((to.0 - from.0) / across).abs();
    let (x1, x2) = if is_steep { (across, 0.0) } else { (0.0, up) };
    [
        [from, to],
        [from, to].map(|point| (point.0 + x1, point.1 + x2)),
    ]
}

/// Gives every cell the ground that belongs to the probability in its middle.
fn shade(
    weights: &Weights,
    raster: &Raster,
    theme: &Theme,
    window: &Window,
    area: Rect,
    buffer: &mut Buffer,
) {
    let weights = tamed(weights);
    for position in area.positions() {
        let (column, row) = (position.x - area.x, position.y - area.y);
        let across = (f64::from(column) + 0.5) / f64::from(area.width);
        let down = (f64::from(row) + 0.5) / f64::from(area.height);
        let x1 = window.x1[0] + (window.x1[1] - window.x1[0]) * across;
        let x2 = window.x2[1] - (window.x2[1] - window.x2[0]) * down;
        let probability = sigmoid(score(&weights, x1, x2));
        let predicted = usize::from(probability > 0.5);
        let class = raster.majority(column, row);
        let cell = &mut buffer[position];
        cell.set_bg(field(probability, &theme.fields[predicted]));
        if class.is_some_and(|class| class != predicted && shows(cell, class, theme)) {
            cell.set_style(theme.mistake);
        }
    }
}

/// Whether a cell shows the points of a class, and not the boundary over them.
fn shows(cell: &Cell, class: usize, theme: &Theme) -> bool {
    match theme.signs.letters {
        Some(letters) => cell.symbol() == letters[class],
        None => cell.fg == theme.classes[class],
    }
}

/// The shade of a probability: few steps, so that an update changes few cells.
fn field(probability: f64, ramp: &[Color]) -> Color {
    let confidence = (2.0 * probability - 1.0).abs();
    #[expect(clippy::cast_possible_truncation, reason = "a handful of shades")]
    #[expect(clippy::cast_sign_loss, reason = "an absolute value")]
    let shade = (confidence * ramp.len() as f64) as usize;
    ramp[shade.min(ramp.len() - 1)]
}

/// Says in plain words what happened, and what to do.
fn explain_divergence(snapshot: &Snapshot, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let [_, strip] = Layout::vertical([Constraint::Fill(1), Constraint::Max(4)]).areas(area);
    let strip = strip.inner(Margin::new(1, 0));
    let update = snapshot.progress.updates + 1;
    let lines = vec![
        Line::from(format!("DIVERGED at update {update}")).bold(),
        Line::from(CAUSE_OF_DIVERGENCE),
        Line::from("the numbers overflow:"),
        Line::from(REMEDY_FOR_DIVERGENCE),
    ];
    Clear.render(strip, buffer);
    Paragraph::new(lines)
        .style(Style::new().patch(theme.phase(Phase::Diverged, true)))
        .alignment(Alignment::Center)
        .render(strip, buffer);
}
