//! Tests how long notices stay in the status line, and what takes their place, on the virtual clock of a stage.

#[path = "support/stage.rs"]
mod stage;

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent};
use sgdscope::app::Message;
use sgdscope::studio::stage::Stage;
use stage::{Keyboard, open};

fn notice(stage: &Stage) -> &str {
    stage
        .app()
        .notice()
        .map_or("", |notice| notice.text.as_str())
}

fn pass(stage: &mut Stage, milliseconds: u64) {
    stage.pass(Duration::from_millis(milliseconds));
}

#[test]
fn a_notice_can_be_read_for_three_seconds_whatever_keys_follow() {
    let mut stage = open("sgdscope --paused --alpha 100", (80, 24));
    stage.key('+');
    for key in ['s', 'x', 'j', 's'] {
        pass(&mut stage, 700);
        stage.key(key);
        assert_eq!(notice(&stage), "alpha 100: largest by key", "{key}");
    }
    pass(&mut stage, 250);
    assert_eq!(notice(&stage), "alpha 100: largest by key");
    stage.key('s');
    assert_eq!(notice(&stage), "");
}

#[test]
fn a_notice_goes_by_itself_and_the_hints_come_back() {
    let mut stage = open("sgdscope --paused --alpha 100", (80, 24));
    pass(&mut stage, 60_000);
    stage.key('+');
    assert_eq!(stage.app().calm_at(), Some(70_000));
    pass(&mut stage, 9_900);
    assert!(stage.text().contains("alpha 100: largest by key"));
    let before = stage.app().revision();
    pass(&mut stage, 200);
    assert!(stage.app().revision() > before, "a frame is drawn");
    assert!(stage.text().contains("q quit"));
    assert_eq!(stage.app().calm_at(), None);
}

#[test]
fn a_key_has_its_own_answer_at_once_and_what_it_makes_untrue_goes() {
    let mut stage = open("sgdscope --paused --alpha 50", (80, 24));
    for _ in 0..5 {
        stage.key('+');
        pass(&mut stage, 30);
    }
    assert_eq!(notice(&stage), "alpha 100: largest by key");
    stage.key('-');
    assert_eq!(notice(&stage), "", "alpha is no longer at its end");
    stage.key('o');
    assert!(notice(&stage).starts_with("momentum: "));
    stage.key('o');
    assert!(notice(&stage).starts_with("nesterov: "));
    let mut stage = open("sgdscope --epochs 1 --speed max", (80, 24));
    pass(&mut stage, 500);
    stage.key('s');
    assert!(notice(&stage).starts_with("finished: "));
    stage.key('r');
    assert_eq!(notice(&stage), "");
}

#[test]
fn what_is_more_important_is_not_overwritten_and_the_rest_follows_if_it_is_still_true() {
    let mut stage = open("sgdscope --paused --alpha 100", (80, 24));
    stage.tell(Message::Saved(Err("the disk is full".to_owned())));
    pass(&mut stage, 500);
    stage.key('+');
    assert_eq!(notice(&stage), "not written: the disk is full");
    pass(&mut stage, 2_600);
    assert_eq!(notice(&stage), "alpha 100: largest by key");

    stage.tell(Message::Saved(Err("the disk is full".to_owned())));
    stage.key('+');
    stage.key('-');
    pass(&mut stage, 3_100);
    assert_eq!(notice(&stage), "not written: the disk is full");
    // What has happened stays true.
    let mut stage = open("sgdscope --paused --alpha 100", (80, 24));
    stage.key('+');
    stage.tell(Message::Saved(Ok("sgdscope-run-1.jsonl".to_owned())));
    stage.key('s');
    assert_eq!(notice(&stage), "alpha 100: largest by key");
    pass(&mut stage, 3_100);
    assert_eq!(notice(&stage), "written: sgdscope-run-1.jsonl");
}

#[test]
fn esc_takes_a_notice_away() {
    let mut stage = open("sgdscope --paused --alpha 100", (80, 24));
    stage.key('+');
    stage.press(KeyEvent::from(KeyCode::Esc));
    assert_eq!(notice(&stage), "");
}
