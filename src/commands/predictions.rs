//! Rows with the predictions of a model beside them, written as CSV to any writer.

use std::error::Error;
use std::io::{self, Write};
use std::{fmt, fs};

use anyhow::{Context, Result};
use csv::WriterBuilder;

use crate::app::effect::Predictions;
use crate::cli::TableArgs;
use crate::commands::output_file::OutputFile;
use crate::input::again::{Needed, WrittenRows};
use crate::input::{TableError, escaped};
use crate::learning::data::{DataSettings, Dataset};
use crate::learning::predictor::Predictor;
use crate::terminal::Unwritten;

/// Names of the two columns that predictions add.
const NAMES: [&str; 2] = ["probability", "class"];

/// Rows that are predicted.
pub enum Rows<'a> {
    /// The rows of a table, with all their columns.
    Table {
        /// The rows.
        rows: Box<WrittenRows>,
        /// Names of class 0 and class 1.
        classes: [String; 2],
    },
    /// The samples of a drawn data set, in their order before the split.
    Samples(&'a Dataset, &'a DataSettings),
}

impl<'a> Rows<'a> {
    /// Returns the rows that a run was trained on, with those held back for a test: the table that the arguments
    /// name, or the samples of the data set that its settings made.
    ///
    /// # Errors
    /// If the table cannot be read again.
    pub fn of_run(
        dataset: &'a Dataset,
        settings: &'a DataSettings,
        table: &TableArgs,
    ) -> Result<Self, TableError> {
        let (Some(file), Some(names)) = (&table.data, dataset.names()) else {
            return Ok(Self::Samples(dataset, settings));
        };
        let rows = WrittenRows::open(file, &table.options(), Needed::FeaturesAndLabel)?;
        Ok(Self::Table {
            rows: Box::new(rows),
            classes: names.classes.clone(),
        })
    }
}

/// Reason why predictions cannot be written.
#[derive(Debug)]
pub enum Failure {
    /// The table cannot be read.
    Table(TableError),
    /// The writer failed.
    Writer(io::Error),
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table(error) => error.fmt(out),
            Self::Writer(error) => error.fmt(out),
        }
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Table(_) => None,
            Self::Writer(error) => Some(error),
        }
    }
}

impl From<TableError> for Failure {
    fn from(error: TableError) -> Self {
        Self::Table(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Writer(error)
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Self {
        Self::Writer(error.into())
    }
}

/// Writes each row with two more columns: its probability of class 1, which reads back to equal bits, and the
/// name of its predicted class. Both are empty if the row has no point. Returns the number of such rows.
///
/// The rows of a table keep the text of their fields. They also keep the delimiter, since a decimal comma is
/// read as such only beside the delimiter that it came with; between spaces, where an empty value would be
/// lost, tabs are written.
///
/// # Errors
/// If the table cannot be read, or the writer fails. A part may be written by then.
pub fn write(rows: Rows, predictor: &Predictor, out: &mut dyn Write) -> Result<u64, Failure> {
    match rows {
        Rows::Table { rows, classes } => write_table(*rows, &classes, predictor, out),
        Rows::Samples(dataset, settings) => write_samples(dataset, settings, predictor, out),
    }
}

fn write_table(
    mut rows: WrittenRows,
    classes: &[String; 2],
    predictor: &Predictor,
    out: &mut dyn Write,
) -> Result<u64, Failure> {
    // The comment sign is quoted, so that no row becomes a comment.
    let mut writer = WriterBuilder::new()
        .delimiter(rows.delimiter())
        .flexible(true)
        .comment(Some(b'#'))
        .from_writer(out);
    if let Some(header) = rows.header() {
        let added = NAMES.map(|name| free_name(name, &header));
        let names = header.into_iter().chain(added.iter().map(String::as_bytes));
        writer.write_record(names)?;
    }
    let mut without = 0;
    while let Some(row) = rows.next_row()? {
        let predicted = row.point.and_then(|(x1, x2)| predictor.predict(x1, x2));
        without += u64::from(predicted.is_none());
        let (probability, class) = match predicted {
            Some(predicted) => (
                format!("{:?}", predicted.probability),
                classes[predicted.class].as_str(),
            ),
            None => (String::new(), ""),
        };
        let added = [probability.as_bytes(), class.as_bytes()];
        writer.write_record(row.fields.into_iter().chain(added))?;
    }
    writer.flush()?;
    Ok(without)
}

/// Returns the name of a column that is added, changed if a column of the table is called so already.
fn free_name(name: &str, header: &[&[u8]]) -> String {
    let is_free = |name: &String| !header.contains(&name.as_bytes());
    let numbered = (2..).map(|number| format!("predicted_{name}_{number}"));
    let names = [name.to_owned(), format!("predicted_{name}")].into_iter();
    let free = names.chain(numbered).find(is_free);
    free.expect("a header has finitely many names")
}

fn write_samples(
    dataset: &Dataset,
    settings: &DataSettings,
    predictor: &Predictor,
    out: &mut dyn Write,
) -> Result<u64, Failure> {
    writeln!(out, "x1,x2,label,{}", NAMES.join(","))?;
    let mut without = 0;
    for ((x1, x2, label), _) in dataset.samples_as_made(settings) {
        write!(out, "{x1:?},{x2:?},{label},")?;
        if let Some(predicted) = predictor.predict(x1, x2) {
            writeln!(out, "{:?},{}", predicted.probability, predicted.class)?;
        } else {
            without += 1;
            writeln!(out, ",")?;
        }
    }
    out.flush()?;
    Ok(without)
}

/// Checks that a file can be read a second time, because predictions need its rows after training.
///
/// # Errors
/// The reason and the remedy, if it is standard input or a pipe.
pub fn check_is_there_again(file: &str) -> Result<(), String> {
    let remedy = "its rows are needed again after training; write them to a file first";
    if file == "-" {
        return Err(format!(
            "standard input can be read only once, and {remedy}"
        ));
    }
    // If there is no such file, reading it says so.
    match fs::metadata(file) {
        Ok(metadata) if !metadata.is_file() && !metadata.is_dir() => {
            Err(format!("{file} is not a file on the disk, and {remedy}"))
        }
        _ => Ok(()),
    }
}

/// Writes each row with its prediction to a file, and tells of rows without one.
///
/// # Errors
/// If the table cannot be read, or the file cannot be written. The file is then as it was before.
pub fn write_to_file(rows: Rows, predictor: &Predictor, mut file: OutputFile) -> Result<()> {
    let name = file.name().to_owned();
    let without = write(rows, predictor, &mut file)?;
    let finished = file.finish();
    finished.with_context(|| format!("{} cannot be written", escaped(&name)))?;
    tell_of_rows_without(without);
    Ok(())
}

/// Writes the predictions that a key asked for, for the rows of the table that the arguments name, or for the
/// points that were drawn.
///
/// # Errors
/// If the table cannot be read again, or the writer fails.
pub fn write_on_request(
    asked: &Predictions,
    table: &TableArgs,
    out: &mut dyn Write,
) -> Result<(), Unwritten> {
    if let (Some(file), Some(_)) = (&table.data, asked.dataset.names()) {
        check_is_there_again(file).map_err(Unwritten::Content)?;
    }
    let rows = Rows::of_run(&asked.dataset, &asked.settings, table);
    let written = rows.map_err(Failure::from);
    match written.and_then(|rows| write(rows, &asked.predictor, out)) {
        // The status line has no room for the number of rows without a prediction, which are empty in the file.
        Ok(_) => Ok(()),
        Err(Failure::Table(error)) => Err(Unwritten::Content(error.to_string())),
        Err(Failure::Writer(error)) => Err(Unwritten::System(error)),
    }
}

/// Tells on standard error how many rows have no prediction, if there are any.
pub fn tell_of_rows_without(rows: u64) {
    let rows = match rows {
        0 => return,
        1 => "1 row has".to_owned(),
        rows => format!("{rows} rows have"),
    };
    // If standard error is closed, nobody is told.
    let _ = writeln!(
        io::stderr(),
        "{rows} no prediction, which takes two usable numbers"
    );
}
