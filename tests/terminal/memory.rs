//! Tests that the program says how much memory was missing, and that the old run stays, where the system gives
//! little memory.

use std::process::Command;

use crate::session::{BINARY, SIZE, Session};

/// Returns the command of a shell that runs the program with this many kilobytes of memory.
fn limited(kilobytes: u32, arguments: &str) -> String {
    format!("ulimit -c 0; ulimit -v {kilobytes}; exec {BINARY} {arguments}")
}

const REFUSAL: &str = "error: 10000000 points need 280 MB of memory, which the system does not give; \
    try --samples 1000000\n";

#[test]
fn commands_refuse_data_that_there_is_no_memory_for() {
    for (arguments, refusal) in [
        ("train --samples 10000000", REFUSAL),
        ("data --samples 10000000", REFUSAL),
        ("data --samples 10000000 --family moons", REFUSAL),
        ("data --samples 10000000 --family xor", REFUSAL),
        (
            "train --samples 2000000 --shuffle",
            "error: 2000000 points need 104 MB of memory, which the system does not give; \
             try --samples 200000\n",
        ),
    ] {
        let output = Command::new("bash")
            .args(["-c", &limited(90_000, arguments)])
            .output()
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), refusal);
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_table_that_there_is_no_memory_for_is_refused_with_the_rows_that_there_is_memory_for() {
    let table = "yes 1,2,a | head -n 3000000; echo 2,3,b";
    let read = format!(
        "({table}) | ({})",
        limited(60_000, "train --data - --epochs 1")
    );
    let output = Command::new("bash").args(["-c", &read]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.starts_with("error: stdin: the system gives no memory for more than "),
        "{said}"
    );
    assert!(
        said.contains(" rows; cut it, for example with head -n "),
        "{said}"
    );
    assert_eq!(said.lines().count(), 1, "{said}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_screen_is_left_with_a_refusal_if_there_is_no_memory_for_the_data() {
    for kilobytes in [50_000, 60_000, 80_000, 100_000] {
        let script = limited(kilobytes, "--samples 10000000");
        let mut session = Session::start("bash", &["-c", &script], (120, 24));
        assert_eq!(session.exit_code(), 2, "{}", session.text());
        session.assert_restored();
        session.wait_for(&[REFUSAL.trim()]);
    }
}

#[test]
fn the_old_run_stays_if_there_is_no_memory_for_new_data() {
    let script = limited(70_000, "--samples 100000 --paused");
    let mut session = Session::start("bash", &["-c", &script], SIZE);
    session.wait_for(&["PAUSED", "100000 points"]);
    session.press("s");
    session.wait_for(&["update 1/"]);
    // Every key waits for the picture, so that none is pressed beyond the setting.
    while !session.text().contains("▸ data") {
        press_and_wait(&mut session, "\t");
    }
    while !session.text().contains("▸ samples") {
        press_and_wait(&mut session, "\x1b[B");
    }
    for shown in ["1000000", "10000000"] {
        session.press("\x1b[C");
        let new_run = format!("new run: samples {shown}");
        session.wait_until(&new_run, || {
            let text = session.text();
            text.contains(&new_run) || text.contains("no memory for")
        });
    }
    session.wait_for(&["no memory for ", ": old run kept"]);
    // The run of the last data for which there was memory goes on, and its settings are shown.
    session.wait_for(&["1000000 points", "‹ 1000000 ›"]);
    session.press("s");
    session.wait_for(&["update 1/31250"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

/// Presses a key and waits for another picture.
fn press_and_wait(session: &mut Session, key: &str) {
    let shown = session.pictures();
    session.press(key);
    session.wait_until("picture", || session.pictures() > shown);
    assert!(session.pictures() < 100, "not found on\n{}", session.text());
}
