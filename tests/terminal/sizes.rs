//! Tests promise 12: the window may have any size and may change its size any number of times.

use std::num::NonZeroU16;
use std::time::Duration;

use crate::session::{BINARY, RESTORED, SIZE, Session, eventually};

#[test]
fn promise_12_no_size_is_too_small_or_too_large() {
    let mut session = Session::sgdscope(&["--epochs", "1000000"]);
    session.wait_for(&["RUNNING", "quit"]);
    for size in [
        (1, 1),
        (1000, 500),
        (0, 0),
        (65535, 65535),
        (65535, 1),
        (1, 65535),
        (2, 2),
        (29, 9),
    ] {
        session.resize(size);
        // Gives the program up to a second to draw a frame of this size.
        let written = session.written();
        eventually(Duration::from_secs(1), || session.written() > written);
        assert!(!session.has_ended(), "{size:?}: {}", session.text());
        let memory = session.process().memory();
        assert!(memory < 300 << 20, "{size:?}: {memory} bytes");
    }
    session.resize(SIZE);
    session.wait_for(&["RUNNING", "Training Loss", "[Training]", "quit"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

#[test]
fn promise_12_it_starts_in_any_of_them() {
    for size in [(0, 0), (1, 1), (1000, 500), (65535, 65535)] {
        let mut session = Session::start(BINARY, &["--paused"], size);
        session.wait_until("picture", || session.pictures() > 0);
        session.press("q");
        assert_eq!(session.exit_code(), 0, "{size:?}");
        session.assert_restored();
    }
}

#[test]
fn promise_12_where_the_terminal_tells_no_size_the_environment_does() {
    for (variables, [columns, rows]) in [
        (["COLUMNS=40", "LINES=12"], [40, 12]),
        (["COLUMNS=100", "LINES="], [100, 24]),
        (["COLUMNS=-3", "LINES=0"], [80, 24]),
    ] {
        let arguments = [&variables[..], &[BINARY, "--paused"]].concat();
        let mut session = Session::start("env", &arguments, (0, 0));
        session.wait_until("picture", || session.pictures() > 0);
        session.press("q");
        assert_eq!(session.exit_code(), 0);
        let ample = NonZeroU16::new(200).unwrap();
        let mut screen = vt100::Parser::new(ample, ample, 0);
        let bytes = session.bytes();
        let end = bytes.windows(RESTORED.len()).position(|it| it == RESTORED);
        screen.process(&bytes[..end.unwrap()]);
        let lines: Vec<String> = screen.screen().rows(0, 200).collect();
        let widest = lines.iter().map(|line| line.trim_end().chars().count());
        assert_eq!(widest.max(), Some(columns), "{variables:?}");
        let last = lines.iter().rposition(|line| !line.trim().is_empty());
        assert_eq!(last, Some(rows - 1), "{variables:?}");
    }
}

#[test]
fn promise_12_after_two_thousand_changes_the_last_picture_is_right() {
    let fresh = Session::sgdscope(&["--paused"]);
    fresh.wait_for(&["PAUSED", "quit"]);
    let mut session = Session::sgdscope(&["--paused"]);
    session.wait_for(&["PAUSED", "quit"]);
    for change in 0..2000_u16 {
        session.resize((20 + change % 97, 5 + change % 31));
    }
    session.resize(SIZE);
    session.wait_until("picture of a fresh start", || {
        session.text() == fresh.text()
    });
    let memory = (fresh.process().memory(), session.process().memory());
    assert!(memory.1 < memory.0 + (4 << 20), "{memory:?}");
    session.press("q");
    assert_eq!(session.exit_code(), 0);
}

/// Between two frames a window may have been smaller for a moment and lost the text at its edge.
#[test]
fn promise_12_a_window_that_has_its_old_size_again_is_painted_anew() {
    let mut session = Session::sgdscope(&["--paused"]);
    session.wait_for(&["PAUSED", "quit", "[Training]"]);
    let whole = session.text();
    for _ in 0..30 {
        session.resize((10, 5));
        session.resize(SIZE);
        session.wait_until("whole picture", || session.text() == whole);
    }
    session.press("q");
    assert_eq!(session.exit_code(), 0);
}
