//! Tests a person's own data in a terminal: the terminal is no table, a slow pipe is waited for with live keys, and what
//! was read is shown until a key is pressed.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::thread;
use std::time::Duration;

use crate::session::{BINARY, SIZE, Session};

const REMEDY: &str = "is the terminal; pipe a table in, for example sgdscope --data - < table.csv";

/// Fault: the live program read the terminal as a table, and could only be killed.
#[test]
fn the_terminal_is_refused_as_a_table_before_anything_is_drawn() {
    for arguments in [
        "--data -",
        "--paused --data - --x 1",
        "train --data -",
        "data --data -",
        "data --describe -",
        "--data /dev/tty",
        "train --data /dev/stdin",
    ] {
        let words: Vec<&str> = arguments.split(' ').collect();
        let mut session = Session::sgdscope(&words);
        assert_eq!(session.exit_code(), 2, "{arguments}");
        session.assert_restored();
        let said = String::from_utf8_lossy(&session.bytes()).into_owned();
        assert_eq!(said.lines().count(), 1, "{said:?}");
        let names = [
            "error: standard input ",
            "error: /dev/tty ",
            "error: /dev/stdin ",
        ];
        assert!(names.iter().any(|name| said.starts_with(name)), "{said:?}");
        assert!(said.contains(REMEDY) && !said.contains('\x1b'), "{said:?}");
    }
}

#[test]
fn the_terminal_is_refused_for_a_kept_run_that_was_piped() {
    let file = format!("{}/piped-run.jsonl", env!("CARGO_TARGET_TMPDIR"));
    let head = r#"{"sgdscope":"0.1.0","options":["--data=-"]}"#;
    fs::write(&file, format!("{head}\n")).unwrap();
    let mut session = Session::sgdscope(&["train", "--from", &file]);
    assert_eq!(session.exit_code(), 2);
    let said = String::from_utf8_lossy(&session.bytes()).into_owned();
    assert!(
        said.starts_with("error: ") && said.contains(REMEDY),
        "{said:?}"
    );
}

#[test]
fn a_slow_pipe_is_waited_for_with_live_keys() {
    let script = format!("(sleep 600 & echo $! >&2; wait) | {BINARY} --data -");
    let mut session = Session::start("sh", &["-c", &script], SIZE);
    session.wait_for(&["LOADING", "reading -", "q quit"]);
    session.press("q");
    session.wait_until("end of the screen", || !session.is_alternate());
    // The other end of the pipe is still asleep.
    let text = session.text();
    let sleeper = text
        .split_whitespace()
        .find_map(|word| word.parse::<i32>().ok());
    let ended = std::process::Command::new("kill")
        .arg(sleeper.expect("its number").to_string())
        .status();
    assert!(ended.unwrap().success());
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn what_came_through_a_fifo_is_shown_until_a_key_is_pressed() {
    let folder = std::env::temp_dir().join(format!("sgdscope-fifo-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let script = format!(
        "cd {} && mkfifo points && exec {BINARY} --paused --data points",
        folder.display()
    );
    let mut session = Session::start("sh", &["-c", &script], SIZE);
    session.wait_for(&["LOADING", "reading points"]);
    // A key that was pressed before anything could be read does not close what was not read yet.
    session.press("s");
    thread::sleep(Duration::from_millis(300));
    let mut fifo = OpenOptions::new()
        .write(true)
        .open(folder.join("points"))
        .unwrap();
    fifo.write_all(b"height,weight,kind\n1,2,lynx\n3,4,otter\n")
        .unwrap();
    fifo.write_all(b"5,6,otter\n").unwrap();
    drop(fifo);
    session.wait_for(&[
        "What was read",
        "x1 = column 1 (height)",
        "class 1 = otter (2 rows)",
        "3 rows read",
        "any key closes",
        "epoch 1/100",
    ]);
    session.press("\r");
    session.wait_until("points", || !session.text().contains("What was read"));
    session.press("f");
    session.wait_for(&["What was read"]);
    session.press("s");
    session.wait_for(&["epoch 2/100"]);
    assert!(!session.text().contains("What was read"));
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_run_from_a_pipe_says_what_repeats_it() {
    let folder = std::env::temp_dir().join(format!("sgdscope-kept-pipe-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(
        folder.join("points.csv"),
        "x1,x2,label\n1,2,a\n3,4,b\n5,6,b\n",
    )
    .unwrap();
    let script = format!(
        "cd {} && {BINARY} --paused --data - < points.csv",
        folder.display()
    );
    let mut session = Session::start("sh", &["-c", &script], SIZE);
    session.wait_for(&["PAUSED", "What was read"]);
    session.press("e");
    session.press("w");
    session.wait_for(&["written: sgdscope-run-1.jsonl; pipe the same table in to repeat"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    let text = fs::read_to_string(folder.join("sgdscope-run-1.jsonl")).unwrap();
    assert!(text.contains(r#""data":{"rows":3,"#), "{text}");
    let repeat = format!(
        "cd {} && {BINARY} train --every 0 --from sgdscope-run-1.jsonl < points.csv",
        folder.display()
    );
    let mut session = Session::start("sh", &["-c", &repeat], SIZE);
    assert_eq!(session.exit_code(), 0);
    assert_eq!(
        session.text().trim().lines().count(),
        1,
        "{}",
        session.text()
    );
    fs::remove_dir_all(folder).unwrap();
}
