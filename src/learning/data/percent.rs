//! Shares in whole per cent.

use std::ops::RangeInclusive;

use crate::learning::numeric::checked::OutOfRange;

/// Parses a share such as `10` or `10%` and returns its number.
///
/// # Errors
/// If the text is not a whole percentage within `range`.
pub fn parse_percent(text: &str, range: &RangeInclusive<u8>) -> Result<u8, OutOfRange> {
    let percent = text.strip_suffix('%').unwrap_or(text).parse();
    checked_percent(percent.map_err(|_| OutOfRange)?, range)
}

/// Returns `percent` if it is within `range`.
///
/// # Errors
/// If `percent` is not within `range`.
pub fn checked_percent(percent: u8, range: &RangeInclusive<u8>) -> Result<u8, OutOfRange> {
    if range.contains(&percent) {
        Ok(percent)
    } else {
        Err(OutOfRange)
    }
}

/// Returns a percentage of a number of samples, rounded to the nearest whole number; a half is rounded up.
#[must_use]
pub fn rounded(percent: u8, samples: usize) -> usize {
    hundredths(percent, samples, 50)
}

/// Returns a percentage of a number of samples, rounded down.
#[must_use]
pub fn rounded_down(percent: u8, samples: usize) -> usize {
    hundredths(percent, samples, 0)
}

/// Returns `(percent * samples + more) / 100`, computed without overflow.
fn hundredths(percent: u8, samples: usize, more: usize) -> usize {
    let percent = usize::from(percent);
    percent * (samples / 100) + (percent * (samples % 100) + more) / 100
}
