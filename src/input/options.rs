//! The options for reading a table: columns, delimiter, positive class, and the treatment of bad rows.

use std::fmt;
use std::str::FromStr;

use crate::input::marks::Decimal;
use crate::input::missing::Missing;
use crate::session::settings::InvalidValue;

/// Options for reading a table. Columns and a delimiter that are not given are detected.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableOptions {
    /// Column of the first feature.
    pub x: Option<ColumnName>,
    /// Column of the second feature.
    pub y: Option<ColumnName>,
    /// Column of the label.
    pub label: Option<ColumnName>,
    /// Delimiter between two fields.
    pub delimiter: Option<Delimiter>,
    /// Class that is 1; all others are 0. If it is not given, there must be two classes.
    pub positive: Option<String>,
    /// Value above which a label, which must be a number, is class 1.
    pub above: Option<f64>,
    /// Decimal mark of the numbers; the other mark groups thousands.
    pub decimal: Option<Decimal>,
    /// Texts that stand for a missing value.
    pub missing: Missing,
    /// Whether rows without two finite numbers and a label are skipped instead of refused.
    pub skip_bad: bool,
    /// Whether statistics of all columns are gathered.
    pub describes: bool,
}

/// A column, given by its name in the header, by its number from 1, or by its number after the word `column`. A
/// number that is also the name of another column is ambiguous.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnName(String);

impl ColumnName {
    /// Allowed values, in words.
    pub const RANGE: &str = "the name of a column in the header or its number from 1";

    /// Makes the number of a column, from 1.
    #[must_use]
    pub fn of_number(number: usize) -> Self {
        Self(number.to_string())
    }

    /// Returns the name or the number, as it was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ColumnName {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text.trim() {
            "" => Err(InvalidValue::new(Self::RANGE, "1")),
            name => Ok(Self(name.to_owned())),
        }
    }
}

impl fmt::Display for ColumnName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// A delimiter between two fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    /// A comma.
    Comma,
    /// A semicolon.
    Semicolon,
    /// A tab.
    Tab,
    /// Spaces and tabs, one or more.
    Space,
    /// A vertical bar.
    Pipe,
}

impl Delimiter {
    /// Allowed values, in words.
    pub const RANGE: &str = "comma, semicolon, tab, pipe or space";
    /// All delimiters. If several can read a file, the first of them in this order is chosen.
    pub(super) const ALL: [Self; 5] = [
        Self::Comma,
        Self::Semicolon,
        Self::Tab,
        Self::Pipe,
        Self::Space,
    ];

    /// Returns the byte of the delimiter, for a file in which runs of spaces have been reduced to one
    /// space.
    pub(super) fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Space => b' ',
            Self::Pipe => b'|',
        }
    }
}

impl FromStr for Delimiter {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text {
            "," | "comma" => Ok(Self::Comma),
            ";" | "semicolon" => Ok(Self::Semicolon),
            "\t" | "\\t" | "tab" => Ok(Self::Tab),
            " " | "space" => Ok(Self::Space),
            "|" | "pipe" => Ok(Self::Pipe),
            _ => Err(InvalidValue::new(Self::RANGE, "semicolon")),
        }
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
            Self::Space => "space",
            Self::Pipe => "pipe",
        })
    }
}

impl FromStr for Decimal {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, InvalidValue> {
        match text {
            "." | "point" => Ok(Self::Point),
            "," | "comma" => Ok(Self::Comma),
            _ => Err(InvalidValue::new("point or comma", ",")),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Point => ".",
            Self::Comma => ",",
        })
    }
}
