//! Chooses the columns of the features and the label.

use crate::input::error::{Column, Flag, Problem};
use crate::input::escaped::shortened;
use crate::input::header::Header;
use crate::input::number::trimmed;
use crate::input::options::{ColumnName, Delimiter, TableOptions};
use crate::input::profile::Profile;
use crate::input::records::OwnedRecord;

/// Names of pairs of feature columns.
pub const FEATURES: [[&str; 2]; 2] = [["x1", "x2"], ["x", "y"]];
/// Names of label columns.
const LABELS: [&str; 4] = ["label", "class", "target", "species"];
/// Names of columns that number the rows.
const COUNTERS: [&str; 8] = [
    "",
    "id",
    "index",
    "rownames",
    "row.names",
    "obs",
    "passengerid",
    "rowid",
];
/// Largest number of columns that an error lists.
pub const LISTED: usize = 10;

/// What is known of all columns.
pub struct Columns<'a> {
    pub header: &'a Header,
    pub profiles: Vec<Profile>,
    pub delimiter: Delimiter,
}

impl<'a> Columns<'a> {
    /// Looks at the rows below a header.
    pub fn new(
        header: &'a Header,
        rows: &[OwnedRecord],
        options: &TableOptions,
        delimiter: Delimiter,
    ) -> Self {
        Self {
            header,
            profiles: Profile::all(rows, header.width, &options.missing),
            delimiter,
        }
    }
}

impl Columns<'_> {
    /// Returns the places of both features and the label: those that the options name, and the most likely ones.
    /// Adds what a person may not expect to `remarks`.
    ///
    /// # Errors
    /// If a named column does not exist or is named twice, or if there are not enough columns of numbers.
    pub fn choose(
        &self,
        options: &TableOptions,
        remarks: &mut Vec<String>,
    ) -> Result<[usize; 3], Problem> {
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
        self.choose_by_names(&mut chosen);
        if chosen[2].is_none() {
            chosen[2] = self.label(&chosen, remarks);
        }
        self.choose_features(&mut chosen, remarks);
        match chosen {
            [Some(x1), Some(x2), Some(label)] => Ok([x1, x2, label]),
            _ => Err(Problem::NoFeatures {
                columns: self.list(),
            }),
        }
    }

    /// Chooses columns by well-known names, and the label that the header declares.
    fn choose_by_names(&self, chosen: &mut [Option<usize>; 3]) {
        let is_free = |chosen: &[Option<usize>; 3], place: &usize| !chosen.contains(&Some(*place));
        let named = |name: &str| {
            let is_named = |&place: &usize| {
                let own = self.header.name(place);
                !own.is_empty() && own.eq_ignore_ascii_case(name.as_bytes())
            };
            (0..self.header.width).find(is_named)
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
            let labels = LABELS.iter().chain(["y"].iter());
            let named = labels.filter_map(|name| named(name));
            let named = named.filter(|place| self.leaves_features(*place, chosen));
            let mut label = self.header.label.into_iter().chain(named);
            chosen[2] = label.find(|place| is_free(chosen, place));
        }
    }

    /// Returns the column that is most likely the label, if the names do not tell: the last one if it has two
    /// values; the only one with two values, or with two texts; the only one with texts; the last one. Two columns must be left for
    /// the features.
    fn label(&self, chosen: &[Option<usize>; 3], remarks: &mut Vec<String>) -> Option<usize> {
        let places = || {
            let is_free = move |place: &usize| !chosen.contains(&Some(*place));
            let is_open = |place: &usize| {
                let has_values = self.profiles[*place].values > 0;
                has_values && !self.is_counter(*place) && !self.is_excluded(*place)
            };
            (0..self.header.width).filter(is_free).filter(is_open)
        };
        let leaves_features = |label: &usize| self.leaves_features(*label, chosen);
        let two = |place: &usize| self.profiles[*place].has_two_values() && leaves_features(place);
        let text = |place: &usize| {
            let profile = &self.profiles[*place];
            profile.texts > profile.numbers && leaves_features(place)
        };
        let last = places().next_back()?;
        if two(&last) {
            return Some(last);
        }
        let only = |fits: &dyn Fn(&usize) -> bool| {
            let mut fitting = places().filter(|place| fits(place));
            fitting.next().filter(|_| fitting.next().is_none())
        };
        let two_texts = |place: &usize| two(place) && text(place);
        for (found, what) in [
            (only(&two), "values"),
            (only(&two_texts), "texts as values"),
        ] {
            if let Some(place) = found {
                let column = self.shown(place);
                remarks.push(format!(
                    "{column} is the label: no other column has two {what}"
                ));
                return Some(place);
            }
        }
        let last = places()
            .rfind(|place| leaves_features(place))
            .unwrap_or(last);
        let only_text = only(&text);
        if let Some(label) = only_text.filter(|_| self.header.names.is_none()) {
            let column = self.shown(label);
            remarks.push(format!("{column} is the label: no other column has texts"));
        }
        Some(only_text.unwrap_or(last))
    }

    /// Returns whether columns for all features are left if `label` is the label.
    pub fn leaves_features(&self, label: usize, chosen: &[Option<usize>; 3]) -> bool {
        let wanted = chosen[..2].iter().filter(|role| role.is_none()).count();
        let free = (0..self.header.width)
            .filter(|place| *place != label && !chosen[..2].contains(&Some(*place)));
        let features = free.filter(|place| self.profiles[*place].is_feature());
        features.count() >= wanted
    }

    /// Chooses the features that are still missing: the first columns of numbers, if possible without gaps. Columns
    /// that count the rows are passed over, unless nothing else is left.
    fn choose_features(&self, chosen: &mut [Option<usize>; 3], remarks: &mut Vec<String>) {
        let is_usual =
            |place: &usize| self.profiles[*place].is_feature() && !self.is_counter(*place);
        let is_complete = |place: &usize| is_usual(place) && self.profiles[*place].missing == 0;
        let is_possible = |place: &usize| self.profiles[*place].is_numeric();
        let open = || (0..self.header.width).filter(|place| !self.is_excluded(*place));
        let wanted = chosen[..2].iter().filter(|role| role.is_none()).count();
        let is_free = |place: &usize| !chosen.contains(&Some(*place));
        let complete: Vec<usize> = open().filter(is_complete).filter(is_free).collect();
        let has_complete = complete.len() >= wanted;
        let usual = open().filter(is_usual).filter(|_| !has_complete);
        let places: Vec<usize> = complete
            .into_iter()
            .filter(|_| has_complete)
            .chain(usual)
            .chain(open().filter(is_possible))
            .collect();
        let mut features: Vec<usize> = Vec::new();
        for place in places.into_iter().filter(is_free) {
            if features.len() < wanted && !features.contains(&place) {
                features.push(place);
            }
        }
        features.sort_unstable();
        let roles = chosen[..2].iter_mut().filter(|role| role.is_none());
        for (role, place) in roles.zip(features) {
            *role = Some(place);
        }
        let last = chosen[..2].iter().flatten().max();
        let is_passed_over = |place: &usize| !chosen.contains(&Some(*place)) && Some(place) < last;
        let with_gaps = open().filter(is_usual).filter(|place| !is_complete(place));
        remarks.extend(with_gaps.filter(is_passed_over).map(|place| {
            format!(
                "{} has missing values, and is passed over",
                self.shown(place)
            )
        }));
        let counters = open().filter(|place| self.is_counter(*place) && is_possible(place));
        remarks.extend(counters.filter(is_passed_over).map(|place| {
            let why = if self.profiles[place].counts_rows {
                "counts the rows"
            } else if self.header.name(place).is_empty() {
                "has no name, as row numbers"
            } else {
                "has a name of row numbers"
            };
            format!("{} {why}, and is passed over", self.shown(place))
        }));
    }

    /// Returns the place of the column with this name or number.
    ///
    /// # Errors
    /// If there is no such column, or if the number is the name of another one.
    pub fn place(&self, asked: &ColumnName, flag: Flag) -> Result<usize, Problem> {
        let name = asked.as_str().as_bytes();
        let mut places = 0..self.header.width;
        let named = |name: &[u8]| {
            let is_named =
                |&place: &usize| self.header.names.is_some() && self.header.name(place) == name;
            places.clone().find(is_named)
        };
        let exact = named(name);
        // The first row of a file of scikit-learn has no names, but a person may take its numbers for names.
        let passed_over = self.header.passed_over.iter().position(|text| text == name);
        let by_number = |text: &str| {
            let number: usize = text.parse().ok()?;
            number
                .checked_sub(1)
                .filter(|place| *place < self.header.width)
        };
        let number = by_number(asked.as_str());
        if let (Some(by_name), Some(by_number)) = (exact.or(passed_over), number)
            && by_name != by_number
        {
            return Err(Problem::Ambiguous {
                flag,
                asked: shortened(name),
                columns: [by_number, by_name].map(|place| self.shown(place)),
            });
        }
        let alike = || {
            let has_names = self.header.names.is_some();
            places.find(|&place| has_names && self.header.name(place).eq_ignore_ascii_case(name))
        };
        let counted = || by_number(asked.as_str().strip_prefix("column ")?);
        let place = exact.or_else(alike).or(number).or_else(counted);
        place.ok_or_else(|| Problem::NoColumn {
            flag,
            asked: shortened(name),
            columns: self.list(),
            has_header: self.header.names.is_some(),
        })
    }

    /// Returns whether a column numbers the rows: by its fields, or because it has no name or a name that such
    /// columns have.
    pub fn is_counter(&self, place: usize) -> bool {
        if self.profiles[place].counts_rows {
            return true;
        }
        let Some(_) = &self.header.names else {
            return false;
        };
        let name = String::from_utf8_lossy(self.header.name(place)).to_lowercase();
        COUNTERS.contains(&name.as_str()) || name.starts_with("unnamed: ")
    }

    /// Returns whether the header says that a column is neither a feature nor the label.
    pub fn is_excluded(&self, place: usize) -> bool {
        self.header.excluded.contains(&place)
    }

    /// Returns a column as it is shown.
    pub fn shown(&self, place: usize) -> Column {
        let name = shortened(trimmed(self.header.name(place)));
        Column {
            number: place + 1,
            name: Some(name).filter(|name| !name.is_empty()),
        }
    }

    /// Returns the first columns as they are shown.
    pub fn list(&self) -> Vec<Column> {
        let places = 0..self.header.width.min(LISTED);
        places.map(|place| self.shown(place)).collect()
    }
}
