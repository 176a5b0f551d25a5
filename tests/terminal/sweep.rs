//! Tests the picture of a sweep: it is drawn in place, stays when the sweep is over, and can be interrupted.

use rustix::process::Signal;

use crate::session::{BINARY, SIZE, Session};

/// Starts a sweep whose last runs take longer than anybody waits.
fn endless() -> Session {
    let arguments = [
        "sweep",
        "--epochs",
        "3,4,5,1000000000",
        "--alpha",
        "0.01,0.1",
        "--init",
        "zeros",
    ];
    let session = Session::start(BINARY, &arguments, SIZE);
    session.wait_for(&["epochs", "6 of 8 runs", "lowest loss"]);
    session
}

#[test]
fn the_final_map_stays_on_the_screen() {
    let arguments = [
        "sweep",
        "--alpha",
        "0.01..1:5",
        "--batch-size",
        "8,all",
        "--init",
        "zeros",
    ];
    let mut session = Session::start(BINARY, &arguments, SIZE);
    assert_eq!(session.exit_code(), 0);
    let text = session.text();
    assert_eq!(text.matches("loss, a sum").count(), 1, "{text}");
    assert_eq!(text.matches("10 runs in ").count(), 1, "{text}");
    assert!(text.contains(" at alpha 1, batch size 8"), "{text}");
    assert!(!session.is_alternate());
    session.assert_restored();
}

#[test]
fn an_interrupt_keeps_the_runs_that_have_finished() {
    let mut session = endless();
    session.press("typed");
    session.press("\x03");
    assert_eq!(session.exit_code(), 130);
    let text = session.text();
    assert!(!text.contains("typed"), "{text}");
    assert!(text.contains("loss of each run; alpha across"), "{text}");
    assert!(text.contains("1000000000"), "{text}");
    session.assert_restored();
}

#[test]
fn a_signal_that_ends_it_restores_the_terminal() {
    let mut session = endless();
    session.process().signal(Signal::TERM);
    assert_eq!(session.exit_code(), 143);
    session.assert_restored();
}

#[test]
fn a_window_that_becomes_narrow_shows_one_map() {
    let mut session = endless();
    session.resize((50, 20));
    session.wait_until("one map", || {
        let text = session.text();
        text.matches("of 8 runs").count() == 1 && text.contains("lowest loss")
    });
    session.press("\x03");
    assert_eq!(session.exit_code(), 130);
}
