//! Tests the why view in a terminal: each key that looks for reasons does what it says.

use crate::session::Session;

#[test]
fn the_keys_of_the_why_view_do_what_they_say() {
    let mut session = Session::sgdscope(&[
        "--paused",
        "--noise",
        "5",
        "--init=0,1,-1",
        "--alpha",
        "0.1",
    ]);
    session.wait_for(&["PAUSED", "Training Loss"]);
    session.press("V");
    session.wait_for(&[
        "mini-batch 1/13 · 32 lit",
        "Loss over W1, W2",
        "edge 2.03",
        "update 0",
    ]);
    session.press("s");
    session.wait_for(&["mini-batch 2/13", "update 1"]);
    session.press("a");
    session.wait_for(&["Loss over W0, W1"]);
    session.press("O");
    session.wait_for(&["best W2"]);
    session.press("c");
    session.wait_for(&["enter set W", "loss"]);
    session.press("\r");
    session.wait_for(&["W is set"]);
    session.press("C");
    session.press("V");
    session.wait_for(&["Loss of all points"]);
    session.press("X");
    session.wait_for(&["Update #"]);
    session.press("q");
    session.wait_until("end of the screen", || !session.is_alternate());
    assert_eq!(session.exit_code(), 0);
    let command = session.text();
    assert!(
        command.contains("--at"),
        "the weights that were set are in the command: {command}"
    );
}
