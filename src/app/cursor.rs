//! A cursor over the points: the screen shows the predicted probability at its place.

use crate::app::action::Toward;

/// Number of cursor steps from one edge of the shown plane to the other: across, and up.
const STEPS: [f64; 2] = [64.0, 32.0];

/// A place relative to the edges of the shown part of the plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cursor {
    /// Horizontal place, from 0 at the left edge to 1 at the right edge.
    pub across: f64,
    /// Vertical place, from 0 at the bottom edge to 1 at the top edge.
    pub up: f64,
}

impl Default for Cursor {
    fn default() -> Self {
        Self {
            across: 0.5,
            up: 0.5,
        }
    }
}

impl Cursor {
    /// Returns the cursor moved by one step. It stops at the edges.
    #[must_use]
    pub fn moved(self, toward: Toward) -> Self {
        let (x, y) = match toward {
            Toward::Left => (-1.0, 0.0),
            Toward::Right => (1.0, 0.0),
            Toward::Up => (0.0, 1.0),
            Toward::Down => (0.0, -1.0),
        };
        Self {
            across: (self.across + x / STEPS[0]).clamp(0.0, 1.0),
            up: (self.up + y / STEPS[1]).clamp(0.0, 1.0),
        }
    }
}
