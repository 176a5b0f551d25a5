//! The panel of the points, with the decision boundary, and the predicted probability as the background.
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
use ratatui::widgets::canvas::Canvas;
use ratatui::widgets::{Clear, Paragraph, Widget};

use crate::app::App;
use crate::app::cursor::Cursor;
use crate::app::notice::{CAUSE_OF_DIVERGENCE, REMEDY_FOR_DIVERGENCE};
use crate::learning::data::Dataset;
use crate::learning::model::parameters::{Parameters, sigmoid};
use crate::session::settings::Shading;
use crate::session::snapshot::Phase;
use crate::ui::number::{percent, significant};
use crate::ui::panels::batch;
use crate::ui::panels::boundaries::{self, Boundary};
use crate::ui::panels::frame::{self, Place};
use crate::ui::panels::{names, outside};
use crate::ui::raster::{Majority, Raster, RasterJob, RasterShape};
use crate::ui::sides::Sides;
use crate::ui::theme::Theme;
use crate::ui::window::Window;

/// Number of points from which the raster is made elsewhere. The raster of fewer points is made while the
/// screen is drawn.
const QUICK: usize = 100_000;

/// Largest length of the name of a class in the text of the cursor, in characters.
const LONGEST_CLASS: usize = 12;

/// The last raster of the points, which is used until the data, the size, or whether test points are shown
/// changes.
#[derive(Default)]
pub struct RasterCache {
    raster: Raster,
    /// Job that the raster was made for; `None` if there is no raster yet or an older one replaces the
    /// wanted one.
    made_for: Option<RasterJob>,
    /// Job that is to be run elsewhere.
    wanted: Option<RasterJob>,
}

impl RasterCache {
    /// Takes the job of a raster that takes long and has to be made elsewhere. Until this raster has been
    /// supplied, it is wanted again each time the screen is drawn.
    pub fn take_wanted(&mut self) -> Option<RasterJob> {
        self.wanted.take()
    }

    /// Stores a raster that was made elsewhere, and the job that it was made for.
    pub fn supply(&mut self, job: RasterJob, raster: Raster) {
        (self.made_for, self.raster) = (Some(job), raster);
    }

    /// Returns the raster for `job` and true. If this raster has to be made elsewhere and has not been
    /// supplied yet, returns the previous raster, scaled to the size of `job`, and false.
    fn get(&mut self, job: RasterJob) -> (&Raster, bool) {
        if self.made_for.as_ref().is_some_and(|of| of.is(&job)) {
            // The raster may have been wanted again while it was being made.
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

/// The colours of the points.
struct Colors {
    /// Colours of the training points of class 0 and class 1.
    classes: [Color; 2],
    /// Colours of the test points of class 0 and class 1.
    tests: [Color; 2],
}

impl Colors {
    /// Returns the colours of the theme. Behind the boundaries of several lanes and behind a mini-batch, they are faded,
    /// unless the ground has the colours of the two sides.
    fn new(app: &App, theme: &Theme) -> Self {
        let is_plain = app.requested().settings.view.shading == Shading::Smooth;
        let are_dimmed = compares(app) || batch::of(app).is_some();
        let [classes, tests] = if are_dimmed && is_plain {
            [theme.faded_classes, theme.faded_tests]
        } else {
            [theme.classes, theme.tests]
        };
        Self { classes, tests }
    }

    fn of(&self, majority: Majority) -> Color {
        let colors = if majority.is_test {
            self.tests
        } else {
            self.classes
        };
        colors[majority.class]
    }
}

/// Draws the panel of the points.
pub fn draw(app: &App, theme: &Theme, cache: &mut RasterCache, area: Rect, buffer: &mut Buffer) {
    let snapshot = app.confirmed();
    let view = app.requested().settings.view;
    let dataset = &snapshot.dataset;
    let colors = Colors::new(app, theme);
    let next = batch::of(app);
    let detail = if app.shows_reasons() {
        let room = usize::from(area.width).saturating_sub(dataset.name().len() + 8);
        batch::detail(app, room)
    } else {
        detail(dataset, snapshot.shown_lanes().count())
    };
    let inner = frame::frame(dataset.name(), &detail, Place::Alone, theme, area, buffer);
    names::draw(dataset.names(), dataset.extent(), theme, area, buffer);
    let window = Window::around(dataset.extent());
    let size = (inner.width, inner.height);
    let (raster, is_there) = cache.get(RasterJob {
        dataset: Arc::clone(dataset),
        has_tests: view.test_points,
        size,
    });
    let model = app.lane().parameters.tamed();
    let boundaries = boundaries::of_lanes(app, theme, &window, size);
    if theme.signs.letters.is_some() {
        draw_letters(raster, &colors, theme, inner, buffer);
    }
    // Points and boundaries are in one layer: all dots of a cell are shown together, in the last colour
    // painted.
    Canvas::default()
        .marker(theme.signs.line)
        .x_bounds(window.x1)
        .y_bounds(window.x2)
        .paint(|context| {
            if theme.signs.letters.is_none() {
                context.draw(&RasterShape {
                    raster,
                    classes: colors.classes,
                    tests: colors.tests,
                });
            }
            if let Some(next) = next {
                context.layer();
                batch::draw(next, theme, &window, size, context);
            }
            boundaries::draw_trail(app, theme, &window, size, context);
            if let Some(next) = next {
                boundaries::draw_next(next, theme, &window, size, context);
            }
            for boundary in &boundaries {
                boundary.draw(context, &window, theme, inner);
            }
        })
        .render(inner, buffer);
    // The ground of one lane, and its points on the wrong side, would disturb the comparison of several. Its two sides are
    // shown only if they are asked for.
    if !compares(app) || view.shading == Shading::Two {
        let sides = Sides::of_cells(app.ground(), &model, &window, size);
        shade(app, &sides, raster, &colors, theme, inner, buffer);
    }
    if compares(app) {
        boundaries::draw_letters(&boundaries, theme, &window, inner, buffer);
    }
    if boundaries.last().is_some_and(Boundary::is_outside) {
        let whose = compares(app).then(|| app.lane().id);
        outside::draw(&model, whose, &window, theme, inner, buffer);
    }
    if let Some(cursor) = app.view().cursor {
        let [_, class] = names::of_classes(dataset.names(), LONGEST_CLASS);
        draw_cursor(cursor, &class, &model, &window, theme, inner, buffer);
    }
    if !is_there {
        let hint = Line::styled(" the points are being drawn ", theme.muted());
        hint.centered().render(inner, buffer);
    }
    if snapshot.phase == Phase::Diverged {
        explain_divergence(app.lane().progress.updates + 1, theme, inner, buffer);
    }
}

/// Returns whether the boundaries of several lanes are compared.
fn compares(app: &App) -> bool {
    app.is_race() && !app.shows_reasons()
}

/// Returns the detail of the title: the number of points, the number of bad rows that were skipped if there
/// are any, and the number of lanes if there are several, or else the seed from which the points were drawn if there is
/// one.
fn detail(dataset: &Dataset, lanes: usize) -> String {
    let mut words = vec![format!("{} points", dataset.len())];
    let skipped = dataset.skipped();
    if skipped > 0 {
        words.push(format!("{skipped} bad rows"));
    }
    if lanes > 1 {
        words.push(format!("{lanes} lanes"));
    } else {
        words.extend(dataset.seed().map(|seed| format!("seed {seed}")));
    }
    words.join(" · ")
}

/// Draws a letter into every cell that has points. The letter stands for the majority of the points.
fn draw_letters(raster: &Raster, colors: &Colors, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    for position in area.positions() {
        if let Some(majority) = raster.majority(position.x - area.x, position.y - area.y)
            && let Some(letter) = letter(majority, theme)
        {
            buffer[position]
                .set_symbol(letter)
                .set_fg(colors.of(majority));
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

/// Draws a cross at the cursor, and a text with the point under it and the predicted probability of class 1.
fn draw_cursor(
    cursor: Cursor,
    class: &str,
    model: &Parameters,
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
    // The first text that fits is shown. The last one has only the probability and is shown in any case.
    let told = [(place.as_str(), class), (place.as_str(), "1"), ("", "1")];
    let mut lines =
        told.map(|(place, class)| Line::from(format!(" {place}P({class}) {probability} ")));
    let fits = |line: &Line| line.width() <= usize::from(area.width);
    let longest = lines.iter().position(fits).unwrap_or(lines.len() - 1);
    let line = std::mem::take(&mut lines[longest]);
    // The text is in the last row, or in the first row if the cross is in the last one.
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

/// Sets the background of every cell to the colour of the predicted probability in its middle, and marks the
/// points on the wrong side of the boundary. A cell whose class changes too often has neither: a large area that
/// flashes more than three times a second is dangerous for people with photosensitive epilepsy.
fn shade(
    app: &App,
    sides: &Sides,
    raster: &Raster,
    colors: &Colors,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let shading = app.requested().settings.view.shading;
    // Two different background colours already show the points on the wrong side, and a third background
    // colour might not be visible next to them. Beside a mini-batch that is lit, they would distract.
    let marks_mistakes =
        !app.shows_reasons() && (shading == Shading::Smooth || theme.halves[0] == theme.halves[1]);
    for position in area.positions() {
        let (column, row) = (position.x - area.x, position.y - area.y);
        let Some((predicted, probability)) = sides.calm(column.into(), row.into()) else {
            buffer[position].set_bg(field(0.5, &theme.fields[0]));
            continue;
        };
        let majority = raster.majority(column, row);
        let cell = &mut buffer[position];
        cell.set_bg(match shading {
            Shading::Smooth => field(probability, &theme.fields[predicted]),
            Shading::Two => theme.halves[predicted],
        });
        let is_mistake = majority
            .is_some_and(|points| points.class != predicted && shows(cell, points, colors, theme));
        if is_mistake && marks_mistakes {
            cell.set_style(theme.mistake);
        }
    }
}

/// Returns whether a cell shows its points, and not the boundary over them.
fn shows(cell: &Cell, majority: Majority, colors: &Colors, theme: &Theme) -> bool {
    match letter(majority, theme) {
        Some(letter) => cell.symbol() == letter,
        None => cell.fg == colors.of(majority),
    }
}

/// Returns the background colour of a probability. There are few shades, so that an update changes few cells.
fn field(probability: f64, ramp: &[Color]) -> Color {
    let confidence = (2.0 * probability - 1.0).abs();
    #[expect(clippy::cast_possible_truncation, reason = "a handful of shades")]
    #[expect(clippy::cast_sign_loss, reason = "an absolute value")]
    let shade = (confidence * ramp.len() as f64) as usize;
    ramp[shade.min(ramp.len() - 1)]
}

/// Draws a text that explains why the run diverged, and what to do.
fn explain_divergence(update: u64, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let [_, strip] = Layout::vertical([Constraint::Fill(1), Constraint::Max(4)]).areas(area);
    let strip = strip.inner(Margin::new(1, 0));
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
