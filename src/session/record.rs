//! A run as a file: a JSON object a line.
//!
//! ```text
//! {"sgdscope":"0.1.0","options":["--family=xor","--features=x1,x2,x1x2"]}
//! {"epoch":1,"loss":9.1,"test_loss":8.7}
//! {"update":26,"change":"alpha","from":"0.01","to":"0.1"}
//! {"updates":1300,"epochs":100,"accuracy":0.98,"weights":[0.1,0.2,0.3,0.4]}
//! ```
//!
//! The first line has the options that repeat the run, changes included. Of a very long run, a line
//! stands for several epochs: its loss is their mean, and it has their last number.

use serde::{Deserialize, Serialize};

use crate::session::history::Bucket;
use crate::session::share::Recipe;
use crate::session::snapshot::Snapshot;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    sgdscope: String,
    options: Vec<String>,
}

#[derive(Debug, Serialize)]
struct EpochLine {
    epoch: u64,
    loss: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_loss: Option<f64>,
}

#[derive(Debug, Serialize)]
struct ChangeLine<'a> {
    update: u64,
    change: &'a str,
    from: &'a str,
    to: &'a str,
}

#[derive(Debug, Serialize)]
struct LastLine<'a> {
    updates: u64,
    epochs: u64,
    accuracy: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    test_accuracy: Option<f64>,
    weights: &'a [f64],
}

/// The run of a snapshot, as the lines of a file; nothing where it cannot be repeated, for too much was
/// changed. `table` are the options that read the user's own table.
#[must_use]
pub fn write(snapshot: &Snapshot, table: &[String]) -> Option<String> {
    let recipe = Recipe {
        table,
        began: &snapshot.began,
        changes: &snapshot.changes,
    };
    let mut text = line(&Head {
        sgdscope: env!("CARGO_PKG_VERSION").to_owned(),
        options: recipe.options()?,
    });
    let mut epoch = 0;
    let tests = snapshot.curves.tests.buckets();
    for (place, bucket) in snapshot.curves.epochs.buckets().iter().enumerate() {
        epoch += bucket.count;
        text += &line(&EpochLine {
            epoch,
            loss: bucket.mean(),
            test_loss: tests.get(place).map(Bucket::mean),
        });
    }
    for change in snapshot.changes.made() {
        text += &line(&ChangeLine {
            update: change.update,
            change: change.name,
            from: &change.before,
            to: &change.after,
        });
    }
    text += &line(&LastLine {
        updates: snapshot.progress.updates,
        epochs: snapshot.progress.epochs,
        accuracy: snapshot.accuracy.share,
        test_accuracy: snapshot.test_accuracy.map(|test| test.share),
        weights: &snapshot.model.weights,
    });
    Some(text)
}

/// The options that repeat the run of a file whose first line this is.
///
/// # Errors
/// Where it is not the first line of such a file, in words.
pub fn options(first_line: &str) -> Result<Vec<String>, String> {
    let head: Head = serde_json::from_str(first_line).map_err(|error| {
        format!("line 1 is not the beginning of a run ({error}); press w in sgdscope to write one")
    })?;
    Ok(head.options)
}

fn line(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).expect("text and finite numbers");
    text + "\n"
}
