//! Tests that a key shows soon on a slow link, and that the terminal is asked for its status only as long as
//! it answers.

use std::thread;
use std::time::{Duration, Instant};

use crate::line::{Line, REQUEST};
use crate::session::{BINARY, SIZE, Session, count};

/// Arguments with which a run never settles, so that each picture differs much from the one before.
const ARGUMENTS: [&str; 9] = [
    "--noise",
    "5",
    "--alpha",
    "1",
    "--shuffle",
    "--color",
    "rgb",
    "--epochs",
    "1000000000",
];

fn on(bytes_a_second: u32) -> Session {
    let line = Line {
        bytes_a_second: Some(bytes_a_second),
        answers: true,
    };
    Session::start_on(line, BINARY, &ARGUMENTS, SIZE)
}

/// Presses keys at different moments, and asserts that half of them show before the line has carried as many
/// bytes as it carries in `goal`. Bytes are counted, because time also passes on a machine that is busy.
fn assert_shows_keys_within(goal: Duration, bytes_a_second: u32) {
    let mut session = on(bytes_a_second);
    session.wait_for(&["RUNNING", "quit", "‹ 1 ›"]);
    thread::sleep(Duration::from_secs(2));
    let keys = [("-", "‹ 0.5 ›"), ("+", "‹ 1 ›")];
    let mut results = Vec::new();
    for (turn, (key, shown)) in (0..8).zip(keys.into_iter().cycle()) {
        thread::sleep(Duration::from_millis(500) + turn * Duration::from_millis(37));
        let (begun, bytes) = (Instant::now(), session.bytes().len());
        session.press(key);
        session.wait_for(&[shown]);
        results.push((session.bytes().len() - bytes, begun.elapsed()));
    }
    results.sort();
    println!("bytes and times until a key showed: {results:?}");
    let most = goal.as_secs_f64() * f64::from(bytes_a_second);
    assert!((results[results.len() / 2].0 as f64) < most, "{results:?}");
}

/// Fault: a key took 6 to 8 s to show at 4 KB/s, because far more pictures were under way than the link took.
#[test]
fn a_key_shows_within_a_second_at_4_kilobytes_a_second() {
    assert_shows_keys_within(Duration::from_secs(1), 4 * 1024);
}

#[test]
fn a_key_shows_within_0_3_seconds_at_16_kilobytes_a_second() {
    assert_shows_keys_within(Duration::from_millis(300), 16 * 1024);
}

/// Fault: a key never showed at 1 KB/s.
#[test]
fn a_key_shows_at_1_kilobyte_a_second() {
    assert_shows_keys_within(Duration::from_secs(3), 1024);
}

#[test]
fn a_terminal_that_does_not_answer_is_soon_left_alone() {
    let mut session = Session::start(BINARY, &ARGUMENTS, SIZE);
    session.wait_for(&["RUNNING", "quit"]);
    assert!(count(&session.bytes(), REQUEST) > 0, "it is asked at first");
    thread::sleep(Duration::from_secs(4));
    let (requests, pictures) = (count(&session.bytes(), REQUEST), session.pictures());
    session.wait_until("pictures", || session.pictures() > pictures + 30);
    assert_eq!(count(&session.bytes(), REQUEST), requests);
    // An answer that was long in coming is no key, and does not make it ask again.
    session.press("\x1b[0n");
    let pictures = session.pictures();
    session.wait_until("pictures", || session.pictures() > pictures + 30);
    assert_eq!(count(&session.bytes(), REQUEST), requests);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

#[test]
fn after_a_stop_the_terminal_is_asked_again() {
    let mut session = Session::shell("bash");
    session.enter(&format!("{BINARY} {}", ARGUMENTS.join(" ")));
    session.wait_for(&["RUNNING", "quit"]);
    thread::sleep(Duration::from_secs(4));
    session.press("\x1a");
    session.wait_for(&["Stopped"]);
    let requests = count(&session.bytes(), REQUEST);
    session.enter("fg");
    session.wait_for(&["RUNNING", "quit"]);
    session.wait_until("requests", || count(&session.bytes(), REQUEST) > requests);
    session.press("q");
    session.wait_until("shell", || !session.is_alternate());
}

/// A shell would take an answer that comes after the end for keys, and its terminal would show it as `^[[0n`.
#[test]
fn no_answer_reaches_the_shell() {
    let command = format!(
        "{BINARY} {}; sleep 1; echo out-$((1 + 1))",
        ARGUMENTS.join(" ")
    );
    for (turn, bytes_a_second) in [None, Some(16 * 1024), Some(8 * 1024)]
        .into_iter()
        .cycle()
        .take(12)
        .enumerate()
    {
        let line = Line {
            bytes_a_second,
            answers: true,
        };
        let mut session = Session::start_on(line, "sh", &["-c", &command], SIZE);
        session.wait_for(&["RUNNING", "quit"]);
        thread::sleep(Duration::from_millis(1000 + 41 * turn as u64));
        session.press("q");
        session.wait_for(&["out-2"]);
        let text = session.text();
        assert!(!text.contains("[0n"), "{bytes_a_second:?}: {text}");
        assert_eq!(session.exit_code(), 0);
        session.assert_restored();
    }
}
