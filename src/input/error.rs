//! Errors of reading a table: what was found, where, and what to do.

use std::fmt::{self, Display, Formatter};
use std::io::{self, ErrorKind};

use crate::input::escaped::escaped;
use crate::input::options::Delimiter;
use crate::input::{classes, rows};

/// Reason why a table could not be read. It is shown as one line without control characters, whatever the
/// file contains.
#[derive(Debug, Clone, PartialEq)]
pub struct TableError {
    /// Name of the file, escaped.
    pub(super) name: String,
    /// In a box, because it is larger than what is returned if all goes well.
    pub(super) problem: Box<Problem>,
}

/// A problem with a table. Texts from the file are escaped and shortened.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names say it, and their texts")]
pub enum Problem {
    NoName,
    NotFound,
    Folder,
    Denied,
    Unreadable(String),
    NotText {
        what: &'static str,
    },
    Sparse,
    NoRows,
    FewColumns {
        found: usize,
        delimiter: Delimiter,
    },
    NoColumn {
        flag: Flag,
        asked: String,
        columns: Vec<Column>,
        has_header: bool,
    },
    NoFeatures {
        columns: Vec<Column>,
    },
    Ambiguous {
        flag: Flag,
        asked: String,
        columns: [Column; 2],
    },
    Unclear {
        column: Column,
        text: String,
    },
    Twice {
        flags: [Flag; 2],
        column: Column,
    },
    BadRow(BadRow),
    AllBad {
        skipped: u64,
        first: BadRow,
    },
    OneRow {
        skipped: u64,
    },
    TooManyRows {
        most: usize,
    },
    NoMemory {
        rows: usize,
    },
    LongRecord {
        line: u64,
    },
    OpenQuote {
        line: u64,
    },
    OneClass {
        class: String,
        column: Column,
        choices: Box<Choices>,
    },
    ManyClasses {
        classes: Vec<String>,
        count: usize,
        column: Column,
        choices: Box<Choices>,
    },
    NoPositive {
        asked: String,
        classes: Vec<String>,
        count: usize,
    },
    TooManyClasses {
        line: u64,
        column: Column,
        choices: Box<Choices>,
    },
}

/// What else could be the label.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Choices {
    /// Other columns with two values.
    pub with_two_values: Vec<Column>,
    /// Value above which about half of the labels are, if they are numbers.
    pub above: Option<f64>,
    /// Another column of numbers, and the value above which about half of them are.
    pub numbers: Option<(Column, f64)>,
    /// Whether rows have missing values.
    pub has_gaps: bool,
}

/// A row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Number of the line on which the row begins, from 1.
    pub line: u64,
    /// Column in which the row is bad.
    pub column: Column,
    /// Fault of the row.
    pub fault: Fault,
}

/// A fault that makes a row unusable.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it, and their texts")]
pub enum Fault {
    NoField,
    Empty,
    NoNumber(String),
    OtherNotation(String),
    Infinite(String),
    TooGreat(String),
    NoLabel,
    LongLabel(String),
    TooManyClasses,
    ManyFields { found: usize, expected: usize },
}

/// A column as it is shown: `column 2 (height)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Number of the column, from 1.
    pub number: usize,
    /// Name in the header, escaped and shortened; `None` if the column has no name.
    pub name: Option<String>,
}

/// A command line option that chooses a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are options of the command line")]
pub enum Flag {
    X,
    Y,
    Label,
}

impl TableError {
    /// Makes an error from a problem with the file of this name.
    pub(super) fn new(name: &str, problem: Problem) -> Self {
        Self {
            name: escaped(name),
            problem: Box::new(problem),
        }
    }

    /// Returns the problem with the table.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl std::error::Error for TableError {}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::NotFound,
            ErrorKind::IsADirectory => Self::Folder,
            ErrorKind::PermissionDenied => Self::Denied,
            _ => Self::Unreadable(escaped(&error.to_string())),
        }
    }
}

impl Display for BadRow {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Self {
            line,
            column,
            fault,
        } = self;
        if let Fault::ManyFields { found, expected } = fault {
            return write!(
                out,
                "line {line}: there are {found} fields instead of {expected}"
            );
        }
        write!(out, "line {line}, {column}: {fault}")
    }
}

impl Display for Fault {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoField => out.write_str("the row ends before it"),
            Self::Empty => out.write_str("there is no number"),
            Self::NoNumber(text) => write!(out, "\"{text}\" is not a number"),
            Self::OtherNotation(text) => write!(
                out,
                "\"{text}\" is not written as the numbers before it; say which mark is decimal with --decimal"
            ),
            Self::Infinite(text) => write!(out, "\"{text}\" is not finite"),
            Self::TooGreat(text) => {
                let greatest = rows::GREATEST;
                write!(
                    out,
                    "\"{text}\" is not within ±{greatest:e}, where squares stay finite"
                )
            }
            Self::NoLabel => out.write_str("there is no label"),
            Self::LongLabel(text) => {
                write!(
                    out,
                    "the label \"{text}\" has more than {} bytes",
                    classes::LONGEST
                )
            }
            Self::TooManyClasses => write!(out, "there are more than {} classes", classes::MOST),
            Self::ManyFields { found, expected } => {
                write!(out, "there are {found} fields instead of {expected}")
            }
        }
    }
}

impl Display for Column {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "column {}", self.number)?;
        self.name
            .iter()
            .try_for_each(|name| write!(out, " ({name})"))
    }
}

impl Display for Flag {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::X => "--x",
            Self::Y => "--y",
            Self::Label => "--label",
        })
    }
}
