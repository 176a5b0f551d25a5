//! Tests a log that is watched in a terminal: keys come from the terminal while a pipe is read, and a file may grow and
//! begin again.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;

use crate::session::{BINARY, SIZE, Session};

/// Returns the first rows of a log of `tests/check`.
fn rows(log: &str, count: usize) -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/check/logs");
    let text = fs::read_to_string(folder.join(format!("{log}.jsonl"))).unwrap();
    text.lines().take(count).map(str::to_owned).collect()
}

fn file(name: &str) -> String {
    format!(
        "{}/{name}-{}.jsonl",
        env!("CARGO_TARGET_TMPDIR"),
        std::process::id()
    )
}

#[test]
fn keys_come_from_the_terminal_while_a_pipe_is_watched() {
    let log = format!(
        "{}/tests/check/logs/summed.jsonl",
        env!("CARGO_MANIFEST_DIR")
    );
    // The other end of the pipe stays open until it is read from once more.
    let script =
        format!("(cat '{log}'; sleep 600 & echo $! >&2; wait) | {BINARY} watch - --init=0,-1,-1");
    let mut session = Session::start("sh", &["-c", &script], SIZE);
    session.wait_for(&["Y: standard input", ": W0 0.0212, ours 0.000661", "RUNNING"]);
    session.press("L");
    session.wait_for(&["lane Y"]);
    session.press(" ");
    session.wait_for(&["PAUSED"]);
    session.press("q");
    session.wait_until("end of the screen", || !session.is_alternate());
    let text = session.text();
    let mut words = text.split_whitespace();
    let sleeper = words.find_map(|word| word.parse::<i32>().ok());
    let ended = std::process::Command::new("kill")
        .arg(sleeper.expect("its number").to_string())
        .status();
    assert!(ended.unwrap().success());
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn a_file_is_followed_while_it_grows_and_begins_again() {
    let path = file("grows");
    let mut log = File::create(&path).unwrap();
    let mut session = Session::sgdscope(&["watch", &path, "--init=0,-1,-1"]);
    session.wait_for(&["yours has no rows yet"]);
    let rows_of = rows("short_dropped", 14);
    for row in &rows_of[..12] {
        writeln!(log, "{row}").unwrap();
    }
    // A partial line waits.
    write!(log, "{}", &rows_of[12][..20]).unwrap();
    session.wait_for(&["yours agrees up to update 12"]);
    writeln!(log, "{}\nnonsense\n{}", &rows_of[12][20..], rows_of[13]).unwrap();
    session.wait_for(&[
        "line 14: is not a JSON object",
        "off at 13: W0 0.000121, ours 0.000711",
    ]);
    fs::write(&path, rows("none", 3).join("\n") + "\n").unwrap();
    session.wait_for(&["yours agrees up to update 3"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
    fs::remove_file(&path).unwrap();
}

#[test]
fn a_log_that_cannot_be_watched_is_refused_before_anything_is_drawn() {
    for (arguments, words) in [
        (
            vec!["watch", "-"],
            "error: - is the terminal; pipe a log in",
        ),
        (
            vec!["watch", "no-such-log.jsonl"],
            "start your program first",
        ),
        (vec!["watch", "/"], "is a folder; name a file"),
        (
            vec!["watch", "-", "--data", "-"],
            "--data -: standard input has the log",
        ),
    ] {
        let mut session = Session::sgdscope(&arguments);
        assert_eq!(session.exit_code(), 2, "{arguments:?}");
        session.assert_restored();
        let said = String::from_utf8_lossy(&session.bytes()).into_owned();
        assert!(said.contains(words) && !said.contains('\x1b'), "{said:?}");
    }
}
