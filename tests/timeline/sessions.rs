//! Random sessions: steps, changes, going back, branches, resets and what is brought back.

use proptest::prelude::*;
use sgdscope::session::command::{Command, Moment, Unit};
use sgdscope::session::lane::LaneId;

use crate::proptests::cases;
use crate::{carry_out, check, engine, set, train};

/// Values of settings with which a session begins, each of which may be left out.
const BEGINNINGS: [&[&str]; 9] = [
    &["family=moons", "family=xor"],
    &["features=x1,x2,x1x2", "features=x1^2,sinx2"],
    &["standardize=on"],
    &["train-share=70"],
    &["shuffle=on"],
    &["batch-size=7", "batch-size=400", "batch-size=1"],
    &[
        "optimizer=momentum",
        "optimizer=adam",
        "optimizer=rmsprop",
        "optimizer=nesterov",
    ],
    &["schedule=cosine", "schedule=step"],
    &["regularization=l1", "regularization=l2"],
];

/// Changes in the course of a session.
const CHANGES: [&str; 16] = [
    "alpha=0.3",
    "alpha=0.002",
    "batch-size=5",
    "batch-size=50",
    "batch-size=all",
    "shuffle=on",
    "shuffle=off",
    "optimizer=adam",
    "optimizer=sgd",
    "optimizer=adagrad",
    "regularization=l2",
    "schedule=exponential",
    "loss=cross-entropy",
    "loss=mse",
    "W0=0.5",
    "W1=-1",
];

/// What a person does.
#[derive(Debug, Clone)]
enum Deed {
    Train(u64),
    Do(Command),
    Change(Option<u8>, usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let first = || LaneId::nth(0);
    prop_oneof![
        4 => (1_u64..120).prop_map(Deed::Train),
        4 => (prop::option::of(0_u8..3), 0..CHANGES.len()).prop_map(|(lane, change)| Deed::Change(lane, change)),
        2 => Just(Deed::Do(Command::StepEpoch)),
        3 => Just(Deed::Do(Command::Back(Unit::Update))),
        2 => Just(Deed::Do(Command::Back(Unit::Epoch))),
        3 => (0_u64..300).prop_map(|update| Deed::Do(Command::GoTo(LaneId::FIRST, Moment::Update(update)))),
        1 => (0_u64..9).prop_map(|epoch| Deed::Do(Command::GoTo(LaneId::FIRST, Moment::Epoch(epoch)))),
        1 => (0.0..9.0).prop_map(|position| Deed::Do(Command::GoTo(LaneId::FIRST, Moment::Position(position)))),
        1 => Just(Deed::Do(Command::Reset)),
        1 => Just(Deed::Do(Command::Pin(first()))),
        1 => (0_u8..3).prop_map(|lane| Deed::Do(Command::Drop(LaneId::nth(lane)))),
        2 => Just(Deed::Do(Command::BringBack)),
        1 => Just(Deed::Do(Command::BringForward)),
    ]
}

fn beginning() -> impl Strategy<Value = String> {
    let value =
        |values: &'static [&'static str]| prop::option::weighted(0.4, prop::sample::select(values));
    let values: Vec<_> = BEGINNINGS.into_iter().map(value).collect();
    values.prop_map(|values| values.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

proptest! {
    #![proptest_config(cases(64, "tests/proptest-regressions/timeline.txt"))]

    #[test]
    fn after_any_session_each_lane_has_the_bits_of_a_run_in_one_go(
        beginning in beginning(),
        race in prop::option::weighted(0.3, prop::sample::select(&["alpha=0.01 alpha=0.2 alpha=3", "batch-size=3 batch-size=32", "optimizer=sgd optimizer=adam"][..])),
        deeds in prop::collection::vec(deed(), 1..24),
    ) {
        let mut engine = engine(&beginning);
        if let Some(values) = race {
            let value = |text: &str| match set(None, text) {
                Command::Change(_, sgdscope::session::change::Value::Setting(value)) => value,
                other => panic!("{other:?}"),
            };
            let values = values.split(' ').map(value).collect();
            carry_out(&mut engine, Command::Race(LaneId::nth(0), values));
        }
        for deed in &deeds {
            match deed {
                Deed::Train(updates) => train(&mut engine, *updates),
                Deed::Do(command) => carry_out(&mut engine, command.clone()),
                Deed::Change(lane, change) => carry_out(&mut engine, set(*lane, CHANGES[*change])),
            }
        }
        check(&mut engine, &beginning);
    }
}
