//! What the parts of a person's own data are called.

/// The names in a table, as they are to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names {
    /// The columns that the features `x1` and `x2` come from.
    pub columns: [String; 2],
    /// Class 0 and class 1.
    pub classes: [String; 2],
}
