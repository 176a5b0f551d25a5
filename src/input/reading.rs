//! What was read from a file, to be told to a person: the columns, the classes, the rows and the form of the file.

use crate::input::error::Column;
use crate::input::options::Delimiter;
use crate::learning::data;

/// What was read from a file, and what the reader decided on its own. All texts are escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Delimiter between the columns.
    pub delimiter: Delimiter,
    /// Name of the encoding; `None` for UTF-8, which needs no word.
    pub encoding: Option<&'static str>,
    /// Number of rows that are used.
    pub rows: u64,
    /// Number of rows that were passed over because they cannot be used.
    pub skipped: u64,
    /// Line, column and fault of the first row that was passed over; `None` if none was.
    pub first_skipped: Option<String>,
    /// Number of comment lines.
    pub comments: u64,
    /// Columns of both features and the label.
    pub columns: [Column; 3],
    /// Name of class 0 and of class 1, and the number of rows of each.
    pub classes: [(String, u64); 2],
    /// Further remarks of the reader, each a sentence without a full stop, such as `column 1 (rownames) counts
    /// the rows and is passed over`.
    pub remarks: Vec<String>,
}

impl Reading {
    /// Returns what was read as sentences, one a line, in the order in which a person checks them.
    #[must_use]
    pub fn told(&self) -> data::Reading {
        let [x1, x2, label] = &self.columns;
        let [(zero, zeros), (one, ones)] = &self.classes;
        let mut lines = vec![
            format!("x1 = {x1}"),
            format!("x2 = {x2}"),
            format!("label = {label}"),
            format!("class 1 = {one} ({})", counted(*ones, "row")),
            format!("class 0 = {zero} ({})", counted(*zeros, "row")),
            format!("{} read", counted(self.rows, "row")),
        ];
        lines.extend(self.of_skipped());
        if self.comments > 0 {
            lines.push(counted(self.comments, "comment line"));
        }
        if self.delimiter != Delimiter::Comma {
            lines.push(format!("delimiter: {}", self.delimiter));
        }
        lines.extend(
            self.encoding
                .map(|encoding| format!("read as {encoding}, not UTF-8")),
        );
        lines.extend(self.remarks.iter().cloned());
        data::Reading { lines }
    }

    /// Returns how many rows were passed over and why the first was; `None` if none was.
    #[must_use]
    pub fn of_skipped(&self) -> Option<String> {
        let first = self.first_skipped.as_ref()?;
        let rows = counted(self.skipped, "row");
        Some(match self.skipped {
            1 => format!("{rows} passed over: {first}"),
            _ => format!("{rows} passed over; the first: {first}"),
        })
    }
}

/// Returns a number with a noun, which is in the plural unless the number is 1.
fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
