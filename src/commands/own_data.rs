//! Reading the user's own data for a command.

use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::TableArgs;
use crate::input::{self, TableError};
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

/// Reads the file that the arguments name, if they name one, and shows a progress bar.
///
/// # Errors
/// If the file cannot be read. The message names the line and the remedy.
pub fn read_with_bar(arguments: &TableArgs) -> Result<Option<Arc<OwnData>>, TableError> {
    if arguments.data.is_none() {
        return Ok(None);
    }
    let bar = ProgressBar::new(BAR).with_style(bar_style("reading {percent} %"));
    read(arguments, &|share| {
        #[expect(clippy::cast_possible_truncation, reason = "a share of the bar")]
        #[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
        bar.set_position((share * BAR as f64) as u64);
    })
}

/// Returns the style of a progress bar from a template of this program.
///
/// # Panics
/// If the template is invalid. A test of each command would reveal that.
pub fn bar_style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the templates are part of the program")
}
