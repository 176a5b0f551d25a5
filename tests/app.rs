//! Tests what keys do to the state of the screen, and which commands the engine receives.

#[path = "support/stage.rs"]
mod stage;

use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use sgdscope::app::effect::{Effect, End};
use sgdscope::app::view::Overlay;
use sgdscope::app::{App, Message};
use sgdscope::learning::data::DataSettings;
use sgdscope::learning::model::features::Features;
use sgdscope::learning::model::inputs::Inputs;
use sgdscope::learning::model::start::StartKind;
use sgdscope::session::change::Value;
use sgdscope::session::command::Command;
use sgdscope::session::engine::Engine;
use sgdscope::session::lane::Address;
use sgdscope::session::settings::{
    ALPHA, AXIS, BATCH_SIZE, EPOCHS, FAMILY, FEATURES, LOSS, OPTIMIZER, SHADING, SHUFFLE, SPEED,
    STANDARDIZE, START, Scale, Setting, Settings, TABLE, TRAIN_SHARE,
};
use sgdscope::session::snapshot::Phase;
use sgdscope::session::worker::Report;
use sgdscope::studio::stage::Stage;
use stage::{Keyboard, open};

fn engine() -> Engine {
    Engine::new(
        Arc::new(DataSettings::default().draw(None, &|_| ()).unwrap()),
        Settings::default(),
        false,
    )
}

/// Applies the commands of the app to the engine. Panics at any other effect.
fn obey(engine: &mut Engine, effects: Vec<Effect>) {
    for effect in effects {
        match effect {
            Effect::Command(command) => engine.apply(command),
            other => panic!("{other:?}"),
        }
    }
}

fn key(character: char) -> Message {
    Message::Key(KeyEvent::new(KeyCode::Char(character), KeyModifiers::NONE))
}

fn report(engine: &Engine) -> Message {
    Message::Worker(Report::Snapshot(Box::new(engine.snapshot())))
}

fn notice(stage: &Stage) -> &str {
    stage
        .app()
        .notice()
        .map_or("", |notice| notice.text.as_str())
}

/// Returns the value of a setting as the panel shows it.
fn shown(stage: &Stage, setting: &Setting) -> String {
    setting.shown(&stage.app().requested().settings)
}

/// Returns the shown values of the settings that the tutorial's run has.
fn shown_of_the_tutorial(stage: &Stage) -> [String; 6] {
    [&ALPHA, &BATCH_SIZE, &EPOCHS, &SPEED, &START, &SHUFFLE].map(|row| shown(stage, row))
}

#[test]
fn every_row_can_be_selected_and_changed() {
    let mut stage = open("sgdscope --paused", (80, 24));
    let all = |stage: &Stage| TABLE.map(|setting| shown(stage, setting));
    let before = all(&stage);
    let tutorial = ["0.01", "32", "100", "50", "uniform #445", "off"];
    assert_eq!(shown_of_the_tutorial(&stage), tutorial);
    for _ in 0..TABLE.len() {
        stage.key('k');
    }
    let mut seen = Vec::new();
    for _ in 0..TABLE.len() {
        let selected = stage.app().view().selected;
        if seen.contains(&selected) {
            continue;
        }
        seen.push(selected);
        let value = shown(&stage, selected);
        let is_at_its_end = selected == &TRAIN_SHARE;
        stage.key(if is_at_its_end { 'h' } else { 'l' });
        assert_ne!(shown(&stage, selected), value, "{selected:?}");
        assert_eq!(stage.app().view().selected, selected);
        stage.key('j');
    }
    // Rows that appeared because of a change have been selected too.
    assert_eq!(seen, stage.app().listed_settings());
    assert!(seen.len() >= 30, "{seen:?}");
    assert_eq!(Some(&stage.app().view().selected), TABLE.last());
    assert_eq!(
        shown_of_the_tutorial(&stage),
        ["0.02", "64", "200", "100", "normal #446", "on"]
    );
    for _ in 0..TABLE.len() {
        let selected = stage.app().view().selected;
        if seen.pop() == Some(selected) {
            let was_at_its_end = selected == &TRAIN_SHARE;
            stage.key(if was_at_its_end { 'l' } else { 'h' });
        }
        stage.key('k');
    }
    assert_eq!(all(&stage), before);
}

#[test]
fn keys_of_their_own_change_and_select_a_setting() {
    let mut stage = open("sgdscope --paused", (80, 24));
    for (keys, setting, value) in [
        ("+", &ALPHA, "0.02"),
        ("--", &ALPHA, "0.005"),
        ("]", &BATCH_SIZE, "64"),
        ("[[", &BATCH_SIZE, "16"),
        (">", &SPEED, "100"),
        ("<<", &SPEED, "20"),
        ("i", &START, "normal #445"),
        ("d", &FAMILY, "moons"),
        ("DD", &FAMILY, "scales"),
        ("o", &OPTIMIZER, "momentum"),
        ("z", &STANDARDIZE, "on"),
        ("5", &FEATURES, "x1,x2,x1x2"),
        ("1", &FEATURES, "x2,x1x2"),
    ] {
        keys.chars().for_each(|key| stage.key(key));
        assert_eq!(shown(&stage, setting), value, "{keys}");
        assert_eq!(stage.app().view().selected, setting, "{keys}");
    }
    // These settings can be seen in the plots, so their keys do not move the selection in the panel.
    for (key, setting, value) in [
        ('u', &LOSS, "mse"),
        ('x', &AXIS, "log"),
        ('v', &SHADING, "two"),
    ] {
        stage.key(key);
        assert_eq!(shown(&stage, setting), value, "{key}");
        assert_eq!(stage.app().view().selected, &FEATURES, "{key}");
    }
}

#[test]
fn requested_and_confirmed_differ_until_the_engine_answers() {
    let mut engine = engine();
    let mut app = App::new(engine.snapshot(), 0, Vec::new());
    let effects = app.update(key('+'));
    assert!(!app.is_settled());
    assert_ne!(app.requested().settings, app.lane().settings);
    obey(&mut engine, effects);
    app.update(report(&engine));
    assert!(app.is_settled());
    assert_eq!(ALPHA.text(&app.lane().settings), "0.02");
}

#[test]
fn nothing_of_a_run_that_was_reset_is_shown_afterwards() {
    let mut engine = engine();
    engine.apply(Command::StepEpoch);
    engine.advance(u64::MAX);
    let mut app = App::new(engine.snapshot(), 0, Vec::new());
    engine.apply(Command::StepEpoch);
    engine.advance(u64::MAX);
    let stale = report(&engine);
    let effects = app.update(key('r'));
    assert_eq!(effects, [Effect::Command(Command::Reset)]);
    app.update(stale);
    assert_eq!(app.lane().progress.epochs, 1);
    engine.apply(Command::Reset);
    app.update(report(&engine));
    assert_eq!(app.lane().progress.epochs, 0);
}

#[test]
fn a_new_start_is_another_seed_and_tells_it() {
    let mut stage = open("sgdscope --paused --init=0,-1,-1", (80, 24));
    let mut seen = Vec::new();
    for _ in 0..5 {
        stage.key('n');
        let start = stage.app().requested().settings.setup.start.clone();
        assert_eq!(start.kind, StartKind::Uniform);
        assert!(notice(&stage).ends_with(&format!("uniform #{}", start.seed)));
        assert_eq!(
            stage.app().lane().parameters,
            start.weights(&Inputs::plain(Features::LINEAR))
        );
        seen.push(start.seed);
    }
    seen.dedup();
    assert_eq!(seen.len(), 5);
    stage.key('i');
    stage.key('n');
    assert_eq!(
        stage.app().requested().settings.setup.start.kind,
        StartKind::Normal
    );
}

#[test]
fn a_new_start_is_never_the_same_start() {
    let mut engine = engine();
    let mut app = App::new(engine.snapshot(), 0, Vec::new());
    let mut seed = app.requested().settings.setup.start.seed;
    for _ in 0..30_000 {
        let effects = app.update(key('n'));
        obey(&mut engine, effects);
        app.update(report(&engine));
        let fresh = app.requested().settings.setup.start.seed;
        assert!(fresh != seed && fresh < 10_000);
        seed = fresh;
    }
}

#[test]
fn the_start_that_was_given_comes_round_again() {
    let mut stage = open("sgdscope --paused --init=0,-1,-1", (80, 24));
    let mut kinds = Vec::new();
    for _ in 0..4 {
        stage.key('i');
        kinds.push(shown(&stage, &START));
    }
    assert_eq!(kinds, ["uniform #445", "normal #445", "zeros", "0,-1,-1"]);
    assert_eq!(stage.app().lane().parameters[..], [0.0, -1.0, -1.0]);
}

#[test]
fn space_runs_and_pauses_and_stops_a_long_step() {
    let mut stage = open("sgdscope --paused --speed 100", (80, 24));
    stage.key(' ');
    stage.pass(Duration::from_millis(500));
    assert_eq!(stage.app().confirmed().phase, Phase::Running);
    stage.key(' ');
    assert_eq!(stage.app().confirmed().phase, Phase::Paused);
    let updates = stage.app().lane().progress.updates;
    assert!((45..=52).contains(&updates), "{updates}");

    let mut engine = Engine::new(
        Arc::new(DataSettings::default().draw(None, &|_| ()).unwrap()),
        Settings::default(),
        false,
    );
    engine.apply(Command::StepEpoch);
    engine.advance(3);
    let mut app = App::new(engine.snapshot(), 0, Vec::new());
    let effects = app.update(key(' '));
    assert_eq!(effects, [Effect::Command(Command::Pause)]);
}

#[test]
fn a_finished_run_says_how_to_go_on_and_goes_on_with_more_epochs() {
    let mut stage = open("sgdscope --speed max --epochs 10", (80, 24));
    stage.pass(Duration::from_secs(1));
    assert_eq!(stage.app().confirmed().phase, Phase::Finished);
    for key in [' ', 's', 'e'] {
        stage.key(key);
        assert_eq!(
            notice(&stage),
            "finished: r resets, more epochs go on",
            "{key}"
        );
        assert!(stage.app().notice().unwrap().is_refusal());
        stage.pass(Duration::from_secs(3));
        stage.key('x');
        assert_eq!(stage.app().notice(), None);
    }
    // Go to the first row, whichever row is selected.
    for _ in 0..TABLE.len() {
        stage.key('k');
    }
    while stage.app().view().selected != &EPOCHS {
        stage.key('j');
    }
    stage.key('l');
    stage.pass(Duration::from_secs(1));
    assert_eq!(stage.app().lane().progress.epochs, 20);
    stage.key('r');
    stage.pass(Duration::from_secs(1));
    assert_eq!(
        (
            stage.app().lane().progress.epochs,
            stage.app().confirmed().control.run
        ),
        (20, 1)
    );
}

#[test]
fn a_diverged_run_is_mended_by_a_lower_alpha_and_a_reset() {
    let mut stage = open("sgdscope --alpha 1e308", (80, 24));
    stage.pass(Duration::from_secs(2));
    assert_eq!(stage.app().confirmed().phase, Phase::Diverged);
    stage.key(' ');
    assert!(notice(&stage).starts_with("diverged: lower alpha"));
    for key in ['-', '-', 'r'] {
        stage.key(key);
    }
    stage.pass(Duration::from_secs(2));
    assert_eq!(stage.app().confirmed().phase, Phase::Running);
}

#[test]
fn a_start_as_large_as_numbers_go_runs_and_has_finite_losses() {
    let mut stage = open("sgdscope --init=1e308,-1e308,1e308 --noise 9", (100, 30));
    stage.pass(Duration::from_secs(1));
    assert_eq!(stage.app().confirmed().phase, Phase::Running);
    assert!(stage.text().contains("1e308,-1e308,1e308"));
    let losses = stage.app().lane().losses;
    let measured = [losses.epoch, losses.batch].map(|losses| losses.expect("it was measured"));
    for losses in measured {
        assert!(losses.sum.is_finite() && losses.squared.is_finite());
        assert!(losses.cross_entropy.is_some_and(f64::is_finite));
    }
}

#[test]
fn a_first_step_that_overflows_is_blamed_on_alpha() {
    let mut stage = open("sgdscope --alpha 1e308 --init=0,-1,-1", (100, 30));
    stage.pass(Duration::from_secs(1));
    assert_eq!(stage.app().confirmed().phase, Phase::Diverged);
    stage.key(' ');
    assert_eq!(notice(&stage), "diverged: lower alpha (-), press r");
}

#[test]
fn what_starts_a_new_run_says_so() {
    let mut stage = open("sgdscope --speed 1000", (80, 24));
    stage.pass(Duration::from_millis(500));
    for key in ['i', 'l', 'n'] {
        stage.key(key);
        assert!(notice(&stage).starts_with("new run: start "), "{key}");
    }
    stage.key(']');
    assert!(notice(&stage).contains("sum over the batch"));
    assert!(!stage.app().notice().unwrap().is_refusal());
}

#[test]
fn the_ends_of_a_grid_are_told() {
    let mut stage = open("sgdscope --paused --alpha 100 --batch-size all", (80, 24));
    stage.key('+');
    assert_eq!(notice(&stage), "alpha 100: largest by key");
    stage.key(']');
    assert_eq!(notice(&stage), "batch size all: largest by key");
    assert!(stage.app().is_settled());
}

#[test]
fn a_setting_of_the_view_is_kept_by_the_engine_and_changes_nothing_else() {
    let mut app = App::new(engine().snapshot(), 0, Vec::new());
    assert_eq!(app.update(key('?')), []);
    let before = app.requested().settings.clone();
    let effects = app.update(key('x'));
    let axis = Value::of_setting(&AXIS, "log").unwrap();
    let change = Command::Change(Address::All, axis);
    assert_eq!(effects, [Effect::Command(change)]);
    let after = app.requested().settings.clone();
    assert_eq!((after.setup, after.speed), (before.setup, before.speed));
    assert_eq!(after.view.scale, Scale::Log);
    assert_eq!(app.view().overlay, Overlay::Help);
    app.update(Message::Key(KeyEvent::from(KeyCode::Esc)));
    assert_eq!(app.view().overlay, Overlay::None);
    let shown = app.revision();
    app.update(key('~'));
    assert_eq!(
        app.revision(),
        shown,
        "a key without a meaning draws nothing"
    );
}

#[test]
fn q_and_ctrl_c_quit_and_a_dead_thread_ends_it() {
    for event in [
        KeyEvent::from(KeyCode::Char('q')),
        KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL),
    ] {
        let mut app = App::new(engine().snapshot(), 0, Vec::new());
        let effects = app.update(Message::Key(event));
        assert_eq!(effects, [Effect::End(End::Quit)]);
    }
    let mut app = App::new(engine().snapshot(), 0, Vec::new());
    let effects = app.update(Message::InputEnded("it is gone".to_owned()));
    let end = End::InputEnded("it is gone".to_owned());
    assert_eq!(effects, [Effect::End(end)]);
    let failed = Report::Failed("out of luck".to_owned());
    let effects = app.update(Message::Worker(failed));
    let end = End::WorkerFailed("out of luck".to_owned());
    assert_eq!(effects, [Effect::End(end)]);
}
