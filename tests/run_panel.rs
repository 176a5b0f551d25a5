//! Tests the panel of the run: its numbers stand still, and they describe the weights that are shown.

#[path = "support/stage.rs"]
mod stage;

use std::time::Duration;

use crossterm::event::KeyCode;
use sgdscope::studio::stage::Stage;
use stage::{Keyboard, open};

const SIZES: [(u16, u16); 2] = [(80, 24), (100, 30)];

/// A word or a number of a row: its first column, the column after its end, and its text.
type Token = (usize, usize, String);

/// Returns the rows of the panel of the run, without its frame.
fn panel(stage: &mut Stage) -> Vec<String> {
    let text = stage.text();
    let is_head = |line: &&str| line.contains(" Run ─");
    let rows = text.lines().skip_while(|line| !is_head(line)).skip(1);
    let inside = |line: &str| {
        let start = line.rfind("││")?;
        let inner = line[start..].trim_start_matches('│').trim_end_matches('│');
        Some(inner.to_owned())
    };
    rows.map_while(inside).collect()
}

/// Returns the words and the numbers of a row. The factor `x1` of the equation is a word of its own.
fn tokens(row: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (column, character) in row.chars().enumerate() {
        match tokens.last_mut() {
            _ if matches!(character, ' ' | '·') => {}
            Some((_, end, text)) if *end == column => {
                *end += 1;
                text.push(character);
            }
            _ => tokens.push((column, column + 1, character.to_string())),
        }
    }
    tokens
}

/// Checks that rows and columns of the panel stand still for six seconds, and returns the number of pictures that
/// differ from the one before.
fn stands_still(command_line: &str, size: (u16, u16)) -> usize {
    let mut stage = open(command_line, size);
    let first: Vec<Vec<Token>> = panel(&mut stage).iter().map(|row| tokens(row)).collect();
    assert!(first.len() >= 5, "{command_line}: {first:?}");
    // For each token: whether all of its beginnings, and all of its ends, were in the first one's column.
    let mut is_still: Vec<Vec<[bool; 2]>> =
        first.iter().map(|row| vec![[true; 2]; row.len()]).collect();
    let (mut changes, mut before) = (0, String::new());
    for _ in 0..100 {
        stage.pass(Duration::from_millis(60));
        let rows = panel(&mut stage);
        let text = rows.join("\n");
        assert_eq!(rows.len(), first.len(), "{command_line}: rows in\n{text}");
        for ((row, first), is_still) in rows.iter().zip(&first).zip(&mut is_still) {
            let row = tokens(row);
            assert_eq!(row.len(), first.len(), "{command_line}: words in\n{text}");
            for ((now, then), is_still) in row.iter().zip(first).zip(is_still) {
                is_still[0] &= now.0 == then.0;
                is_still[1] &= now.1 == then.1;
                assert!(
                    is_still[0] || is_still[1],
                    "{command_line}: {} in\n{text}",
                    now.2
                );
            }
        }
        changes += usize::from(text != before);
        before = text;
    }
    changes
}

#[test]
fn rows_and_columns_stand_still_whatever_the_numbers_do() {
    let all = "--features=x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2";
    let wild = [
        "--alpha 100 --speed 2000 --epochs 900".to_owned(),
        "--alpha 100 --speed 2000 --batch-size 1 --noise 5 --shuffle --epochs 100000".to_owned(),
        "--alpha 1e6 --speed 2000 --train-share 70 --noise 5 --epochs 100000".to_owned(),
        "--alpha 1e-9 --speed 500 --loss cross-entropy".to_owned(),
        "--alpha 1e30 --speed 2000 --loss mse --noise 9 --epochs 100000".to_owned(),
        format!("--alpha 100 --speed 2000 --epochs 10000 --noise 5 {all}"),
        format!("--alpha 1 --speed 500 --train-share 70 --optimizer adam {all}"),
        "--alpha 100 --speed 2000 --features x1,x2,x1x2 --samples 5000 -b 7".to_owned(),
    ];
    for size in SIZES {
        for options in &wild {
            let changes = stands_still(&format!("sgdscope {options}"), size);
            assert!(changes > 20, "{options} shows {changes} pictures only");
        }
    }
}

#[test]
fn the_equation_and_the_weights_are_always_there() {
    let all = "--features=x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2";
    for size in [(68, 14), (72, 18), (80, 24), (100, 30), (200, 50)] {
        for (options, last) in [
            ("", "line x2 ="),
            ("--epochs 1000000 --train-share 70", "line x2 ="),
            ("--epochs 1000000", "line x2 ="),
        ] {
            let rows = panel(&mut open(&format!("sgdscope --paused {options}"), size)).join("\n");
            assert!(
                rows.contains(last) && rows.contains(" W "),
                "{size:?} {options}\n{rows}"
            );
        }
        for options in ["", "--train-share 70", "--epochs 1000000 --train-share 70"] {
            let mut stage = open(&format!("sgdscope --paused {all} {options}"), size);
            let rows = panel(&mut stage).join("\n");
            assert!(
                [
                    "bias ", " x1 ", " x2 ", " x1^2 ", " x2^2 ", " x1x2 ", "loss "
                ]
                .iter()
                .take(if size.1 < 24 { 5 } else { 7 })
                .all(|name| rows.contains(name)),
                "{size:?}\n{rows}"
            );
        }
    }
}

#[test]
fn before_the_first_epoch_the_loss_is_that_of_all_samples_at_the_present_weights() {
    let mut stage = open("sgdscope --paused --init=0,0,0 --loss mse", (80, 24));
    assert!(stage.text().contains("loss at these weights"));
    assert!(stage.text().contains("loss 0.2500"), "{}", stage.text());
    stage.key('s');
    let own = |stage: &Stage| {
        stage
            .app()
            .lane()
            .losses
            .now
            .map(|losses| losses.own.squared)
    };
    assert!(own(&stage).unwrap() < 0.25);
    stage.key('e');
    assert_eq!(own(&stage), None);
    assert!(stage.text().contains("loss of the epoch"));
}

#[test]
fn after_an_edit_loss_and_accuracy_are_those_of_the_edited_weights() {
    let mut stage = open("sgdscope --paused --loss mse --train-share 70", (80, 24));
    stage.key('e');
    let epoch = stage.app().lane().losses;
    stage.key('m');
    stage.key('0');
    stage.press(KeyCode::Enter.into());
    let lane = stage.app().lane();
    assert_eq!(lane.parameters[0], 0.0);
    let now = lane.losses.now.expect("losses at the edited weights");
    assert_ne!(Some(now.own), epoch.epoch);
    assert_ne!(now.test, epoch.test);
    // A run that begins with these weights has these losses at its start.
    let init = lane
        .parameters
        .iter()
        .map(f64::to_string)
        .collect::<Vec<_>>()
        .join(",");
    let fresh = open(
        &format!("sgdscope --paused --loss mse --train-share 70 --init={init}"),
        (80, 24),
    );
    let fresh = fresh.app().lane();
    assert_eq!(fresh.losses.now, Some(now));
    assert_eq!(fresh.accuracy, lane.accuracy);
    assert!(stage.text().contains("loss at these weights"));
    stage.press(KeyCode::Esc.into());
    stage.key('s');
    assert_eq!(stage.app().lane().losses.now, None);
}
