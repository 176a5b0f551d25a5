//! The decision boundaries in the points panel: of the run, or of every lane with its letter at one end.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use ratatui::widgets::canvas::{Context, Line as Segment};

use crate::app::App;
use crate::session::lane::LaneId;
use crate::session::snapshot::LaneView;
use crate::session::why::NextBatch;
use crate::ui::plane;
use crate::ui::theme::Theme;
use crate::ui::window::{Point, Window};

/// Number of pieces of a dashed line, every second of which is drawn.
const DASHES: u32 = 31;

/// Width of the letter of a lane with the blanks around it, in columns.
const BADGE: u16 = 3;

/// The decision boundary of a lane.
pub struct Boundary {
    lane: LaneId,
    segments: Vec<[Point; 2]>,
    color: Color,
    /// Whether there are several lanes.
    is_of_race: bool,
    /// Whether the boundary is that of the lane that the panels show. It is two dots thick.
    is_chosen: bool,
}

/// Returns the boundaries of all lanes in a picture of `size` columns and rows, in the order in which they are drawn: that
/// of the chosen lane is the last one, over the others.
pub fn of_lanes(app: &App, theme: &Theme, window: &Window, size: (u16, u16)) -> Vec<Boundary> {
    let chosen = app.lane().id;
    // The why view shows the reasons of one lane.
    let compares = app.is_race() && !app.shows_reasons();
    let boundary = |lane: &LaneView| Boundary {
        lane: lane.id,
        segments: plane::boundary(&lane.parameters.tamed(), window, size),
        color: if compares {
            theme.lane(lane.id)
        } else {
            theme.boundary
        },
        is_of_race: compares,
        is_chosen: lane.id == chosen,
    };
    let is_known = |lane: &&LaneView| {
        lane.id != LaneId::WATCHED || app.watched().is_some_and(|log| log.has_weights)
    };
    let lanes = app.confirmed().shown_lanes().filter(is_known);
    let shown = lanes.filter(|lane| compares || lane.id == chosen);
    let mut all: Vec<Boundary> = shown.map(boundary).collect();
    all.sort_by_key(|boundary| boundary.is_chosen);
    all
}

/// Draws the boundaries after the last updates of the chosen lane, if they are asked for.
pub fn draw_trail(
    app: &App,
    theme: &Theme,
    window: &Window,
    size: (u16, u16),
    context: &mut Context,
) {
    let trail = &app.lane().trail;
    if trail.is_empty() {
        return;
    }
    context.marker(theme.signs.dots);
    for weights in trail {
        for [from, to] in plane::boundary(&weights.tamed(), window, size) {
            context.draw(&Segment::new(from.0, from.1, to.0, to.1, theme.ghost));
        }
    }
    context.marker(theme.signs.line);
}

/// Draws the boundary after the next update, dashed, in the colour of the mini-batch.
pub fn draw_next(
    next: &NextBatch,
    theme: &Theme,
    window: &Window,
    size: (u16, u16),
    context: &mut Context,
) {
    let segments = plane::boundary(&next.weights.tamed(), window, size);
    context.marker(theme.signs.dots);
    // A line is one segment, which is cut into dashes; a curve has many short ones.
    let pieces = if segments.len() == 1 { DASHES } else { 1 };
    for (place, [from, to]) in segments.into_iter().enumerate() {
        let at = |piece: u32| {
            let share = f64::from(piece) / f64::from(pieces);
            let along = |from: f64, to: f64| from + (to - from) * share;
            (along(from.0, to.0), along(from.1, to.1))
        };
        let is_drawn = |piece: &u32| (place + *piece as usize).is_multiple_of(2);
        for piece in (0..pieces).filter(is_drawn) {
            let (from, to) = (at(piece), at(piece + 1));
            context.draw(&Segment::new(from.0, from.1, to.0, to.1, theme.test_curve));
        }
    }
    context.marker(theme.signs.line);
}

impl Boundary {
    /// Returns whether no part of the boundary is in the picture.
    pub fn is_outside(&self) -> bool {
        self.segments.is_empty()
    }

    /// Draws the boundary on a canvas that shows `window` in `area`.
    pub fn draw(&self, context: &mut Context, window: &Window, theme: &Theme, area: Rect) {
        let doubled = |line: &[Point; 2]| doubled(*line, window, area);
        let lines = self.segments.iter().flat_map(doubled);
        let marker = theme.lane_marker(self.lane);
        if self.is_of_race && marker != theme.signs.line {
            context.marker(marker);
        }
        let step = if self.is_chosen { 1 } else { 2 };
        for [from, to] in lines.step_by(step) {
            context.draw(&Segment::new(from.0, from.1, to.0, to.1, self.color));
        }
    }

    /// Returns the cells of a picture of `size` columns and rows that the boundary crosses, from the bottom to the top.
    fn cells(&self, window: &Window, (columns, rows): (u16, u16)) -> Vec<(u16, u16)> {
        let share = |[low, high]: [f64; 2], value: f64| (value - low) / (high - low);
        let cell = |share: f64, cells: u16| {
            #[expect(clippy::cast_possible_truncation, reason = "a cell of the area")]
            #[expect(clippy::cast_sign_loss, reason = "a share from 0 to 1")]
            let cell = (share.clamp(0.0, 1.0) * f64::from(cells)) as u16;
            cell.min(cells.saturating_sub(1))
        };
        let at = |(x1, x2): Point| {
            let (across, up) = (share(window.x1, x1), share(window.x2, x2));
            (cell(across, columns), cell(1.0 - up, rows))
        };
        let along = |[from, to]: &[Point; 2]| {
            let (first, last) = (at(*from), at(*to));
            let steps = first.0.abs_diff(last.0).max(first.1.abs_diff(last.1)) * 2 + 1;
            let (from, to) = (*from, *to);
            (0..=steps).map(move |step| {
                let share = f64::from(step) / f64::from(steps);
                let along = |from: f64, to: f64| from + (to - from) * share;
                at((along(from.0, to.0), along(from.1, to.1)))
            })
        };
        let mut cells: Vec<(u16, u16)> = self.segments.iter().flat_map(along).collect();
        cells.sort_by_key(|&(column, row)| (rows - row, column));
        cells.dedup();
        cells
    }
}

/// Writes the letter of each lane onto its boundary: near the lower end, where no other boundary and no other letter is.
/// If there is no such place, only the other letters are avoided. A letter for which there is no room is left out.
pub fn draw_letters(
    boundaries: &[Boundary],
    theme: &Theme,
    window: &Window,
    area: Rect,
    buffer: &mut Buffer,
) {
    let size = (area.width, area.height);
    let mut lettered: Vec<&Boundary> = boundaries.iter().collect();
    lettered.sort_by_key(|boundary| boundary.lane);
    let cells: Vec<Vec<(u16, u16)>> = lettered
        .iter()
        .map(|boundary| boundary.cells(window, size))
        .collect();
    // For each cell of the area, a bit for each lane whose boundary crosses it.
    let columns = usize::from(area.width);
    let mut crossed = vec![0_u32; columns * usize::from(area.height)];
    for (place, cells) in cells.iter().enumerate() {
        for &(column, row) in cells {
            crossed[usize::from(row) * columns + usize::from(column)] |= 1 << place;
        }
    }
    let mut taken: Vec<Rect> = Vec::new();
    for (place, boundary) in lettered.iter().enumerate() {
        let badges = cells[place].iter().map(|cell| badge(*cell, area));
        let is_free = |badge: &Rect| {
            let around = Rect {
                x: badge.x.saturating_sub(1),
                width: badge.width + 2,
                ..*badge
            };
            !taken.iter().any(|other| other.intersects(around))
        };
        let free: Vec<Rect> = badges.filter(is_free).collect();
        let is_alone = |badge: &&Rect| {
            let first = usize::from(badge.y - area.y) * columns + usize::from(badge.x - area.x);
            let mut under = crossed[first..first + usize::from(badge.width)].iter();
            under.all(|lanes| lanes & !(1 << place) == 0)
        };
        let Some(&badge) = free.iter().find(is_alone).or(free.first()) else {
            continue;
        };
        let letter = format!(" {} ", boundary.lane);
        buffer.set_string(badge.x, badge.y, letter, theme.badge(boundary.lane));
        taken.push(badge);
    }
}

/// Returns the area of a letter on a cell of `area`.
fn badge((column, row): (u16, u16), area: Rect) -> Rect {
    let last = area.width.saturating_sub(BADGE);
    Rect {
        x: area.x + column.saturating_sub(BADGE / 2).min(last),
        y: area.y + row,
        width: BADGE.min(area.width),
        height: 1,
    }
}

/// Returns a line and a copy of it that is moved by one dot, so that the line is visible from a distance. The
/// copy is to the right of a steep line and above a flat line.
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
