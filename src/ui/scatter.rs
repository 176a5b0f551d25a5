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
use ratatui::layout::{Alignment, Constraint, Layout, Margin, Position, Rect};
use ratatui::style::{Color, Style, Stylize};
use ratatui::text::Line;
use ratatui::widgets::canvas::{Canvas, Line as Segment};
use ratatui::widgets::{Clear, Paragraph, Widget};

use crate::app::App;
use crate::app::cursor::Cursor;
use crate::app::notice::{CAUSE_OF_DIVERGENCE, REMEDY_FOR_DIVERGENCE};
use crate::learning::dataset::Dataset;
use crate::learning::model::{Model, sigmoid};
use crate::session::settings::Shading;
use crate::session::snapshot::{Phase, Snapshot};
use crate::ui::names;
use crate::ui::number::{percent, significant};
use crate::ui::panel::{self, Place};
use crate::ui::plane::{self, Scores};
use crate::ui::raster::{Majority, Raster, RasterJob, RasterShape};
use crate::ui::theme::Theme;
use crate::ui::window::{Point, Window};

/// Fewer points than these are put on their raster while the picture is drawn.
const QUICK: usize = 100_000;

/// The cursor says so much of the name of a class.
const LONGEST_CLASS: usize = 12;

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
pub fn draw(app: &App, theme: &Theme, cache: &mut RasterCache, area: Rect, buffer: &mut Buffer) {
    let snapshot = app.confirmed();
    let view = app.requested().settings.view;
    let dataset = &snapshot.dataset;
    let detail = detail(dataset);
    let inner = panel::frame(dataset.name(), &detail, Place::Alone, theme, area, buffer);
    if let Some(names) = dataset.names() {
        names::draw(names, theme, area, buffer);
    }
    let window = Window::around(dataset.extent());
    let size = (inner.width, inner.height);
    let (raster, is_there) = cache.get(RasterJob {
        dataset: Arc::clone(dataset),
        has_tests: view.test_points,
        size,
    });
    let model = snapshot.model.tamed();
    let boundary = plane::boundary(&model, &window, size);
    if theme.signs.letters.is_some() {
        draw_letters(raster, theme, inner, buffer);
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
                    tests: theme.tests,
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
    let scores = Scores::of_cells(&model, &window, size);
    shade(&scores, raster, view.shading, theme, inner, buffer);
    if let Some(cursor) = app.view().cursor {
        let [_, class] = names::of_classes(dataset.names(), LONGEST_CLASS);
        draw_cursor(cursor, &class, &model, &window, theme, inner, buffer);
    }
    if !is_there {
        let hint = Line::styled(" the points are being drawn ", theme.muted());
        hint.centered().render(inner, buffer);
    }
    if snapshot.phase == Phase::Diverged {
        explain_divergence(snapshot, theme, inner, buffer);
    }
}

/// What is said of the data: how many, and what they were drawn from.
fn detail(dataset: &Dataset) -> String {
    let mut words = vec![format!("{} points", dataset.len())];
    let skipped = dataset.skipped();
    if skipped > 0 {
        words.push(format!("{skipped} bad rows"));
    }
    words.extend(dataset.seed().map(|seed| format!("seed {seed}")));
    words.join(" · ")
}

/// A letter in every cell that has points, for what most of them are.
fn draw_letters(raster: &Raster, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    for position in area.positions() {
        if let Some(majority) = raster.majority(position.x - area.x, position.y - area.y)
            && let Some(letter) = letter(majority, theme)
        {
            buffer[position]
                .set_symbol(letter)
                .set_fg(color(majority, theme));
        }
    }
}

fn letter(majority: Majority, theme: &Theme) -> Option<&'static str> {
    let letters = theme.signs.letters?;
    Some(if majority.is_test {
        theme.signs.test_letters[majority.class]
    } else {
        letters[majority.class]
    })
}

fn color(majority: Majority, theme: &Theme) -> Color {
    if majority.is_test {
        theme.tests[majority.class]
    } else {
        theme.classes[majority.class]
    }
}

/// A cross, and what the model says of the point under it.
fn draw_cursor(
    cursor: Cursor,
    class: &str,
    model: &Model,
    window: &Window,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let (x1, x2) = window.at(cursor.across, cursor.up);
    let cell = |share: f64, cells: u16| {
        #[expect(clippy::cast_possible_truncation, reason = "a cell of the area")]
        #[expect(clippy::cast_sign_loss, reason = "a share is from 0 to 1")]
        let cell = (share * f64::from(cells)) as u16;
        cell.min(cells.saturating_sub(1))
    };
    if area.is_empty() {
        return;
    }
    let position = Position {
        x: area.x + cell(cursor.across, area.width),
        y: area.y + cell(1.0 - cursor.up, area.height),
    };
    buffer[position]
        .set_symbol("+")
        .set_style(theme.phase(Phase::Paused, true));
    let probability = sigmoid(model.score(x1, x2));
    let place = format!("x1 {} x2 {}  ", significant(x1, 3), significant(x2, 3));
    let probability = percent(probability);
    // As much as there is room for; the probability itself in any case.
    let told = [(place.as_str(), class), (place.as_str(), "1"), ("", "1")];
    let mut lines =
        told.map(|(place, class)| Line::from(format!(" {place}P({class}) {probability} ")));
    let fits = |line: &Line| line.width() <= usize::from(area.width);
    let longest = lines.iter().position(fits).unwrap_or(lines.len() - 1);
    let line = std::mem::take(&mut lines[longest]);
    // Where the cross is not.
    let row = if position.y == area.bottom() - 1 {
        area.y
    } else {
        area.bottom() - 1
    };
    let width = u16::try_from(line.width())
        .unwrap_or(area.width)
        .min(area.width);
    let label = Rect {
        x: area.x,
        y: row,
        width,
        height: 1,
    };
    Clear.render(label, buffer);
    line.style(theme.value(true)).render(label, buffer);
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
    scores: &Scores,
    raster: &Raster,
    shading: Shading,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    // Grounds of two colours tell the wrong ones by themselves, and might hide a third colour.
    let marks_mistakes = shading == Shading::Smooth || theme.halves[0] == theme.halves[1];
    for position in area.positions() {
        let (column, row) = (position.x - area.x, position.y - area.y);
        let probability = sigmoid(scores.at(column.into(), row.into()));
        let predicted = usize::from(probability > 0.5);
        let majority = raster.majority(column, row);
        let cell = &mut buffer[position];
        cell.set_bg(match shading {
            Shading::Smooth => field(probability, &theme.fields[predicted]),
            Shading::Two => theme.halves[predicted],
        });
        let is_mistake =
            majority.is_some_and(|points| points.class != predicted && shows(cell, points, theme));
        if is_mistake && marks_mistakes {
            cell.set_style(theme.mistake);
        }
    }
}

/// Whether a cell shows its points, and not the boundary over them.
fn shows(cell: &Cell, majority: Majority, theme: &Theme) -> bool {
    match letter(majority, theme) {
        Some(letter) => cell.symbol() == letter,
        None => cell.fg == color(majority, theme),
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
