//! The speed of the training on the screen.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use crate::learning::numeric::checked::OutOfRange;

/// Number of updates per second; the default is 50.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speed {
    /// This number of updates per second, from 1 to a million, if the machine is fast enough.
    PerSecond(NonZeroU32),
    /// The highest number of updates per second that the machine can make.
    Max,
}

impl Speed {
    const MOST: u32 = 1_000_000;
}

impl Default for Speed {
    fn default() -> Self {
        Self::PerSecond(NonZeroU32::new(50).expect("50 is not 0"))
    }
}

impl TryFrom<u32> for Speed {
    type Error = OutOfRange;

    fn try_from(speed: u32) -> Result<Self, OutOfRange> {
        let speed = NonZeroU32::new(speed).filter(|speed| speed.get() <= Self::MOST);
        speed.map(Self::PerSecond).ok_or(OutOfRange)
    }
}

impl FromStr for Speed {
    type Err = OutOfRange;

    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        if text == "max" {
            return Ok(Self::Max);
        }
        let speed: u32 = text.parse().map_err(|_| OutOfRange)?;
        speed.try_into()
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PerSecond(speed) => speed.fmt(formatter),
            Self::Max => formatter.pad("max"),
        }
    }
}
