//! Shares in whole per cent.

/// The number of a share such as `10` or `10%`.
#[must_use]
pub fn parse_percent(text: &str) -> Option<u8> {
    text.strip_suffix('%').unwrap_or(text).parse().ok()
}

/// A percentage of a number of samples, rounded to the nearest, and up where two are equally near.
#[must_use]
pub fn rounded(percent: u8, samples: usize) -> usize {
    hundredths(percent, samples, 50)
}

/// A percentage of a number of samples, rounded down.
#[must_use]
pub fn rounded_down(percent: u8, samples: usize) -> usize {
    hundredths(percent, samples, 0)
}

/// `(percent * samples + more) / 100`, hundred by hundred, which never overflows.
fn hundredths(percent: u8, samples: usize, more: usize) -> usize {
    let percent = usize::from(percent);
    percent * (samples / 100) + (percent * (samples % 100) + more) / 100
}
