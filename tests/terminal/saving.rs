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
