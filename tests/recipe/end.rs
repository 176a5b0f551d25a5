//! The command of a run that is not over: what lies ahead, and where it stands.

use crossterm::event::KeyCode;
use sgdscope::session::snapshot::Phase;

use crate::keyboard::Session;
use crate::{changed, played, shared};

/// Regression test: the command left out the planned changes that were still ahead.
#[test]
fn changes_that_lie_ahead_are_in_the_command_and_in_the_one_at_the_end() {
    let session = played(
        &["--at=1000:alpha=0.1", "--at=3:batch-size=16"],
        |session| {
            session.advance(10);
        },
    );
    let options = ["--at=3:batch-size=16", "--at=1000:alpha=0.1"];
    assert_eq!(changed(&session), options);
    let whole = session.app.command_of_whole_run().expect("few changes");
    assert_eq!(whole, format!("sgdscope {}", options.join(" ")));
}

/// Regression test: the command did not say at which update the run stood.
#[test]
fn the_command_says_where_a_run_stands_that_is_not_over() {
    let option = |session: &Session| shared(session).pop().filter(|word| word.contains("until"));
    let mut session = Session::open(&[]);
    session.confirm();
    assert_eq!(option(&session), None, "it has not begun");
    session.press(KeyCode::Char(' '));
    session.advance(51);
    assert_eq!(option(&session).as_deref(), Some("--until=51"));
    session.advance(10_000);
    assert_eq!(option(&session), None, "it is finished");
    let mut diverged = Session::open(&["--alpha=1e308".to_owned()]);
    diverged.press(KeyCode::Char(' '));
    diverged.advance(100);
    assert_eq!(diverged.engine.phase(), Phase::Diverged);
    assert_eq!(option(&diverged), None, "it comes to its end by itself");
}

#[test]
fn a_live_run_pauses_where_it_is_to_end_and_goes_on_when_it_is_told() {
    let mut session = Session::open(&["--until=51".to_owned()]);
    session.confirm();
    assert_eq!(shared(&session), ["--until=51"], "it has not begun");
    session.press(KeyCode::Char(' '));
    assert_eq!(session.engine.advance(1000), 51);
    session.confirm();
    assert_eq!(session.engine.phase(), Phase::Paused);
    assert_eq!(session.engine.advance(1000), 0);
    session.press(KeyCode::Char('s'));
    assert_eq!(session.engine.advance(1000), 1);
    session.press(KeyCode::Char(' '));
    assert_eq!(session.engine.advance(10_000), 1300 - 52);
    assert_eq!(session.engine.phase(), Phase::Finished);
}

/// A setting that is changed and changed back leaves no trace, and a run that has diverged diverges again.
#[test]
fn a_run_that_diverged_comes_to_its_own_end_unless_a_setting_has_another_value_since() {
    let option = |session: &Session| shared(session).pop().filter(|word| word.contains("until"));
    let options = ["--init-seed=0", "--alpha=1e308", "--optimizer=momentum"].map(str::to_owned);
    let mut session = Session::open(&options);
    session.press(KeyCode::Char(' '));
    session.advance(100);
    assert_eq!(session.engine.phase(), Phase::Diverged);
    let updates = session.engine.trainer().updates();
    session.press(KeyCode::Char('['));
    session.confirm();
    assert_eq!(option(&session), Some(format!("--until={updates}")));
    session.press(KeyCode::Char(']'));
    session.confirm();
    assert_eq!(option(&session), None);
}
