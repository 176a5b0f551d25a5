//! Tests the command that repeats a run: it gives the same bits, whatever was done to the run.

mod end;
#[path = "../support/keyboard.rs"]
mod keyboard;
#[path = "../support/proptests.rs"]
mod proptests;

use crossterm::event::KeyCode;
use proptest::prelude::*;
use proptests::cases;
use sgdscope::learning::train::trainer::Budget;
use sgdscope::session::command::Command;
use sgdscope::session::engine::Engine;
use sgdscope::session::recipe::Recipe;
use sgdscope::session::run::Run;
use sgdscope::session::settings::{Setting, Settings};
use sgdscope::session::snapshot::Phase;
use std::sync::Arc;

use keyboard::{Event, Session, events, options, state, train};

/// Returns the options of the command that repeats the session's run.
fn shared(session: &Session) -> Vec<String> {
    let command = session.app.command().expect("few changes");
    let mut words = shlex::split(&command).expect("a command of a shell");
    assert_eq!(words.remove(0), "sgdscope");
    words
}

/// Returns the options of the command without the last option, `--until`, which must name the update at
/// which the session stands.
fn changed(session: &Session) -> Vec<String> {
    let mut words = shared(session);
    let until = format!("--until={}", session.app.lane().progress.updates);
    words.pop_if(|word| *word == until);
    assert!(
        !words.iter().any(|word| word.starts_with("--until")),
        "{words:?}"
    );
    words
}

/// Trains until the run has made `updates` updates.
fn advance_to(run: &mut Run, updates: u64) {
    while run.trainer().updates() < updates && run.stop().is_none() {
        assert!(!run.has_reached_end(), "it ends too early");
        let left = updates - run.trainer().updates();
        run.advance(Budget::of_updates(left))
            .expect("the run that is repeated got there");
    }
}

/// Checks that the command repeats the session up to its present update, without a screen and live, and
/// that both repetitions then go on as the session does.
fn is_repeated(session: &mut Session) {
    session.confirm();
    let options = shared(session);
    let here = state(session.engine.trainer());
    let mut repeated = train(&options);
    advance_to(&mut repeated, here.1);
    assert_eq!(state(repeated.trainer()), here, "{options:?}");
    // A run that has diverged is at its end, unless a setting was changed afterwards.
    if session.engine.phase() != Phase::Diverged {
        let is_under_way = here.1 > 0 && repeated.stop().is_none();
        assert_eq!(repeated.has_reached_end(), is_under_way, "{options:?}");
    }
    repeated.forget_end();

    let mut live = Session::open(&options);
    live.engine.apply(Command::Run);
    while live.engine.trainer().updates() < here.1 {
        assert!(live.engine.advance(5) > 0, "{options:?}");
    }
    assert_eq!(state(live.engine.trainer()), here, "live {options:?}");

    if session.engine.phase() != Phase::Diverged {
        go_on(&mut session.engine, &mut repeated, &mut live.engine);
    }
}

/// Checks that the runs also agree in what is not visible: all of them go on alike.
fn go_on(told: &mut Engine, repeated: &mut Run, live: &mut Engine) {
    told.apply(Command::Run);
    let end = told.trainer().updates() + 150;
    told.advance(150);
    let end = end.min(told.trainer().updates());
    advance_to(repeated, end);
    live.apply(Command::Run);
    live.advance(end - live.trainer().updates());
    assert_eq!(state(repeated.trainer()), state(told.trainer()), "further");
    assert_eq!(
        state(live.trainer()),
        state(told.trainer()),
        "further, live"
    );
}

proptest! {
    #![proptest_config(cases(600, "tests/proptest-regressions/recipe.txt"))]

    #[test]
    fn the_command_repeats_a_session_to_the_bit(options in options(), events in events()) {
        let mut session = Session::open(&options);
        for event in &events {
            session.play(event);
        }
        is_repeated(&mut session);
    }

    #[test]
    fn the_command_repeats_a_session_that_began_with_the_tutorials_settings(events in events()) {
        let mut session = Session::open(&[]);
        for event in &events {
            session.play(event);
        }
        is_repeated(&mut session);
    }
}

/// Returns a session with these options that was started and then played by `play`.
fn played(options: &[&str], play: impl FnOnce(&mut Session)) -> Session {
    let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
    let mut session = Session::open(&options);
    session.press(KeyCode::Char(' '));
    play(&mut session);
    is_repeated(&mut session);
    session
}

fn press(session: &mut Session, keys: &str) {
    for key in keys.chars() {
        session.press(match key {
            '\n' => KeyCode::Enter,
            '^' => KeyCode::Up,
            'v' => KeyCode::Down,
            '!' => KeyCode::Esc,
            key => KeyCode::Char(key),
        });
    }
    session.confirm();
}

fn row(flag: &str) -> &'static Setting {
    Settings::find(flag).unwrap()
}

#[test]
fn an_optimizer_that_is_chosen_again_before_it_was_left_keeps_its_memory() {
    let session = played(&["--optimizer=momentum"], |session| {
        session.advance(5);
        press(session, "oooooo");
    });
    assert_eq!(changed(&session), ["--optimizer=momentum"]);
    played(&["--optimizer=adam"], |session| {
        session.advance(5);
        press(session, "o");
        session.advance(1);
        press(session, "ooooo");
    });
}

#[test]
fn the_rest_of_an_epoch_may_be_shuffled_again_and_again() {
    let session = played(&["--shuffle", "--batch-size=16"], |session| {
        session.advance(3);
        session.adjust(row("shuffle"), true);
        session.adjust(row("shuffle"), true);
    });
    let at = |value: &str| format!("--at=3:shuffle={value}");
    assert_eq!(changed(&session)[2..], [at("off"), at("on")]);
}

#[test]
fn weights_of_standardised_features_are_put_in_as_they_were_shown() {
    for updates in 1..15 {
        played(&["--standardize", "--batch-size=10"], |session| {
            session.advance(updates);
            // The bias is nudged, and then its old value is typed in again.
            let bias = session.confirm().first().parameters[0];
            press(session, &format!("m^{bias}\n!"));
            let options = changed(session);
            assert!(options.iter().any(|word| word.contains(":W0=")));
        });
    }
    let session = played(&["--standardize", "--batch-size=10"], |session| {
        session.advance(7);
        press(session, "m1.25\n1.5\n\n");
    });
    let options = changed(&session);
    assert_eq!(options[2], "--at=7:W0=1.5");
}

#[test]
fn weights_that_were_given_fit_the_features_that_are_chosen_later() {
    for (keys, init) in [("5", "--init=1,2,3,0"), ("2", "--init=1,2")] {
        let session = played(&["--init=1,2,3"], |session| {
            press(session, keys);
            session.advance(9);
        });
        assert!(changed(&session).contains(&init.to_owned()), "{keys}");
    }
}

#[test]
fn what_is_changed_before_the_first_update_is_so_from_the_start() {
    let session = played(&[], |session| {
        press(session, "+]o");
        session.adjust(row("shuffle"), true);
        press(session, "m2\n!");
    });
    let options = changed(&session);
    let [alpha, batch, shuffle, optimizer, weights] = &options[..] else {
        panic!("{options:?}");
    };
    assert_eq!(
        [alpha, batch, shuffle, optimizer],
        [
            "--alpha=0.02",
            "--batch-size=64",
            "--shuffle",
            "--optimizer=momentum"
        ]
    );
    assert_eq!(weights, "--at=0:W0=2");
}

#[test]
fn a_batch_of_which_a_part_has_been_seen_begins_anew_after_a_change() {
    for flag in ["alpha", "batch-size", "shuffle", "optimizer"] {
        played(&["--shuffle", "--batch-size=100"], |session| {
            session.advance(1);
            session.play(&Event::Advance(1, 16));
            assert_eq!(session.engine.trainer().updates(), 1);
            session.adjust(row(flag), false);
            session.confirm();
        });
    }
}

#[test]
fn a_run_that_was_finished_goes_on_with_more_epochs() {
    let session = played(&["--epochs=5"], |session| {
        session.advance(1000);
        assert_eq!(session.engine.phase(), Phase::Finished);
        session.adjust(row("epochs"), true);
        session.advance(10);
    });
    let options = ["--epochs=5", "--at=65:epochs=10"];
    assert_eq!(changed(&session), options);
}

#[test]
fn what_stops_a_run_in_the_middle_of_an_epoch_stops_it_there_again() {
    for (flag, up) in [("target-loss", true), ("epochs", false)] {
        let session = played(&["--alpha=1"], |session| {
            session.advance(30 * 13 + 4);
            for _ in 0..16 {
                session.adjust(row(flag), up);
            }
            session.confirm();
        });
        assert_eq!(session.engine.phase(), Phase::Finished, "{flag}");
        assert_eq!(session.engine.trainer().updates(), 30 * 13 + 4, "{flag}");
    }
}

#[test]
fn more_patience_and_a_lower_target_go_on() {
    for (option, flag, up) in [
        ("--patience=1", "patience", true),
        ("--target-loss=4", "target-loss", false),
    ] {
        let session = played(&["--alpha=5", "--noise=6", option], |session| {
            session.advance(100 * 13);
            let stopped = session.engine.trainer().updates();
            assert!(stopped < 100 * 13, "{flag}");
            press(session, "m^!");
            assert_eq!(session.engine.phase(), Phase::Finished);
            for _ in 0..16 {
                session.adjust(row(flag), up);
            }
            press(session, " ");
            session.advance(4);
            assert_eq!(session.engine.trainer().updates(), stopped + 4, "{flag}");
        });
        assert_eq!(changed(&session).len(), 5, "{flag}");
    }
}

#[test]
fn after_divergence_other_weights_go_on() {
    for options in [
        &[
            "--alpha=1e308",
            "--noise=9",
            "--batch-size=all",
            "--shuffle",
        ][..],
        &[
            "--alpha=1e308",
            "--noise=9",
            "--features=x1,x1x2",
            "--optimizer=momentum",
        ],
    ] {
        let session = played(options, |session| {
            session.advance(1000);
            assert_eq!(session.engine.phase(), Phase::Diverged);
            session.adjust(row("alpha"), false);
            session.adjust(row("shuffle"), true);
            press(session, "o");
            press(session, "m1\n!");
            assert_ne!(session.engine.phase(), Phase::Diverged);
            press(session, " ");
            session.advance(20);
        });
        assert!(changed(&session).iter().any(|word| word.contains(":W0=1")));
    }
}

#[test]
fn a_run_with_too_many_changes_has_no_command() {
    let mut session = Session::open(&["--epochs=100000".to_owned()]);
    session.press(KeyCode::Char(' '));
    for _ in 0..3000 {
        press(&mut session, "+");
        session.advance(1);
        press(&mut session, "-");
        session.advance(1);
    }
    assert_eq!(session.app.command(), None);
    press(&mut session, "r");
    assert!(session.app.command().is_some());
}

#[test]
fn a_shell_takes_each_option_for_one_word_as_it_was() {
    let mut settings = Settings::default();
    settings.setup.data.source = "file".parse().unwrap();
    row("features").set(&mut settings, "x1^2,x2^2").unwrap();
    let table = [
        "--data=it's a \u{1b}[2J \"file\"\\\n.csv",
        "--positive=$(echo no) `echo no` !! * ~ # ü 数",
        "--x=a=b",
        "--y=-1",
        "--label=\u{202e}'",
    ]
    .map(str::to_owned);
    let recipe = Recipe {
        began: Arc::new(settings),
        changes: Arc::default(),
        until: None,
        stands_at: None,
    };
    let command = recipe.command(&table).unwrap();
    assert!(!command.contains(char::is_control), "{command:?}");
    let words = command.strip_prefix("sgdscope ").unwrap();
    let output = std::process::Command::new("bash")
        .args(["-c", &format!("printf '%s\\0' {words}")])
        .env("LC_ALL", "C.UTF-8")
        .output()
        .expect("bash; install it");
    let read = String::from_utf8(output.stdout).unwrap();
    let read: Vec<&str> = read.split_terminator('\0').collect();
    assert_eq!(read[..5], table);
    assert_eq!(read[5..], ["--features=x1^2,x2^2"]);
}
