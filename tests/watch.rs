//! Tests the live screen beside a log that is watched: its lane, what follows it, and what is said.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use sgdscope::app::{App, Message};
use sgdscope::cli::{Cli, Task};
use sgdscope::input::training_log;
use sgdscope::session::check::ReferencePlan;
use sgdscope::session::command::Command;
use sgdscope::session::engine::Engine;
use sgdscope::session::snapshot::{Phase, Snapshot};
use sgdscope::session::watched::Watcher;
use sgdscope::session::worker::Report;
use sgdscope::studio::stage::Stage;
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};

/// Starts an engine beside a log without rows, with the options of the logs of `tests/check`.
fn begin() -> (Engine, Watcher) {
    let arguments = Cli::try_parse_from(["sgdscope", "watch", "log", "--init=0,-1,-1"]).unwrap();
    let Some(Task::Watch(arguments)) = arguments.task else {
        panic!("the arguments are those of watch");
    };
    let lanes = arguments.live.lanes().unwrap();
    let plan = lanes[0].clone();
    let mut engine = Engine::race(None, lanes, true, &|_| ()).unwrap();
    let dataset = Arc::clone(engine.trainer().dataset());
    let watcher = Watcher::new("my_run.jsonl".to_owned(), ReferencePlan { dataset, plan });
    engine.watch(Arc::new(watcher.view()));
    (engine, watcher)
}

/// Adds the first rows of a log of `tests/check`, and tells the engine.
fn add(engine: &mut Engine, watcher: &mut Watcher, log: &str, rows: std::ops::Range<usize>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/logs");
    let text = fs::read(folder.join(format!("{log}.jsonl"))).unwrap();
    let all = training_log::read(&text[..]).unwrap();
    all[rows].iter().for_each(|row| watcher.push(row));
    engine.watch(Arc::new(watcher.view()));
}

fn stage(log: &str, rows: usize, size: (u16, u16)) -> Stage {
    let (mut engine, mut watcher) = begin();
    add(&mut engine, &mut watcher, log, 0..rows);
    let theme = Theme::new(Background::Dark, ColorDepth::Indexed, Charset::Unicode);
    let mut stage = Stage::new(engine, Vec::new(), 0, theme, size);
    stage.pass(Duration::from_secs(1));
    stage
}

fn press(stage: &mut Stage, key: char) {
    stage.press(KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE));
    stage.pass(Duration::from_millis(100));
}

fn last_row(stage: &mut Stage) -> String {
    stage.text().lines().last().unwrap().trim().to_owned()
}

#[test]
fn a_log_stands_beside_the_reference() {
    for size in [(80, 24), (100, 30), (60, 20)] {
        let mut stage = stage("short_dropped", 24, size);
        insta::assert_snapshot!(format!("watch_{}x{}", size.0, size.1), stage.text());
    }
    let mut agreeing = stage("none", 24, (80, 24));
    assert!(
        agreeing.text().contains("yours agrees up to update 24"),
        "{}",
        agreeing.text()
    );
}

#[test]
fn the_lane_of_a_log_is_looked_at_and_not_changed() {
    let mut stage = stage("short_dropped", 24, (100, 30));
    press(&mut stage, 'L');
    insta::assert_snapshot!("watch_chosen", stage.text());
    for key in ['+', 'p', 'P', 'm'] {
        press(&mut stage, key);
        let said = last_row(&mut stage);
        assert!(said.contains("only looked at"), "{key}: {said}");
    }
    press(&mut stage, 'L');
    press(&mut stage, '+');
    assert!(stage.text().contains("▸ A"));
    assert!(!last_row(&mut stage).contains("only looked at"));
}

#[test]
fn a_log_without_weights_has_no_boundary_and_is_not_chosen() {
    let (mut engine, mut watcher) = begin();
    let rows = training_log::read(&b"epoch,loss\n1,30\n2,20\n"[..]).unwrap();
    for row in &rows {
        watcher.push(row);
    }
    engine.watch(Arc::new(watcher.view()));
    let theme = Theme::new(Background::Dark, ColorDepth::Indexed, Charset::Unicode);
    let mut stage = Stage::new(engine, Vec::new(), 0, theme, (80, 24));
    stage.pass(Duration::from_secs(1));
    press(&mut stage, 'L');
    insta::assert_snapshot!("watch_without_weights", stage.text());
}

#[test]
fn the_reference_follows_the_log_and_waits_for_it() {
    let (mut engine, mut watcher) = begin();
    assert!(!engine.has_work() && engine.phase() == Phase::Running);
    add(&mut engine, &mut watcher, "none", 0..5);
    assert!(engine.has_work() && engine.is_catching_up());
    engine.advance(0);
    assert_eq!(engine.trainer().updates(), 5);
    assert!(!engine.has_work() && engine.phase() == Phase::Running);
    // While it is paused, the log goes on alone.
    engine.apply(Command::Pause);
    add(&mut engine, &mut watcher, "none", 5..9);
    assert!(!engine.has_work());
    engine.apply(Command::Run);
    engine.advance(0);
    assert_eq!(engine.trainer().updates(), 9);
    // A step goes ahead of the log.
    engine.apply(Command::StepUpdate);
    engine.advance(1);
    assert_eq!(engine.trainer().updates(), 10);
    engine.apply(Command::Run);
    add(&mut engine, &mut watcher, "none", 9..20);
    engine.advance(0);
    assert_eq!(engine.trainer().updates(), 20);
}

#[test]
fn the_reference_pauses_at_the_end_of_the_log_and_can_go_on() {
    let (mut engine, mut watcher) = begin();
    add(&mut engine, &mut watcher, "none", 0..20);
    watcher.end();
    engine.watch(Arc::new(watcher.view()));
    engine.advance(0);
    assert_eq!(
        (engine.trainer().updates(), engine.phase()),
        (20, Phase::Paused)
    );
    engine.apply(Command::Run);
    engine.advance(3);
    assert_eq!(
        (engine.trainer().updates(), engine.phase()),
        (23, Phase::Running)
    );
}

#[test]
fn a_log_of_epochs_is_followed_by_epochs() {
    let (mut engine, mut watcher) = begin();
    let rows = training_log::read(&b"epoch,w0\n1,0.5\n3,0.5\n"[..]).unwrap();
    for row in &rows {
        watcher.push(row);
    }
    engine.watch(Arc::new(watcher.view()));
    engine.advance(0);
    assert_eq!(engine.trainer().epochs(), 3);
    assert!(!engine.has_work());
}

#[test]
fn what_happens_to_the_log_is_told_once() {
    let (mut engine, mut watcher) = begin();
    let mut app = App::new(engine.snapshot(), 0, Vec::new());
    let tell = |app: &mut App, snapshot: Snapshot| {
        let before = app.latest_notice().0;
        app.update(Message::Worker(Report::Snapshot(Box::new(snapshot))));
        let (told, latest) = app.latest_notice();
        (told > before).then(|| latest.unwrap().text.clone())
    };
    add(&mut engine, &mut watcher, "short_dropped", 0..12);
    assert_eq!(tell(&mut app, engine.snapshot()), None);
    add(&mut engine, &mut watcher, "short_dropped", 12..14);
    let told = tell(&mut app, engine.snapshot()).unwrap();
    let expected = "yours parts at update 13: W0 0.000121, ours 0.000711; sgdscope check says why";
    assert_eq!(told, expected);
    add(&mut engine, &mut watcher, "short_dropped", 14..15);
    assert_eq!(tell(&mut app, engine.snapshot()), None);
    watcher.cannot_read("line 16: loss abc: is not a number; write it as 0.512".to_owned());
    engine.watch(Arc::new(watcher.view()));
    let told = tell(&mut app, engine.snapshot()).unwrap();
    assert!(
        told.starts_with("your log, line 16: loss abc: is not a number"),
        "{told}"
    );
    watcher.cannot_read("line 17: another".to_owned());
    watcher.end();
    engine.watch(Arc::new(watcher.view()));
    let told = tell(&mut app, engine.snapshot()).unwrap();
    assert_eq!(told, "your log has ended at update 15");
}
