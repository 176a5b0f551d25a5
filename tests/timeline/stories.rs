//! Stories of one run: back, forward, branches, and what is brought back.

use sgdscope::learning::train::loss::LossKind;
use sgdscope::session::command::{Command, Moment, Unit};
use sgdscope::session::engine::Engine;
use sgdscope::session::lane::LaneId;
use sgdscope::session::race::LanePlan;
use sgdscope::session::settings::Settings;
use sgdscope::session::snapshot::{LaneView, Phase};

use crate::{carry_out, check, check_equal, engine, repeated, set, settings, train};

fn lane(engine: &Engine) -> LaneView {
    engine.snapshot().first().clone()
}

fn updates(engine: &Engine) -> u64 {
    engine.trainer().updates()
}

#[test]
fn b_goes_back_by_an_update_and_by_an_epoch_and_pauses() {
    let mut engine = engine("");
    engine.apply(Command::Run);
    engine.advance(30);
    carry_out(&mut engine, Command::Back(Unit::Update));
    assert_eq!((updates(&engine), engine.phase()), (29, Phase::Paused));
    for expected in [26, 13, 0, 0] {
        carry_out(&mut engine, Command::Back(Unit::Epoch));
        assert_eq!(updates(&engine), expected);
    }
    carry_out(&mut engine, Command::Back(Unit::Update));
    assert_eq!(updates(&engine), 0);
}

#[test]
fn what_lies_ahead_is_shown_until_the_run_is_there_again_and_is_repeated_with_its_changes() {
    let mut engine = engine("");
    train(&mut engine, 40);
    carry_out(&mut engine, set(None, "alpha=0.5"));
    train(&mut engine, 60);
    let end = lane(&engine);
    assert_eq!(end.future, None);
    carry_out(
        &mut engine,
        Command::GoTo(LaneId::FIRST, Moment::Update(10)),
    );
    let past = lane(&engine);
    let future = past.future.as_ref().expect("something lies ahead");
    assert_eq!(
        (future.updates, future.position),
        (100, end.progress.position)
    );
    assert!(future.curves == end.curves);
    assert_eq!(past.recipe.changes.ahead().len(), 1);
    assert_eq!(past.settings.setup.hyperparameters.alpha.get(), 0.01);
    train(&mut engine, 89);
    assert!(lane(&engine).future.is_some());
    train(&mut engine, 1);
    assert_eq!(lane(&engine), end);
}

#[test]
fn a_change_in_the_past_branches_and_the_old_future_stays_as_a_ghost_until_it_is_dropped() {
    let mut engine = engine("");
    train(&mut engine, 40);
    carry_out(&mut engine, set(None, "alpha=0.5"));
    train(&mut engine, 60);
    let old = lane(&engine);
    carry_out(
        &mut engine,
        Command::GoTo(LaneId::FIRST, Moment::Update(30)),
    );
    carry_out(&mut engine, set(None, "batch-size=8"));
    let branch = lane(&engine);
    assert!(branch.future.is_none() && branch.recipe.changes.ahead().is_empty());
    let ghost = branch
        .abandoned
        .as_ref()
        .expect("the old future is a ghost");
    assert!(ghost.curves == old.curves && ghost.updates == 100);
    train(&mut engine, 200);
    check_equal(
        &lane(&engine),
        LossKind::Sum,
        &repeated(&engine, &lane(&engine), 0),
        "the branch",
    );
    carry_out(&mut engine, Command::DropAbandoned(branch.id));
    assert_eq!(lane(&engine).abandoned, None);
    // The old future is not lost either.
    carry_out(&mut engine, Command::BringBack);
    assert_eq!(updates(&engine), 30);
    train(&mut engine, 70);
    assert_eq!(lane(&engine).parameters, old.parameters);
}

#[test]
fn another_kind_of_loss_is_a_look_and_does_not_branch_unless_a_rule_uses_it() {
    for (rule, branches) in [("", false), ("target-loss=0.000001", true)] {
        let mut engine = engine(rule);
        train(&mut engine, 100);
        carry_out(
            &mut engine,
            Command::GoTo(LaneId::FIRST, Moment::Update(50)),
        );
        carry_out(&mut engine, set(None, "loss=cross-entropy"));
        assert_eq!(lane(&engine).future.is_none(), branches, "{rule}");
        check(&mut engine, rule);
    }
}

#[test]
fn settings_of_the_view_and_the_speed_stay_when_a_run_goes_back() {
    let mut engine = engine("");
    train(&mut engine, 50);
    carry_out(&mut engine, set(None, "speed=7"));
    carry_out(&mut engine, set(None, "axis=linear"));
    carry_out(&mut engine, Command::Back(Unit::Epoch));
    let settings = lane(&engine).settings;
    assert_eq!(settings.speed.to_string(), "7");
    let axis = Settings::find("axis").unwrap();
    assert_eq!(axis.text(&settings), "linear");
    assert!(lane(&engine).future.is_some(), "a look does not branch");
}

#[test]
fn a_reset_other_data_and_a_new_start_can_each_be_taken_back() {
    let mut engine = engine("");
    train(&mut engine, 70);
    carry_out(&mut engine, set(None, "alpha=0.2"));
    train(&mut engine, 5);
    let first = lane(&engine);
    let mut kept = vec![first];
    for change in [
        "family=moons",
        "features=x1,x2,x1x2",
        "init-seed=9",
        "noise=3",
    ] {
        carry_out(&mut engine, set(None, change));
        carry_out(&mut engine, Command::Reset);
        assert_eq!(updates(&engine), 0);
        train(&mut engine, 33);
        kept.push(lane(&engine));
    }
    let last = kept.pop().unwrap();
    for (place, run) in kept.iter().enumerate().rev() {
        carry_out(&mut engine, Command::BringBack);
        assert_eq!(engine.phase(), Phase::Paused);
        assert!(lane(&engine) == *run, "{place}");
    }
    assert_eq!(engine.snapshot().before, 0);
    carry_out(&mut engine, Command::BringBack);
    assert!(lane(&engine) == kept[0], "there is nothing before");
    for _ in 0..4 {
        carry_out(&mut engine, Command::BringForward);
    }
    assert!(lane(&engine) == last);
    check(&mut engine, "brought forward");
}

#[test]
fn what_was_brought_back_is_not_lost_by_a_new_run_either() {
    let mut engine = engine("");
    for seed in ["init-seed=1", "init-seed=2", "init-seed=3"] {
        carry_out(&mut engine, set(None, seed));
        carry_out(&mut engine, Command::Reset);
        train(&mut engine, 10);
    }
    let third = lane(&engine);
    carry_out(&mut engine, Command::BringBack);
    carry_out(&mut engine, set(None, "init-seed=4"));
    carry_out(&mut engine, Command::Reset);
    carry_out(&mut engine, Command::BringBack);
    carry_out(&mut engine, Command::BringBack);
    assert!(lane(&engine) == third);
}

#[test]
fn a_finished_and_a_diverged_run_can_go_back() {
    let mut finished = engine("epochs=3");
    train(&mut finished, u64::MAX);
    assert_eq!(finished.phase(), Phase::Finished);
    carry_out(&mut finished, Command::Back(Unit::Epoch));
    assert_eq!((updates(&finished), finished.phase()), (26, Phase::Paused));
    train(&mut finished, u64::MAX);
    assert_eq!(finished.phase(), Phase::Finished);

    let mut diverged = engine("alpha=1e308 init-seed=0");
    train(&mut diverged, u64::MAX);
    assert_eq!(diverged.phase(), Phase::Diverged);
    let end = updates(&diverged);
    carry_out(&mut diverged, Command::Back(Unit::Update));
    assert_eq!(
        (updates(&diverged), diverged.phase()),
        (end - 1, Phase::Paused)
    );
    carry_out(&mut diverged, set(None, "alpha=0.01"));
    train(&mut diverged, 100);
    assert_eq!(diverged.phase(), Phase::Paused);
}

#[test]
fn commands_on_the_way_to_another_moment_count_from_there() {
    let mut engine = engine("batch-size=1 epochs=1000");
    train(&mut engine, 200_000);
    engine.apply(Command::GoTo(LaneId::FIRST, Moment::Update(100_000)));
    assert!(engine.journey().is_some());
    engine.apply(set(None, "alpha=0.5"));
    engine.apply(Command::StepUpdate);
    while engine.has_work() {
        engine.advance(u64::MAX);
    }
    assert_eq!(updates(&engine), 100_001);
    assert_eq!(
        lane(&engine).recipe.changes.made()[0].to_string(),
        "100000:alpha=0.5"
    );
}

#[test]
fn a_planned_change_that_was_never_made_stays_planned_after_a_branch() {
    let plan = ["20:alpha=0.1", "200:alpha=0.3"].map(|text| text.parse().unwrap());
    let planned = LanePlan {
        settings: settings(""),
        changes: plan.to_vec(),
        until: None,
    };
    let mut engine = Engine::race(None, vec![planned], false, &|_| ()).unwrap();
    train(&mut engine, 100);
    carry_out(
        &mut engine,
        Command::GoTo(LaneId::FIRST, Moment::Update(10)),
    );
    carry_out(&mut engine, set(None, "batch-size=16"));
    let changes = lane(&engine).recipe.changes;
    let texts: Vec<String> = changes.all().iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["10:batch-size=16", "200:alpha=0.3"]);
}

/// More than 65,536 samples: their order is drawn by moving them, and checkpoints leave the moved samples out.
#[test]
fn many_shuffled_samples_go_back_bit_for_bit() {
    let mut engine = engine("samples=80000 shuffle=on batch-size=64 noise=6 speed=max");
    train(&mut engine, 4000);
    for target in [3990, 3000, 1300, 1251, 20, 2600] {
        carry_out(
            &mut engine,
            Command::GoTo(LaneId::FIRST, Moment::Update(target)),
        );
        let lane = lane(&engine);
        assert_eq!(lane.progress.updates, target);
        let run = repeated(&engine, &lane, 0);
        assert_eq!(lane.parameters, run.trainer().parameters(), "{target}");
    }
    // An order that begins in the middle of an epoch cannot be drawn again: the replay begins before it.
    carry_out(&mut engine, set(None, "shuffle=off"));
    train(&mut engine, 100);
    carry_out(&mut engine, set(None, "shuffle=on"));
    train(&mut engine, 3000);
    carry_out(
        &mut engine,
        Command::GoTo(LaneId::FIRST, Moment::Update(2710)),
    );
    let lane = lane(&engine);
    let run = repeated(&engine, &lane, 0);
    assert_eq!(lane.parameters, run.trainer().parameters());
}

/// A long run goes back by checkpoints. Its curves have the values of a new run.
#[test]
fn a_long_run_goes_back_by_checkpoints_bit_for_bit() {
    let mut engine = engine("batch-size=16 epochs=100000");
    train(&mut engine, 80_000);
    for target in [79_999, 50_123, 70_000, 35_000] {
        carry_out(
            &mut engine,
            Command::GoTo(LaneId::FIRST, Moment::Update(target)),
        );
        let lane = lane(&engine);
        let run = repeated(&engine, &lane, 0);
        assert_eq!(lane.parameters, run.trainer().parameters(), "{target}");
        assert_eq!(lane.losses, run.losses(false));
        let counted = |curves: &sgdscope::session::curves::Curves| {
            let counts = curves.batches.iter().map(|bucket| bucket.count);
            let range = curves.batches.range();
            (counts.sum::<u64>(), range)
        };
        let fresh = run.curves(settings("").setup.hyperparameters.loss);
        assert_eq!(counted(&lane.curves), counted(&fresh), "{target}");
    }
}
