//! Tests of going back: at any update, a run has the bits of a run that was never further.

mod corners;
mod lanes;
#[path = "../support/proptests.rs"]
mod proptests;
mod sessions;
#[path = "../support/settings.rs"]
mod settings;
mod stories;

use sgdscope::learning::train::hyperparameters::Hyperparameters;
use sgdscope::learning::train::loss::LossKind;
use sgdscope::learning::train::trainer::Budget;
use sgdscope::session::change::{Change, Value};
use sgdscope::session::command::Command;
use sgdscope::session::engine::Engine;
use sgdscope::session::lane::{Address, LaneId};
use sgdscope::session::run::Run;
use sgdscope::session::settings::Settings;
use sgdscope::session::snapshot::{LaneView, Snapshot};

use settings::settings;

/// Returns a paused engine with these values.
fn engine(values: &str) -> Engine {
    Engine::load(None, settings(values), false, &|_| ()).unwrap()
}

/// Executes a command, and everything that it begins.
fn carry_out(engine: &mut Engine, command: Command) {
    engine.apply(command);
    while engine.has_work() && !engine.control().running {
        engine.advance(u64::MAX);
    }
}

/// Makes updates, and pauses.
fn train(engine: &mut Engine, updates: u64) {
    engine.apply(Command::Run);
    engine.advance(updates);
    carry_out(engine, Command::Pause);
}

/// Returns the command that sets a value in a lane, or in all lanes.
fn set(lane: Option<u8>, change: &str) -> Command {
    let (name, text) = change.split_once('=').unwrap();
    let value = match Settings::find(name) {
        Some(setting) => Value::of_setting(setting, text).unwrap(),
        None => Value::parse(name, text).unwrap(),
    };
    let lane = lane.map(LaneId::nth).map(Address::Lane);
    Command::Change(lane.unwrap_or(Address::All), value)
}

/// Returns the run that repeats a lane from its recipe in one go, up to where the lane is, and `more` updates.
fn repeated(engine: &Engine, lane: &LaneView, more: u64) -> Run {
    let dataset = engine.trainer().dataset().clone();
    let planned = |change: &Change| Change::planned(change.update, change.value.clone());
    let planned = lane.recipe.changes.all().iter().map(planned).collect();
    let run = Run::new(dataset, Settings::clone(&lane.recipe.began));
    let mut run = run.with_plan(planned);
    let end = lane.progress.updates + more;
    while run.trainer().updates() < end && !run.is_over() {
        let left = end - run.trainer().updates();
        // A run that diverges is over.
        let _ = run.advance(Budget::of_updates(left));
    }
    run
}

/// Checks that a lane has the bits of a run that repeats it in one go.
fn check_equal(lane: &LaneView, kind: LossKind, run: &Run, what: &str) {
    let trainer = run.trainer();
    assert_eq!(lane.progress.updates, trainer.updates(), "{what}");
    assert_eq!(lane.progress.position, trainer.position(), "{what}");
    let bits = |weights: &[f64]| weights.iter().map(|it| it.to_bits()).collect::<Vec<_>>();
    assert_eq!(
        bits(&lane.parameters),
        bits(&trainer.parameters()),
        "{what}"
    );
    assert_eq!(lane.losses, run.losses(false), "{what}");
    assert_eq!(lane.accuracy, trainer.accuracy(false), "{what}");
    assert_eq!(lane.alpha, trainer.alpha(), "{what}");
    assert!(lane.curves == run.curves(kind), "{what}: other curves");
    assert!(
        lane.accuracies == *run.accuracies(),
        "{what}: other accuracies"
    );
    let of = |settings: &Settings| Hyperparameters {
        loss: kind,
        ..settings.setup.hyperparameters
    };
    assert_eq!(of(&lane.settings), of(run.settings()), "{what}");
    let made = |changes: &[Change]| changes.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        made(lane.recipe.changes.made()),
        made(run.recipe().changes.made()),
        "{what}"
    );
}

/// Checks that every lane has the bits of its own single run, and has them still after some more updates.
fn check(engine: &mut Engine, what: &str) {
    let check_all = |engine: &Engine, snapshot: &Snapshot| {
        // All lanes show the kind of loss that the lanes that train have.
        let kind = engine.settings().setup.hyperparameters.loss;
        for lane in &snapshot.lanes {
            check_equal(
                lane,
                kind,
                &repeated(engine, lane, 0),
                &format!("{what} {}", lane.id),
            );
        }
    };
    check_all(engine, &engine.snapshot());
    train(engine, 29);
    check_all(engine, &engine.snapshot());
}
