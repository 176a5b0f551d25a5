//! Tests promise 4 for the signals that nobody sends on purpose: the terminal is restored, then the program
//! ends as the signal ends any process.

use std::process::Command;
use std::time::Instant;

use crate::session::{A_SECOND, BINARY, RESTORED, SIZE, Session, count};

/// Signals that no safe code can catch, signals that stop a process, and signals that do it no harm.
const SPARED: [i32; 13] = [4, 8, 9, 11, 13, 17, 18, 19, 20, 21, 22, 23, 28];

/// Signals after which the exit code is 128 plus their number.
const ASKED_FOR: [i32; 4] = [1, 2, 3, 15];

/// Starts the program in a shell, without a file for a dead process.
fn start(limits: &str, arguments: &str) -> Session {
    let script = format!("ulimit -c 0; {limits} exec {BINARY} {arguments}");
    Session::start("bash", &["-c", &script], SIZE)
}

fn send(session: &Session, signal: i32) {
    let id = session.process().id().to_string();
    let sent = Command::new("bash")
        .args(["-c", &format!("kill -{signal} {id}")])
        .status();
    assert!(sent.unwrap().success(), "signal {signal}");
}

#[test]
fn promise_4_every_signal_that_ends_a_process_leaves_a_clean_terminal() {
    for signal in (1..=31)
        .chain(34..=64)
        .filter(|signal| !SPARED.contains(signal))
    {
        let mut session = start("", "--speed max --epochs 1000000000");
        session.wait_for(&["quit"]);
        let begun = Instant::now();
        send(&session, signal);
        let base = if ASKED_FOR.contains(&signal) {
            128
        } else {
            1000
        };
        assert_eq!(session.exit_code(), base + signal, "signal {signal}");
        assert!(begun.elapsed() < A_SECOND, "signal {signal}");
        println!("signal {signal}: gone after {:?}", begun.elapsed());
        session.assert_restored();
    }
}

#[test]
fn promise_4_a_signal_that_is_ignored_from_the_start_stays_ignored() {
    let mut session = start("trap '' USR1 RTMIN;", "--paused");
    session.wait_for(&["PAUSED", "quit"]);
    send(&session, 10);
    send(&session, 34);
    session.press("s");
    session.wait_for(&["update 1/13"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn promise_4_a_limit_of_processor_time_leaves_a_clean_terminal() {
    let mut session = start(
        "ulimit -S -t 2;",
        "--samples 100000 --speed max --epochs 1000000000",
    );
    assert_eq!(session.exit_code(), 1024, "SIGXCPU");
    session.assert_restored();
    let bytes = session.bytes();
    assert!(count(&bytes, RESTORED) == 1, "it was on the screen");
}

/// An abort ends the process when the handler of its signal returns, before any other thread has run.
#[cfg(debug_assertions)]
#[test]
fn promise_4_an_abort_waits_for_a_clean_terminal_and_is_told() {
    for _ in 0..10 {
        let mut session = start("SGDSCOPE_REHEARSE_PANIC=abort", "--speed max");
        let begun = Instant::now();
        assert_eq!(session.exit_code(), 1006, "SIGABRT");
        println!("abort: gone after {:?}", begun.elapsed());
        session.assert_restored();
        session.wait_for(&["error: sgdscope was aborted"]);
    }
}
