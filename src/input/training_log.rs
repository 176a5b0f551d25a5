//! Reads the log of somebody's own training: lines of JSON, or columns under a line of names.
//!
//! A line has any of: the number of updates or epochs, the loss, and the weights, one by one or as a list. Updates may
//! be numbered anew in each epoch. Names that are not known are passed over, and so are blank lines and comments that
//! begin with `#`.

mod names;
mod numbers;
mod split;
mod within_epoch;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};

use encoding_rs_io::DecodeReaderBytes;
use serde_json::value::RawValue;

use crate::input::escaped;
use crate::learning::check::row::{Given, Row, Unit};

use names::{Field, Fields};
use split::{Separator, split};
use within_epoch::WithinEpoch;

/// Largest number of rows of a log.
pub const MOST_ROWS: usize = 10_000_000;
/// Largest length of a line, in bytes.
pub const LONGEST_LINE: usize = 1 << 20;

/// Example of a first line, for messages.
const EXAMPLE: &str = "update,loss,w0,w1,w2";

/// Reads a whole log in UTF-8 or UTF-16.
///
/// # Errors
/// If a line cannot be read, or there are no rows. The message names the line and the remedy, but not the file.
pub fn read(source: impl Read) -> Result<Vec<Row>, String> {
    let mut text = BufReader::new(DecodeReaderBytes::new(source));
    let (mut lines, mut rows, mut bytes) = (LogLines::default(), Vec::new(), Vec::new());
    loop {
        bytes.clear();
        let most = LONGEST_LINE as u64 + 1;
        let read = text.by_ref().take(most).read_until(b'\n', &mut bytes);
        if read.map_err(|error| error.to_string())? == 0 {
            break;
        }
        let row = lines.read(&String::from_utf8_lossy(&bytes));
        rows.extend(row.map_err(|why| format!("line {}: {why}", lines.line))?);
        if rows.len() > MOST_ROWS {
            return Err(format!("more than {MOST_ROWS} rows; log fewer of them"));
        }
    }
    if rows.is_empty() {
        return Err(format!(
            "has no rows; log a line such as {{\"update\": 1, \"loss\": 0.5, \"weights\": [0.1, -1, -1]}} \
             for each update, or columns under the line {EXAMPLE}"
        ));
    }
    restore_zeros(&mut rows);
    Ok(rows)
}

/// Corrects the last digits of numbers that lost zeros at their end, as 0.5 for 0.500000: all weights, and all losses,
/// were rounded either to the most decimals that one of them has, or to the most significant digits.
fn restore_zeros(rows: &mut [Row]) {
    let mut weights: Vec<&mut Given> = Vec::new();
    let mut losses: Vec<&mut Given> = Vec::new();
    for row in rows {
        weights.extend(row.weights.iter_mut().flatten());
        losses.extend(&mut row.loss);
    }
    for mut numbers in [weights, losses] {
        numbers.retain(|number| number.value.is_finite());
        let finest = numbers
            .iter()
            .map(|number| number.half_unit)
            .fold(f64::MAX, f64::min);
        let most = numbers
            .iter()
            .map(|number| number.digits)
            .max()
            .unwrap_or(0);
        for number in &mut numbers {
            let first = number.value.abs().log10().floor();
            let significant = 0.5 * 10_f64.powf(first + 1.0 - f64::from(most));
            number.half_unit = number.half_unit.min(finest.max(significant));
        }
    }
}

/// Reads the lines of a log one by one.
#[derive(Debug, Default)]
pub struct LogLines {
    /// Number of lines that were read.
    line: u64,
    form: Option<Form>,
    has_rows: bool,
    /// What the last row counted, and its number.
    last: Option<(Unit, u64)>,
    within_epoch: WithinEpoch,
}

/// How the lines are written.
#[derive(Debug)]
enum Form {
    Json,
    Columns {
        separator: Separator,
        names: Vec<String>,
        fields: Fields,
    },
}

impl LogLines {
    /// Returns the number of lines that were read.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Reads the next line. Returns its row; `None` if it has nothing to compare.
    ///
    /// # Errors
    /// If the line cannot be read. The message names the value and the remedy.
    pub fn read(&mut self, line: &str) -> Result<Option<Row>, String> {
        self.line += 1;
        if line.len() > LONGEST_LINE {
            return Err(format!(
                "is longer than {LONGEST_LINE} bytes; log fewer values"
            ));
        }
        let line = line
            .trim_start_matches('\u{feff}')
            .trim_end_matches(['\r', '\n']);
        let is_begun = self.form.is_some();
        let text = line.trim();
        if text.is_empty() || (is_begun && text.starts_with('#')) {
            return Ok(None);
        }
        match &self.form {
            None if text.starts_with('{') => {
                self.form = Some(Form::Json);
                self.read_json(text)
            }
            None => self.begin_columns(text).map(|()| None),
            Some(Form::Json) => self.read_json(text),
            Some(Form::Columns { .. }) => self.read_columns(line),
        }
    }

    fn read_json(&mut self, text: &str) -> Result<Option<Row>, String> {
        type Object<'a> = BTreeMap<String, &'a RawValue>;
        let quoted;
        let read = if let Ok(object) = serde_json::from_str::<Object>(text) {
            Ok(object)
        } else {
            quoted = numbers::quoted_words(text);
            serde_json::from_str(&quoted)
        };
        let object = read.map_err(|error| {
            format!(
                "is not a JSON object ({error}); write one object on each line, and other text to standard error"
            )
        })?;
        let names: Vec<String> = object.keys().cloned().collect();
        let fields = Fields::of(&names)?;
        let values: Vec<&str> = object.values().map(|value| value.get()).collect();
        self.row(&fields, &names, &values)
    }

    /// Reads the line of names. It may be a comment, as NumPy writes it.
    fn begin_columns(&mut self, text: &str) -> Result<(), String> {
        if text.starts_with('[') {
            return Err(
                "begins a JSON list; write one object on each line, without the list".to_owned(),
            );
        }
        let line = text.trim_start_matches('#').trim();
        let separator = Separator::of(line);
        let names: Vec<String> = split(line, separator);
        if names
            .first()
            .is_some_and(|name| numbers::given(name).is_ok())
        {
            return Err(format!(
                "{} is a number, not a name; begin with a line of names such as {EXAMPLE}",
                shown(&names[0])
            ));
        }
        let fields = Fields::of(&names)?;
        if !fields.has_any() {
            // A comment before the names is passed over.
            if text.starts_with('#') {
                return Ok(());
            }
            return Err(format!(
                "{} names no column that can be compared; begin with a line of names such as {EXAMPLE}, and \
                 write other text to standard error",
                shown(line)
            ));
        }
        self.form = Some(Form::Columns {
            separator,
            names,
            fields,
        });
        Ok(())
    }

    fn read_columns(&mut self, line: &str) -> Result<Option<Row>, String> {
        let Some(Form::Columns {
            separator,
            names,
            fields,
        }) = &self.form
        else {
            return Ok(None);
        };
        let values = split(line, *separator);
        if values.len() != names.len() {
            return Err(format!(
                "has {} values, but the line of names has {}; write one value for each name",
                values.len(),
                names.len()
            ));
        }
        let (fields, names) = (fields.clone(), names.clone());
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        self.row(&fields, &names, &values)
    }

    /// Returns the row of some values, one for each name.
    fn row(
        &mut self,
        fields: &Fields,
        names: &[String],
        values: &[&str],
    ) -> Result<Option<Row>, String> {
        let value = |field| {
            let place = fields.place(field)?;
            let text = values[place].trim().trim_matches('"').trim();
            (!text.is_empty() && text != "null").then_some((names[place].as_str(), text))
        };
        let number = |field| {
            let number = |(name, text)| numbers::given(text).map_err(|why| of(name, text, &why));
            value(field).map(number).transpose()
        };
        let loss = number(Field::Loss)?;
        let mut weights = Vec::new();
        let list = value(Field::List);
        if let Some((name, text)) = list {
            let bias = number(Field::Bias)?;
            weights.extend(bias.map(Some));
            for word in numbers::list(text) {
                weights.push(Some(
                    numbers::given(word).map_err(|why| of(name, word, &why))?,
                ));
            }
        } else {
            for place in 0..fields.weights() {
                weights.push(number(Field::Weight(place))?);
            }
        }
        if loss.is_none() && weights.iter().all(Option::is_none) {
            return Ok(None);
        }
        let count = |field| {
            let count = |(name, text)| numbers::count(text).map_err(|why| of(name, text, &why));
            value(field).map(count).transpose()
        };
        let epoch = count(Field::Epoch)?;
        let batch = match value(Field::Batch).and(epoch) {
            Some(_) => count(Field::Batch)?,
            None => None,
        };
        let update =
            count(Field::Update)?.or(batch.filter(|batch| self.within_epoch.counts(*batch)));
        let moment = match (update, epoch) {
            (Some(update), Some(epoch)) => {
                Some((Unit::Updates, self.within_epoch.number(update, epoch)?))
            }
            (Some(update), None) => Some((Unit::Updates, update)),
            (None, epoch) => epoch.map(|epoch| (Unit::Epochs, epoch)),
        };
        self.follow(moment)?;
        Ok(Some(Row {
            line: self.line,
            moment,
            loss,
            weights,
            is_list: list.is_some(),
        }))
    }

    /// Checks that a row comes after the row before it.
    fn follow(&mut self, moment: Option<(Unit, u64)>) -> Result<(), String> {
        match (self.last, moment) {
            (None, Some((unit, number))) if self.has_rows => {
                return Err(format!(
                    "{} {number}: the rows before have no number; number all of them",
                    unit.word()
                ));
            }
            (Some((unit, _)), None) => {
                return Err(format!(
                    "has no {}, but the rows before have; number all of them",
                    unit.word()
                ));
            }
            (Some((before, _)), Some((unit, number))) if before != unit => {
                return Err(format!(
                    "{} {number}: the rows before count in {}s; count all in one of them",
                    unit.word(),
                    before.word()
                ));
            }
            (Some((Unit::Epochs, before)), Some((_, epoch))) if before == epoch => {
                return Err(format!(
                    "epoch {epoch} comes again; name a column update for the number of the update, or log each epoch \
                     once"
                ));
            }
            (Some((_, before)), Some((unit, number))) if number <= before => {
                let word = unit.word();
                return Err(format!(
                    "{word} {number} comes after {word} {before}; count {word}s from the start of the run, \
                     and log each once"
                ));
            }
            _ => {}
        }
        (self.has_rows, self.last) = (true, moment);
        Ok(())
    }
}

/// Returns a message about a value under a name.
fn of(name: &str, text: &str, why: &str) -> String {
    format!("{} {}: {why}", shown(name), shown(text))
}

/// Returns the start of a text from outside.
fn shown(text: &str) -> String {
    let mut start: String = text.chars().take(40).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    escaped(&start)
}
