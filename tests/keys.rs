//! Tests that the state of the screen keeps its invariants, whatever keys are pressed in whatever order.

#[path = "support/proptests.rs"]
mod proptests;
use std::sync::Arc;

use clap::Parser;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use proptest::prelude::*;
use proptests::cases;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use sgdscope::app::action::Action;
use sgdscope::app::effect::{Effect, End};
use sgdscope::app::keymap::{self, BINDINGS, Mode};
use sgdscope::app::{App, Message};
use sgdscope::cli::{Cli, Task};
use sgdscope::learning::data::DataSettings;
use sgdscope::learning::model::start::StartKind;
use sgdscope::session::command::Command;
use sgdscope::session::engine::Engine;
use sgdscope::session::race;
use sgdscope::session::recipe::Recipe;
use sgdscope::session::settings::{Settings, TABLE};
use sgdscope::session::snapshot::LaneView;
use sgdscope::session::worker::Report;
use sgdscope::ui::Picture;
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};

/// Event in the world of the app: a key, work of the engine, a report, a frame, or a change of the link.
#[derive(Debug, Clone)]
enum Happening {
    Key(KeyEvent),
    /// The engine applies this number of the waiting commands.
    Obey(usize),
    /// The engine makes this number of updates.
    Train(u64),
    /// A snapshot of the engine arrives.
    Snapshot,
    /// A frame of this number of columns and rows is drawn.
    Draw(u16, u16),
    Stall,
    Recover,
    CannotSuspend,
    Paste(String),
    /// This number of milliseconds passes.
    Pass(u64),
    /// This text is typed into a line that is opened by a key, and enter is pressed.
    Line(char, String),
}

fn bound_key() -> impl Strategy<Value = KeyEvent> {
    let keys = BINDINGS.iter().flat_map(|row| row.keys).copied();
    let keys: Vec<KeyEvent> = keys.map(KeyEvent::from).filter(|key| !quits(key)).collect();
    prop::sample::select(keys)
}

/// Returns whether a key quits the program in any of the modes.
fn quits(key: &KeyEvent) -> bool {
    let modes = [
        Mode::Main,
        Mode::Help,
        Mode::Cursor,
        Mode::Weights,
        Mode::Prompt,
    ];
    modes
        .into_iter()
        .any(|mode| keymap::action(key, mode) == Some(Action::Quit))
}

/// Generates any key that does not quit, including keys without a meaning.
fn any_key() -> impl Strategy<Value = KeyEvent> {
    let code = prop_oneof![
        any::<char>().prop_map(KeyCode::Char),
        (0_u8..30).prop_map(KeyCode::F),
        Just(KeyCode::Enter),
        Just(KeyCode::PageUp),
    ];
    (code, 0_u8..64)
        .prop_map(|(code, modifiers)| {
            KeyEvent::new(code, KeyModifiers::from_bits_truncate(modifiers))
        })
        .prop_filter("not the way out", |key| !quits(key))
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        8 => bound_key().prop_map(Happening::Key),
        2 => any_key().prop_map(Happening::Key),
        3 => (0_usize..20).prop_map(Happening::Obey),
        3 => (0_u64..40).prop_map(Happening::Train),
        3 => Just(Happening::Snapshot),
        1 => (0_u16..130, 0_u16..45).prop_map(|(columns, rows)| Happening::Draw(columns, rows)),
        1 => Just(Happening::Stall),
        1 => Just(Happening::Recover),
        1 => Just(Happening::CannotSuspend),
        1 => ".{0,40}".prop_map(Happening::Paste),
        1 => (0_u64..5000).prop_map(Happening::Pass),
        3 => line(),
    ]
}

/// Generates what is typed to find and set a setting: sometimes a valid value, sometimes not.
fn line() -> impl Strategy<Value = Happening> {
    let flags = TABLE.map(|row| row.flag).to_vec();
    let values = [
        "0",
        "1",
        "2",
        "3",
        "0.5",
        "1e-3",
        "10%",
        "99",
        "all",
        "off",
        "on",
        "max",
        "auto",
        "l2",
        "xor",
        "moons",
        "file",
        "adam",
        "step",
        "x1,x2,x1x2",
        "x1",
        "0,-1",
        "0,-1,-1",
        "zeros",
        "log",
        "x",
    ];
    let value = prop::sample::select(values.to_vec());
    (prop::sample::select(flags), value)
        .prop_map(|(flag, value)| Happening::Line(':', format!("{flag}={value}")))
}

/// The app, the engine, and the commands that are on their way from the app to the engine.
struct World {
    app: App,
    engine: Engine,
    waiting: Vec<Command>,
    /// Every reason to end the program that the app has given.
    ends: Vec<End>,
    picture: Picture,
    now: u64,
}

impl World {
    fn new() -> Self {
        let dataset = Arc::new(DataSettings::default().draw(None, &|_| ()).unwrap());
        let engine = Engine::new(dataset, Settings::default(), true);
        let theme = Theme::new(Background::Dark, ColorDepth::Indexed, Charset::Unicode);
        Self {
            app: App::new(engine.snapshot(), 0, Vec::new()),
            engine,
            waiting: Vec::new(),
            ends: Vec::new(),
            now: 0,
            picture: Picture::new(theme),
        }
    }

    fn happen(&mut self, happening: &Happening) {
        let message = match *happening {
            Happening::Paste(ref text) => Message::Paste(text.clone()),
            Happening::Pass(time) => {
                self.now += time;
                Message::Time(self.now)
            }
            Happening::Line(opens, ref text) => {
                for typed in std::iter::once(opens).chain(text.chars()) {
                    self.happen(&Happening::Key(KeyEvent::from(KeyCode::Char(typed))));
                }
                return self.happen(&Happening::Key(KeyEvent::from(KeyCode::Enter)));
            }
            Happening::Key(key) => Message::Key(key),
            Happening::Stall => Message::LinkStalled,
            Happening::Recover => Message::LinkRecovered,
            Happening::CannotSuspend => Message::CannotSuspend,
            Happening::Snapshot => {
                Message::Worker(Report::Snapshot(Box::new(self.engine.snapshot())))
            }
            Happening::Obey(count) => {
                let count = count.min(self.waiting.len());
                for command in self.waiting.drain(..count) {
                    self.engine.apply(command);
                }
                return;
            }
            Happening::Train(updates) => {
                self.engine.advance(updates);
                return;
            }
            Happening::Draw(columns, rows) => return self.draw(columns, rows),
        };
        for effect in self.app.update(message) {
            match effect {
                Effect::Command(command) => self.waiting.push(command),
                Effect::End(end) => self.ends.push(end),
                Effect::Copy(_)
                | Effect::Save(_)
                | Effect::Predict(_)
                | Effect::Suspend
                | Effect::Repaint => {}
            }
        }
    }

    fn draw(&mut self, columns: u16, rows: u16) {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        let (picture, app) = (&mut self.picture, &self.app);
        terminal.draw(|frame| picture.draw(frame, app)).unwrap();
    }

    fn settle(&mut self) {
        self.happen(&Happening::Obey(usize::MAX));
        // The way to another moment ends, and so does what waits for it.
        self.engine.advance(0);
        self.happen(&Happening::Snapshot);
    }
}

/// Checks that the command line would accept every setting, alone and together with the others.
fn assert_in_range(settings: &Settings) {
    let mut read = settings.clone();
    for setting in TABLE {
        let shown = setting.shown(settings);
        let is_empty = shown.is_empty() || shown.contains("NaN") || shown.contains("inf");
        assert!(!is_empty, "{} is {shown}", setting.name);
        let text = setting.text(settings);
        let outcome = setting.set(&mut read, &text);
        assert_eq!(outcome, Ok(()), "{} is {text}", setting.name);
        assert_eq!(read, *settings, "{text} does not read back");
    }
    assert_eq!(fitted(settings).check(), Ok(()));
}

/// Returns settings whose given weights fit the features, as the model and the command line get them.
fn fitted(settings: &Settings) -> Settings {
    let mut settings = settings.clone();
    let weights = 1 + settings.setup.inputs.features.len();
    if let StartKind::Given(given) = &mut settings.setup.start.kind {
        *given = given.resized(weights);
    }
    settings
}

/// Checks that the command line accepts the options that repeat the lanes, unless two lanes are the same run.
fn assert_repeatable(lanes: &[LaneView]) {
    let recipes: Vec<&Recipe> = lanes.iter().map(|lane| &lane.recipe).collect();
    let options = race::options(&recipes, &[]).unwrap();
    let words = ["sgdscope", "train"].map(String::from);
    let cli = Cli::try_parse_from(words.into_iter().chain(options.clone()));
    let task = cli.map_err(|why| why.to_string()).map(|cli| cli.task);
    let Ok(Some(Task::Train(train))) = task else {
        panic!("{options:?}: {task:?}");
    };
    if let Err(why) = train.run.lanes(&train.race.options) {
        assert!(why.contains("same run"), "{options:?}: {why}");
    }
}

proptest! {
    #![proptest_config(cases(96, "tests/proptest-regressions/keys.txt"))]

    #[test]
    fn whatever_happens_values_stay_in_range_and_requests_are_confirmed(
        happenings in prop::collection::vec(happening(), 0..150)
    ) {
        let mut world = World::new();
        for happening in &happenings {
            world.happen(happening);
            assert_in_range(&world.app.requested().settings);
            assert_in_range(&world.app.lane().settings);
            prop_assert!(world.app.listed_settings().contains(&world.app.view().selected));
            prop_assert_eq!(&world.ends, &[]);
        }
        world.settle();
        prop_assert!(world.app.is_settled(), "{:?}", world.app.requested());
        assert_repeatable(&world.app.confirmed().lanes);
        world.draw(80, 24);
    }

    #[test]
    fn quit_always_quits(
        happenings in prop::collection::vec(happening(), 0..60), by_control_c in any::<bool>()
    ) {
        let mut world = World::new();
        for happening in &happenings {
            world.happen(happening);
        }
        let quit = if by_control_c {
            KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)
        } else {
            // While weights or a line are typed, q is a typed letter, so that mode is left first.
            while [Mode::Weights, Mode::Prompt].contains(&world.app.view().mode()) {
                world.happen(&Happening::Key(KeyEvent::from(KeyCode::Esc)));
            }
            KeyEvent::new(KeyCode::Char('q'), KeyModifiers::NONE)
        };
        world.happen(&Happening::Key(quit));
        prop_assert_eq!(world.ends, [End::Quit]);
    }

    #[test]
    fn what_waits_for_a_busy_engine_is_bounded(keys in prop::collection::vec(bound_key(), 2000)) {
        let mut world = World::new();
        for key in keys {
            world.happen(&Happening::Key(key));
        }
        prop_assert!(world.waiting.len() <= 260, "{} commands wait", world.waiting.len());
        world.settle();
        prop_assert!(world.app.is_settled());
    }

    #[test]
    fn a_key_that_is_let_go_is_not_pressed(mut key in bound_key()) {
        let mut world = World::new();
        key.kind = KeyEventKind::Release;
        let before = world.app.revision();
        world.happen(&Happening::Key(key));
        prop_assert_eq!(world.app.revision(), before);
    }
}

fn running(world: &World) -> bool {
    world.engine.snapshot().control.running
}

#[test]
fn a_stalled_link_pauses_training_until_it_recovers() {
    let mut world = World::new();
    world.happen(&Happening::Stall);
    world.settle();
    assert!(!running(&world));
    world.happen(&Happening::Recover);
    world.settle();
    assert!(running(&world) && world.app.notice().is_some());
}

#[test]
fn what_was_paused_or_is_paused_in_the_meantime_stays_so() {
    let space = || Happening::Key(KeyEvent::from(KeyCode::Char(' ')));
    let mut world = World::new();
    world.happen(&space());
    world.settle();
    world.happen(&Happening::Stall);
    world.happen(&Happening::Recover);
    world.settle();
    assert!(!running(&world), "it was paused before");

    let mut world = World::new();
    world.happen(&Happening::Stall);
    world.happen(&space());
    world.happen(&Happening::Recover);
    world.settle();
    assert!(
        !running(&world),
        "it was paused by a key that nobody could see the effect of"
    );
}
