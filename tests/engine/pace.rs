//! Tests the engine on a clock: how many updates are due, and how long it may sleep.

use std::time::Duration;

use sgdscope::learning::train::trainer::Budget;
use sgdscope::session::command::Command;
use sgdscope::session::engine::Engine;
use sgdscope::session::pace::PacedEngine;

use crate::{commands, dataset, settings};

/// Budget without a limit, for all updates that are due.
const ALL: Budget = Budget {
    updates: u64::MAX,
    samples: usize::MAX,
};

fn paced(changes: &str) -> PacedEngine {
    PacedEngine::new(Engine::new(dataset(), settings(changes), true))
}

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

#[test]
fn updates_come_at_the_speed_that_was_set() {
    let mut paced = paced("speed=50 epochs=1000");
    let made: u64 = (0..=100)
        .map(|tick| paced.advance(ms(tick * 10), ALL))
        .sum();
    assert_eq!(made, 51);
    assert_eq!(paced.idle(ms(1000)), Some(ms(20)));

    for command in commands("speed=1000 epochs=1000") {
        paced.apply(command, ms(1000));
    }
    let made: u64 = (1001..=1100).map(|now| paced.advance(ms(now), ALL)).sum();
    assert_eq!(made, 100);
}

#[test]
fn what_was_missed_while_asleep_is_let_go() {
    let mut paced = paced("speed=100 epochs=1000");
    paced.advance(ms(0), ALL);
    assert_eq!(paced.advance(ms(50), ALL), 5);
    assert!(paced.advance(ms(60_000), ALL) <= 11);
}

#[test]
fn going_on_after_a_pause_does_not_rush() {
    let mut paced = paced("speed=100 epochs=1000");
    paced.advance(ms(0), ALL);
    paced.apply(Command::Pause, ms(1));
    assert_eq!(paced.idle(ms(500)), None);
    paced.apply(Command::Run, ms(9000));
    assert_eq!(paced.advance(ms(9000), ALL), 1);
    assert_eq!(paced.advance(ms(9010), ALL), 1);
}

#[test]
fn flat_out_and_steps_do_not_wait() {
    let mut flat_out = paced("speed=max epochs=1000");
    assert_eq!(flat_out.idle(ms(0)), Some(ms(0)));
    assert_eq!(flat_out.advance(ms(0), Budget::of_updates(500)), 500);
    let mut slow = paced("speed=1");
    slow.apply(Command::StepEpoch, ms(0));
    assert_eq!(slow.advance(ms(0), ALL), 13);
    assert_eq!(slow.idle(ms(0)), None);
}
