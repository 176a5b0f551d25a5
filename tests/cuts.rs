//! Tests that a rich model has the same bits however its work is cut into pieces, and on all instruction
//! sets.

#[path = "support/settings.rs"]
mod settings;

use std::sync::Arc;

use sgdscope::learning::kernel::Instructions;
use sgdscope::learning::train::trainer::{Budget, Trainer};
use sgdscope::session::change::{Change, Value};
use sgdscope::session::command::Command;
use sgdscope::session::engine::Engine;
use sgdscope::session::lane::Address;
use sgdscope::session::race::LanePlan;
use sgdscope::session::settings::ALPHA;
use sgdscope::session::snapshot::Snapshot;

use settings::settings;

/// Settings of a rich model. It has test samples, and enough training samples (more than 65,536) that their
/// order is drawn by moving them.
const RICH: &str = "family=moons samples=80000 train-share=90 flip=5 features=x1,x2,x1^2,x1x2,sinx2 \
    standardize=on optimizer=adam alpha=0.02 schedule=cosine regularization=l2 shuffle=on batch-size=10007 epochs=6";
/// Planned changes of all kinds, two of them after the same update.
const PLAN: [&str; 11] = [
    "0:alpha=0.03",
    "3:batch-size=20000",
    "7:optimizer=nesterov",
    "9:shuffle=off",
    "10:objective=squared",
    "12:weights=0.5,-1,1,0.25,0,2",
    "13:regularization=l1",
    "15:shuffle=on",
    "15:batch-size=all",
    "16:objective=cross-entropy",
    "17:optimizer=rmsprop",
];

fn rich(planned: &[&str]) -> Engine {
    let settings = settings(RICH);
    let planned: Vec<Change> = planned.iter().map(|text| text.parse().unwrap()).collect();
    let lane = LanePlan {
        settings,
        changes: planned,
        until: None,
    };
    Engine::race(None, vec![lane], true, &|_| ()).unwrap()
}

/// Returns a generator of pseudo-random numbers from 0 to 2³² - 1.
fn numbers(seed: u64) -> impl FnMut() -> usize {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005);
        state = state.wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 32).unwrap()
    }
}

/// Trains to the end in pieces of at most `most` samples, and returns the last snapshot. Now and then it
/// sends the engine a change to the value that the setting already has.
fn finished_in_pieces(mut engine: Engine, most: usize, seed: u64) -> Snapshot {
    let mut number = numbers(seed);
    let mut idle = 0;
    while engine.trainer().stop().is_none() {
        let budget = Budget {
            updates: 1 + number() as u64 % 3,
            samples: 1 + number() % most,
        };
        engine.advance_within(budget);
        idle += 1;
        assert!(idle < 1_000_000, "it comes to an end");
        if number().is_multiple_of(4) {
            let value = Value::of_setting(&ALPHA, &ALPHA.text(engine.settings())).unwrap();
            engine.apply(Command::Change(Address::All, value));
        }
    }
    let mut snapshot = engine.snapshot();
    snapshot.control.commands = 0;
    snapshot
}

#[test]
fn a_rich_run_with_a_plan_has_the_same_bits_in_any_pieces() {
    let mut whole = rich(&PLAN);
    whole.advance(u64::MAX);
    let whole = whole.snapshot();
    assert!(
        whole.first().losses.test.is_some()
            && whole.first().recipe.changes.made().len() == PLAN.len()
    );
    for (most, seed) in [(900_000, 1), (30_000, 2), (9000, 3)] {
        let pieces = finished_in_pieces(rich(&PLAN), most, seed);
        assert!(pieces == whole, "{most}");
    }
}

#[test]
fn a_rich_run_has_the_same_bits_on_all_instructions() {
    let settings = settings(RICH);
    let dataset = Arc::new(settings.setup.data.draw(None, &|_| ()).unwrap());
    let ends: Vec<_> = Instructions::all()
        .into_iter()
        .map(|instructions| {
            let mut trainer = Trainer::new(Arc::clone(&dataset), &settings.setup).on(instructions);
            assert_eq!(trainer.instructions().name(), instructions.name());
            while trainer.epochs() < 2 {
                trainer.advance(Budget::of_updates(5)).unwrap();
            }
            let accuracy = [
                trainer.accuracy(false),
                trainer.test_accuracy(false).unwrap(),
            ];
            (
                trainer.parameters(),
                trainer.epoch_losses().copied(),
                accuracy,
            )
        })
        .collect();
    assert!(ends.iter().all(|end| *end == ends[0]));
}
