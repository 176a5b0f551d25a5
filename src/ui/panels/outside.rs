//! The note on the points panel that says where the decision boundary is when no part of it is in the picture.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

use crate::learning::model::parameters::Parameters;
use crate::session::lane::LaneId;
use crate::ui::theme::Theme;
use crate::ui::window::Window;

/// Side of the picture on which the boundary lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
    Above,
    Below,
    /// No side: there is no boundary anywhere, or it is curved and may be anywhere.
    Nowhere,
}

/// Says where the boundary of `model` is, at the edge of `area` behind which it lies. No part of it is in `window`,
/// which `area` shows. If there are several lanes, the note begins with the letter of the lane, `whose`.
pub fn draw(
    model: &Parameters,
    whose: Option<LaneId>,
    window: &Window,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let (side, words) = match model.line() {
        Some([0.0, 0.0, 0.0]) => (
            Side::Nowhere,
            ["no boundary: all weights are 0", "no boundary"],
        ),
        Some([_, 0.0, 0.0]) => {
            let words = ["no boundary: only the bias counts", "no boundary"];
            (Side::Nowhere, words)
        }
        Some(line) => {
            let side = side(line, window);
            (side, words(side))
        }
        None => {
            let words = [
                "no part of the boundary is in the picture",
                "no boundary here",
            ];
            (Side::Nowhere, words)
        }
    };
    let whose = whose.map_or_else(String::new, |lane| format!("{lane}: "));
    let lines = words.map(|words| Line::styled(format!(" {whose}{words} "), theme.muted()));
    let fits = |line: &Line| line.width() <= usize::from(area.width);
    let Some(line) = lines.into_iter().find(fits) else {
        return;
    };
    let width = u16::try_from(line.width()).unwrap_or(area.width);
    let spare = area.width - width;
    let last = area.height.saturating_sub(1);
    let (across, down) = match side {
        Side::Left => (0, last / 2),
        Side::Right => (spare, last / 2),
        Side::Above | Side::Nowhere => (spare / 2, 0),
        Side::Below => (spare / 2, last),
    };
    let place = Rect {
        x: area.x + across,
        y: area.y + down,
        width,
        height: area.height.min(1),
    };
    // On the ground of a class, a muted text would be hard to read.
    Clear.render(place, buffer);
    line.render(place, buffer);
}

/// Returns a long and a short text for a side.
fn words(side: Side) -> [&'static str; 2] {
    match side {
        Side::Left => [
            "the boundary is to the left of the picture",
            "boundary: left",
        ],
        Side::Right => [
            "the boundary is to the right of the picture",
            "boundary: right",
        ],
        Side::Above => ["the boundary is above the picture", "boundary: above"],
        Side::Below => ["the boundary is below the picture", "boundary: below"],
        Side::Nowhere => ["no boundary", "no boundary"],
    }
}

/// Returns the side on which the nearest point of a line lies, seen from the middle of the picture and measured in
/// its width and height.
fn side([bias, first, second]: [f64; 3], window: &Window) -> Side {
    let (x1, x2) = window.at(0.5, 0.5);
    let score = bias + first * x1 + second * x2;
    let across = first * (window.x1[1] - window.x1[0]);
    let up = second * (window.x2[1] - window.x2[0]);
    // The score falls towards the line if it is positive, and rises towards it otherwise.
    let grows = score < 0.0;
    match (across.abs() > up.abs(), across > 0.0, up > 0.0) {
        (true, rises, _) if rises == grows => Side::Right,
        (true, ..) => Side::Left,
        (false, _, rises) if rises == grows => Side::Above,
        (false, ..) => Side::Below,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_is_that_of_the_nearest_point() {
        let window = Window {
            x1: [0.0, 10.0],
            x2: [0.0, 1.0],
        };
        for (line, expected) in [
            // x1 = 20, -5; x2 = 3, -2
            ([-20.0, 1.0, 0.0], Side::Right),
            ([20.0, -1.0, 0.0], Side::Right),
            ([5.0, 1.0, 0.0], Side::Left),
            ([-3.0, 0.0, 1.0], Side::Above),
            ([3.0, 0.0, -1.0], Side::Above),
            ([2.0, 0.0, 1.0], Side::Below),
            // x1 / 10 + 0.4 x2 = 2, which is nearer to the right in widths than above in heights.
            ([-2.0, 0.1, 0.4], Side::Right),
            ([-2.0, 0.04, 1.0], Side::Above),
        ] {
            assert_eq!(window.boundary(line), None);
            assert_eq!(side(line, &window), expected, "{line:?}");
        }
    }
}
