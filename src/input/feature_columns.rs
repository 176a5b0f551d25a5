//! The columns of the features of a table that is read to predict its rows, and the points in them.

use crate::input::begin::Begun;
use crate::input::columns::{Columns, FEATURES};
use crate::input::error::{Column, Fault, Flag, Problem};
use crate::input::layout::Layout;
use crate::input::missing::Missing;
use crate::input::number::Notation;
use crate::input::options::{ColumnName, TableOptions};
use crate::input::records::Record;
use crate::input::rows;

/// Columns of the features in a table that needs no label.
pub struct FeatureColumns {
    /// Places of both features, from 0.
    pub columns: [usize; 2],
    /// Columns of both features, as they are shown.
    pub shown: [Column; 2],
    notations: [Notation; 2],
    missing: Missing,
    /// Number of fields in a row; further fields must be empty.
    pub width: usize,
}

impl FeatureColumns {
    /// Finds the columns as for training.
    ///
    /// # Errors
    /// If the table has not the columns.
    pub fn with_label(begun: &Begun, options: &TableOptions) -> Result<Self, Problem> {
        let layout = Layout::find(&begun.header, &begun.rows, options, begun.delimiter)?;
        let ([x1, x2, _], [x1_shown, x2_shown, _]) = (layout.columns, layout.shown);
        let [x1_notation, x2_notation, _] = layout.notations;
        Ok(Self {
            columns: [x1, x2],
            shown: [x1_shown, x2_shown],
            notations: [x1_notation, x2_notation],
            missing: options.missing.clone(),
            width: layout.width,
        })
    }

    /// Finds the columns with the names or numbers `x` and `y` of the options. Without a header, a feature that is
    /// called `x1` or `x2` is in column 1 or 2.
    ///
    /// # Errors
    /// If there is no such column, if both are the same, or if a number has two meanings.
    pub fn find(begun: &Begun, options: &TableOptions) -> Result<Self, Problem> {
        let all = Columns::new(&begun.header, &begun.rows, options, begun.delimiter);
        let has_header = all.header.names.is_some();
        let mut columns = [0, 1];
        let asked = [(Flag::X, &options.x), (Flag::Y, &options.y)];
        for (role, (flag, name)) in asked.into_iter().enumerate() {
            let Some(name) = name else { continue };
            if has_header || name.as_str() != FEATURES[0][role] {
                columns[role] = all.place(name, flag)?;
            }
        }
        if all.header.width < 2 {
            let asked = options.y.as_ref().map_or("2", ColumnName::as_str);
            return Err(Problem::NoColumn {
                flag: Flag::Y,
                asked: asked.to_owned(),
                columns: all.list(),
                has_header,
            });
        }
        if columns[0] == columns[1] {
            return Err(Problem::Twice {
                flags: [Flag::X, Flag::Y],
                column: all.shown(columns[0]),
            });
        }
        let notation = |place| all.notation(place, options, &mut Vec::new());
        Ok(Self {
            columns,
            shown: columns.map(|place| all.shown(place)),
            notations: [notation(columns[0])?, notation(columns[1])?],
            missing: options.missing.clone(),
            width: all.header.width,
        })
    }

    /// Returns the point of a row.
    ///
    /// # Errors
    /// If one of its numbers cannot be used, with its role (0 or 1), or if the row is too wide.
    pub fn point(&self, record: Record<'_>) -> Result<(f64, f64), (usize, Fault)> {
        let notations = self.notations.each_ref();
        rows::point(record, self.columns, self.width, notations, &self.missing)
    }
}
