//! Runs a session without screen, thread and clock: keys go through the app to an engine that the test
//! advances, and the app receives the snapshots of the engine.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;
use sgdscope::app::effect::Effect;
use sgdscope::app::{App, Message};
use sgdscope::cli::Cli;
use sgdscope::learning::train::trainer::Budget;
use sgdscope::session::engine::Engine;
use sgdscope::session::run::Run;
use sgdscope::session::settings::{Direction, Reach, Setting, Settings, TABLE};
use sgdscope::session::snapshot::Snapshot;
use sgdscope::session::worker::Report;

use clap::Parser;

/// Event in a session.
#[derive(Debug, Clone)]
pub enum Event {
    /// The key of a character is pressed.
    Press(char),
    /// The setting with this index in the table is selected, if it is listed, and stepped up (or down) this
    /// number of times.
    Adjust(usize, bool, usize),
    /// The weights are opened, these keys are pressed, and they are closed again.
    Edit(Vec<KeyCode>),
    /// The engine works three times, with a budget of this number of updates and of about this number of
    /// samples each time.
    Advance(u64, usize),
}

pub struct Session {
    pub app: App,
    pub engine: Engine,
    /// Effects that the app asked for, except commands to the engine.
    pub asked: Vec<Effect>,
}

impl Session {
    /// Opens a session with the app and the engine that these options of the live program give.
    pub fn open(options: &[String]) -> Self {
        let words = std::iter::once("sgdscope".to_owned()).chain(options.iter().cloned());
        let live = Cli::try_parse_from(words).unwrap().live;
        let lanes = live.lanes().unwrap();
        let engine = Engine::race(None, lanes, false, &|_| ()).unwrap();
        Self {
            app: App::new(engine.snapshot(), 7, Vec::new()),
            engine,
            asked: Vec::new(),
        }
    }

    pub fn press(&mut self, code: KeyCode) {
        let key = KeyEvent::new(code, KeyModifiers::NONE);
        for effect in self.app.update(Message::Key(key)) {
            match effect {
                Effect::Command(command) => self.engine.apply(command),
                other => self.asked.push(other),
            }
        }
    }

    pub fn confirm(&mut self) -> Snapshot {
        // A worker shows nothing on the way to another moment.
        self.engine.advance(0);
        let snapshot = self.engine.snapshot();
        let report = Report::Snapshot(Box::new(snapshot.clone()));
        self.app.update(Message::Worker(report));
        snapshot
    }

    /// Advances the engine by at most `updates` updates, and sends its snapshot to the app.
    pub fn advance(&mut self, updates: u64) {
        self.engine.advance(updates);
        self.confirm();
    }

    /// Selects a setting with the arrow keys, if it is listed, and steps it once.
    pub fn adjust(&mut self, setting: &'static Setting, up: bool) {
        let place = |session: &Self, wanted| {
            let listed = session.app.listed_settings();
            listed.iter().position(|row| *row == wanted)
        };
        while let Some(wanted) = place(self, setting) {
            let selected = place(self, self.app.view().selected).unwrap();
            match selected.cmp(&wanted) {
                std::cmp::Ordering::Less => self.press(KeyCode::Down),
                std::cmp::Ordering::Greater => self.press(KeyCode::Up),
                std::cmp::Ordering::Equal => {
                    self.press(if up { KeyCode::Right } else { KeyCode::Left });
                    return;
                }
            }
        }
    }

    pub fn play(&mut self, event: &Event) {
        match event {
            Event::Press(character) => self.press(KeyCode::Char(*character)),
            Event::Adjust(row, up, times) => {
                for _ in 0..*times {
                    self.adjust(TABLE[*row], *up);
                }
            }
            Event::Edit(keys) => {
                self.press(KeyCode::Char('m'));
                for key in keys {
                    self.press(*key);
                }
                self.press(KeyCode::Esc);
            }
            Event::Advance(updates, samples) => {
                // One budget may cover only a part of a mini-batch.
                for _ in 0..3 {
                    self.engine.advance_within(Budget {
                        updates: *updates,
                        samples: *samples,
                    });
                }
            }
        }
        self.confirm();
    }
}

/// Returns texts that a user may type for a setting. Steps give other values.
fn texts(flag: &str) -> &'static [&'static str] {
    match flag {
        "family" => &["xor", "circles", "spiral", "blobs"],
        "samples" => &["20", "33", "60"],
        "seed" | "init-seed" => &["0", "3", "4294967295"],
        "flip" => &["10%", "7"],
        "train-share" => &["50%", "73"],
        "features" => &["x1", "x1,x2,x1x2", "x2,x1^2,sin(x2)", "x1,x2"],
        "alpha" => &["0.3", "1e-7", "2", "1e305"],
        "batch-size" => &["1", "3", "8", "17", "all", "1000"],
        "epochs" => &["2", "3", "9", "30"],
        "init" => &["normal", "zeros", "-0.5,1e-9,3"],
        "regularization" => &["l1", "l2"],
        "target-loss" => &["0.05", "3"],
        "patience" => &["1", "3"],
        "loss" => &["squared", "sum"],
        _ => &[],
    }
}

/// Generates the options of random settings: some settings have typed texts, others have the values that
/// steps reach.
pub fn options() -> impl Strategy<Value = Vec<String>> {
    let choice = (0..TABLE.len(), any::<bool>(), 0..9_usize);
    proptest::collection::vec(choice, 0..12).prop_map(|choices| {
        let mut settings = Settings::default();
        let reach = Reach {
            samples: 40,
            ..Reach::default()
        };
        let set = |settings: &mut Settings, flag: &str, text: &str| {
            let mut changed = settings.clone();
            let row = Settings::find(flag).unwrap();
            if row.set(&mut changed, text).is_ok() && changed.check().is_ok() {
                *settings = changed;
            }
        };
        for (flag, text) in [("samples", "40"), ("batch-size", "7"), ("epochs", "12")] {
            set(&mut settings, flag, text);
        }
        for (row, up, number) in choices {
            let row = TABLE[row];
            let texts = texts(row.flag);
            if number < 5 && !texts.is_empty() {
                set(&mut settings, row.flag, texts[number % texts.len()]);
                continue;
            }
            let direction = if up { Direction::Up } else { Direction::Down };
            for _ in 0..number {
                if let Some(stepped) = row.stepped(&settings, direction, &reach)
                    && row.flag != "samples"
                {
                    set(&mut settings, row.flag, &stepped);
                }
            }
        }
        let decides = TABLE.into_iter().filter(|row| row.decides_run);
        decides
            .filter(|row| row.text(&settings) != row.text(&Settings::default()))
            .map(|row| format!("--{}={}", row.flag, row.text(&settings)))
            .collect()
    })
}

fn edit() -> impl Strategy<Value = Event> {
    let key = prop_oneof![
        Just(KeyCode::Up),
        Just(KeyCode::Down),
        Just(KeyCode::Right),
        Just(KeyCode::Left),
        Just(KeyCode::Enter),
        Just(KeyCode::Backspace),
        proptest::sample::select(b"0123456789-.e".to_vec())
            .prop_map(|byte| KeyCode::Char(char::from(byte))),
    ];
    proptest::collection::vec(key, 1..8).prop_map(Event::Edit)
}

/// Generates an event during a run. Most events do not begin a new run.
fn event() -> impl Strategy<Value = Event> {
    let in_a_run: Vec<usize> = (0..TABLE.len())
        .filter(|place| !TABLE[*place].restarts)
        .collect();
    let tried = b"osue -+[] ".to_vec();
    let begins = b"rnidDN1234567zw".to_vec();
    prop_oneof![
        6 => (1..40_u64, 1..80_usize).prop_map(|(updates, samples)| Event::Advance(updates, samples)),
        6 => (proptest::sample::select(in_a_run), any::<bool>(), 1..5_usize)
            .prop_map(|(row, up, times)| Event::Adjust(row, up, times)),
        4 => proptest::sample::select(tried).prop_map(|byte| Event::Press(char::from(byte))),
        3 => shuffle_toggles(),
        2 => edit(),
        1 => proptest::sample::select(begins).prop_map(|byte| Event::Press(char::from(byte))),
        1 => (0..TABLE.len(), any::<bool>(), 1..3_usize)
            .prop_map(|(row, up, times)| Event::Adjust(row, up, times)),
    ]
}

fn shuffle_toggles() -> impl Strategy<Value = Event> {
    let place = TABLE.iter().position(|row| row.flag == "shuffle").unwrap();
    (1..4_usize).prop_map(move |times| Event::Adjust(place, true, times))
}

/// Generates the events of a session. The first event is the space key, which starts the training.
pub fn events() -> impl Strategy<Value = Vec<Event>> {
    proptest::collection::vec(event(), 1..30).prop_map(|mut events| {
        events.insert(0, Event::Press(' '));
        events
    })
}

/// Returns the run that `sgdscope train` makes with these options, before its first update.
pub fn train(options: &[String]) -> Run {
    let words = ["sgdscope", "train"].map(str::to_owned).into_iter();
    let words = words.chain(options.iter().cloned());
    let Some(sgdscope::cli::Task::Train(train)) = Cli::try_parse_from(words).unwrap().task else {
        panic!("{options:?} do not train");
    };
    let lane = train.run.lanes(&[]).unwrap().remove(0);
    let dataset = lane.settings.setup.data.draw(None, &|_| ()).unwrap();
    Run::new(Arc::new(dataset), lane.settings)
        .with_plan(lane.changes)
        .ending_at(lane.until)
        .without_curves()
}

/// Returns what two equal runs must have in common: the bits of the weights, and the numbers of updates and
/// epochs.
pub fn state(trainer: &sgdscope::learning::train::trainer::Trainer) -> (Vec<u64>, u64, u64) {
    let weights = trainer.parameters();
    let bits = weights.iter().map(|weight| weight.to_bits()).collect();
    (bits, trainer.updates(), trainer.epochs())
}
