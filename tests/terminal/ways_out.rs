//! Tests promises 4 to 6: whatever ends the program, the terminal is restored and a defect is reported.

use std::time::Instant;

use rustix::process::Signal;

use crate::session::{BINARY, RESTORED, SIZE, Session, count};

/// Returns the text that the program wrote after it restored the terminal.
fn said_afterwards(session: &Session) -> String {
    let bytes = session.bytes();
    let place = bytes
        .windows(RESTORED.len())
        .rposition(|part| part == RESTORED);
    let end = place.expect("it is restored") + RESTORED.len();
    String::from_utf8_lossy(&bytes[end..]).into_owned()
}

#[test]
fn promise_4_signals_end_it_with_their_number_and_a_clean_terminal() {
    for (signal, code) in [
        (Signal::INT, 130),
        (Signal::TERM, 143),
        (Signal::QUIT, 131),
        (Signal::HUP, 129),
    ] {
        for arguments in [
            &["--speed", "max", "--epochs", "1000000000"][..],
            &["--paused"],
        ] {
            let mut session = Session::sgdscope(arguments);
            session.wait_for(&["quit"]);
            let begun = Instant::now();
            session.process().signal(signal);
            assert_eq!(session.exit_code(), code, "{signal:?} {arguments:?}");
            println!("{signal:?}: gone after {:?}", begun.elapsed());
            session.assert_restored();
            assert_eq!(said_afterwards(&session), "");
        }
    }
}

#[test]
fn promise_4_even_the_signals_of_the_first_moment() {
    for microseconds in (0..30_000).step_by(1_500) {
        let mut session = Session::sgdscope(&[]);
        std::thread::sleep(std::time::Duration::from_micros(microseconds));
        session.process().signal(Signal::TERM);
        let code = session.exit_code();
        // Before the program has taken over the terminal, the signal ends it as it ends any process.
        assert!(code == 143 || code == 1015, "{code}");
        session.assert_restored();
    }
}

#[test]
fn promise_5_every_key_that_quits_leaves_a_clean_terminal() {
    for key in ["q", "\x03"] {
        for (arguments, command) in [
            (&["--speed", "max"][..], "sgdscope\r\n"),
            (&["--paused", "--noise=5"], "sgdscope --noise=5\r\n"),
        ] {
            let mut session = Session::sgdscope(arguments);
            session.wait_for(&["quit"]);
            session.press(key);
            assert_eq!(session.exit_code(), 0);
            session.assert_restored();
            // The program prints only the command that repeats the run.
            assert_eq!(said_afterwards(&session), command);
            assert_eq!(count(&session.bytes(), RESTORED), 1, "restored once");
        }
    }
}

/// Tests every error that can happen during the start, by limiting the number of file descriptors.
#[test]
fn promise_5_an_error_leaves_a_clean_terminal() {
    let mut errors = 0;
    for limit in 3..20 {
        let script = format!("ulimit -n {limit}; exec {BINARY} --paused");
        let mut session = Session::start("bash", &["-c", &script], SIZE);
        session.wait_until("start or end", || {
            let text = session.text();
            text.contains("quit") || text.contains("rror")
        });
        if session.text().contains("quit") {
            session.press("q");
            assert_eq!(session.exit_code(), 0);
        } else {
            errors += 1;
            // The shell or the loader of the program may fail before the program does.
            assert_ne!(session.exit_code(), 0, "{}", session.text());
            assert!(!session.text().contains("panicked"), "{}", session.text());
        }
        session.assert_restored();
    }
    assert!((2..17).contains(&errors), "{errors} errors");
}

#[test]
fn promise_5_too_few_file_descriptors_are_told_with_a_remedy() {
    for limit in [5, 9] {
        let script = format!("ulimit -n {limit}; exec {BINARY} --paused");
        let mut session = Session::start("bash", &["-c", &script], (120, 24));
        assert_eq!(session.exit_code(), 1, "{}", session.text());
        session.wait_for(&["error: cannot ", "; allow it more with ulimit -n 64"]);
        session.assert_restored();
    }
    let script = format!("ulimit -n 64; exec {BINARY} --paused");
    let session = Session::start("bash", &["-c", &script], SIZE);
    session.wait_for(&["PAUSED", "quit"]);
}

/// Runs the live program with a thread that panics, in a shell that prints the exit code afterwards.
#[cfg(debug_assertions)]
fn with_a_defect_of(thread: &str, arguments: &str) -> Session {
    let script = format!(
        "SGDSCOPE_REHEARSE_PANIC={thread} {BINARY} {arguments}; code=$?; sleep 0.3; echo code $code; exit $code"
    );
    let session = Session::start("sh", &["-c", &script], SIZE);
    session.wait_for(&["code "]);
    session
}

#[cfg(debug_assertions)]
#[test]
fn promise_5_a_panic_of_the_event_loop_leaves_a_clean_terminal() {
    let mut session = with_a_defect_of("ui", "--speed max");
    session.assert_restored();
    let said = said_afterwards(&session);
    assert!(
        said.contains("panicked") && said.contains("a rehearsal"),
        "{said}"
    );
    assert!(!said.contains('\x1b'), "{said:?}");
    assert_eq!(session.exit_code(), 70);
}

#[cfg(debug_assertions)]
#[test]
fn promise_6_a_panic_of_the_worker_is_told_and_nothing_draws_over_it() {
    for arguments in ["--speed max", "--paused", ""] {
        let mut session = with_a_defect_of("worker", arguments);
        session.assert_restored();
        let said = said_afterwards(&session);
        assert!(
            said.starts_with("error: the training thread failed"),
            "{said:?}"
        );
        assert!(
            said.contains("a rehearsal") && !said.contains('\x1b'),
            "{said:?}"
        );
        assert_eq!(session.exit_code(), 70);
    }
}
