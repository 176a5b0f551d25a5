//! What a reader told of a person's own data.

/// What was read, as finished sentences for a person: columns, classes, rows, and what the reader decided.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The sentences, one a line, without control characters.
    pub lines: Vec<String>,
}
