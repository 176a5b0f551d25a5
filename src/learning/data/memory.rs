//! Reserves memory for large columns, and says what was needed if the system does not give it.

use std::collections::TryReserveError;
use std::error::Error;
use std::fmt;

/// Bytes of a sample: two features and the label.
pub(super) const STORED: usize = 24;
/// Bytes that a sample needs in addition while it is drawn: its place in the order.
const ORDERED: usize = 4;
/// Fewest samples of a drawn data set.
const FEWEST: usize = 2;

/// The reason why a data set could not be made or shuffled: the system does not give the memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoMemory {
    /// Number of samples that there was no memory for.
    pub samples: usize,
    /// Number of bytes that are needed for each sample.
    pub bytes_each: usize,
    /// Whether the samples were to be drawn; otherwise they are a person's own.
    pub are_drawn: bool,
}

impl NoMemory {
    /// Returns the reason for samples that cannot be drawn, or copied if they are a person's own.
    #[must_use]
    pub fn for_data(samples: usize, are_drawn: bool) -> Self {
        Self {
            samples,
            bytes_each: STORED + if are_drawn { ORDERED } else { 0 },
            are_drawn,
        }
    }

    /// Returns the reason for samples that cannot be shuffled, for which `more` bytes each are needed in
    /// addition.
    #[must_use]
    pub fn for_shuffling(samples: usize, are_drawn: bool, more: usize) -> Self {
        Self {
            samples,
            bytes_each: STORED + more,
            are_drawn,
        }
    }

    /// Returns how much memory the samples need, for example `280 MB`.
    #[must_use]
    pub fn needed(&self) -> String {
        let bytes = self.samples.saturating_mul(self.bytes_each);
        let megabytes = bytes.div_ceil(1_000_000);
        format!("{megabytes} MB")
    }
}

impl fmt::Display for NoMemory {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (samples, needed) = (self.samples, self.needed());
        write!(
            out,
            "{samples} points need {needed} of memory, which the system does not give; "
        )?;
        if self.are_drawn {
            write!(out, "try --samples {}", (samples / 10).max(FEWEST))
        } else {
            out.write_str("try a table with fewer rows")
        }
    }
}

impl Error for NoMemory {}

/// Returns an empty column with room for `count` values.
///
/// # Errors
/// If the system does not give the memory.
pub fn room<T>(count: usize) -> Result<Vec<T>, TryReserveError> {
    let mut column = Vec::new();
    column.try_reserve_exact(count)?;
    Ok(column)
}

/// Returns a column of all values.
///
/// # Errors
/// If the system does not give the memory.
pub fn collected<T>(values: impl ExactSizeIterator<Item = T>) -> Result<Vec<T>, TryReserveError> {
    let mut column = room(values.len())?;
    column.extend(values);
    Ok(column)
}
