//! Reading the user's own data for a command.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::os::unix::fs::FileTypeExt;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::TableArgs;
use crate::input::{self, Table, TableError, TableOptions, escaped};
use crate::learning::data::OwnData;

/// Number of steps of a progress bar.
const BAR: u64 = 1000;

/// Reads the file that the arguments name, if they name one. `show` is called with the share that has been
/// read, from 0 to 1.
///
/// # Errors
/// If the file cannot be read. The message names the line and the remedy.
pub fn read(arguments: &TableArgs, show: &dyn Fn(f64)) -> Result<Option<Arc<OwnData>>, TableError> {
    let Some(file) = &arguments.data else {
        return Ok(None);
    };
    let table = input::open(file, &arguments.options(), show)?;
    Ok(Some(Arc::new(table.into_samples())))
}

/// Reads the file that the arguments name, if they name one, and shows a progress bar. If rows were passed over,
/// says so in one line on standard error.
///
/// # Errors
/// If the file cannot be read, or is the terminal. The message names the line and the remedy.
pub fn read_with_bar(arguments: &TableArgs) -> Result<Option<Arc<OwnData>>, String> {
    let Some(file) = &arguments.data else {
        return Ok(None);
    };
    let table = table_with_bar(file, &arguments.options())?;
    if let Some(skipped) = table.reading.of_skipped() {
        note(&format!("{}: {skipped}", escaped(file)));
    }
    Ok(Some(Arc::new(table.into_samples())))
}

/// Reads a file, and shows a progress bar.
///
/// # Errors
/// If the file cannot be read, or is the terminal. The message names the line and the remedy.
pub fn table_with_bar(file: &str, options: &TableOptions) -> Result<Table, String> {
    refuse_terminal(file)?;
    let bar = ProgressBar::new(BAR).with_style(bar_style("reading {percent} %"));
    let table = input::open(file, options, &|share| {
        #[expect(clippy::cast_possible_truncation, reason = "a share of the bar")]
        #[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
        bar.set_position((share * BAR as f64) as u64);
    });
    table.map_err(|why| why.to_string())
}

/// Checks that a file is not the terminal, from which no table ever comes. A pipe may be slow, and is waited for.
///
/// # Errors
/// If it is the terminal. The message names the remedy.
pub fn refuse_terminal(file: &str) -> Result<(), String> {
    let is_terminal = if file == "-" {
        io::stdin().is_terminal()
    } else {
        // Only a device is opened here, because opening a FIFO waits for its writer.
        fs::metadata(file).is_ok_and(|metadata| metadata.file_type().is_char_device())
            && File::open(file).is_ok_and(|file| file.is_terminal())
    };
    if !is_terminal {
        return Ok(());
    }
    let what = if file == "-" { "standard input" } else { file };
    Err(format!(
        "{what} is the terminal; pipe a table in, for example sgdscope --data - < table.csv"
    ))
}

/// Writes a line to standard error that is no error. If standard error is closed, nobody reads it.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "note: {text}");
}

/// Returns the style of a progress bar from a template of this program.
///
/// # Panics
/// If the template is invalid. A test of each command would reveal that.
pub fn bar_style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the templates are part of the program")
}
