//! Tests many points and long runs: the screen while data are made, the density of the points, and that
//! every spike is shown.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use sgdscope::app::effect::{Effect, End};
use sgdscope::app::scene::{Scene, Showing};
use sgdscope::app::{App, Message};
use sgdscope::learning::data::{DataSettings, Dataset};
use sgdscope::session::command::Command;
use sgdscope::session::engine::Engine;
use sgdscope::session::history::History;
use sgdscope::session::settings::Settings;
use sgdscope::session::worker::Report;
use sgdscope::ui::Picture;
use sgdscope::ui::raster::RasterJob;
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};

fn blobs(samples: u32) -> Arc<Dataset> {
    let blobs = DataSettings {
        samples: samples.to_string().parse().unwrap(),
        ..DataSettings::default()
    };
    Arc::new(blobs.draw(None, &|_| ()).unwrap())
}

fn picture() -> Picture {
    let (background, depth) = (Background::Dark, ColorDepth::Indexed);
    Picture::new(Theme::new(background, depth, Charset::Unicode))
}

fn text(terminal: &Terminal<TestBackend>) -> String {
    terminal.backend().to_string()
}

fn press(code: KeyCode, modifiers: KeyModifiers) -> Message {
    Message::Key(KeyEvent::new(code, modifiers))
}

#[test]
fn until_the_data_are_there_their_share_is_shown_and_only_the_way_out_counts() {
    for (columns, rows) in [(80, 24), (200, 50), (20, 5), (1, 1), (0, 0)] {
        let mut scene = Scene::new("making 10000000 points".to_owned(), 0, Vec::new());
        assert!(!scene.is_settled());
        let before = scene.revision();
        scene.update(Message::Worker(Report::Loading(0.424)));
        assert!(scene.revision() > before);
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        let mut picture = picture();
        terminal
            .draw(|frame| picture.draw_scene(frame, &scene))
            .unwrap();
        if columns >= 80 {
            let text = text(&terminal);
            for words in ["LOADING", "making 10000000 points", "42 %", "q quit"] {
                assert!(text.contains(words), "no {words} on\n{text}");
            }
        }
        for code in [KeyCode::Char(' '), KeyCode::Char('+'), KeyCode::Esc] {
            assert_eq!(scene.update(press(code, KeyModifiers::NONE)), []);
        }
        let suspend = press(KeyCode::Char('z'), KeyModifiers::CONTROL);
        assert_eq!(scene.update(suspend), [Effect::Suspend]);
        let before = scene.revision();
        scene.update(Message::CannotSuspend);
        assert!(scene.revision() > before);
        terminal
            .draw(|frame| picture.draw_scene(frame, &scene))
            .unwrap();
        assert!(columns < 80 || text(&terminal).contains("not suspended"));
        let quit = press(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(scene.update(quit), [Effect::End(End::Quit)]);
    }
}

#[test]
fn once_they_are_there_the_training_is_shown() {
    let mut scene = Scene::new("making 400 points".to_owned(), 0, Vec::new());
    for share in [0.1, 0.5, 0.9] {
        scene.update(Message::Worker(Report::Loading(share)));
    }
    let before = scene.revision();
    let engine = Engine::new(blobs(400), Settings::default(), true);
    let loaded = Report::Loaded(Box::new(engine.snapshot()));
    assert_eq!(scene.update(Message::Worker(loaded)), []);
    assert!(scene.revision() > before, "it is drawn");
    assert!(matches!(scene.showing(), Showing::Training(_)));
    assert!(scene.is_settled() && !scene.has_trained());
    let commands = scene.update(press(KeyCode::Char(' '), KeyModifiers::NONE));
    assert_eq!(commands.len(), 1);
}

/// Returns a scene whose data arrive after these messages, and the effects of their arrival.
fn loaded_after(messages: Vec<Message>) -> (Scene, Vec<Effect>) {
    let mut scene = Scene::new(String::new(), 0, Vec::new());
    for message in messages {
        assert_eq!(scene.update(message), []);
    }
    let engine = Engine::new(blobs(400), Settings::default(), true);
    let loaded = Report::Loaded(Box::new(engine.snapshot()));
    let effects = scene.update(Message::Worker(loaded));
    (scene, effects)
}

#[test]
fn what_is_typed_before_the_data_are_there_is_for_the_training() {
    let key = |c| press(KeyCode::Char(c), KeyModifiers::NONE);
    let (scene, commands) = loaded_after(vec![key(' '), key('~'), key('s')]);
    assert_eq!(
        commands,
        [Command::Pause, Command::StepUpdate].map(Effect::Command)
    );
    assert!(!scene.is_settled());
    let (_, commands) = loaded_after((0..1000).map(|_| key('s')).collect());
    assert_eq!(commands.len(), 64);
}

#[test]
fn a_link_that_stalls_while_they_are_made_pauses_the_training_and_lets_it_go_on() {
    let (mut scene, commands) = loaded_after(vec![Message::LinkStalled]);
    assert_eq!(commands, [Effect::Command(Command::Pause)]);
    let effects = scene.update(Message::LinkRecovered);
    assert_eq!(effects, [Effect::Command(Command::Run)]);
    let recovered = vec![Message::LinkStalled, Message::LinkRecovered];
    assert_eq!(loaded_after(recovered).1, []);
}

#[test]
fn a_worker_that_fails_to_load_ends_the_program() {
    let mut scene = Scene::new(String::new(), 0, Vec::new());
    let failed = Report::Failed("no room".to_owned());
    let effects = scene.update(Message::Worker(failed));
    let end = End::WorkerFailed("no room".to_owned());
    assert_eq!(effects, [Effect::End(end)]);
}

#[test]
fn many_points_are_put_on_their_raster_elsewhere_and_the_old_picture_stays() {
    let engine = Engine::new(blobs(200_000), Settings::default(), false);
    let app = App::new(engine.snapshot(), 0, Vec::new());
    let mut picture = picture();
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let hint = "the points are being drawn";
    let mut draw = |terminal: &mut Terminal<TestBackend>, supply: bool| {
        terminal.draw(|frame| picture.draw(frame, &app)).unwrap();
        let wanted = picture.rasters().take_wanted();
        if let Some(job) = wanted.clone().filter(|_| supply) {
            let raster = job.run();
            picture.rasters().supply(job, raster);
        }
        wanted.is_some()
    };
    let dots = |terminal: &Terminal<TestBackend>| {
        let is_braille = |c: &char| ('\u{2801}'..='\u{28ff}').contains(c);
        text(terminal).chars().filter(is_braille).count()
    };
    assert!(draw(&mut terminal, false), "it is wanted");
    assert!(text(&terminal).contains(hint));
    assert!(draw(&mut terminal, true), "it is still wanted");
    assert!(!draw(&mut terminal, true), "it is there");
    assert!(!text(&terminal).contains(hint));
    let whole = dots(&terminal);
    assert!(whole > 200, "{whole}");

    terminal.backend_mut().resize(100, 30);
    assert!(draw(&mut terminal, false), "another size");
    assert!(text(&terminal).contains(hint));
    assert!(dots(&terminal) > whole, "the old points stand in for it");
}

#[test]
fn a_raster_that_is_asked_for_while_it_is_made_is_made_once() {
    let engine = Engine::new(blobs(200_000), Settings::default(), false);
    let app = App::new(engine.snapshot(), 0, Vec::new());
    let mut picture = picture();
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let mut draw = |picture: &mut Picture| {
        terminal.draw(|frame| picture.draw(frame, &app)).unwrap();
    };
    draw(&mut picture);
    let job = picture.rasters().take_wanted().unwrap();
    draw(&mut picture);
    let raster = job.run();
    picture.rasters().supply(job, raster);
    draw(&mut picture);
    assert!(picture.rasters().take_wanted().is_none());
}

#[test]
fn where_dots_saturate_they_show_how_dense_the_points_are() {
    let dots_of = |samples| {
        let dataset = blobs(samples);
        let size = (60, 20);
        let raster = RasterJob {
            dataset,
            has_tests: true,
            size,
        }
        .run();
        let mut counts: Vec<u32> = Vec::new();
        for row in 0..size.1 {
            for column in 0..size.0 {
                counts.push(raster.dots(column, row));
            }
        }
        counts.retain(|dots| *dots > 0);
        counts
    };
    let many = dots_of(2_000_000);
    let full = many.iter().filter(|dots| **dots == 8).count();
    assert!(
        full > 20 && full * 3 < many.len(),
        "{full} of {}",
        many.len()
    );
    for dots in 1..=8 {
        assert!(many.contains(&dots), "no cell has {dots} dots");
    }
    // Few points are drawn one by one.
    let few: u32 = dots_of(50).iter().sum();
    assert!(few >= 150, "{few}: four dots each, or a little less");
}

#[test]
fn a_spike_of_one_epoch_in_a_million_is_in_the_picture() {
    let engine = Engine::new(blobs(400), Settings::default(), false);
    let tallest = |spike: f64| {
        let mut snapshot = engine.snapshot();
        snapshot.lanes[0].progress.position = 1e6;
        snapshot.lanes[0].curves.epochs = History::default();
        for epoch in 1..=1_000_000 {
            let loss = if epoch == 345_678 { spike } else { 1.0 };
            snapshot.lanes[0].curves.epochs.push(f64::from(epoch), loss);
            snapshot.lanes[0]
                .curves
                .batches
                .push(f64::from(epoch), loss);
        }
        let app = App::new(snapshot, 0, Vec::new());
        let mut terminal = Terminal::new(TestBackend::new(100, 30)).unwrap();
        let mut picture = picture();
        terminal.draw(|frame| picture.draw(frame, &app)).unwrap();
        let text = text(&terminal);
        let rows: Vec<Vec<char>> = text.lines().map(|row| row.chars().collect()).collect();
        let is_line = |c: Option<&char>| c.is_some_and(|c| ('\u{2801}'..='\u{28ff}').contains(c));
        // Only the curve makes a column tall: a mini-batch is a single dot in its cell.
        let height = |x| rows[2..9].iter().filter(|row| is_line(row.get(x))).count();
        (72..98).map(height).max().unwrap()
    };
    assert!(tallest(1.0) <= 2, "{} rows", tallest(1.0));
    assert!(tallest(9.0) >= 5, "{} rows", tallest(9.0));
}
