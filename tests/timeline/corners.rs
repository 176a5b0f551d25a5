//! Corners of time and lanes that once went wrong.

use sgdscope::session::command::{Command, Moment, Unit};
use sgdscope::session::engine::Engine;
use sgdscope::session::lane::LaneId;
use sgdscope::session::race::LanePlan;
use sgdscope::session::snapshot::Phase;

use crate::lanes::{race, stands};
use crate::{carry_out, engine, set, settings, train};

fn updates(engine: &Engine) -> Vec<u64> {
    stands(engine).iter().map(|stand| stand.1).collect()
}

fn finish(engine: &mut Engine) {
    while engine.has_work() {
        engine.advance(0);
    }
}

#[test]
fn going_back_twice_before_the_first_has_arrived_counts_twice_in_a_race() {
    for (unit, expected) in [(Unit::Update, 98), (Unit::Epoch, 78)] {
        let mut engine = race("", "alpha=0.01 alpha=0.02");
        train(&mut engine, 100);
        engine.apply(Command::Back(unit));
        engine.apply(Command::Back(unit));
        finish(&mut engine);
        assert_eq!(updates(&engine), [expected; 2], "{unit:?}");
    }
}

#[test]
fn a_lane_that_is_over_does_not_hold_back_the_others_on_their_way() {
    for (lanes, moment) in [
        ("epochs=2 epochs=50", Moment::Epoch(40)),
        ("epochs=2 epochs=50", Moment::Update(520)),
        ("alpha=1e308 alpha=0.01", Moment::Update(520)),
    ] {
        let mut engine = race("init=0,-1,-1", lanes);
        train(&mut engine, 500);
        train(&mut engine, 150);
        carry_out(&mut engine, Command::GoTo(LaneId::FIRST, moment));
        assert_eq!(updates(&engine)[1], 520, "{lanes} {moment:?}");
    }
}

#[test]
fn a_lane_at_its_planned_end_goes_on_when_the_others_are_dropped() {
    let plan = |until: Option<u64>| LanePlan {
        settings: settings(if until.is_none() { "" } else { "alpha=0.2" }),
        changes: Vec::new(),
        until,
    };
    let plans = vec![plan(None), plan(Some(20))];
    let mut engine = Engine::race(None, plans, true, &|_| ()).unwrap();
    engine.advance(50);
    assert_eq!(updates(&engine), [50, 20]);
    engine.apply(Command::Drop(LaneId::FIRST));
    assert_eq!(engine.phase(), Phase::Paused);
    train(&mut engine, 5);
    assert_eq!(updates(&engine), [25]);
}

#[test]
fn what_was_set_or_planned_before_the_first_update_can_be_brought_back() {
    let mut weights = engine("");
    carry_out(&mut weights, set(None, "W1=7"));
    carry_out(&mut weights, Command::Reset);
    carry_out(&mut weights, Command::BringBack);
    assert_eq!(weights.snapshot().first().parameters[1], 7.0);

    let planned = LanePlan {
        settings: settings(""),
        changes: vec!["100:alpha=0.1".parse().unwrap()],
        until: Some(200),
    };
    let mut planned = Engine::race(None, vec![planned], false, &|_| ()).unwrap();
    carry_out(&mut planned, Command::Reset);
    carry_out(&mut planned, Command::BringBack);
    train(&mut planned, 1000);
    assert_eq!(updates(&planned), [200]);

    let mut three = race("", "alpha=0.1 alpha=0.2 alpha=0.3");
    let Command::Change(_, sgdscope::session::change::Value::Setting(value)) =
        set(None, "optimizer=adam")
    else {
        panic!("a setting");
    };
    let two = vec![value.clone(), value];
    carry_out(&mut three, Command::Race(LaneId::FIRST, two));
    assert_eq!(updates(&three).len(), 2);
    carry_out(&mut three, Command::BringBack);
    assert_eq!(updates(&three).len(), 3);
}

#[test]
fn a_way_that_is_too_long_can_be_left_and_what_waits_is_done_there() {
    let mut engine = engine("epochs=1000000000000");
    for moment in [Moment::Update(u64::MAX), Moment::Epoch(u64::MAX)] {
        engine.apply(Command::GoTo(LaneId::FIRST, moment));
        for _ in 0..3 {
            engine.advance_within(sgdscope::learning::train::trainer::Budget {
                updates: 0,
                samples: 10_000,
            });
        }
        engine.apply(set(None, "alpha=0.5"));
        assert!(engine.journey().is_some_and(|share| share < 0.1));
        engine.apply(Command::Stay);
        assert_eq!((engine.journey(), engine.phase()), (None, Phase::Paused));
        assert_eq!(engine.settings().setup.hyperparameters.alpha.get(), 0.5);
    }
}

#[test]
fn a_run_with_more_changes_than_are_kept_does_not_go_back() {
    let mut engine = engine("epochs=100000");
    for change in 0..4200 {
        carry_out(
            &mut engine,
            set(
                None,
                if change % 2 == 0 {
                    "alpha=0.02"
                } else {
                    "alpha=0.01"
                },
            ),
        );
        train(&mut engine, 1);
    }
    carry_out(&mut engine, Command::Back(Unit::Update));
    assert_eq!(updates(&engine), [4200]);
}
