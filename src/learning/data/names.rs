//! The names of the columns and classes of a person's own data.

/// Names of the columns and classes of a table, as they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// Names of the columns that the features `x1` and `x2` come from.
    pub columns: [String; 2],
    /// Names of class 0 and class 1.
    pub classes: [String; 2],
}
