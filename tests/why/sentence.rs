//! The sentence of the why view.

use std::time::Duration;

use sgdscope::learning::analysis::verdict::Verdict;

use crate::open;
use crate::stage::Keyboard;

#[test]
fn the_sentence_changes_at_most_once_a_second_and_stays_while_paused() {
    for options in ["--noise 5 --alpha 0.01"] {
        let mut stage = open(&format!("{options} --epochs 100000 --speed 2000"));
        stage.key(' ');
        let (mut shown, mut changes) = (stage.app().verdict().copied(), Vec::new());
        for now in 0..60_u32 {
            stage.pass(Duration::from_millis(40));
            let verdict = stage.app().verdict().copied();
            if verdict != shown {
                changes.push(now * 40);
                shown = verdict;
            }
        }
        for pair in changes.windows(2) {
            assert!(pair[1] - pair[0] >= 1000, "{options}: {changes:?}");
        }
        assert!(!changes.is_empty(), "{options}");
        stage.key(' ');
        stage.pass(Duration::from_secs(2));
        let paused = stage.app().verdict().copied();
        stage.pass(Duration::from_secs(10));
        assert_eq!(stage.app().verdict().copied(), paused, "{options}");
    }
}

#[test]
fn alpha_2_on_the_default_points_is_separable_and_not_too_large() {
    let mut stage = open("--alpha 2 --batch-size all");
    for _ in 0..20 {
        stage.key('e');
        stage.pass(Duration::from_secs(1));
        assert_eq!(stage.app().verdict().map(Verdict::name), Some("separable"));
    }
    assert!(stage.text().contains("no best W"));
}

#[test]
fn past_the_edge_is_said_at_once_and_the_gauge_is_full() {
    let mut stage = open("--noise 5 --alpha 3.7 --batch-size all");
    stage.pass(Duration::from_secs(1));
    let text = stage.text();
    assert!(text.contains("edge 2.03"), "{text}");
    assert!(text.contains("alpha 3.7 is past 2.03"), "{text}");
}

#[test]
fn opened_in_the_middle_of_a_run_it_says_what_it_says_when_it_was_open_from_the_start() {
    let options = "--noise 5 --alpha 0.01 --epochs 400 --speed max";
    let mut always = open(options);
    let mut later = crate::stage::open(&format!("sgdscope --paused {options}"), (80, 24));
    for stage in [&mut always, &mut later] {
        for _ in 0..60 {
            stage.key('e');
        }
    }
    later.key('V');
    for stage in [&mut always, &mut later] {
        stage.pass(Duration::from_secs(2));
    }
    let name = |stage: &sgdscope::studio::stage::Stage| stage.app().verdict().map(Verdict::name);
    assert_eq!(name(&always), Some("falls"));
    assert_eq!(name(&later), name(&always));
}

#[test]
fn after_going_back_from_a_diverged_run_it_no_longer_says_diverged() {
    let mut stage = open("--regularization l2 --regularization-rate 3 --alpha 1000");
    for _ in 0..8 {
        stage.key('e');
    }
    stage.pass(Duration::from_secs(2));
    assert_eq!(stage.app().verdict().map(Verdict::name), Some("diverged"));
    stage.key('b');
    stage.pass(Duration::from_secs(2));
    assert_eq!(stage.app().verdict().map(Verdict::name), Some("runaway"));
}
