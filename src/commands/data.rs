//! `sgdscope data`: the data set as CSV.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;

use crate::cli::DataArgs;
use crate::commands::exit::{finish, refuse};
use crate::commands::{describe, own_data, train};
use crate::learning::data::{DataSettings, Dataset, SampleOrder};
use crate::session::settings::TRAIN_SHARE;

/// Prints the data set that the arguments select, or describes a file. Returns the exit code.
pub fn run(arguments: &DataArgs) -> ExitCode {
    if let Some(file) = &arguments.describe {
        return match describe::read(file, &arguments.table) {
            Ok(table) => finish(describe::print(table)),
            // The refusal says more than an output that is closed.
            Err(why) => {
                let _ = describe::print_unusable(file, &arguments.table);
                refuse(&why)
            }
        };
    }
    let made = arguments.settings().and_then(|settings| {
        let own_data = own_data::read_with_bar(&arguments.table)?;
        let dataset = settings.setup.data.draw(own_data.as_deref(), &|_| ());
        let dataset = dataset.map_err(|why| why.to_string())?;
        Ok((dataset, settings.setup.data))
    });
    let is_split = arguments.settings.has(&TRAIN_SHARE);
    match made {
        Ok((dataset, settings)) => {
            let split = is_split.then_some(&settings);
            finish(write(&dataset, split, &mut train::stdout()))
        }
        Err(why) => refuse(&why),
    }
}

/// Writes a data set as CSV with a header. Written numbers read back to equal bits. With the settings of a split,
/// a fourth column says of each sample whether it is for training or for the test. The samples then keep the order
/// that they have without a split; if the training samples are sorted, they come first, and the test samples follow.
fn write(dataset: &Dataset, split: Option<&DataSettings>, out: &mut impl Write) -> Result<()> {
    let Some(settings) = split else {
        writeln!(out, "x1,x2,label")?;
        for (x1, x2, label) in dataset.samples() {
            writeln!(out, "{x1:?},{x2:?},{label}")?;
        }
        return Ok(out.flush()?);
    };
    writeln!(out, "x1,x2,label,set")?;
    let rows: Box<dyn Iterator<Item = _>> = match settings.order {
        SampleOrder::Original => Box::new(dataset.samples_as_made(settings)),
        SampleOrder::Sorted => {
            let training = dataset.training().samples().map(|sample| (sample, true));
            let test = dataset.test().samples().map(|sample| (sample, false));
            Box::new(training.chain(test))
        }
    };
    for ((x1, x2, label), is_for_training) in rows {
        let set = if is_for_training { "training" } else { "test" };
        writeln!(out, "{x1:?},{x2:?},{label},{set}")?;
    }
    Ok(out.flush()?)
}
