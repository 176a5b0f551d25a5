//! The arguments that read a table of the user's own.

use std::fmt;

use clap::Args;

use crate::input::{ColumnName, Decimal, Delimiter, Missing, TableOptions};
use crate::learning::data::Source;
use crate::session::settings::{InvalidValue, Settings};

/// Arguments that read the user's own data.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Own data")]
pub struct TableArgs {
    /// Read the points from a CSV file; - is standard input
    #[arg(long, value_name = "FILE", group = "file")]
    pub data: Option<String>,
    /// Column of the first feature: a name in the header, or a number counted from 1
    #[arg(long, value_name = "COLUMN", requires = "file")]
    pub x: Option<ColumnName>,
    /// Column of the second feature: a name in the header, or a number counted from 1
    #[arg(long, value_name = "COLUMN", requires = "file")]
    pub y: Option<ColumnName>,
    /// Column of the label, which must have two classes unless --positive is given
    #[arg(long, value_name = "COLUMN", requires = "file")]
    pub label: Option<ColumnName>,
    /// Separator of the columns, if it is not detected correctly: , ; tab | or space
    #[arg(
        long,
        value_name = "CHARACTER",
        requires = "file",
        allow_hyphen_values = true
    )]
    pub delimiter: Option<Delimiter>,
    /// Class to distinguish from all other classes
    #[arg(
        long,
        value_name = "CLASS",
        requires = "file",
        allow_hyphen_values = true
    )]
    pub positive: Option<String>,
    /// Class 1 is what has a label above this value; the label is then a column of numbers
    #[arg(
        long,
        value_name = "VALUE",
        requires = "file",
        conflicts_with = "positive",
        allow_hyphen_values = true,
        value_parser = finite
    )]
    pub above: Option<f64>,
    /// Decimal mark of the numbers: . or ,; the other mark groups thousands
    #[arg(long, value_name = "MARK", requires = "file")]
    pub decimal: Option<Decimal>,
    /// Texts that stand for a missing value, separated by commas, in place of ? NA - . and others
    #[arg(
        long,
        value_name = "TEXTS",
        requires = "file",
        allow_hyphen_values = true
    )]
    pub na: Option<Missing>,
    /// Skip rows without usable numbers, and count them
    #[arg(long, requires = "file")]
    pub skip_bad: bool,
}

/// Parses a number that is finite.
fn finite(text: &str) -> Result<f64, InvalidValue> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| InvalidValue::new("a number", "0.5"))
}

impl TableArgs {
    /// Returns the options for reading the table.
    #[must_use]
    pub fn options(&self) -> TableOptions {
        TableOptions {
            x: self.x.clone(),
            y: self.y.clone(),
            label: self.label.clone(),
            delimiter: self.delimiter,
            positive: self.positive.clone(),
            above: self.above,
            decimal: self.decimal,
            missing: self.na.clone().unwrap_or_default(),
            skip_bad: self.skip_bad,
            describes: false,
        }
    }

    /// Returns the command-line options that read the table again, each as one word.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let word = |flag: &str, value: &dyn fmt::Display| format!("--{flag}={value}");
        let mut words = Vec::new();
        words.extend(self.data.iter().map(|data| word("data", data)));
        words.extend(self.x.iter().map(|x| word("x", x)));
        words.extend(self.y.iter().map(|y| word("y", y)));
        words.extend(self.label.iter().map(|label| word("label", label)));
        let delimiter = self.delimiter.iter();
        words.extend(delimiter.map(|delimiter| word("delimiter", delimiter)));
        words.extend(self.positive.iter().map(|class| word("positive", class)));
        words.extend(self.above.iter().map(|above| word("above", above)));
        words.extend(self.decimal.iter().map(|mark| word("decimal", mark)));
        words.extend(self.na.iter().map(|marks| word("na", marks)));
        words.extend(self.skip_bad.then(|| "--skip-bad".to_owned()));
        words
    }

    /// Sets the source of the data: a file that is given takes precedence over a family. Fails if the source
    /// is the user's own data, but no file is given.
    pub(super) fn choose(&self, settings: &mut Settings) -> Result<(), String> {
        match (&self.data, settings.setup.data.source) {
            (Some(_), _) => settings.setup.data.source = Source::Own,
            (None, Source::Own) => {
                return Err("--family file: needs a file; try --data points.csv".to_owned());
            }
            (None, Source::Family(_)) => {}
        }
        Ok(())
    }
}
