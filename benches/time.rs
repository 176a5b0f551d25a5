//! Measures going back in time, and what a lane of a race costs. It is no criterion benchmark, because going back once
//! changes what the next time costs.

use std::fs;
use std::time::{Duration, Instant};

use sgdscope::learning::train::trainer::Budget;
use sgdscope::session::command::{Command, Moment, Unit};
use sgdscope::session::engine::Engine;
use sgdscope::session::lane::LaneId;
use sgdscope::session::race::LanePlan;
use sgdscope::session::settings::Settings;

fn settings(values: &str) -> Settings {
    let mut settings = Settings::default();
    for value in values.split_whitespace() {
        let (name, text) = value.split_once('=').expect("NAME=VALUE");
        let setting = Settings::find(name).expect("a setting");
        setting.set(&mut settings, text).expect("a value");
    }
    settings
}

/// Executes a command and everything that it begins. Returns the time it took.
fn time_of(engine: &mut Engine, command: Command) -> Duration {
    let begun = Instant::now();
    engine.apply(command);
    while engine.has_work() && !engine.control().running {
        engine.advance_within(Budget::of_updates(u64::MAX));
    }
    begun.elapsed()
}

/// Returns the memory of the process in MB; 0 if the system does not tell it.
fn memory() -> f64 {
    let told = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = told
        .split_whitespace()
        .nth(1)
        .and_then(|pages| pages.parse().ok());
    pages.unwrap_or(0.0) * 4096.0 / 1e6
}

fn report(name: &str, values: &str, updates: u64) {
    let mut engine = Engine::load(None, settings(values), true, &|_| ()).expect("memory");
    engine.advance(1);
    let before = memory();
    let begun = Instant::now();
    engine.advance(updates);
    let trained = begun.elapsed();
    engine.apply(Command::Pause);
    let grown = memory() - before;
    println!(
        "{name}: {updates} updates in {trained:.2?}, {grown:.1} MB more for curves and checkpoints"
    );
    let present = engine.trainer().updates();
    let half = Command::GoTo(LaneId::FIRST, Moment::Update(present / 2));
    let end = Command::GoTo(LaneId::FIRST, Moment::Update(present));
    let moments = [
        ("back one update", Command::Back(Unit::Update)),
        ("back one more", Command::Back(Unit::Update)),
        ("and one more", Command::Back(Unit::Update)),
        ("back one epoch", Command::Back(Unit::Epoch)),
        (
            "to 1000 before",
            Command::GoTo(LaneId::FIRST, Moment::Update(present.saturating_sub(1000))),
        ),
        ("to the half", half.clone()),
        ("to the end again", end.clone()),
        (
            "to a third",
            Command::GoTo(LaneId::FIRST, Moment::Update(present / 3)),
        ),
        ("back one update", Command::Back(Unit::Update)),
        (
            "to update 10",
            Command::GoTo(LaneId::FIRST, Moment::Update(10)),
        ),
    ];
    for (what, command) in moments {
        let time = time_of(&mut engine, command);
        println!("  {what:18} {time:9.2?}");
    }
    println!("  {:.1} MB more in all", memory() - before);
}

/// Measures the updates of the leader, for one lane and for several.
fn race() {
    for lanes in [1, 2, 6] {
        let entry = LanePlan {
            settings: settings("epochs=1000000000"),
            changes: Vec::new(),
            until: None,
        };
        let mut engine = Engine::race(None, vec![entry; lanes], true, &|_| ()).expect("memory");
        engine.advance(1000);
        let begun = Instant::now();
        engine.advance(1_000_000);
        let each = begun.elapsed() / 1_000_000 / u32::try_from(lanes).expect("few");
        let begun = Instant::now();
        let snapshot = engine.snapshot();
        println!(
            "{lanes} lanes: {each:?} an update of a lane, {:?} a snapshot",
            begun.elapsed()
        );
        assert_eq!(snapshot.lanes.len(), lanes);
    }
}

fn main() {
    // `cargo test` runs benchmarks too, with this argument missing.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    race();
    report("400 points, as the tutorial", "", 1300);
    report(
        "400 points, batch 1",
        "batch-size=1 epochs=1000000",
        100_000_000,
    );
    report(
        "400 points, shuffled, adam",
        "batch-size=1 epochs=1000000 shuffle=on optimizer=adam alpha=0.001",
        10_000_000,
    );
    report(
        "10 million points, shuffled",
        "samples=10000000 noise=6 shuffle=on epochs=100",
        1_000_000,
    );
    report(
        "10 million points",
        "samples=10000000 noise=6 epochs=100",
        1_000_000,
    );
    report(
        "10 million points, batch all",
        "samples=10000000 noise=6 batch-size=all epochs=100",
        60,
    );
}
