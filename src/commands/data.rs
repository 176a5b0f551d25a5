//! `sgdscope data`: the data set as CSV.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;

use crate::cli::DataArgs;
use crate::commands::exit::{finish, refuse};
use crate::commands::{describe, own_data, train};
use crate::learning::data::Dataset;

/// Prints the data set that the arguments select, or describes a file. Returns the exit code.
pub fn run(arguments: &DataArgs) -> ExitCode {
    if let Some(file) = &arguments.describe {
        return match describe::read(file, &arguments.table) {
            Ok(table) => finish(describe::print(table)),
            Err(why) => refuse(&why),
        };
    }
    let made = arguments.settings().and_then(|settings| {
        let own_data = own_data::read_with_bar(&arguments.table)?;
        let dataset = settings.setup.data.draw(own_data.as_deref(), &|_| ());
        dataset.map_err(|why| why.to_string())
    });
    match made {
        Ok(dataset) => finish(write(&dataset, &mut train::stdout())),
        Err(why) => refuse(&why),
    }
}

/// Writes a data set as CSV with a header. Written numbers read back to equal bits.
fn write(dataset: &Dataset, out: &mut impl Write) -> Result<()> {
    writeln!(out, "x1,x2,label")?;
    for (x1, x2, label) in dataset.samples() {
        writeln!(out, "{x1:?},{x2:?},{label}")?;
    }
    Ok(out.flush()?)
}
