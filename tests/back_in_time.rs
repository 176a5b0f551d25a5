//! Stories of the screen: going back, the moment on the chart, branches, bringing runs back, pins.

#[path = "support/stage.rs"]
mod stage;

use std::time::Duration;

use clap::Parser;
use crossterm::event::{KeyCode, KeyEvent};
use sgdscope::app::notice::Notice;
use sgdscope::cli::Cli;
use sgdscope::session::race::LanePlan;
use sgdscope::session::snapshot::Phase;
use sgdscope::studio::stage::Stage;

use stage::{Keyboard, open};

fn seconds(stage: &mut Stage, seconds: u64) {
    stage.pass(Duration::from_secs(seconds));
}

fn press(stage: &mut Stage, code: KeyCode) {
    stage.press(KeyEvent::from(code));
}

fn updates(stage: &Stage) -> u64 {
    stage.app().lane().progress.updates
}

fn notice(stage: &Stage) -> &str {
    stage
        .app()
        .notice()
        .map_or("", |notice| notice.text.as_str())
}

/// Returns the number of the update that the chosen moment has, as the chart tells it.
fn told_update(stage: &mut Stage) -> u64 {
    let text = stage.text();
    let (_, rest) = text
        .split_once("update ")
        .expect("the chart tells an update");
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

#[test]
fn b_pauses_one_update_back_and_space_goes_on_as_if_nothing_had_happened() {
    let mut stage = open("sgdscope --speed 50", (80, 24));
    seconds(&mut stage, 2);
    let before = stage.app().lane().clone();
    stage.key('b');
    stage.key('b');
    assert_eq!(updates(&stage), before.progress.updates - 2);
    assert_eq!(stage.app().confirmed().phase, Phase::Paused);
    assert!(stage.text().contains("now"), "{}", stage.text());
    stage.key('s');
    stage.key('s');
    let after = stage.app().lane();
    assert_eq!(after.parameters, before.parameters);
    assert_eq!(after.curves, before.curves);
    assert!(!stage.text().contains("now"));
}

#[test]
fn at_the_start_b_says_that_there_is_nothing_before() {
    let mut stage = open("sgdscope --paused", (80, 24));
    stage.key('b');
    assert_eq!(notice(&stage), Notice::at_start().text);
    seconds(&mut stage, 4);
    stage.key('s');
    stage.key('B');
    assert_eq!((updates(&stage), notice(&stage)), (0, ""));
}

#[test]
fn the_moment_moves_by_a_column_and_enter_goes_exactly_where_the_chart_says() {
    for (size, command) in [
        ((80, 24), "sgdscope --speed 100"),
        (
            (100, 30),
            "sgdscope --speed 100 --batch-size 7 --window tenth",
        ),
        ((200, 50), "sgdscope --speed 1000 --batch-size 1 --shuffle"),
    ] {
        let mut stage = open(command, size);
        seconds(&mut stage, 3);
        stage.key(' ');
        let mut last = updates(&stage);
        for _ in 0..5 {
            stage.key(',');
            let told = told_update(&mut stage);
            assert!(told < last, "{told} is not before {last}");
            last = told;
        }
        press(&mut stage, KeyCode::Enter);
        assert_eq!(updates(&stage), last, "{command}");
        // Forward, into what lies ahead.
        stage.key('.');
        press(&mut stage, KeyCode::Right);
        let told = told_update(&mut stage);
        assert!(told > last);
        press(&mut stage, KeyCode::Enter);
        assert_eq!(updates(&stage), told, "{command}");
        assert!(stage.app().lane().future.is_some());
    }
}

#[test]
fn the_moment_stays_on_the_chart_and_esc_leaves_it() {
    let mut stage = open("sgdscope --speed 50", (80, 24));
    seconds(&mut stage, 1);
    for _ in 0..60 {
        stage.key(',');
    }
    assert_eq!(stage.app().view().moment, Some(0.0));
    for _ in 0..60 {
        stage.key('.');
    }
    let position = stage.app().lane().progress.position;
    assert_eq!(stage.app().view().moment, Some(position));
    press(&mut stage, KeyCode::Esc);
    assert_eq!(stage.app().view().moment, None);
    let before = updates(&stage);
    press(&mut stage, KeyCode::Enter);
    assert_eq!(updates(&stage), before);
}

#[test]
fn a_change_in_the_past_says_that_it_is_a_branch_and_the_old_course_can_be_dropped_or_had_back() {
    let mut stage = open("sgdscope --speed 50", (80, 24));
    seconds(&mut stage, 2);
    stage.key('B');
    stage.key('B');
    let past = updates(&stage);
    stage.key('+');
    assert_eq!(notice(&stage), Notice::branched().text);
    assert!(stage.app().lane().abandoned.is_some());
    stage.key('P');
    assert!(stage.app().lane().abandoned.is_none());
    press(&mut stage, KeyCode::Backspace);
    assert_eq!(updates(&stage), past);
    assert!(
        stage.app().lane().future.is_some(),
        "the old course is ahead again"
    );
    seconds(&mut stage, 4);
    stage.key('R');
    assert_eq!(notice(&stage), Notice::brought_forward().text);
}

#[test]
fn every_key_that_begins_a_new_run_can_be_taken_back() {
    for key in ['r', 'n', 'i', 'N', 'd', 'D', '3', 'z'] {
        let mut stage = open("sgdscope --speed 50", (80, 24));
        seconds(&mut stage, 2);
        stage.key('+');
        seconds(&mut stage, 1);
        stage.key(' ');
        let before = stage.app().lane().clone();
        stage.key(key);
        assert_eq!(updates(&stage), 0, "{key}");
        press(&mut stage, KeyCode::Backspace);
        assert!(*stage.app().lane() == before, "{key}");
        assert_eq!(notice(&stage), Notice::brought_back().text);
        stage.key('R');
        assert_eq!(updates(&stage), 0, "{key}");
        press(&mut stage, KeyCode::Backspace);
        press(&mut stage, KeyCode::Backspace);
        assert_eq!(notice(&stage), Notice::nothing_before().text, "{key}");
    }
}

#[test]
fn an_own_table_that_runs_comes_back_after_a_family_has_replaced_it() {
    let command = "sgdscope --data tests/data/comma.csv --paused";
    let mut stage = open(command, (80, 24));
    press(&mut stage, KeyCode::Esc);
    let name = stage.app().confirmed().dataset.name().to_owned();
    // No update has been made, but the table is not given up either.
    stage.key('d');
    assert_ne!(stage.app().confirmed().dataset.name(), name);
    press(&mut stage, KeyCode::Backspace);
    assert_eq!(stage.app().confirmed().dataset.name(), name);
}

#[test]
fn a_pinned_lane_is_not_changed_by_keys_and_says_so() {
    let mut stage = open("sgdscope --speed 50", (100, 30));
    seconds(&mut stage, 1);
    stage.key('p');
    seconds(&mut stage, 1);
    let pinned = stage.app().confirmed().lanes[1].clone();
    stage.key('L');
    assert_eq!(stage.app().lane().id, pinned.id);
    for key in ['+', '3', 'm', 'o'] {
        stage.key(key);
        assert_eq!(notice(&stage), Notice::pinned(pinned.id).text, "{key}");
    }
    press(&mut stage, KeyCode::Right);
    assert_eq!(notice(&stage), Notice::pinned(pinned.id).text);
    assert_eq!(
        stage.app().confirmed().lanes[1].parameters,
        pinned.parameters
    );
    stage.key('P');
    assert_eq!(stage.app().confirmed().lanes.len(), 1);
    stage.key('P');
    assert_eq!(notice(&stage), Notice::nothing_pinned().text);
}

#[test]
fn keys_change_the_chosen_lane_or_all_lanes() {
    let mut stage = open("sgdscope --speed 50 --paused", (100, 30));
    let alphas = |stage: &Stage| {
        let lanes = stage.app().confirmed().lanes.iter();
        lanes
            .map(|lane| lane.settings.setup.hyperparameters.alpha.get())
            .collect::<Vec<_>>()
    };
    stage.key('p');
    stage.key('+');
    assert_eq!(alphas(&stage), [0.02, 0.01]);
    stage.key('A');
    stage.key('+');
    // A pinned lane is not changed by keys for all lanes either.
    assert_eq!(alphas(&stage), [0.05, 0.01]);
}

/// Returns the plans of the command that repeats what is on the screen.
fn plans(stage: &Stage) -> Vec<LanePlan> {
    let command = stage.app().command().unwrap();
    let words = shlex::split(&command).unwrap();
    let live = Cli::try_parse_from(words).unwrap().live;
    live.lanes()
        .unwrap_or_else(|why| panic!("{command}: {why}"))
}

#[test]
fn the_command_of_lanes_that_are_one_run_is_accepted() {
    // Only how they are watched differs; then only whether alpha was set before the start.
    for keys in ["sssp>rsss", "+sssprsss"] {
        let mut stage = open("sgdscope --paused", (80, 24));
        keys.chars().for_each(|key| stage.key(key));
        assert_eq!(stage.app().confirmed().lanes.len(), 2);
        assert_eq!(plans(&stage).len(), 1, "{keys}");
    }
    let mut stage = open("sgdscope --epochs 2 --speed max", (80, 24));
    seconds(&mut stage, 1);
    stage.key('p');
    stage.key('b');
    let whole = stage.app().command_of_whole_run().unwrap();
    assert!(!whole.contains("--race"), "{whole}");
}

#[test]
fn a_lane_that_is_pinned_at_the_start_stays_there_when_it_is_repeated() {
    let mut stage = open("sgdscope --paused", (80, 24));
    "psss".chars().for_each(|key| stage.key(key));
    let ends: Vec<Option<u64>> = plans(&stage).iter().map(|plan| plan.until).collect();
    assert_eq!(ends, [Some(3), Some(0)]);
}

#[test]
fn the_moment_stays_on_a_chart_that_another_lane_has_moved_on() {
    let mut stage = open(
        "sgdscope --window hundred --race epochs=1,1000 --speed max",
        (80, 24),
    );
    seconds(&mut stage, 3);
    assert_eq!(stage.app().confirmed().lanes[1].progress.epochs, 1000);
    for key in [',', '.', ','] {
        stage.key(key);
        assert!(stage.app().view().moment.is_some());
        stage.draw();
    }
}

#[test]
fn in_all_lanes_a_key_steps_each_from_its_own_value() {
    let mut stage = open("sgdscope --race alpha=0.001,0.02,2 --paused", (80, 24));
    stage.key('A');
    stage.key('+');
    let lanes = &stage.app().confirmed().lanes;
    let alphas: Vec<f64> = lanes
        .iter()
        .map(|lane| lane.settings.setup.hyperparameters.alpha.get())
        .collect();
    assert_eq!(alphas, [0.002, 0.05, 5.0]);
}

#[test]
fn each_lane_has_predictions_of_its_own_to_write() {
    let mut stage = open("sgdscope --race alpha=0.01,0.5 --paused", (80, 24));
    stage.key('s');
    stage.key('W');
    stage.tell(sgdscope::app::Message::Saved(Ok("one.csv".to_owned())));
    stage.key('L');
    stage.key('W');
    assert_eq!(stage.take_asked().len(), 2, "{}", notice(&stage));
}

#[test]
fn a_key_that_succeeds_takes_away_what_was_refused_before() {
    let mut stage = open("sgdscope --paused", (80, 24));
    press(&mut stage, KeyCode::Backspace);
    assert_eq!(notice(&stage), Notice::nothing_before().text);
    stage.key('s');
    assert_eq!(notice(&stage), "");
    stage.key('r');
    press(&mut stage, KeyCode::Backspace);
    assert_eq!(notice(&stage), Notice::brought_back().text);
}
