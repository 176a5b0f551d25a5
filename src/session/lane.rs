//! Lanes: the runs on the screen, each with a letter.

use std::fmt;

/// The name of a lane: A, B, C and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LaneId(u8);

/// The lanes that a command addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// Every lane.
    All,
    /// This lane only. The command has no effect if there is no lane with this name.
    Lane(LaneId),
}

impl LaneId {
    /// The first lane, A, which is always present.
    pub const FIRST: Self = Self(0);

    /// Returns the name at an index: 0 gives A, and 25 or more gives Z.
    #[must_use]
    pub fn nth(place: u8) -> Self {
        Self(place.min(25))
    }

    /// Returns the index of the name: 0 for A.
    #[must_use]
    pub fn place(self) -> usize {
        self.0.into()
    }

    /// Returns the letter.
    #[must_use]
    pub fn letter(self) -> char {
        char::from(b'A' + self.0)
    }
}

impl Address {
    /// Returns whether `lane` is addressed.
    #[must_use]
    pub fn includes(self, lane: LaneId) -> bool {
        match self {
            Self::All => true,
            Self::Lane(addressed) => addressed == lane,
        }
    }
}

/// Writes the letter.
impl fmt::Display for LaneId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.letter())
    }
}
