//! Tests what the keys of the playground do to a run, to the view of it, and to its copy and its file.

use std::time::Duration;

use crossterm::event::KeyCode;
use sgdscope::app::Message;
use sgdscope::app::effect::Effect;
use sgdscope::session::settings::{Settings, TABLE};
use sgdscope::session::snapshot::Phase;

use sgdscope::studio::stage::Stage;

use crate::stage::{Keyboard, open};
use crate::{SIZE, finished, key, type_in};

#[test]
fn the_unit_of_the_loss_is_switched_without_training_again() {
    let mut stage = finished("--noise 5");
    let snapshot = stage.app().confirmed().clone();
    let losses = snapshot.first().losses.epoch.unwrap();
    let last = |stage: &Stage| {
        stage
            .app()
            .lane()
            .curves
            .epochs
            .iter()
            .nth(99)
            .unwrap()
            .last
    };
    assert_eq!(last(&stage), losses.sum);
    stage.key('u');
    assert!(stage.text().contains("MSE"));
    assert!(stage.text().contains("updates follow the cross-entropy"));
    assert_eq!(last(&stage), losses.squared);
    stage.key('u');
    assert!(stage.text().contains("CE"));
    assert_eq!(Some(last(&stage)), losses.cross_entropy);
    assert_eq!(stage.app().lane().parameters, snapshot.first().parameters);
    assert_eq!(stage.app().lane().progress, snapshot.first().progress);
    stage.key('u');
    assert_eq!(last(&stage), losses.sum);
}

#[test]
fn a_run_says_which_rule_has_stopped_it_and_goes_on_when_the_rule_does() {
    let mut stage = finished("--init=0,-1,-1 --target-loss 1");
    let epochs = stage.app().lane().progress.epochs;
    assert!(epochs < 100);
    assert!(stage.text().contains("target loss reached"));
    stage.key(' ');
    assert!(stage.text().contains("a lower target goes on"));
    let mut stage = finished("--noise 5 --patience 2 --alpha 1 --shuffle");
    assert!(stage.app().lane().progress.epochs < 100);
    assert!(stage.text().contains("no lower loss for too long"));
}

#[test]
fn changes_leave_marks_with_their_words() {
    let mut stage = open("sgdscope --speed 200 --init=0,-1,-1", (120, 40));
    stage.pass(Duration::from_secs(2));
    type_in(&mut stage, "+++");
    stage.pass(Duration::from_secs(1));
    stage.key('o');
    stage.pass(Duration::from_secs(1));
    let text = stage.text();
    assert!(text.contains("alpha .01→.1"), "{text}");
    assert!(text.contains("optimizer sgd→momentum"), "{text}");
    let changes = stage.app().lane().recipe.changes.made().len();
    assert_eq!(changes, 2);
    // A new run has no changes.
    stage.key('r');
    assert!(stage.app().lane().recipe.changes.made().is_empty());
}

#[test]
fn weights_are_edited_by_hand_and_training_goes_on_from_them() {
    let mut stage = open("sgdscope --speed 50", SIZE);
    stage.pass(Duration::from_secs(1));
    stage.key('m');
    assert_eq!(stage.app().confirmed().phase, Phase::Paused);
    let before = stage.app().lane().parameters.clone();
    type_in(&mut stage, "2.5");
    assert!(stage.text().contains("W0 (bias) 2.5_"));
    stage.press(key(KeyCode::Right));
    assert_eq!(stage.app().lane().parameters[0], 2.5);
    assert_eq!(stage.app().lane().parameters[1], before[1]);
    stage.press(key(KeyCode::Up));
    let nudged = stage.app().lane().parameters[1];
    assert!((nudged - before[1] - 0.1).abs() < 1e-3);
    // A text that is not a number changes nothing.
    type_in(&mut stage, "1.2.3");
    stage.press(key(KeyCode::Enter));
    assert!(stage.text().contains("1.2.3 is no finite number"));
    assert_eq!(stage.app().lane().parameters[1], nudged);
    // A letter that is a command elsewhere is only text here.
    type_in(&mut stage, "q");
    assert_eq!(stage.end(), None);
    stage.press(key(KeyCode::Esc));
    assert_eq!(stage.app().confirmed().phase, Phase::Running);
    let updates = stage.app().lane().progress.updates;
    stage.pass(Duration::from_secs(1));
    assert!(stage.app().lane().progress.updates > updates);
}

#[test]
fn a_cursor_tells_the_probability_where_it_stands() {
    let mut stage = finished("--family gauss");
    stage.key('c');
    for _ in 0..64 {
        stage.press(key(KeyCode::Right));
        stage.press(key(KeyCode::Up));
    }
    let text = stage.text();
    assert!(
        text.contains("P(1) 99.9%") || text.contains("P(1) 100%"),
        "{text}"
    );
    for _ in 0..64 {
        stage.press(key(KeyCode::Left));
        stage.press(key(KeyCode::Down));
    }
    let text = stage.text();
    assert!(
        text.contains("P(1) 0.1%") || text.contains("P(1) 0%"),
        "{text}"
    );
    stage.press(key(KeyCode::Esc));
    assert!(!stage.text().contains("P(1)"));
}

#[test]
fn the_command_and_the_file_are_handed_out_once() {
    let mut stage = open("sgdscope --speed 50 --seed 3", SIZE);
    stage.pass(Duration::from_secs(1));
    let press = |stage: &mut Stage, character| {
        stage.tell(Message::Key(key(KeyCode::Char(character))));
        stage.take_asked()
    };
    let updates = stage.app().lane().progress.updates;
    let command = format!("sgdscope --seed=3 --until={updates}");
    assert_eq!(press(&mut stage, 'y'), [Effect::Copy(command.clone())]);
    assert!(stage.text().contains(&command));
    // There is nothing of the look that is not the default.
    assert_eq!(press(&mut stage, 'y'), [Effect::Copy(command.clone())]);
    assert!(stage.text().contains("and its look"));
    assert_eq!(press(&mut stage, 'y'), []);
    assert!(!stage.text().contains(&command));
    let asked = press(&mut stage, 'w');
    let [Effect::Save(text)] = &asked[..] else {
        panic!("{asked:?}");
    };
    assert!(text.starts_with("{\"sgdscope\":"));
    // Only one file is written at a time, and no run is written twice.
    assert_eq!(press(&mut stage, 'w'), []);
    assert!(stage.text().contains("another one is under way"));
    let file = "sgdscope-run-1.jsonl".to_owned();
    stage.tell(Message::Saved(Ok(file.clone())));
    assert!(stage.text().contains("written: sgdscope-run-1.jsonl"));
    assert_eq!(press(&mut stage, 'w'), []);
    assert!(
        stage
            .text()
            .contains("written already: sgdscope-run-1.jsonl")
    );
    // Even many pasted keys do not fill the folder with files.
    let mut written = 1;
    for _ in 0..100 {
        stage.pass(Duration::from_millis(100));
        if !press(&mut stage, 'w').is_empty() {
            written += 1;
            stage.tell(Message::Saved(Ok(file.clone())));
        }
    }
    assert_eq!(written, 20);
}

#[test]
fn the_second_command_brings_back_a_stage_that_was_set_up_by_hand() {
    let screen = "--theme=light --color=16 --ascii --mouse --fps=10";
    let mut stage = open(
        &format!("sgdscope {screen} --seed 3 --train-share=70"),
        SIZE,
    );
    for character in ['x', 'v', 't', '>'] {
        stage.key(character);
    }
    for flag in ["smoothing", "window", "marks"] {
        let wanted = Settings::find(flag).unwrap();
        let mut most = TABLE.len();
        while stage.app().view().selected != wanted && most > 0 {
            stage.press(key(KeyCode::Down));
            most -= 1;
        }
        stage.press(key(KeyCode::Right));
    }
    stage.pass(Duration::from_secs(3));
    let copied = |stage: &mut Stage| {
        stage.tell(Message::Key(key(KeyCode::Char('y'))));
        match &stage.take_asked()[..] {
            [Effect::Copy(command)] => command.clone(),
            asked => panic!("{asked:?}"),
        }
    };
    let run = copied(&mut stage);
    assert!(!run.contains("axis") && !run.contains("theme"), "{run}");
    let command = copied(&mut stage);
    let look = "--speed=100 --axis=log --smoothing=0.5 --window=tenth --shading=two";
    assert!(command.starts_with(&run), "{command}");
    assert!(command.contains(look), "{command}");
    assert!(
        command.contains(" --test-points=off --marks=off "),
        "{command}"
    );
    for option in screen.split(' ') {
        assert!(command.contains(option), "no {option} in {command}");
    }
    stage.key('y');
    stage.press(key(KeyCode::Char('s')));
    let mut again = open(&command, SIZE);
    again.pass(Duration::from_secs(10));
    again.press(key(KeyCode::Char('s')));
    let settings = |stage: &Stage| stage.app().requested().settings.clone();
    assert_eq!(settings(&again), settings(&stage));
    let points = |stage: &mut Stage| {
        let text = stage.text();
        text.lines()
            .map(|line| line.chars().take(48).collect::<String>())
            .collect::<Vec<_>>()
    };
    assert_eq!(points(&mut again)[..23], points(&mut stage)[..23]);
    assert_eq!(copied(&mut again).split(" --until").count(), 2);
}

#[test]
fn a_file_that_cannot_be_written_is_said_and_training_goes_on() {
    let mut stage = open("sgdscope --speed 50", SIZE);
    stage.pass(Duration::from_secs(1));
    stage.key('w');
    stage.tell(Message::Saved(Err("the disk is full".to_owned())));
    assert!(stage.text().contains("not written: the disk is full"));
    assert_eq!(stage.app().confirmed().phase, Phase::Running);
}
