//! `sgdscope check`: compares the log of somebody's own program with the run of the options.

mod words;

use std::fs::File;
use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;

use crate::cli::CheckArgs;
use crate::commands::exit::{FAILURE, finish, refuse};
use crate::commands::own_data::{read_with_bar, refuse_terminal};
use crate::commands::train::stdout;
use crate::input::{escaped, training_log};
use crate::learning::check::row::Row;
use crate::session::check::{ReferencePlan, Report, check};

/// Checks a log, and says what was found. Returns 0 if log and reference agree, and 1 if they part.
pub fn run(arguments: &CheckArgs) -> ExitCode {
    let report = match report(arguments) {
        Ok(report) => report,
        Err(why) => return refuse(&why),
    };
    match write(&report) {
        Ok(()) if report.parting.is_some() => ExitCode::from(FAILURE),
        written => finish(written),
    }
}

fn report(arguments: &CheckArgs) -> Result<Report, String> {
    let table = &arguments.run.table;
    if arguments.log == "-" && table.data.as_deref() == Some("-") {
        return Err("--data -: standard input has the log; name a file".to_owned());
    }
    let plan = arguments.run.lanes(&[])?.remove(0);
    let rows = read(&arguments.log)?;
    let own_data = read_with_bar(table)?;
    let dataset = plan.settings.setup.data.draw(own_data.as_deref(), &|_| ());
    let dataset = Arc::new(dataset.map_err(|why| why.to_string())?);
    Ok(check(&rows, &ReferencePlan { dataset, plan }))
}

/// Reads the rows of a log.
fn read(file: &str) -> Result<Vec<Row>, String> {
    refuse_terminal(file).map_err(|_| {
        format!(
            "{file} is the terminal; pipe a log in, for example sgdscope check - < my_run.jsonl"
        )
    })?;
    let source: Result<Box<dyn Read>, _> = if file == "-" {
        Ok(Box::new(io::stdin().lock()))
    } else {
        File::open(file).map(|file| Box::new(file) as Box<dyn Read>)
    };
    let name = if file == "-" {
        "standard input".into()
    } else {
        escaped(file)
    };
    let source = source.map_err(|error| format!("{name}: {error}"))?;
    training_log::read(source).map_err(|why| format!("{name}: {why}"))
}

fn write(report: &Report) -> Result<()> {
    let mut out = stdout();
    for line in words::lines(report) {
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}
