//! However a run is cut into calls, pauses and steps, its bits are equal.

use proptest::prelude::*;
use sgdscope::learning::train::trainer::Budget;
use sgdscope::session::command::Command;
use sgdscope::session::engine::Engine;

use crate::proptests::cases;
use crate::{dataset, engine, learned, settings, tune};

/// Way to make updates.
#[derive(Debug, Clone, Copy)]
enum Way {
    Run,
    Steps,
    Epochs,
}

/// Makes at most `updates` updates in the given way, and pauses.
fn advance(engine: &mut Engine, way: Way, updates: u64) {
    match way {
        Way::Run => {
            engine.apply(Command::Run);
            engine.advance(updates);
        }
        Way::Steps => {
            for _ in 0..updates {
                engine.apply(Command::StepUpdate);
                engine.advance(u64::MAX);
            }
        }
        Way::Epochs => {
            engine.apply(Command::StepEpoch);
            engine.advance(updates);
        }
    }
    engine.apply(Command::Pause);
}

proptest! {
    #![proptest_config(cases(256, "tests/proptest-regressions/engine.txt"))]

    /// Equal numbers of updates give equal bits, however a run is cut into slices, pauses and steps. This
    /// also holds with a change after a certain update.
    #[test]
    fn slices_pauses_and_steps_change_no_bit(
        slices in prop::collection::vec(
            (prop_oneof![Just(Way::Run), Just(Way::Steps), Just(Way::Epochs)], 0_u64..40),
            1..30,
        ),
        change_at in 0_u64..300,
    ) {
        let change = "alpha=0.3 batch-size=7 shuffle";
        let mut cut = engine(false);
        let mut is_changed = false;
        for (way, updates) in slices {
            let until_change = change_at.saturating_sub(cut.trainer().updates());
            advance(&mut cut, way, if is_changed { updates } else { updates.min(until_change) });
            if !is_changed && cut.trainer().updates() == change_at {
                tune(&mut cut, change);
                is_changed = true;
            }
        }
        let updates = cut.trainer().updates();
        let mut whole = engine(true);
        if is_changed {
            whole.advance(change_at);
            tune(&mut whole, change);
        }
        whole.advance(updates - whole.trainer().updates());
        prop_assert_eq!(learned(&cut.snapshot()), learned(&whole.snapshot()));
    }
}

#[test]
fn a_part_of_a_mini_batch_changes_nothing_that_is_shown() {
    for batch in ["all", "32"] {
        let mut engine = Engine::new(dataset(), settings(&format!("batch={batch}")), true);
        for updates in 0..15 {
            let before = engine.snapshot();
            let part = Budget {
                updates: 1,
                samples: 8,
            };
            assert_eq!(engine.advance_within(part), 0);
            assert_eq!(engine.snapshot(), before, "{batch} after {updates}");
            assert_eq!(engine.advance(1), 1);
        }
    }
}
