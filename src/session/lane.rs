//! Lanes: the runs on the screen, each with a letter.

use std::fmt;

/// The name of a lane: A, B, C and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LaneId(u8);

/// Which lanes a command is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// Every lane.
    All,
    /// This lane only. Where there is none of this name, nothing happens.
    Lane(LaneId),
}

impl LaneId {
    /// The lane that is always there.
    pub const FIRST: Self = Self(0);
}

impl Address {
    /// Whether a lane is addressed.
    #[must_use]
    pub fn includes(self, lane: LaneId) -> bool {
        match self {
            Self::All => true,
            Self::Lane(addressed) => addressed == lane,
        }
    }
}

/// The letter.
impl fmt::Display for LaneId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", char::from(b'A' + self.0))
    }
}
