//! Lanes: the runs on the screen, each with a letter.

use std::fmt;
use std::str::FromStr;

use crate::learning::numeric::checked::OutOfRange;

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

    /// The lane of a log that is watched: Y, for yours. No race has so many lanes.
    pub const WATCHED: Self = Self(24);

    /// Returns the name at an index: 0 gives A, and 25 or more gives Z.
    #[must_use]
    pub fn nth(place: u8) -> Self {
        Self(place.min(25))
    }

    /// Returns the index of the lane: 0 for A.
    #[must_use]
    pub fn place(self) -> usize {
        usize::from(self.0)
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

/// Reads a letter from A to Z.
impl FromStr for LaneId {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        match text.as_bytes() {
            [letter @ b'A'..=b'Z'] => Ok(Self(letter - b'A')),
            _ => Err(OutOfRange),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_is_a_capital_letter() {
        for place in 0..26 {
            let lane = LaneId::nth(place);
            assert_eq!(lane.to_string().parse(), Ok(lane));
            assert_eq!(lane.place(), usize::from(place));
        }
        for text in ["", "a", "AA", "1", "Ä", " A"] {
            assert_eq!(text.parse::<LaneId>(), Err(OutOfRange), "{text}");
        }
    }
}
