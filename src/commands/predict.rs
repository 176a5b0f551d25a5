//! `sgdscope predict`: predicts the rows of a table with a run that was kept in a file.

use std::io;
use std::iter;
use std::process::ExitCode;

use anyhow::Result;

use crate::cli::{PredictArgs, TableArgs, TrainArgs};
use crate::commands::exit::{finish, refuse};
use crate::commands::output_file::OutputFile;
use crate::commands::predictions::{self, Rows};
use crate::commands::{lines, train};
use crate::input::again::{Needed, WrittenRows};
use crate::input::{ColumnName, TableOptions};
use crate::session::lane::LaneId;
use crate::session::run::Run;

/// Name of standard input and of standard output.
const STANDARD: &str = "-";

/// Trains the run of a file again up to where it stood, and predicts the rows of a table with it.
pub fn run(arguments: &PredictArgs) -> ExitCode {
    predict(arguments).unwrap_or_else(|why| refuse(&why))
}

fn predict(arguments: &PredictArgs) -> Result<ExitCode, String> {
    let of_run = |why: String| format!("--from {}: {why}", arguments.from);
    let (kept, expected) = train::arguments_of(&arguments.from, iter::empty()).map_err(of_run)?;
    let lane = lane(arguments, &kept)?;
    let table = &kept.run.table;
    check_is_there_again(table).map_err(of_run)?;
    let inputs: Vec<&str> = [arguments.from.as_str(), arguments.data.as_str()]
        .into_iter()
        .chain(table.data.as_deref())
        .collect();
    let output = (arguments.output != STANDARD).then(|| {
        let output = OutputFile::begin(&arguments.output, &inputs);
        output.map_err(|why| format!("--output {}: {why}", arguments.output))
    });
    let output = output.transpose()?;
    let options = options(arguments, table).map_err(of_run)?;
    let rows = WrittenRows::open(&arguments.data, &options, Needed::Features);
    let rows = rows.map_err(|why| why.to_string())?;
    let mut lanes = train::prepare(&kept, expected.as_ref()).map_err(of_run)?;
    let run = lanes.remove(lane);
    Ok(finish(train_and_predict(run, rows, output)))
}

/// Returns the index of the lane of a race that predicts; 0 for a run without lanes.
fn lane(arguments: &PredictArgs, kept: &TrainArgs) -> Result<usize, String> {
    let lanes = kept.run.lanes(&kept.race.options);
    let lanes = lanes.map_err(|why| format!("--from {}: {why}", arguments.from))?;
    let names = || {
        let names = (0..lanes.len()).filter_map(|place| u8::try_from(place).ok());
        let names = names.map(|place| LaneId::nth(place).to_string());
        names.collect::<Vec<_>>().join(" or ")
    };
    match arguments.lane {
        None if lanes.len() == 1 => Ok(0),
        None => Err(format!(
            "--from {}: it is a race, and each lane has its own model; give --lane {}",
            arguments.from,
            names()
        )),
        Some(lane) if lanes.len() == 1 => Err(format!(
            "--lane {lane}: {} is a run without lanes; leave --lane out",
            arguments.from
        )),
        Some(lane) if lane.place() < lanes.len() => Ok(lane.place()),
        Some(lane) => Err(format!(
            "--lane {lane}: the race has no such lane; give --lane {}",
            names()
        )),
    }
}

/// Checks that the rows that the run was trained on can still be had.
fn check_is_there_again(table: &TableArgs) -> Result<(), String> {
    if table.data.as_deref() == Some(STANDARD) {
        let why =
            "its rows came from standard input and are gone; train on a file with --data FILE";
        return Err(why.to_owned());
    }
    Ok(())
}

/// Returns the options that read the rows to predict: the columns have the names or numbers that they had in the
/// table that the run was trained on, unless others are given.
fn options(arguments: &PredictArgs, trained_on: &TableArgs) -> Result<TableOptions, String> {
    let [x, y] = match &trained_on.data {
        Some(file) => {
            let rows = WrittenRows::open(file, &trained_on.options(), Needed::FeaturesAndLabel);
            rows.map_err(|why| why.to_string())?.features().map(Some)
        }
        None => ["x1", "x2"].map(|name| name.parse::<ColumnName>().ok()),
    };
    Ok(TableOptions {
        x: arguments.x.clone().or(x),
        y: arguments.y.clone().or(y),
        delimiter: arguments.delimiter.or(trained_on.delimiter),
        skip_bad: arguments.skip_bad || trained_on.skip_bad,
        decimal: trained_on.decimal,
        missing: trained_on.na.clone().unwrap_or_default(),
        ..TableOptions::default()
    })
}

fn train_and_predict(mut run: Run, rows: WrittenRows, output: Option<OutputFile>) -> Result<()> {
    lines::train_silently(&mut run)?;
    let names = run.trainer().dataset().names();
    let numbers = || ["0", "1"].map(str::to_owned);
    let rows = Rows::Table {
        rows: Box::new(rows),
        classes: names.map_or_else(numbers, |names| names.classes.clone()),
    };
    let predictor = run.trainer().predictor();
    if let Some(file) = output {
        return predictions::write_to_file(rows, &predictor, file);
    }
    let without = predictions::write(rows, &predictor, &mut io::stdout().lock())?;
    predictions::tell_of_rows_without(without);
    Ok(())
}
