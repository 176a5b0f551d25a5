//! The error of a text that is not a value of a setting: what must hold, and what to try.

use std::fmt;

/// Why the text of a value was refused.
///
/// It is shown as "must be …; try …", which completes "`VALUE`: …". The caller, who knows where the
/// value stood, puts its name and the value before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidValue {
    must_be: String,
    example: String,
}

impl InvalidValue {
    /// An error that says what a value must be, and gives an example to try.
    #[must_use]
    pub fn new(must_be: impl Into<String>, example: impl Into<String>) -> Self {
        Self {
            must_be: must_be.into(),
            example: example.into(),
        }
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "must be {}; try {}", self.must_be, self.example)
    }
}

impl std::error::Error for InvalidValue {}
