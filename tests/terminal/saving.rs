//! Tests that a run which is being written to a file when the program ends is written, or that the program says
//! that it is not. A slow disk is imitated, which only a debug build can do.
#![cfg(debug_assertions)]

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::session::{BINARY, SIZE, Session};

/// Starts the program in an empty folder, on a disk that needs this time to write a file.
fn start(name: &str, milliseconds: u32) -> (Session, PathBuf) {
    let folder = std::env::temp_dir().join(format!("sgdscope-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let script = format!(
        "cd {} && SGDSCOPE_REHEARSE_SLOW_DISK={milliseconds} exec {BINARY} --paused",
        folder.display()
    );
    let session = Session::start("sh", &["-c", &script], SIZE);
    session.wait_for(&["PAUSED", "quit"]);
    (session, folder)
}

fn names(folder: &PathBuf) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    entries.map(|entry| name(entry.unwrap())).collect()
}

#[test]
fn promise_5_a_run_that_is_being_written_is_waited_for() {
    for milliseconds in [0, 30, 800] {
        for keys in ["wq", "w\x03"] {
            let (mut session, folder) = start("waits", milliseconds);
            session.press(keys);
            assert_eq!(session.exit_code(), 0, "{}", session.text());
            session.assert_restored();
            assert_eq!(names(&folder), ["sgdscope-run-1.jsonl"]);
            let said = session.text();
            let told = said.contains("written: sgdscope-run-1.jsonl");
            // On a fast disk the file may be written before the key is read, and then only the screen told it.
            assert!(told || milliseconds == 0, "{said}");
            assert_eq!(said.contains("waiting for the disk"), milliseconds == 800);
            fs::remove_dir_all(folder).unwrap();
        }
    }
}

#[test]
fn predictions_that_are_being_written_are_waited_for() {
    for milliseconds in [0, 800] {
        let (mut session, folder) = start("predicts", milliseconds);
        session.press("Wq");
        assert_eq!(session.exit_code(), 0, "{}", session.text());
        session.assert_restored();
        assert_eq!(names(&folder), ["sgdscope-predictions-1.csv"]);
        let text = fs::read_to_string(folder.join("sgdscope-predictions-1.csv")).unwrap();
        assert!(text.starts_with("x1,x2,label,probability,class\n"));
        assert_eq!(text.lines().count(), 401);
        fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn the_rows_of_a_table_are_read_again_for_their_predictions() {
    let (mut session, folder) = start("rows", 0);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    fs::write(folder.join("own.csv"), "a,b,c\n1,2,no\n3,4,yes\n").unwrap();
    let script = |input: &str| {
        let folder = folder.display();
        format!("cd {folder} && {input} {BINARY} --data \"$DATA\" --paused")
    };
    let mut session = Session::start("sh", &["-c", &script("DATA=own.csv && exec")], SIZE);
    session.wait_for(&["PAUSED", "quit"]);
    session.press("w");
    session.wait_for(&["written: sgdscope-run-1.jsonl"]);
    session.press("W");
    session.wait_for(&["written: sgdscope-predictions-1.csv"]);
    session.press("W");
    session.wait_for(&["written already: sgdscope-predictions-1.csv"]);
    // The state is another one, and the table has become bad.
    fs::write(folder.join("own.csv"), "a,b,c\n1,2,no\nx,4,yes\n5,6,no\n").unwrap();
    session.press("s");
    session.wait_for(&["epoch 1/100"]);
    session.press("W");
    session.wait_for(&["not written: own.csv line 3"]);
    let text = fs::read_to_string(folder.join("sgdscope-predictions-1.csv")).unwrap();
    assert!(
        text.starts_with("a,b,c,probability,class\n1,2,no,0."),
        "{text}"
    );
    let piped = script("DATA=- && cat own.csv |").replace("own.csv", "piped.csv");
    fs::write(folder.join("piped.csv"), "a,b,c\n1,2,no\n3,4,yes\n").unwrap();
    let mut session = Session::start("sh", &["-c", &piped], SIZE);
    session.wait_for(&["PAUSED", "quit"]);
    session.press("W");
    session.wait_for(&["standard input is gone: start with --data FILE"]);
    assert_eq!(names(&folder).len(), 4, "{:?}", names(&folder));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn promise_5_a_disk_that_stands_still_is_not_waited_for_without_end_and_this_is_said() {
    let (mut session, folder) = start("still", 60_000);
    session.press("w");
    session.press("q");
    let begun = Instant::now();
    assert_eq!(session.exit_code(), 1);
    assert!(begun.elapsed() > Duration::from_secs(4), "it waits");
    println!("gone after {:?}", begun.elapsed());
    session.assert_restored();
    session.wait_for(&["error: the run is not written: the disk has not taken it for 5 s"]);
    assert!(names(&folder).is_empty());
    fs::remove_dir_all(folder).unwrap();
}
