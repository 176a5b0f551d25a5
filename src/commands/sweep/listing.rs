//! The outcomes of a sweep as lines: columns separated by tabs, or JSON objects.

use std::io::{self, Write};

use anyhow::Result;
use serde_json::{Map, Value};

use crate::commands::sweep::outcome::Outcome;
use crate::session::change::SettingValue;
use crate::session::sweep::Sweep;

/// Writes the names of the columns. `has_last` says that the lines are those of the last losses.
///
/// # Errors
/// If writing fails.
pub fn write_names(
    sweep: &Sweep,
    has_test: bool,
    has_last: bool,
    out: &mut dyn Write,
) -> Result<()> {
    let own = sweep.axes().iter().map(|axis| axis.setting.flag);
    let more: &[&str] = match (has_last, has_test) {
        (true, _) => &["epoch", "loss"],
        (false, true) => &[
            "loss",
            "accuracy",
            "test_loss",
            "test_accuracy",
            "epochs",
            "updates",
            "ended",
        ],
        (false, false) => &["loss", "accuracy", "epochs", "updates", "ended"],
    };
    let names: Vec<&str> = own.chain(more.iter().copied()).collect();
    Ok(writeln!(out, "{}", names.join("\t"))?)
}

/// Writes the line of a run: its values, its loss, its accuracy, those of the test if there is one, its epochs and
/// updates, and how it ended. Written numbers read back to equal bits.
///
/// # Errors
/// If writing fails.
pub fn write_line(values: &[&SettingValue], outcome: &Outcome, out: &mut dyn Write) -> Result<()> {
    write_values(values, out)?;
    let line = &outcome.line;
    let test = line.test_loss.into_iter().chain(line.test_accuracy);
    for number in [line.loss, line.accuracy].into_iter().chain(test) {
        write!(out, "\t{number:?}")?;
    }
    let (updates, ended) = (outcome.updates, outcome.ended.name());
    Ok(writeln!(out, "\t{}\t{updates}\t{ended}", line.epoch)?)
}

/// Writes a line for each of the last losses of a run: its values, the epoch and the loss.
///
/// # Errors
/// If writing fails.
pub fn write_last(values: &[&SettingValue], outcome: &Outcome, out: &mut dyn Write) -> Result<()> {
    for (epoch, loss) in &outcome.last {
        write_values(values, out)?;
        writeln!(out, "\t{epoch}\t{loss:?}")?;
    }
    Ok(())
}

fn write_values(values: &[&SettingValue], out: &mut dyn Write) -> Result<()> {
    let texts: Vec<&str> = values.iter().map(|value| value.text()).collect();
    Ok(write!(out, "{}", texts.join("\t"))?)
}

/// Writes the JSON object of a run: its values by the names of their options, what the last line of a training
/// has, its updates and how it ended, and with `has_last` its last losses.
///
/// # Errors
/// If writing fails.
pub fn write_json(
    values: &[&SettingValue],
    outcome: &Outcome,
    has_last: bool,
    out: &mut dyn Write,
) -> Result<()> {
    let mut object = Map::new();
    for value in values {
        object.insert(value.setting().flag.to_owned(), json(value.text()));
    }
    if let Value::Object(line) = serde_json::to_value(&outcome.line)? {
        object.extend(line);
    }
    object.insert("updates".to_owned(), outcome.updates.into());
    object.insert("ended".to_owned(), outcome.ended.name().into());
    if has_last {
        let last: Vec<f64> = outcome.last.iter().map(|(_, loss)| *loss).collect();
        object.insert("last".to_owned(), last.into());
    }
    serde_json::to_writer(&mut *out, &object).map_err(io::Error::from)?;
    Ok(writeln!(out)?)
}

/// Returns a number if the text is one, and a string otherwise.
fn json(text: &str) -> Value {
    let whole = text.parse::<u64>().map(Value::from);
    whole.unwrap_or_else(|_| match text.parse::<f64>() {
        Ok(number) if number.is_finite() => number.into(),
        _ => text.into(),
    })
}
