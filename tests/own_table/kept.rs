//! Tests the fingerprint of a table in the file of a run, and `train --from` on a table that has changed.

use serde_json::Value;
use sgdscope::cli::Cli;
use sgdscope::input::{self, TableOptions};
use sgdscope::session::engine::Engine;
use sgdscope::session::recipe::file;

use clap::Parser;
use std::sync::Arc;

use crate::{Folder, said, sgdscope};

const TABLE: &str = "height,weight,label\n1,2,a\n3,4,b\n5,6,b\n9,1,a\n";

/// Writes the file of a run on a table in a folder, as the key w does.
fn keep(folder: &Folder, table: &str) -> String {
    folder.write("points.csv", table);
    let options = TableOptions {
        skip_bad: true,
        ..TableOptions::default()
    };
    let read = input::read("points.csv", table.as_bytes(), None, &options, &|_| ()).unwrap();
    let words = ["sgdscope", "--data=points.csv", "--skip-bad", "--epochs=5"];
    let live = Cli::try_parse_from(words).unwrap().live;
    let data = Some(Arc::new(read.into_samples()));
    let mut engine = Engine::load(data, live.settings().unwrap(), true, &|_| ()).unwrap();
    engine.advance(u64::MAX);
    let snapshot = engine.snapshot();
    let own_data = live.run.table.words();
    let origin = snapshot.dataset.origin();
    let text = file::write(&snapshot.lanes, &own_data, origin).unwrap();
    folder.write("run.jsonl", &text);
    text
}

#[test]
fn the_file_has_rows_columns_and_hash() {
    let folder = Folder::new("fingerprint");
    let text = keep(&folder, &TABLE.replace("5,6,b", "5,6,b\n?,6,b"));
    let head: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    // zlib.crc32(struct.pack("<12d", 1, 3, 5, 9, 2, 4, 6, 1, 0, 1, 1, 0))
    let expected = serde_json::json!({
        "rows": 4, "skipped": 1, "columns": ["height", "weight"], "crc32": "917dd369"
    });
    assert_eq!(head["data"], expected);
    let text = keep(&folder, TABLE);
    let head: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    assert!(head["data"].get("skipped").is_none());
    assert_eq!(head["data"]["crc32"], expected["crc32"]);
}

#[test]
fn the_same_numbers_are_repeated_however_they_are_written() {
    let folder = Folder::new("same");
    let text = keep(&folder, TABLE);
    let last: Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    let written_anew = "h;w;label\n1.0;2;a\n3;4e0;b\n5;6;b\n9;1;a\n";
    for table in [TABLE, written_anew] {
        folder.write("points.csv", table);
        let arguments = "train --from run.jsonl --every 0 --format jsonl";
        let (code, text, error) = said(sgdscope(&folder.0, arguments, ""));
        assert_eq!((code, error.as_str()), (Some(0), ""));
        let line: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(line["weights"], last["weights"]);
    }
}

#[test]
fn changed_numbers_are_refused_with_the_way_to_train_on_them() {
    let folder = Folder::new("changed");
    keep(&folder, TABLE);
    for (table, words) in [
        (
            "height,weight,label\n1,2,a\n3,4,b\n5,6,b\n",
            "had 4 rows, not 3",
        ),
        (
            &TABLE.replace("9,1,a", "9,1.5,a"),
            "had other numbers in its 4 rows",
        ),
        (
            &TABLE.replace("9,1,a", "9,1,b"),
            "had other numbers in its 4 rows",
        ),
        (
            "weight,height,label\n2,1,a\n4,3,b\n6,5,b\n1,9,a\n",
            "had the columns height and weight, not weight and height",
        ),
    ] {
        folder.write("points.csv", table);
        let (code, text, error) = said(sgdscope(&folder.0, "train --from run.jsonl", ""));
        assert_eq!((code, text.as_str()), (Some(2), ""), "{table}");
        assert!(error.starts_with("error: --from run.jsonl: points.csv has changed: it "));
        assert!(error.contains(words), "{error}");
        assert!(error.contains("; add --data points.csv "), "{error}");
        assert_eq!(error.lines().count(), 1);
        // The remedy works, and still says it.
        let remedy = "train --from run.jsonl --every 0 --data points.csv";
        let (code, text, error) = said(sgdscope(&folder.0, remedy, ""));
        assert_eq!((code, text.lines().count()), (Some(0), 1));
        let note = "note: this is not the table of run.jsonl, which ";
        assert!(error.starts_with(note) && error.contains(words), "{error}");
    }
    folder.write("points.csv", TABLE);
    // Another class is meant, and other labels follow from it.
    let arguments = "train --from run.jsonl --every 0 --data points.csv --positive a";
    let (code, _, error) = said(sgdscope(&folder.0, arguments, ""));
    assert_eq!(code, Some(0), "{error}");
    assert!(error.starts_with("note: "), "{error}");
}

#[test]
fn a_run_from_a_pipe_is_repeated_from_the_same_table_only() {
    let folder = Folder::new("piped");
    let text = keep(&folder, TABLE);
    folder.write("run.jsonl", &text.replace("--data=points.csv", "--data=-"));
    let arguments = "train --from run.jsonl --every 0";
    let (code, _, error) = said(sgdscope(&folder.0, arguments, TABLE));
    assert_eq!((code, error.as_str()), (Some(0), ""));
    let other = TABLE.replace("9,1", "9,2");
    let (code, text, error) = said(sgdscope(&folder.0, arguments, &other));
    assert_eq!((code, text.as_str()), (Some(2), ""));
    assert!(error.contains("- has changed"), "{error}");
}

#[test]
fn files_of_older_versions_are_read() {
    let folder = Folder::new("older");
    keep(&folder, TABLE);
    folder.write(
        "run.jsonl",
        "{\"sgdscope\":\"0.1.0\",\"options\":[\"--data=points.csv\",\"--epochs=5\"]}\n",
    );
    folder.write("points.csv", &TABLE.replace("9,1", "9,2"));
    let (code, text, error) = said(sgdscope(&folder.0, "train --from run.jsonl", ""));
    assert_eq!((code, error.as_str()), (Some(0), ""));
    assert_eq!(text.lines().count(), 5);
}
