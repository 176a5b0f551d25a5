//! Stories of several lanes: races, pins, and keys that steer one lane or all.

use sgdscope::learning::train::trainer::Budget;
use sgdscope::session::change::{SettingValue, Value};
use sgdscope::session::command::{Command, Moment, Unit};
use sgdscope::session::engine::Engine;
use sgdscope::session::lane::LaneId;
use sgdscope::session::race::LanePlan;
use sgdscope::session::snapshot::Phase;

use crate::{carry_out, check, engine, set, settings, train};

pub fn race(base: &str, values: &str) -> Engine {
    let mut engine = engine(base);
    let value = |text: &str| match set(None, text) {
        Command::Change(_, Value::Setting(value)) => value,
        other => panic!("{other:?}"),
    };
    let values: Vec<SettingValue> = values.split(' ').map(value).collect();
    carry_out(&mut engine, Command::Race(LaneId::FIRST, values));
    engine
}

/// Returns the letter, the number of updates and the position of each lane.
pub fn stands(engine: &Engine) -> Vec<(String, u64, f64)> {
    let snapshot = engine.snapshot();
    let stand = snapshot.lanes.iter().map(|lane| {
        let progress = &lane.progress;
        (lane.id.to_string(), progress.updates, progress.position)
    });
    stand.collect()
}

#[test]
fn lanes_are_level_by_samples_whatever_their_batch_sizes() {
    let mut engine = race("", "batch-size=32 batch-size=8 batch-size=all");
    train(&mut engine, 5);
    let expected = [("A", 5, 0.4), ("B", 20, 0.4), ("C", 0, 0.0)];
    let expected = expected.map(|(lane, updates, at)| (lane.to_owned(), updates, at));
    assert_eq!(stands(&engine), expected);
    train(&mut engine, 10);
    let updates: Vec<u64> = stands(&engine).iter().map(|stand| stand.1).collect();
    assert_eq!(updates, [15, 58, 1]);
    check(&mut engine, "batch sizes");
}

#[test]
fn lanes_are_level_after_every_call_however_small_its_budget() {
    let mut engine = race("", "batch-size=32 batch-size=3");
    engine.apply(Command::Run);
    for _ in 0..300 {
        let budget = Budget {
            updates: 1,
            samples: 40,
        };
        engine.advance_within(budget);
        let stands = stands(&engine);
        assert!((stands[0].2 - stands[1].2).abs() < 0.09, "{stands:?}");
    }
    engine.apply(Command::Pause);
    engine.advance(0);
    assert!(engine.lanes().are_level());
}

#[test]
fn a_race_goes_back_together_and_each_lane_branches_alone() {
    let mut engine = race("", "alpha=0.01 alpha=0.2 batch-size=5");
    train(&mut engine, 60);
    let before = engine.snapshot();
    carry_out(
        &mut engine,
        Command::GoTo(LaneId::FIRST, Moment::Update(20)),
    );
    carry_out(&mut engine, Command::Back(Unit::Update));
    assert_eq!(stands(&engine)[0].1, 19);
    assert_eq!(stands(&engine)[1].1, 19);
    train(&mut engine, 41);
    assert_eq!(engine.snapshot().lanes, before.lanes);
    carry_out(&mut engine, Command::Back(Unit::Epoch));
    carry_out(&mut engine, set(Some(1), "optimizer=adam"));
    let lanes = engine.snapshot().lanes;
    assert!(lanes[0].future.is_some() && lanes[1].future.is_none());
    assert!(lanes[0].abandoned.is_none() && lanes[1].abandoned.is_some());
    check(&mut engine, "one lane branched");
}

#[test]
fn a_pinned_copy_stands_still_while_the_run_goes_on_and_starts_again() {
    let mut engine = engine("");
    train(&mut engine, 100);
    carry_out(&mut engine, Command::Pin(LaneId::FIRST));
    let pinned = engine.snapshot().lanes[1].clone();
    assert!(pinned.is_pinned && pinned.id == LaneId::nth(1));
    carry_out(&mut engine, set(None, "alpha=0.3"));
    carry_out(&mut engine, Command::Reset);
    train(&mut engine, 30);
    let lanes = engine.snapshot().lanes;
    assert_eq!(lanes[0].progress.updates, 30);
    assert_eq!(lanes[1].parameters, pinned.parameters);
    assert_eq!(lanes[1].settings.setup, pinned.settings.setup);
    check(&mut engine, "a pin");
    carry_out(&mut engine, Command::Drop(LaneId::nth(1)));
    assert_eq!(engine.snapshot().lanes.len(), 1);
    carry_out(&mut engine, Command::BringBack);
    assert_eq!(engine.snapshot().lanes.len(), 2);
}

#[test]
fn other_data_leave_pinned_lanes_behind_until_they_are_brought_back() {
    let mut engine = engine("");
    train(&mut engine, 10);
    carry_out(&mut engine, Command::Pin(LaneId::FIRST));
    carry_out(&mut engine, set(None, "family=moons"));
    carry_out(&mut engine, Command::Reset);
    assert_eq!(engine.snapshot().lanes.len(), 1);
    carry_out(&mut engine, Command::BringBack);
    assert_eq!(engine.snapshot().lanes.len(), 2);
}

#[test]
fn at_most_six_lanes_and_the_last_one_that_trains_stays() {
    let mut engine = engine("");
    for _ in 0..8 {
        carry_out(&mut engine, Command::Pin(LaneId::FIRST));
    }
    assert_eq!(engine.snapshot().lanes.len(), 6);
    carry_out(&mut engine, Command::Drop(LaneId::FIRST));
    assert_eq!(engine.snapshot().lanes.len(), 6);
}

#[test]
fn a_lane_that_diverges_or_finishes_leaves_the_others_training() {
    let mut engine = race("epochs=4 init=0,-1,-1", "alpha=1e308 alpha=0.01 epochs=2");
    engine.apply(Command::Run);
    engine.advance(u64::MAX);
    let snapshot = engine.snapshot();
    let phases: Vec<Phase> = snapshot.lanes.iter().map(|lane| lane.phase).collect();
    assert_eq!(phases, [Phase::Diverged, Phase::Finished, Phase::Finished]);
    let updates: Vec<u64> = stands(&engine).iter().map(|stand| stand.1).collect();
    assert_eq!(updates[1..], [52, 26]);
    assert_eq!(snapshot.phase, Phase::Finished);
}

#[test]
fn data_and_the_kind_of_loss_are_those_of_all_lanes() {
    let mut engine = race("", "alpha=0.01 alpha=0.2");
    carry_out(&mut engine, set(Some(1), "loss=cross-entropy"));
    carry_out(&mut engine, set(Some(1), "noise=4"));
    carry_out(&mut engine, set(Some(1), "shuffle=on"));
    let lanes = engine.snapshot().lanes;
    assert_eq!(
        lanes[0].settings.setup.hyperparameters.loss,
        lanes[1].settings.setup.hyperparameters.loss
    );
    assert_eq!(lanes[0].settings.setup.data, lanes[1].settings.setup.data);
    let shuffle = lanes
        .iter()
        .map(|lane| lane.settings.setup.hyperparameters.shuffle);
    assert_eq!(shuffle.collect::<Vec<_>>(), [false, true]);
}

#[test]
fn lanes_with_planned_ends_pause_there_and_one_that_ends_before_the_others_is_pinned() {
    let entry = |alpha: &str, until| LanePlan {
        settings: settings(alpha),
        changes: Vec::new(),
        until: Some(until),
    };
    let entries = vec![entry("alpha=0.01", 100), entry("alpha=0.2", 40)];
    let mut engine = Engine::race(None, entries, true, &|_| ()).unwrap();
    engine.advance(u64::MAX);
    let snapshot = engine.snapshot();
    assert_eq!(snapshot.phase, Phase::Paused);
    let pinned: Vec<bool> = snapshot.lanes.iter().map(|lane| lane.is_pinned).collect();
    assert_eq!(pinned, [false, true]);
    let updates: Vec<u64> = stands(&engine).iter().map(|stand| stand.1).collect();
    assert_eq!(updates, [100, 40]);
}
