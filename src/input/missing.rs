//! The texts that stand for a missing value.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use crate::input::number::trimmed;

/// Texts that stand for a missing value if none are given: those of databases, of spreadsheets, of R and of
/// pandas. `None` is written with a capital, because `none` is a usual class.
const USUAL: [&str; 24] = [
    "?", "_", ".", "-", "NA", "N/A", "n/a", "na", "#N/A", "#NA", "<NA>", r"\N", "None", "NULL",
    "null", "NaN", "nan", "NAN", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!",
];

/// Texts that stand for a missing value, in this very spelling. An empty field is always missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing(Vec<String>);

impl Default for Missing {
    fn default() -> Self {
        Self(USUAL.map(str::to_owned).to_vec())
    }
}

impl Missing {
    /// Returns whether a field stands for a missing value.
    #[must_use]
    pub fn is(&self, field: &[u8]) -> bool {
        let field = trimmed(field);
        field.is_empty() || self.0.iter().any(|mark| field == mark.as_bytes())
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join(","))
    }
}

impl FromStr for Missing {
    type Err = Infallible;

    /// Parses a list of texts that commas separate; an empty list makes only empty fields missing.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let marks = text.split(',').map(str::trim);
        Ok(Self(
            marks
                .filter(|mark| !mark.is_empty())
                .map(str::to_owned)
                .collect(),
        ))
    }
}
