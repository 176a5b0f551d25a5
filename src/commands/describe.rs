//! `sgdscope data --describe`: what is read from a file, warnings about it, and statistics of its columns.

use std::io::Write;

use anyhow::Result;

use crate::app::warning::warnings;
use crate::cli::TableArgs;
use crate::commands::own_data::table_with_bar;
use crate::commands::train::stdout;
use crate::input::{self, Summary, Table, TableOptions};
use crate::learning::numeric::checked::shortest;
use crate::session::settings::Settings;

/// Titles of the columns of the statistics. The first is aligned to the left.
const TITLES: [&str; 6] = [
    "column",
    "numbers",
    "minimum",
    "maximum",
    "mean",
    "deviation",
];

/// Reads a file with the options of the arguments, and returns it with statistics of all columns.
///
/// # Errors
/// If the file cannot be read. The message names the line and the remedy.
pub fn read(file: &str, arguments: &TableArgs) -> Result<Table, String> {
    let options = TableOptions {
        describes: true,
        ..arguments.options()
    };
    table_with_bar(file, &options)
}

/// Prints what was read, one sentence a line, and the statistics as a table, after an empty line.
///
/// # Errors
/// If writing fails.
pub fn print(mut table: Table) -> Result<()> {
    let summaries = std::mem::take(&mut table.summaries);
    let data = table.into_samples();
    let mut out = stdout();
    for line in &data.origin.reading.lines {
        writeln!(out, "{line}")?;
    }
    for warning in warnings(&data.origin, &Settings::default()) {
        writeln!(out, "warning: {warning}")?;
    }
    writeln!(out)?;
    print_summaries(&summaries, &mut out)
}

/// Prints the statistics of a file that training cannot use, so that they help to choose other columns. Prints
/// nothing if there are none, as for standard input, which cannot be read twice.
///
/// # Errors
/// If writing fails.
pub fn print_unusable(file: &str, arguments: &TableArgs) -> Result<()> {
    match input::summaries(file, &arguments.options()) {
        Ok(summaries) if file != "-" => print_summaries(&summaries, &mut stdout()),
        _ => Ok(()),
    }
}

fn print_summaries(summaries: &[Summary], out: &mut impl Write) -> Result<()> {
    let mut rows = vec![TITLES.map(str::to_owned)];
    rows.extend(summaries.iter().map(row));
    let widths: [usize; TITLES.len()] = std::array::from_fn(|place| {
        let widths = rows.iter().map(|row| row[place].chars().count());
        widths.max().unwrap_or(0)
    });
    for row in rows {
        write!(out, "{:<width$}", row[0], width = widths[0])?;
        for (text, width) in row.iter().zip(widths).skip(1) {
            write!(out, "  {text:>width$}")?;
        }
        writeln!(out)?;
    }
    Ok(out.flush()?)
}

fn row(summary: &Summary) -> [String; TITLES.len()] {
    let name = summary.column.name.as_ref();
    let number = summary.column.number;
    [
        name.map_or_else(|| number.to_string(), |name| format!("{number} ({name})")),
        summary.numbers.to_string(),
        shortest(summary.minimum),
        shortest(summary.maximum),
        rounded(summary.mean),
        rounded(summary.deviation),
    ]
}

/// Returns a number with six digits.
fn rounded(number: f64) -> String {
    shortest(format!("{number:.5e}").parse().unwrap_or(number))
}
