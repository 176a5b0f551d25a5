//! A cursor over the points: whoever moves it asks for the probability where it stands.

use crate::app::action::Toward;

/// Steps across and up from one edge of the shown plane to the other.
const STEPS: [f64; 2] = [64.0, 32.0];

/// A place in the part of the plane that is shown, whatever that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cursor {
    /// From 0 at the left edge to 1 at the right.
    pub across: f64,
    /// From 0 at the bottom to 1 at the top.
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
    /// A step on, as far as there is room.
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
