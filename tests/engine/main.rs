//! Tests the engine: commands go in, snapshots come out.

mod cuts;
mod pace;
#[path = "../support/proptests.rs"]
mod proptests;

use std::sync::Arc;

use sgdscope::learning::data::{DataSettings, Dataset};
use sgdscope::learning::model::start::{Start, StartKind};
use sgdscope::session::change::Value;
use sgdscope::session::command::Command;
use sgdscope::session::engine::Engine;
use sgdscope::session::lane::Address;
use sgdscope::session::settings::Settings;
use sgdscope::session::snapshot::{Phase, Snapshot};

fn dataset() -> Arc<Dataset> {
    Arc::new(DataSettings::default().draw(None, &|_| ()).unwrap())
}

fn engine(running: bool) -> Engine {
    Engine::new(dataset(), Settings::default(), running)
}

/// Returns the default settings with changes such as `alpha=1 batch=8 epochs=3 shuffle speed=max`.
fn settings(changes: &str) -> Settings {
    let mut settings = Settings::default();
    let hyperparameters = &mut settings.setup.hyperparameters;
    for change in changes.split_whitespace() {
        match change.split_once('=').unwrap_or((change, "")) {
            ("alpha", value) => hyperparameters.alpha = value.parse().unwrap(),
            ("batch", value) => hyperparameters.batch_size = value.parse().unwrap(),
            ("epochs", value) => hyperparameters.epochs = value.parse().unwrap(),
            ("shuffle", _) => hyperparameters.shuffle = true,
            ("speed", value) => settings.speed = value.parse().unwrap(),
            ("init", value) => settings.setup.start.kind = value.parse().unwrap(),
            ("init-seed", value) => settings.setup.start.seed = value.parse().unwrap(),
            (other, _) => panic!("{other} is no setting"),
        }
    }
    settings
}

/// Changes settings of an engine, with one command for each change in `changes`.
fn tune(engine: &mut Engine, changes: &str) {
    for command in commands(changes) {
        engine.apply(command);
    }
}

/// Returns the commands that make changes such as `alpha=1 batch-size=8`.
fn commands(changes: &str) -> Vec<Command> {
    let command = |change: &str| {
        let (flag, text) = change.split_once('=').unwrap_or((change, "on"));
        let value = Value::of_setting(Settings::find(flag).unwrap(), text).unwrap();
        Command::Change(Address::All, value)
    };
    changes.split_whitespace().map(command).collect()
}

/// Returns the snapshot without the number of commands and without whether it was running. What is left is
/// the result of the training.
fn learned(snapshot: &Snapshot) -> Snapshot {
    let mut learned = snapshot.clone();
    learned.control.commands = 0;
    learned.control.running = false;
    for phase in std::iter::once(&mut learned.phase)
        .chain(learned.lanes.iter_mut().map(|lane| &mut lane.phase))
    {
        if *phase == Phase::Running {
            *phase = Phase::Paused;
        }
    }
    learned
}

#[test]
fn it_opens_paused_or_running() {
    assert_eq!(engine(false).phase(), Phase::Paused);
    assert_eq!(engine(true).phase(), Phase::Running);
    let mut paused = engine(false);
    assert_eq!(paused.advance(10), 0);
    assert_eq!(paused.snapshot().first().progress.updates, 0);
}

#[test]
fn it_finishes_after_its_epochs_with_the_tutorials_numbers() {
    let mut engine = engine(true);
    assert_eq!(engine.advance(u64::MAX), 1300);
    let end = engine.snapshot();
    assert_eq!(end.phase, Phase::Finished);
    assert_eq!(end.first().progress.epochs, 100);
    assert_eq!(
        (
            end.first().progress.update_of_epoch,
            end.first().progress.updates_of_epoch
        ),
        (13, 13)
    );
    assert!((end.first().losses.epoch.unwrap().sum - 0.015_244_154_859_248_68).abs() < 1e-11);
    assert_eq!(end.first().curves.epochs.len(), 100);
    assert_eq!(end.first().curves.batches.len(), 1300);
    assert_eq!(end.first().accuracy.share, 1.0);
}

#[test]
fn steps_are_exact_and_add_up() {
    let mut engine = engine(true);
    engine.advance(5);
    engine.apply(Command::StepUpdate);
    engine.apply(Command::StepUpdate);
    assert_eq!(engine.advance(u64::MAX), 2);
    assert_eq!(engine.phase(), Phase::Paused);
    assert_eq!(engine.snapshot().first().progress.update_of_epoch, 7);

    engine.apply(Command::StepEpoch);
    assert_eq!(engine.advance(u64::MAX), 6);
    assert_eq!(engine.snapshot().first().progress.epochs, 1);
    engine.apply(Command::StepEpoch);
    engine.apply(Command::StepEpoch);
    assert_eq!(engine.advance(u64::MAX), 26);
    assert_eq!(engine.phase(), Phase::Paused);
    assert_eq!(engine.snapshot().first().progress.epochs, 3);
}

#[test]
fn a_pause_stops_a_step_and_a_run_goes_on_from_there() {
    let mut engine = engine(false);
    engine.apply(Command::StepEpoch);
    engine.advance(4);
    engine.apply(Command::Pause);
    assert_eq!(engine.advance(100), 0);
    engine.apply(Command::Run);
    assert_eq!(engine.advance(100), 100);
    assert_eq!(engine.snapshot().first().progress.updates, 104);
}

#[test]
fn a_reset_repeats_the_run_bit_for_bit() {
    let mut engine = engine(true);
    engine.advance(500);
    let first = engine.snapshot();
    engine.apply(Command::Reset);
    let start = engine.snapshot();
    assert_eq!((start.control.run, start.first().progress.updates), (1, 0));
    assert_eq!(
        (start.first().losses.epoch, start.first().losses.batch),
        (None, None)
    );
    assert!(start.first().curves.batches.is_empty());
    engine.advance(500);
    let mut second = learned(&engine.snapshot());
    second.control.run = 0;
    assert_eq!(second.before, 1, "the first run can be brought back");
    second.before = 0;
    assert_eq!(learned(&first), second);
}

#[test]
fn tuning_counts_from_the_next_update_without_a_reset() {
    let mut tuned = engine(true);
    let mut steady = engine(true);
    tuned.advance(20);
    steady.advance(20);
    tune(&mut tuned, "alpha=0.5");
    assert_eq!(
        tuned.snapshot().first().parameters,
        steady.snapshot().first().parameters
    );
    tuned.advance(1);
    steady.advance(1);
    assert_ne!(
        tuned.snapshot().first().parameters,
        steady.snapshot().first().parameters
    );
    assert_eq!(
        tuned.snapshot().first().losses.batch,
        steady.snapshot().first().losses.batch
    );
    assert_eq!(tuned.snapshot().first().progress.updates, 21);
}

#[test]
fn another_batch_size_cuts_the_rest_of_the_epoch_anew() {
    let mut engine = engine(true);
    engine.advance(3);
    tune(&mut engine, "batch-size=1");
    let progress = engine.snapshot().first().progress;
    assert_eq!(
        (progress.update_of_epoch, progress.updates_of_epoch),
        (3, 3 + 400 - 96)
    );
    tune(&mut engine, "batch-size=all");
    assert_eq!(engine.snapshot().first().progress.updates_of_epoch, 4);
    engine.advance(1);
    assert_eq!(engine.snapshot().first().progress.epochs, 1);
}

#[test]
fn a_start_waits_for_the_next_run() {
    let mut engine = engine(false);
    let before = engine.snapshot().first().parameters.clone();
    tune(&mut engine, "init=0,-1,-1");
    assert_eq!(engine.snapshot().first().parameters, before);
    engine.apply(Command::Reset);
    assert_eq!(engine.snapshot().first().parameters[..], [0.0, -1.0, -1.0]);
    assert_eq!(engine.snapshot().first().accuracy.share, 0.0);
}

#[test]
fn more_epochs_continue_a_finished_run_and_fewer_end_it() {
    let mut engine = engine(true);
    tune(&mut engine, "epochs=2");
    engine.advance(u64::MAX);
    assert_eq!(engine.phase(), Phase::Finished);
    engine.apply(Command::StepUpdate);
    engine.apply(Command::Run);
    assert_eq!(engine.advance(1), 0);
    tune(&mut engine, "epochs=5");
    assert_eq!(engine.phase(), Phase::Running);
    assert_eq!(engine.advance(14), 14);
    tune(&mut engine, "epochs=1");
    assert_eq!(engine.phase(), Phase::Finished);
}

#[test]
fn a_step_does_not_reach_beyond_the_end_of_a_run() {
    let mut engine = engine(false);
    tune(&mut engine, "epochs=1");
    engine.apply(Command::StepEpoch);
    engine.apply(Command::StepEpoch);
    engine.advance(u64::MAX);
    assert_eq!(engine.phase(), Phase::Finished);
    tune(&mut engine, "epochs=5");
    assert_eq!(engine.phase(), Phase::Paused);
}

#[test]
fn a_run_that_diverges_keeps_its_last_finite_state() {
    // Errors so small that some updates come before the numbers overflow.
    let mut engine = Engine::new(dataset(), settings("init-seed=0"), true);
    tune(&mut engine, "alpha=1e308");
    engine.advance(u64::MAX);
    let end = engine.snapshot();
    assert_eq!(end.phase, Phase::Diverged);
    assert!(
        end.first()
            .parameters
            .iter()
            .all(|weight| weight.is_finite())
    );
    assert!(
        end.first().accuracy.share.is_finite() && end.first().losses.batch.unwrap().sum.is_finite()
    );
    let losses = &end.first().curves.batches;
    assert_eq!(losses.len() as u64, end.first().progress.updates);
    assert!(losses.iter().all(|bucket| bucket.sum.is_finite()));
    for command in [Command::Run, Command::StepUpdate, Command::StepEpoch] {
        engine.apply(command);
        assert_eq!(engine.advance(10), 0);
    }
    tune(&mut engine, "alpha=0.01");
    assert_eq!(engine.phase(), Phase::Diverged);
    engine.apply(Command::Reset);
    assert_eq!(engine.advance(10), 0, "the last step left it paused");
    engine.apply(Command::Run);
    assert_eq!(engine.advance(10), 10);
}

#[test]
fn shuffling_sees_every_sample_once_an_epoch_even_when_it_is_toggled_inside() {
    // With an alpha this small the weights do not change. Epochs then differ only in their order, and the
    // sum of all batch losses is the sum of an epoch in order.
    let tiny = |changes: &str| settings(&format!("alpha=1e-300 batch=1 {changes}"));
    let epoch_loss = |toggles: &[(u64, bool)]| {
        let mut engine = Engine::new(dataset(), tiny(""), true);
        for &(updates, shuffle) in toggles {
            engine.advance(updates);
            tune(&mut engine, if shuffle { "shuffle" } else { "shuffle=off" });
        }
        engine.apply(Command::StepEpoch);
        engine.advance(u64::MAX);
        engine.snapshot()
    };
    let in_order = epoch_loss(&[]);
    let undone = epoch_loss(&[(7, true), (0, false)]);
    assert_eq!(
        undone.first().curves.batches,
        in_order.first().curves.batches
    );
    for toggles in [
        &[(0, true)][..],
        &[(100, true)],
        &[(0, true), (150, false)],
        &[(7, true), (50, false), (99, true)],
    ] {
        let shuffled = epoch_loss(toggles);
        assert_eq!(shuffled.first().progress.epochs, 1);
        let (ours, ordered) = (
            shuffled.first().losses.epoch.unwrap().sum,
            in_order.first().losses.epoch.unwrap().sum,
        );
        assert!(
            (ours / ordered - 1.0).abs() < 1e-12,
            "{toggles:?}: {ours} is not {ordered}"
        );
        assert_ne!(
            shuffled.first().curves.batches,
            in_order.first().curves.batches,
            "{toggles:?} changed nothing"
        );
    }
}

#[test]
fn another_seed_is_another_order() {
    let run = |seed| {
        let mut settings = settings("shuffle");
        settings.setup.start = Start {
            kind: StartKind::Zeros,
            seed,
        };
        let mut engine = Engine::new(dataset(), settings, true);
        engine.advance(100);
        engine.snapshot().first().parameters.clone()
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}

#[test]
fn the_accuracy_of_many_samples_is_estimated_while_it_runs_and_exact_when_it_stands() {
    let blobs = DataSettings {
        samples: "600000".parse().unwrap(),
        noise: "6".parse().unwrap(),
        seed: 95,
        ..DataSettings::default()
    };
    let mut engine = Engine::new(
        Arc::new(blobs.draw(None, &|_| ()).unwrap()),
        settings("speed=max"),
        true,
    );
    engine.advance(100);
    let running = engine.snapshot();
    engine.apply(Command::Pause);
    let paused = engine.snapshot();
    assert_eq!(running.first().accuracy.confusion, None);
    assert!(paused.first().accuracy.confusion.is_some());
    assert_ne!(
        running.first().accuracy.share,
        paused.first().accuracy.share
    );
    assert!((running.first().accuracy.share - paused.first().accuracy.share).abs() < 0.003);
    assert_eq!(paused.first().accuracy, engine.trainer().accuracy(false));
}
