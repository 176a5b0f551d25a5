//! The one error of everything that is checked at construction: what must hold, and what to try.

use std::fmt;

/// Why a value was refused. The text completes "`VALUE`: …" and ends with a remedy, for the person
/// who typed the value; whoever reports it names the value and where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidValue(String);

impl InvalidValue {
    /// An error that says what `must` hold and suggests an example to `try_`.
    #[must_use]
    pub fn new(must: &str, example: &str) -> Self {
        Self(format!("must be {must}; try {example}"))
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for InvalidValue {}
