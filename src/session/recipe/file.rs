//! A run as a file: one JSON object in each line.
//!
//! ```text
//! {"sgdscope":"0.2.0","options":["--family=xor","--features=x1,x2,x1x2"]}
//! {"epoch":1,"loss":9.1,"accuracy":0.81,"test_loss":8.7,"test_accuracy":0.79}
//! {"update":26,"change":"alpha","from":"0.01","to":"0.1"}
//! {"updates":1300,"epochs":100,"accuracy":0.98,"weights":[0.1,0.2,0.3,0.4]}
//! ```
//!
//! The first line holds the options that repeat the run, including its changes. If the data were read from a table,
//! it also has the field `data`, by which a changed table is noticed: the number of rows, the number of rows that
//! were passed over if there were any, the columns of `x1` and `x2`, and the hash of the numbers. In a very long
//! run, one line summarises several epochs: `loss` is the mean of their losses, and `epoch` is the number of the
//! last one, after which the accuracies were counted. Accuracies over more than half a million samples are
//! estimated, and `"estimated":true` says so. Files of earlier versions have no accuracies in the lines of the
//! epochs. Options that equal the defaults of the version that wrote the file are left out.
//!
//! In the file of a race, the first line has the options of all its lanes. The other lines have the letter of
//! their lane in the field `lane`, and those of lane A come first.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::learning::data::Origin;
use crate::session::history::{Bucket, History};
use crate::session::lane::LaneId;
use crate::session::race;
use crate::session::recipe::Recipe;
use crate::session::snapshot::LaneView;

/// Defaults of version 0.1.0 that are other ones now.
const DEFAULTS_OF_0_1_0: &[&str] = &["--init-seed=0"];

/// First line of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    sgdscope: String,
    options: Vec<String>,
    /// Files of older versions lack it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    data: Option<KeptTable>,
}

/// The table that a run was trained on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptTable {
    rows: u64,
    #[serde(default, skip_serializing_if = "is_zero")]
    skipped: u64,
    columns: [String; 2],
    /// CRC-32 in hexadecimal digits.
    crc32: String,
}

impl KeptTable {
    /// Returns the table that data were read from.
    #[must_use]
    pub fn of(origin: &Origin) -> Self {
        Self {
            rows: origin.fingerprint.rows,
            skipped: origin.skipped,
            columns: origin.names.columns.clone(),
            crc32: format!("{:08x}", origin.fingerprint.crc32),
        }
    }

    /// Returns in which way another table differs, in words that follow its name; `None` if it has the same
    /// numbers, whatever its columns are called.
    #[must_use]
    pub fn difference(&self, now: &Self) -> Option<String> {
        let names = |table: &Self| table.columns.join(" and ");
        if self.rows != now.rows {
            return Some(format!("had {} rows, not {}", self.rows, now.rows));
        }
        if self.crc32 == now.crc32 {
            return None;
        }
        Some(if self.columns == now.columns {
            format!(
                "had other numbers in its {} rows (CRC-32 {}, not {})",
                self.rows, self.crc32, now.crc32
            )
        } else {
            format!("had the columns {}, not {}", names(self), names(now))
        })
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

#[derive(Debug, Serialize)]
struct EpochLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    lane: Option<&'a str>,
    epoch: u64,
    loss: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    accuracy: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_loss: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_accuracy: Option<f64>,
    /// Whether the accuracies are estimated from a part of the samples.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    estimated: bool,
}

#[derive(Debug, Serialize)]
struct ChangeLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    lane: Option<&'a str>,
    update: u64,
    change: String,
    from: String,
    to: String,
}

#[derive(Debug, Serialize)]
struct LastLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    lane: Option<&'a str>,
    updates: u64,
    epochs: u64,
    accuracy: f64,
    /// Whether the accuracies are estimated from a part of the samples.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    estimated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_accuracy: Option<f64>,
    weights: &'a [f64],
}

/// Error of a first line that does not begin the file of a run.
#[derive(Debug)]
pub struct NotARun(serde_json::Error);

impl fmt::Display for NotARun {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        write!(
            formatter,
            "line 1 is not the beginning of a run ({error}); press w in sgdscope to write one"
        )
    }
}

impl std::error::Error for NotARun {}

/// Returns a run, or the lanes of a race, as the text of a file; `None` if too many changes were made to repeat them.
/// The first line holds the options that repeat all lanes. Each other line names its lane, unless there is only one.
/// `own_data` holds the command-line options that read the user's own data; it is empty if there are none. `origin`
/// is what is known of the table that the data were read from, if they were.
#[must_use]
pub fn write(lanes: &[LaneView], own_data: &[String], origin: Option<&Origin>) -> Option<String> {
    let recipes: Vec<&Recipe> = lanes.iter().map(|lane| &lane.recipe).collect();
    let mut text = line(&Head {
        sgdscope: env!("CARGO_PKG_VERSION").to_owned(),
        options: race::options(&recipes, own_data)?,
        data: origin.map(KeptTable::of),
    });
    for (place, lane) in (0..).zip(lanes) {
        // The options name the lanes by their places, whatever they are called on the screen.
        let name = LaneId::nth(place).to_string();
        text += &lines(lane, Some(&*name).filter(|_| lanes.len() > 1));
    }
    Some(text)
}

/// Returns the lines of a lane: its epochs, its changes and its end.
fn lines(lane: &LaneView, name: Option<&str>) -> String {
    let mut text = String::new();
    let epochs = &lane.curves.epochs;
    let mut tests = lane.curves.tests.slots();
    let accuracies = [&lane.accuracies.training, &lane.accuracies.test];
    let [mut accuracies, mut test_accuracies] = accuracies.map(History::slots);
    let last = |bucket: Option<&Bucket>| bucket.filter(|it| it.count > 0).map(|it| it.last);
    let mut epoch = 0;
    for (slot, bucket) in epochs.slots().enumerate() {
        epoch += epochs.values_of_slot(slot);
        // Buckets with equal indices summarise equal epochs in both curves.
        let beside = tests.next().filter(|beside| beside.count > 0);
        text += &line(&EpochLine {
            lane: name,
            epoch,
            loss: bucket.mean(),
            accuracy: last(accuracies.next()),
            test_loss: beside.map(Bucket::mean),
            test_accuracy: last(test_accuracies.next()),
            estimated: lane.accuracies.are_estimated,
        });
    }
    for change in lane.recipe.changes.made() {
        let before = change.made.as_ref().map(|made| made.before.text());
        text += &line(&ChangeLine {
            lane: name,
            update: change.update,
            change: change.value.name(),
            from: before.unwrap_or_default(),
            to: change.value.text(),
        });
    }
    text += &line(&LastLine {
        lane: name,
        updates: lane.progress.updates,
        epochs: lane.progress.epochs,
        accuracy: lane.accuracy.share,
        estimated: lane.accuracy.confusion.is_none(),
        test_accuracy: lane.test_accuracy.map(|test| test.share),
        weights: &lane.parameters,
    });
    text
}

/// Returns the options that repeat a run, from the first line of its file. They include the defaults of the version
/// that wrote the file where they are other than those of this version. An option that comes later counts more.
///
/// # Errors
/// If the line is not the first line of the file of a run.
pub fn options(first_line: &str) -> Result<Vec<String>, NotARun> {
    let head: Head = serde_json::from_str(first_line).map_err(NotARun)?;
    let defaults = match head.sgdscope.as_str() {
        "0.1.0" => DEFAULTS_OF_0_1_0,
        _ => &[],
    };
    let defaults = defaults.iter().map(|&option| option.to_owned());
    Ok(defaults.chain(head.options).collect())
}

/// Returns the table that a run was trained on, from the first line of its file; `None` if its data were drawn, or
/// if the file was written by a version that did not keep it.
///
/// # Errors
/// If the line is not the first line of the file of a run.
pub fn table(first_line: &str) -> Result<Option<KeptTable>, NotARun> {
    let head: Head = serde_json::from_str(first_line).map_err(NotARun)?;
    Ok(head.data)
}

fn line(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).expect("text and finite numbers");
    text + "\n"
}
