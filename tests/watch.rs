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
use sgdscope::session::command::{Command, Moment};
use sgdscope::session::engine::Engine;
use sgdscope::session::engine::follow::LogNews;
use sgdscope::session::lane::LaneId;
use sgdscope::session::snapshot::Phase;
use sgdscope::session::watched::Watcher;
use sgdscope::session::worker::Report;
use sgdscope::studio::stage::Stage;
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};

/// Starts an engine beside a log without rows, with the options of the logs of `tests/check`.
fn begin() -> Engine {
    let arguments = Cli::try_parse_from(["sgdscope", "watch", "log", "--init=0,-1,-1"]).unwrap();
    let Some(Task::Watch(arguments)) = arguments.task else {
        panic!("the arguments are those of watch");
    };
    let lanes = arguments.live.lanes().unwrap();
    let plan = lanes[0].clone();
    let mut engine = Engine::race(None, lanes, true, &|_| ()).unwrap();
    let dataset = Arc::clone(engine.trainer().dataset());
    engine.watch(Watcher::new(
        "my_run.jsonl".to_owned(),
        ReferencePlan { dataset, plan },
    ));
    engine
}

/// Tells the engine rows of a log of `tests/check`.
fn add(engine: &mut Engine, log: &str, rows: std::ops::Range<usize>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/check/logs");
    let text = fs::read(folder.join(format!("{log}.jsonl"))).unwrap();
    let all = training_log::read(&text[..]).unwrap();
    engine.hear(LogNews::Rows(all[rows].to_vec()));
}

fn on_stage(engine: Engine, size: (u16, u16)) -> Stage {
    let theme = Theme::new(Background::Dark, ColorDepth::Indexed, Charset::Unicode);
    let mut stage = Stage::new(engine, Vec::new(), 0, theme, size);
    stage.pass(Duration::from_secs(1));
    stage
}

fn stage(log: &str, rows: usize, size: (u16, u16)) -> Stage {
    let mut engine = begin();
    add(&mut engine, log, 0..rows);
    on_stage(engine, size)
}

/// Returns the number of updates of the reference, and that of the last row that is shown.
fn updates(engine: &Engine) -> (u64, u64) {
    let snapshot = engine.snapshot();
    let log = snapshot.watched.as_ref().unwrap();
    (snapshot.first().progress.updates, log.reached.1)
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
    let mut engine = begin();
    let rows = training_log::read(&b"epoch,loss\n1,30\n2,20\n"[..]).unwrap();
    engine.hear(LogNews::Rows(rows));
    let mut stage = on_stage(engine, (80, 24));
    press(&mut stage, 'L');
    insta::assert_snapshot!("watch_without_weights", stage.text());
}

#[test]
fn the_reference_and_the_log_go_on_together_and_wait_for_each_other() {
    let mut engine = begin();
    assert!(!engine.has_work() && engine.phase() == Phase::Running);
    add(&mut engine, "none", 0..9);
    assert_eq!(updates(&engine), (0, 0));
    engine.advance(5);
    assert_eq!((updates(&engine), engine.waiting_rows()), ((5, 5), 4));
    engine.advance(100);
    assert_eq!((updates(&engine), engine.waiting_rows()), ((9, 9), 0));
    assert!(!engine.has_work() && engine.phase() == Phase::Running);
    assert!(engine.snapshot().watched.unwrap().is_awaited);
    // While the reference is paused, the log waits for it.
    engine.apply(Command::Pause);
    add(&mut engine, "none", 9..20);
    engine.advance(100);
    assert_eq!(updates(&engine), (9, 9));
    engine.apply(Command::StepUpdate);
    engine.advance(100);
    assert_eq!(updates(&engine), (10, 10));
    engine.apply(Command::StepEpoch);
    engine.advance(100);
    assert_eq!(updates(&engine), (13, 13));
    engine.apply(Command::Run);
    engine.advance(100);
    assert_eq!(updates(&engine), (20, 20));
    // A step goes ahead of the log, whose next rows are then shown at once.
    engine.apply(Command::StepEpoch);
    engine.advance(100);
    assert_eq!(updates(&engine), (26, 20));
    add(&mut engine, "none", 20..24);
    assert_eq!(updates(&engine), (26, 24));
}

#[test]
fn the_log_goes_back_with_the_reference_and_knows_no_later_row() {
    let mut engine = begin();
    add(&mut engine, "short_dropped", 0..24);
    engine.advance(100);
    let parting = |engine: &Engine| engine.snapshot().watched.unwrap().parting;
    assert_eq!(parting(&engine).unwrap().moment.1, 13);
    let far = engine.snapshot().watched.unwrap();
    engine.apply(Command::GoTo(LaneId::FIRST, Moment::Update(12)));
    engine.advance(100);
    assert_eq!((updates(&engine), parting(&engine)), ((12, 12), None));
    engine.apply(Command::Run);
    engine.advance(100);
    assert_eq!(engine.snapshot().watched.unwrap(), far);
    engine.apply(Command::Reset);
    assert_eq!(updates(&engine), (0, 0));
    engine.advance(100);
    assert_eq!(engine.snapshot().watched.unwrap(), far);
}

#[test]
fn the_reference_pauses_at_the_end_of_the_log_and_can_go_on() {
    let mut engine = begin();
    add(&mut engine, "none", 0..20);
    engine.hear(LogNews::End);
    engine.advance(19);
    assert!(!engine.snapshot().watched.unwrap().is_over);
    engine.advance(100);
    assert_eq!(
        (updates(&engine), engine.phase()),
        ((20, 20), Phase::Paused)
    );
    assert!(engine.snapshot().watched.unwrap().is_over);
    engine.apply(Command::Run);
    engine.advance(3);
    assert_eq!(
        (updates(&engine), engine.phase()),
        ((23, 20), Phase::Running)
    );
}

#[test]
fn a_log_of_epochs_is_followed_by_epochs_and_one_that_is_longer_than_the_reference_is_shown() {
    let mut engine = begin();
    let rows = training_log::read(&b"epoch,w0\n1,0.5\n3,0.5\n"[..]).unwrap();
    engine.hear(LogNews::Rows(rows));
    engine.advance(100);
    assert_eq!(engine.trainer().epochs(), 3);
    assert!(!engine.has_work());
    // The reference has 100 epochs.
    engine.hear(LogNews::Rows(
        training_log::read(&b"epoch,w0\n101,0.5\n"[..]).unwrap(),
    ));
    engine.advance(10_000);
    assert_eq!(
        (engine.trainer().epochs(), engine.phase()),
        (100, Phase::Finished)
    );
    assert_eq!(engine.snapshot().watched.unwrap().reached.1, 101);
}

#[test]
fn a_log_that_begins_again_is_followed_from_its_first_row() {
    let mut engine = begin();
    add(&mut engine, "short_dropped", 0..20);
    engine.advance(100);
    for is_running in [true, false] {
        if !is_running {
            engine.apply(Command::Pause);
        }
        engine.hear(LogNews::BeginsAgain);
        engine.advance(100);
        assert_eq!(updates(&engine), (0, 0));
        add(&mut engine, "none", 0..5);
        engine.advance(100);
        let expected = if is_running { (5, 5) } else { (0, 0) };
        assert_eq!(updates(&engine), expected);
        assert_eq!(engine.snapshot().watched.unwrap().parting, None);
    }
}

#[test]
fn keys_of_the_view_act_at_once_while_the_log_is_chosen() {
    let mut stage = stage("none", 24, (100, 30));
    press(&mut stage, 'L');
    assert!(stage.text().contains("▸ Y"));
    for key in ['u', 'x', 'C', 'X'] {
        let before = stage.text();
        press(&mut stage, key);
        let after = stage.text();
        assert_ne!(before, after, "{key}");
        press(&mut stage, 'L');
        press(&mut stage, 'L');
        assert_eq!(stage.text(), after, "{key}");
    }
    // A log has no reasons, so the why view is that of the reference.
    for key in ['V', 'L'] {
        press(&mut stage, key);
        assert!(stage.text().contains(" A · mini-batch"), "{key}");
        let said = last_row(&mut stage);
        assert!(said.contains("the why view is of lane A"), "{key}: {said}");
    }
}

#[test]
fn a_number_that_is_not_finite_parts() {
    for (line, parts) in [
        (r#"{"update": 7, "loss": NaN}"#, "loss NaN, ours 31."),
        (
            r#"{"update": 7, "weights": [0, Infinity, 0]}"#,
            "W1 inf, ours -0.",
        ),
    ] {
        let mut engine = begin();
        add(&mut engine, "none", 0..6);
        engine.hear(LogNews::Rows(training_log::read(line.as_bytes()).unwrap()));
        add(&mut engine, "none", 7..20);
        let mut stage = on_stage(engine, (80, 24));
        let parted = format!("yours parts at update 7: {parts}");
        assert!(stage.text().contains(&parted), "{}", stage.text());
    }
}

/// Keys of any kind, in a fixed order that looks random.
#[test]
fn no_key_breaks_the_screen_beside_a_log() {
    let keys: Vec<char> = "LApPbBse rgRm+-[]udNfztcvWyk,.12345\n".chars().collect();
    for (size, mut random) in [((80, 24), 1_u32), ((100, 30), 2), ((40, 12), 3)] {
        let mut engine = begin();
        add(&mut engine, "short_dropped", 0..24);
        let mut stage = on_stage(engine, size);
        for _ in 0..300 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let key = keys[(random >> 16) as usize % keys.len()];
            let code = match key {
                '\n' => KeyCode::Backspace,
                key => KeyCode::Char(key),
            };
            stage.press(KeyEvent::new(code, KeyModifiers::NONE));
            stage.pass(Duration::from_millis(40));
            let rows = stage.text().lines().count();
            assert_eq!(rows, usize::from(size.1), "after {key}");
            stage.press(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
        }
    }
}

#[test]
fn what_happens_to_the_log_is_told_once() {
    let mut engine = begin();
    let mut app = App::new(engine.snapshot(), 0, Vec::new());
    let mut tell = |engine: &mut Engine| {
        engine.advance(100);
        let before = app.latest_notice().0;
        let snapshot = Box::new(engine.snapshot());
        app.update(Message::Worker(Report::Snapshot(snapshot)));
        let (told, latest) = app.latest_notice();
        (told > before).then(|| latest.unwrap().text.clone())
    };
    add(&mut engine, "short_dropped", 0..12);
    assert_eq!(tell(&mut engine), None);
    add(&mut engine, "short_dropped", 12..14);
    let expected = "yours parts at update 13: W0 0.000121, ours 0.000711";
    assert_eq!(tell(&mut engine).unwrap(), expected);
    add(&mut engine, "short_dropped", 14..15);
    assert_eq!(tell(&mut engine), None);
    let why = "line 16: loss abc: is not a number; write it as 0.512";
    engine.hear(LogNews::Trouble(why.to_owned()));
    let told = tell(&mut engine).unwrap();
    assert!(
        told.starts_with("your log, line 16: loss abc: is not a number"),
        "{told}"
    );
    engine.hear(LogNews::Trouble("line 17: another".to_owned()));
    assert_eq!(tell(&mut engine), None);
    engine.hear(LogNews::End);
    assert_eq!(
        tell(&mut engine).unwrap(),
        "your log has ended at update 15; sgdscope check says why it parts"
    );
}
