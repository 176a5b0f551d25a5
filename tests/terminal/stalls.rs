//! Tests promises 13 to 15: the terminal accepts no more output.

use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::session::{A_SECOND, BINARY, LIMIT, PICTURE, RESTORED, Session, count, eventually};

/// Arguments with which the program writes a lot, without end.
const ARGUMENTS: [&str; 8] = [
    "--speed",
    "max",
    "--epochs",
    "1000000000000",
    "--color",
    "rgb",
    "--fps",
    "60",
];

/// Starts the program and stops reading its output. Returns once the program is stuck with a frame that it
/// cannot write.
fn stalled(variable: &str) -> Session {
    let mut arguments = vec![variable, BINARY];
    arguments.extend(ARGUMENTS);
    let mut session = Session::start("env", &arguments, (200, 50));
    session.wait_for(&["RUNNING", "quit"]);
    session.set_deaf(true);
    let process = session.process();
    let mut before = 0;
    let mut since = Instant::now();
    let is_stuck = eventually(LIMIT, || {
        // Showing and hiding the help makes the program write a lot.
        session.press("?");
        thread::sleep(Duration::from_millis(50));
        let now = process.written().bytes;
        if now != before {
            (before, since) = (now, Instant::now());
        }
        since.elapsed() > Duration::from_millis(700)
    });
    assert!(is_stuck, "the terminal takes everything");
    session
}

#[test]
fn promise_13_a_stalled_link_stops_nothing_but_the_picture() {
    let mut session = stalled("SGDSCOPE_STALL_SECONDS=600");
    let process = session.process();
    // Training goes on. Its curves and checkpoints have a largest number, which a debug build reaches after some
    // seconds.
    thread::sleep(Duration::from_secs(5));
    let (memory, time, written) = (process.memory(), process.time(), process.written().bytes);
    // The program must still read its keys: there are far more than a terminal keeps for a program that
    // does not read.
    for _ in 0..40 {
        session.send(&b"~@".repeat(512));
    }
    session.press("---");
    thread::sleep(Duration::from_secs(3));
    assert_eq!(process.written().bytes, written, "one picture is under way");
    let grown = process.memory().saturating_sub(memory);
    println!("stalled for 3 s: {grown} bytes more");
    assert!(grown < 1 << 20, "{grown} bytes more");
    let trained = process.time_since(time);
    assert!(
        trained > Duration::from_millis(300),
        "trained for {trained:?}"
    );
    // The frame under way arrives, and the next frame shows the present state.
    let before = session.bytes();
    session.set_deaf(false);
    session.wait_for(&["‹ 0.001 ›"]);
    let late = &session.bytes()[before.len()..];
    assert!(count(late, PICTURE) < 40, "pictures had queued");
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

#[test]
fn promise_14_while_stalled_it_ends_at_once_and_restores() {
    for signal in [Some(Signal::TERM), Some(Signal::INT), None] {
        let mut session = stalled("SGDSCOPE_STALL_SECONDS=600");
        let begun = Instant::now();
        let code = if let Some(signal) = signal {
            session.process().signal(signal);
            128 + signal.as_raw()
        } else {
            session.press("q");
            0
        };
        let ends = session.process().ends_within(A_SECOND);
        assert!(ends, "{signal:?} does not end it");
        println!("{signal:?}: gone after {:?}", begun.elapsed());
        assert_eq!(session.exit_code(), code);
        session.set_deaf(false);
        // After a key that quits, the program prints the command that repeats the run. After a signal it
        // prints nothing.
        let said = if signal.is_none() {
            "sgdscope --epochs=1000000000000\r\n"
        } else {
            ""
        };
        let end = [RESTORED, said.as_bytes()].concat();
        session.wait_until("restored terminal at the end", || {
            session.bytes().ends_with(&end)
        });
        session.assert_restored();
    }
}

#[test]
fn promise_14_a_defect_does_not_wait_for_the_link_either() {
    let mut session = stalled("SGDSCOPE_STALL_SECONDS=600");
    let process = session.process();
    session.hang_up();
    assert!(process.ends_within(A_SECOND));
    assert_eq!(session.exit_code(), 129);
}

#[test]
fn promise_15_stalled_for_long_training_pauses_until_the_link_drains() {
    let mut session = stalled("SGDSCOPE_STALL_SECONDS=1");
    let process = session.process();
    let mut time = process.time();
    let is_calm = eventually(LIMIT, || {
        thread::sleep(Duration::from_secs(3));
        let spent = process.time_since(time);
        time = process.time();
        println!("stalled for long: {spent:?} of 3 s");
        spent < Duration::from_millis(60)
    });
    assert!(is_calm, "training does not pause");
    session.set_deaf(false);
    session.wait_for(&["RUNNING", "the link stood still"]);
    let time = process.time();
    assert!(eventually(LIMIT, || {
        process.time() > time + Duration::from_millis(300)
    }));
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

#[test]
fn a_time_that_means_nothing_is_refused() {
    for text in ["0", "soon", "-1"] {
        let variable = format!("SGDSCOPE_STALL_SECONDS={text}");
        let mut session = Session::start("env", &[&variable, BINARY], (120, 24));
        session.wait_for(&[&variable, "must be a whole number of seconds"]);
        assert_eq!(session.exit_code(), 1);
        session.assert_restored();
    }
}
