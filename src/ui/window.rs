//! The part of the plane that is shown, and the decision boundary in it.

use crate::learning::data::Extent;

/// Margin on each side of the samples, as a share of their extent.
const MARGIN: f64 = 0.04;

/// A rectangle of the plane: `[lowest, highest]` of each feature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Range of the first feature, from left to right.
    pub x1: [f64; 2],
    /// Range of the second feature, from bottom to top.
    pub x2: [f64; 2],
}

/// A point of the plane: `(x1, x2)`.
pub type Point = (f64, f64);

impl Window {
    /// Returns the point of the plane at a place of the window. `across` is the share of the width from the
    /// left and `up` is the share of the height from the bottom, both from 0 to 1.
    #[must_use]
    pub fn at(&self, across: f64, up: f64) -> Point {
        let along = |[low, high]: [f64; 2], share: f64| low + (high - low) * share;
        (along(self.x1, across), along(self.x2, up))
    }

    /// Returns the window that shows the extent of a data set and a margin around it.
    #[must_use]
    pub fn around(extent: Extent) -> Self {
        Self {
            x1: widened(extent.x1),
            x2: widened(extent.x2),
        }
    }

    /// Returns the part of the line `W · (1, x1, x2) = 0` that lies in the window. Returns `None` if the
    /// whole window lies on one side of the line, or if all weights are 0. The scores in the window must be
    /// finite. There is no division by a weight, so that lines in every direction can be drawn.
    #[must_use]
    pub fn boundary(&self, [bias, first, second]: [f64; 3]) -> Option<[Point; 2]> {
        let score = |(x1, x2): Point| bias + first * x1 + second * x2;
        let ([left, right], [bottom, top]) = (self.x1, self.x2);
        let corners = [(left, bottom), (right, bottom), (right, top), (left, top)];
        let mut crossings = (0..4).filter_map(|corner| {
            let (from, to) = (corners[corner], corners[(corner + 1) % 4]);
            let (before, after) = (score(from), score(to));
            let share = before / (before - after);
            let along = |from: f64, to: f64| from + (to - from) * share;
            ((before < 0.0) != (after < 0.0)).then(|| (along(from.0, to.0), along(from.1, to.1)))
        });
        Some([crossings.next()?, crossings.next()?])
    }
}

/// Returns a range with a margin on each side. The margin is 1 if the range has no width.
fn widened([low, high]: [f64; 2]) -> [f64; 2] {
    let margin = (high - low) * MARGIN;
    let margin = if margin > 0.0 { margin } else { 1.0 };
    [low - margin, high + margin]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: Window = Window {
        x1: [-1.0, 1.0],
        x2: [-1.0, 1.0],
    };

    #[test]
    fn the_boundary_is_clipped_to_the_window() {
        assert_eq!(
            SQUARE.boundary([0.0, 1.0, 1.0]),
            Some([(1.0, -1.0), (-1.0, 1.0)])
        );
        assert_eq!(
            SQUARE.boundary([0.5, 1.0, 0.0]),
            Some([(-0.5, -1.0), (-0.5, 1.0)])
        );
        assert_eq!(
            SQUARE.boundary([-0.5, 0.0, 1.0]),
            Some([(1.0, 0.5), (-1.0, 0.5)])
        );
    }

    #[test]
    fn there_is_no_boundary_outside_or_without_weights() {
        assert_eq!(SQUARE.boundary([5.0, 1.0, 1.0]), None);
        assert_eq!(SQUARE.boundary([0.0, 0.0, 0.0]), None);
        assert_eq!(SQUARE.boundary([1.0, 0.0, 0.0]), None);
    }

    #[test]
    fn points_on_one_line_still_have_a_window_with_an_area() {
        let window = Window::around(Extent {
            x1: [2.0, 2.0],
            x2: [0.0, 10.0],
        });
        assert_eq!(window.x1, [1.0, 3.0]);
        assert_eq!(window.x2, [-0.4, 10.4]);
    }
}
