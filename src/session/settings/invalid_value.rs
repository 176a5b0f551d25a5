//! The error of a text that is not a valid value: it says what is valid, and gives an example.

use std::fmt;

/// Reason why the text of a value was refused.
///
/// It is displayed as "must be …; try …". The caller knows where the value was given, and writes the name
/// and the value in front: "`NAME VALUE`: must be …; try …".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidValue {
    must_be: String,
    example: String,
}

impl InvalidValue {
    /// Creates an error that says what the value must be, and gives an example to try.
    #[must_use]
    pub fn new(must_be: impl Into<String>, example: impl Into<String>) -> Self {
        Self {
            must_be: must_be.into(),
            example: example.into(),
        }
    }

    /// Returns what is valid, in words that complete "must be …".
    #[must_use]
    pub fn must_be(&self) -> &str {
        &self.must_be
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "must be {}; try {}", self.must_be, self.example)
    }
}

impl std::error::Error for InvalidValue {}
