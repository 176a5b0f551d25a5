//! Tests keys that come during training: no key undoes what was planned, learned or asked for in the
//! meantime.

#[path = "support/keyboard.rs"]
#[expect(dead_code, reason = "these sessions are played by hand")]
mod keyboard;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use sgdscope::app::cursor::Cursor;
use sgdscope::app::effect::Effect;
use sgdscope::app::scene::{Scene, Showing};
use sgdscope::app::{App, Message};
use sgdscope::learning::data::Family;
use sgdscope::learning::registry::Registered;
use sgdscope::session::change::Value;
use sgdscope::session::command::Command;
use sgdscope::session::engine::Engine;
use sgdscope::session::lane::{Address, LaneId};
use sgdscope::session::settings::{ALPHA, BATCH_SIZE, EPOCHS, NOISE, Settings};
use sgdscope::session::snapshot::Phase;
use sgdscope::session::worker::Report;

use keyboard::Session;

fn open(options: &[&str]) -> Session {
    let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
    Session::open(&options)
}

fn press(session: &mut Session, keys: &str) {
    for key in keys.chars() {
        session.press(KeyCode::Char(key));
    }
}

fn texts(session: &Session) -> Vec<String> {
    let snapshot = session.engine.snapshot();
    let changes = snapshot.first().recipe.changes.made().iter();
    changes.map(ToString::to_string).collect()
}

/// Regression test: a nudge of the bias reset all weights to those of the last frame.
#[test]
fn a_nudge_moves_one_weight_and_leaves_the_others_where_training_has_taken_them() {
    for options in [
        &["--noise=5", "--alpha=1"][..],
        &["--noise=5", "--standardize"],
    ] {
        let mut session = open(options);
        press(&mut session, " ");
        session.advance(10);
        let shown = session.app.weights();
        // The training is now far ahead of the last frame.
        session.engine.advance(500);
        let learned = session.engine.trainer().parameters();
        assert_ne!(learned, shown);
        press(&mut session, "m");
        session.press(KeyCode::Up);
        let weights = session.engine.trainer().parameters();
        assert!((weights[0] - shown[0] - 0.1 * shown[0].abs().max(1.0)).abs() < 1e-3);
        assert_eq!(weights[1..], learned[1..], "{options:?}");
        session.confirm();
        assert_eq!(session.app.weights(), weights);
        assert_eq!(texts(&session), [format!("510:W0={}", weights[0])]);
    }
}

#[test]
fn weights_that_are_typed_one_after_another_before_they_are_confirmed_are_all_set() {
    let mut session = open(&["--standardize", "--features=x1,x2,x1x2"]);
    press(&mut session, " ");
    session.advance(20);
    let before = session.app.weights();
    press(&mut session, "m2");
    session.press(KeyCode::Right);
    press(&mut session, "-0");
    session.press(KeyCode::Right);
    session.press(KeyCode::Down);
    session.press(KeyCode::Down);
    let shown = session.app.weights();
    assert_eq!(shown[..2], [2.0, 0.0]);
    assert!(shown[2] < before[2] - 0.15);
    assert_eq!(session.engine.trainer().parameters(), shown);
    assert_eq!(texts(&session).len(), 3, "each weight once");
}

/// Regression test: the next key undid a planned change that was made between two frames.
#[test]
fn a_planned_change_that_is_made_between_two_pictures_is_not_undone_by_a_key() {
    let mut session = open(&["--at=5:batch-size=50"]);
    press(&mut session, " ");
    session.advance(1);
    session.engine.advance(6);
    press(&mut session, "+");
    assert_eq!(BATCH_SIZE.text(session.engine.settings()), "50");
    assert_eq!(texts(&session), ["5:batch-size=50", "7:alpha=0.02"]);
    session.confirm();
    assert!(session.app.is_settled());
    assert_eq!(BATCH_SIZE.text(&session.app.requested().settings), "50");
}

#[test]
fn a_planned_change_is_shown_while_another_one_waits_to_be_confirmed() {
    let mut session = open(&["--at=5:epochs=200"]);
    press(&mut session, " ");
    session.confirm();
    session.engine.advance(6);
    let snapshot = session.engine.snapshot();
    let key = KeyEvent::new(KeyCode::Char('+'), KeyModifiers::NONE);
    let effects = session.app.update(Message::Key(key));
    assert!(matches!(
        &effects[..],
        [Effect::Command(Command::Change(_, _))]
    ));
    session
        .app
        .update(Message::Worker(Report::Snapshot(Box::new(snapshot))));
    let requested = &session.app.requested().settings;
    assert_eq!(EPOCHS.text(requested), "200", "it is confirmed");
    assert_eq!(ALPHA.text(requested), "0.02", "it is still asked for");
    assert!(!session.app.is_settled());
}

#[test]
fn a_key_leaves_the_changes_that_are_planned_for_later() {
    let mut session = open(&["--at=50:alpha=1"]);
    press(&mut session, " ");
    session.advance(10);
    press(&mut session, "+");
    session.advance(30);
    assert_eq!(ALPHA.text(session.engine.settings()), "0.02");
    session.advance(10);
    assert_eq!(ALPHA.text(session.engine.settings()), "1");
    assert_eq!(texts(&session), ["10:alpha=0.02", "50:alpha=1"]);
}

/// Regression test: if two actions were asked for while the data were made, only the last was done, and the
/// first could never be asked for again.
#[test]
fn everything_that_is_asked_while_the_data_are_made_is_done() {
    let mut scene = Scene::new("making 400 points".to_owned(), 0, Vec::new());
    for key in ['w', 'y'] {
        let key = KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE);
        assert_eq!(scene.update(Message::Key(key)), []);
    }
    let engine = Engine::load(None, Settings::default(), true, &|_| ()).unwrap();
    let loaded = Report::Loaded(Box::new(engine.snapshot()));
    let effects = scene.update(Message::Worker(loaded));
    assert!(
        matches!(&effects[..], [Effect::Save(_), Effect::Copy(_)]),
        "{effects:?}"
    );
    scene.update(Message::Saved(Ok("sgdscope-run-1.jsonl".to_owned())));
    let mut snapshot = engine.snapshot();
    snapshot.lanes[0].progress.updates = 7;
    scene.update(Message::Worker(Report::Snapshot(Box::new(snapshot))));
    let write = KeyEvent::new(KeyCode::Char('w'), KeyModifiers::NONE);
    let effects = scene.update(Message::Key(write));
    assert!(matches!(&effects[..], [Effect::Save(_)]), "{effects:?}");
}

/// Regression test: a step that diverged kept its goal, so training went on unasked when weights were typed
/// in later.
#[test]
fn after_a_step_that_diverges_nothing_goes_on_by_itself() {
    for step in [Command::StepUpdate, Command::StepEpoch] {
        let mut session = open(&["--alpha=1e308", "--init=0,-1,-1"]);
        let engine = &mut session.engine;
        engine.apply(step.clone());
        engine.advance(100);
        assert_eq!(engine.phase(), Phase::Diverged);
        let weight = Value::parse("W0", "1").unwrap();
        engine.apply(Command::Change(Address::All, weight));
        assert_eq!(engine.phase(), Phase::Paused, "{step:?}");
        assert_eq!(engine.advance(100), 0, "{step:?}");
    }
}

#[test]
fn weights_of_a_model_that_is_gone_are_ignored() {
    let mut session = open(&["--features=x1,x2,x1x2"]);
    let last = session.engine.trainer().parameters().len() - 1;
    press(&mut session, "5m");
    for _ in 0..last {
        session.press(KeyCode::Right);
    }
    session.press(KeyCode::Up);
    assert_eq!(session.engine.trainer().parameters().len(), last);
    assert!(texts(&session).is_empty());
    session.confirm();
    session.press(KeyCode::Up);
    assert_eq!(
        texts(&session).len(),
        1,
        "the selection is within the model again"
    );
}

#[test]
fn another_family_has_its_own_noise_again() {
    let mut session = open(&["--noise=5"]);
    press(&mut session, "d");
    assert_eq!(NOISE.text(session.engine.settings()), "auto");
    assert_eq!(session.engine.snapshot().dataset.name(), "moons");
}

#[test]
fn the_noise_that_was_chosen_for_a_family_comes_back_with_it_and_the_notice_says_it() {
    let mut session = open(&["--noise=5"]);
    let noise = |session: &Session| NOISE.text(session.engine.settings());
    let said = |session: &Session| session.app.notice().unwrap().text.clone();
    press(&mut session, "d");
    assert!(
        said(&session).ends_with("; noise 0.1"),
        "{}",
        said(&session)
    );
    session.adjust(&NOISE, true);
    let of_moons = noise(&session);
    assert!(!["auto", "5"].contains(&of_moons.as_str()), "{of_moons}");
    press(&mut session, "D");
    assert_eq!(noise(&session), "5");
    assert!(said(&session).ends_with("; noise 5"), "{}", said(&session));
    press(&mut session, "d");
    assert_eq!(noise(&session), of_moons);
    // All the way round.
    press(&mut session, &"d".repeat(Family::all().len()));
    assert_eq!(noise(&session), of_moons);
    press(&mut session, "D");
    assert_eq!(noise(&session), "5");
}

#[test]
fn a_command_for_another_lane_changes_nothing_of_this_one() {
    let mut session = open(&[]);
    for (address, expected) in [
        (Address::Lane(LaneId::nth(1)), "0.01"),
        (Address::Lane(LaneId::FIRST), "0.5"),
    ] {
        let value = "0:alpha=0.5"
            .parse::<sgdscope::session::change::Change>()
            .unwrap()
            .value;
        session.engine.apply(Command::Change(address, value));
        assert_eq!(ALPHA.text(session.engine.settings()), expected);
    }
    assert_eq!(session.engine.snapshot().lane(LaneId::nth(1)), None);
}

/// Each message that may change the screen must raise the revision. Without that, no new frame is drawn.
#[test]
fn a_pointer_that_moves_raises_the_revision() {
    let engine = Engine::load(None, Settings::default(), false, &|_| ()).unwrap();
    let mut app = App::new(engine.snapshot(), 0, Vec::new());
    for up in [0.1, 0.2] {
        let before = app.revision();
        app.update(Message::Pointer(Cursor { across: 0.5, up }));
        assert!(app.revision() > before);
        assert_eq!(app.view().cursor, Some(Cursor { across: 0.5, up }));
    }
    let scene = Scene::new(String::new(), 0, Vec::new());
    assert!(matches!(scene.showing(), Showing::Loading(_)));
}

/// Tells the app of a session that the link stalls, passes its commands to the engine, and returns its
/// effects.
fn stalled(session: &mut Session) -> Vec<Effect> {
    let effects = session.app.update(Message::LinkStalled);
    for effect in &effects {
        if let Effect::Command(command) = effect {
            session.engine.apply(command.clone());
        }
    }
    session.confirm();
    effects
}

#[test]
fn a_stall_while_a_step_is_made_lets_the_step_end() {
    let mut session = open(&[]);
    press(&mut session, "e");
    session.engine.advance(3);
    session.confirm();
    assert_eq!(session.engine.phase(), Phase::Running);
    assert_eq!(stalled(&mut session), []);
    assert_eq!(session.engine.advance(u64::MAX), 10);
    session.confirm();
    assert_eq!(session.app.update(Message::LinkRecovered), []);
    assert_eq!(session.app.notice(), None);
}

#[test]
fn a_stall_after_the_end_of_a_run_asks_for_nothing() {
    let mut session = open(&["--epochs=2"]);
    press(&mut session, " ");
    session.advance(1000);
    assert_eq!(session.engine.phase(), Phase::Finished);
    assert_eq!(stalled(&mut session), []);
    assert_eq!(session.app.update(Message::LinkRecovered), []);
    assert_eq!(session.app.notice(), None);
    assert!(session.engine.control().running, "more epochs would go on");
}

#[test]
fn a_step_ends_where_a_change_finishes_the_run_and_does_not_go_on_later() {
    let mut session = open(&[]);
    let epochs = |text: &str| Value::of_setting(&EPOCHS, text).unwrap();
    let engine = &mut session.engine;
    engine.apply(Command::Run);
    engine.advance(30);
    engine.apply(Command::StepEpoch);
    engine.advance(3);
    engine.apply(Command::Change(Address::All, epochs("2")));
    assert_eq!(engine.phase(), Phase::Finished);
    engine.apply(Command::Change(Address::All, epochs("100")));
    assert_eq!(engine.phase(), Phase::Paused);
    assert_eq!(engine.advance(100), 0);
}
