//! Finds the columns of the features and the label: the header and the choice of columns.

use crate::input::dialect::usual_width;
use crate::input::error::{Column, Flag, Problem};
use crate::input::escaped::shortened;
use crate::input::header::{is_header, numeric};
use crate::input::number::{Decimals, trimmed};
use crate::input::options::{ColumnName, Delimiter, TableOptions};
use crate::input::records::OwnedRecord;

/// Names of pairs of feature columns.
const FEATURES: [[&str; 2]; 2] = [["x1", "x2"], ["x", "y"]];
/// Names of label columns.
const LABELS: [&str; 4] = ["label", "class", "target", "species"];
/// Names of columns that number the rows.
const COUNTERS: [&str; 3] = ["", "id", "index"];
/// Largest number of columns that an error lists.
const LISTED: usize = 10;

/// Columns of the features and the label.
pub struct Layout {
    /// Places of both features and the label, from 0.
    pub columns: [usize; 3],
    /// Columns of both features and the label, as they are shown.
    pub shown: [Column; 3],
    /// Number of fields in a row; further fields must be empty.
    pub width: usize,
    /// Whether the first record is a header.
    pub has_header: bool,
}

/// Names and kinds of all columns.
struct FieldColumns {
    /// Names of the columns; `None` if there is no header.
    names: Option<Vec<Vec<u8>>>,
    is_numeric: Vec<bool>,
    width: usize,
}

impl Layout {
    /// Finds the layout from the first records; there must be at least one.
    ///
    /// # Errors
    /// If there are fewer than three columns or no rows, if the chosen columns do not exist or are not
    /// three, or if no columns can be chosen.
    pub fn find(
        sample: &[OwnedRecord],
        options: &TableOptions,
        delimiter: Delimiter,
    ) -> Result<Self, Problem> {
        let columns = FieldColumns::find(sample, options, delimiter);
        if columns.width < 3 {
            let found = columns.width;
            return Err(Problem::FewColumns { found, delimiter });
        }
        let has_header = columns.names.is_some();
        if has_header && sample.len() == 1 {
            return Err(Problem::NoRows);
        }
        let chosen = columns.choose(options)?;
        Ok(Self {
            columns: chosen,
            shown: chosen.map(|place| columns.shown(place)),
            width: columns.width,
            has_header,
        })
    }
}

/// Columns of the features in a table that needs no label.
pub struct FeatureColumns {
    /// Places of both features, from 0.
    pub columns: [usize; 2],
    /// Columns of both features, as they are shown.
    pub shown: [Column; 2],
    /// Number of fields in a row; further fields must be empty.
    pub width: usize,
    /// Whether the first record is a header.
    pub has_header: bool,
}

impl FeatureColumns {
    /// Finds the columns with the names or numbers `x` and `y` of the options in the first records; there must
    /// be at least one. Without a header, a feature that is called `x1` or `x2` is in column 1 or 2.
    ///
    /// # Errors
    /// If there is no such column, or if both are the same.
    pub fn find(
        sample: &[OwnedRecord],
        options: &TableOptions,
        delimiter: Delimiter,
    ) -> Result<Self, Problem> {
        let all = FieldColumns::find(sample, options, delimiter);
        let has_header = all.names.is_some();
        let mut columns = [0, 1];
        let asked = [(Flag::X, &options.x), (Flag::Y, &options.y)];
        for (role, (flag, name)) in asked.into_iter().enumerate() {
            let Some(name) = name else { continue };
            if has_header || name.as_str() != FEATURES[0][role] {
                columns[role] = all.place(name, flag)?;
            }
        }
        if all.width < 2 {
            return Err(Problem::NoColumn {
                flag: Flag::Y,
                asked: options
                    .y
                    .as_ref()
                    .map_or("2", ColumnName::as_str)
                    .to_owned(),
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
        Ok(Self {
            columns,
            shown: columns.map(|place| all.shown(place)),
            width: all.width,
            has_header,
        })
    }
}

impl From<Layout> for FeatureColumns {
    fn from(layout: Layout) -> Self {
        let ([x1, x2, _], [x1_shown, x2_shown, _]) = (layout.columns, layout.shown);
        Self {
            columns: [x1, x2],
            shown: [x1_shown, x2_shown],
            width: layout.width,
            has_header: layout.has_header,
        }
    }
}

impl FieldColumns {
    fn find(sample: &[OwnedRecord], options: &TableOptions, delimiter: Delimiter) -> Self {
        let decimals = Decimals::beside(delimiter);
        let first: Vec<&[u8]> = sample[0].get().fields().map(trimmed).collect();
        let rows = &sample[1..];
        let rows_width = usual_width(rows);
        if !is_header(
            &first,
            &numeric(rows, first.len(), decimals),
            options,
            decimals,
        ) {
            let width = usual_width(sample);
            return Self {
                names: None,
                is_numeric: numeric(sample, width, decimals),
                width,
            };
        }
        let mut names: Vec<Vec<u8>> = first.into_iter().map(<[u8]>::to_vec).collect();
        // R's `write.table` names the rows in a first column that has no name in the header. This is not
        // assumed if commas delimit, because one field too many can then come from a decimal comma.
        let is_longer = |row: &OwnedRecord| {
            let last = row.get().field(names.len());
            row.get().len() == names.len() + 1 && last.is_some_and(|last| !trimmed(last).is_empty())
        };
        if delimiter != Delimiter::Comma && rows_width > names.len() && rows.iter().all(is_longer) {
            names.insert(0, Vec::new());
        }
        let width = names.len();
        Self {
            names: Some(names),
            is_numeric: numeric(rows, width, decimals),
            width,
        }
    }

    fn choose(&self, options: &TableOptions) -> Result<[usize; 3], Problem> {
        let asked = [
            (Flag::X, &options.x),
            (Flag::Y, &options.y),
            (Flag::Label, &options.label),
        ];
        let mut chosen = [None; 3];
        for (role, (flag, name)) in asked.into_iter().enumerate() {
            let Some(name) = name else { continue };
            let place = self.place(name, flag)?;
            if let Some(other) = chosen.iter().position(|other| *other == Some(place)) {
                return Err(Problem::Twice {
                    flags: [asked[other].0, flag],
                    column: self.shown(place),
                });
            }
            chosen[role] = Some(place);
        }
        if self.names.is_some() {
            self.choose_by_names(&mut chosen);
        }
        self.choose_by_places(&mut chosen);
        match chosen {
            [Some(x1), Some(x2), Some(label)] => Ok([x1, x2, label]),
            _ => Err(Problem::NoFeatures {
                columns: self.list(),
            }),
        }
    }

    /// Chooses columns by well-known names. If no name is known, the label is the last column that does not
    /// number the rows.
    fn choose_by_names(&self, chosen: &mut [Option<usize>; 3]) {
        let is_free = |chosen: &[Option<usize>; 3], place: &usize| !chosen.contains(&Some(*place));
        let named = |name: &str| {
            (0..self.width).find(|&place| self.name(place).eq_ignore_ascii_case(name.as_bytes()))
        };
        let pair = FEATURES
            .iter()
            .find_map(|[x1, x2]| Some([named(x1)?, named(x2)?]));
        for (role, place) in pair.into_iter().flatten().enumerate() {
            if chosen[role].is_none() && is_free(chosen, &place) {
                chosen[role] = Some(place);
            }
        }
        if chosen[2].is_none() {
            let label = LABELS
                .iter()
                .chain(["y"].iter())
                .filter_map(|name| named(name));
            let last = (0..self.width)
                .rev()
                .filter(|&place| !self.is_counter(place));
            chosen[2] = label.chain(last).find(|place| is_free(chosen, place));
        }
    }

    /// Chooses the columns that are still missing. With a header, they are the first numeric columns that
    /// do not number the rows. Without a header, they are columns 1, 2 and 3; if one of these is already
    /// chosen for something else, the first free column is taken instead.
    fn choose_by_places(&self, chosen: &mut [Option<usize>; 3]) {
        let has_header = self.names.is_some();
        let fits =
            |place: usize| !has_header || (self.is_numeric[place] && !self.is_counter(place));
        for role in 0..3 {
            if chosen[role].is_none() {
                let own = (!has_header).then_some(role).into_iter();
                let mut places = own.chain((0..self.width).filter(|&place| fits(place)));
                chosen[role] = places.find(|place| !chosen.contains(&Some(*place)));
            }
        }
    }

    fn place(&self, asked: &ColumnName, flag: Flag) -> Result<usize, Problem> {
        let name = asked.as_str().as_bytes();
        let mut places = 0..self.width;
        let has_header = self.names.is_some();
        let exact = places
            .clone()
            .find(|&place| has_header && self.name(place) == name);
        let alike =
            || places.find(|&place| has_header && self.name(place).eq_ignore_ascii_case(name));
        let number = || {
            let number: usize = asked.as_str().parse().ok()?;
            number.checked_sub(1).filter(|place| *place < self.width)
        };
        let place = exact.or_else(alike).or_else(number);
        place.ok_or_else(|| Problem::NoColumn {
            flag,
            asked: shortened(name),
            columns: self.list(),
            has_header,
        })
    }

    fn name(&self, place: usize) -> &[u8] {
        let names = self.names.as_deref().unwrap_or_default();
        names.get(place).map_or(b"", Vec::as_slice)
    }

    /// Returns whether a column numbers the rows: whether it has no name, or a name that pandas and others
    /// give to such a column.
    fn is_counter(&self, place: usize) -> bool {
        let name = String::from_utf8_lossy(self.name(place)).to_lowercase();
        COUNTERS.contains(&name.as_str()) || name.starts_with("unnamed: ")
    }

    fn shown(&self, place: usize) -> Column {
        let name = shortened(self.name(place));
        Column {
            number: place + 1,
            name: Some(name).filter(|name| !name.is_empty()),
        }
    }

    fn list(&self) -> Vec<Column> {
        let places = 0..self.width.min(LISTED);
        places.map(|place| self.shown(place)).collect()
    }
}
