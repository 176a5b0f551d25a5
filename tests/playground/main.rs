//! The playground as it is seen: each family with the features that fit it, and what its keys do.

#[path = "support/stage.rs"]
mod stage;

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use sgdscope::app::{Errand, Message};
use sgdscope::learning::features::Features;
use sgdscope::session::settings::{FAMILY, TABLE};
use sgdscope::session::snapshot::Phase;
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};
use stage::Stage;

const SIZE: (u16, u16) = (80, 24);

fn key(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn type_in(stage: &mut Stage, text: &str) {
    for character in text.chars() {
        stage.press(character);
    }
}

/// After all epochs.
fn finished(command_line: &str) -> Stage {
    let mut stage = Stage::open(&format!("sgdscope --speed max {command_line}"), SIZE);
    stage.pass(Duration::from_secs(1));
    assert_eq!(stage.app.confirmed().phase, Phase::Finished);
    stage
}

/// Features and an alpha with which every family but noise is learned.
const FAMILIES: [(&str, &str); 7] = [
    ("blobs", ""),
    ("moons", "--features=x1,x2,x1^2,x2^2,x1x2 --alpha=1"),
    ("circles", "--features=x1^2,x2^2 --alpha=5"),
    ("circle", "--features=x1^2,x2^2"),
    ("xor", "--features=x1x2"),
    ("gauss", "--train-share=70"),
    (
        "spiral",
        "--features=x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2 --standardize --optimizer=adam",
    ),
];

#[test]
fn each_family_is_shown_with_the_boundary_that_was_learned() {
    for (family, options) in FAMILIES {
        let mut stage = finished(&format!("--family={family} {options}"));
        insta::assert_snapshot!(format!("family_{family}"), stage.text());
        let accuracy = stage.app.confirmed().accuracy.share;
        let least = if family == "spiral" { 0.55 } else { 0.85 };
        assert!(accuracy > least, "{family}: {accuracy}");
    }
}

#[test]
fn one_key_walks_through_the_families_and_comes_back() {
    let mut stage = Stage::open("sgdscope --paused", SIZE);
    let mut seen = Vec::new();
    for _ in 0..FAMILIES.len() {
        seen.push(FAMILY.text(&stage.app.confirmed().control.settings));
        stage.press('d');
        assert!(stage.app.is_settled());
    }
    assert_eq!(seen, FAMILIES.map(|(family, _)| family));
    assert_eq!(stage.app.confirmed().dataset.name(), "blobs");
    stage.press('D');
    assert_eq!(stage.app.confirmed().dataset.name(), "spiral");
    assert!(stage.text().contains("new run: spiral: "));
}

#[test]
fn noise_is_told_in_the_words_and_the_unit_of_the_family() {
    let mut stage = Stage::open("sgdscope --paused --family xor", SIZE);
    type_in(&mut stage, "d");
    type_in(&mut stage, "D");
    stage.send(key(KeyCode::Down));
    stage.send(key(KeyCode::Down));
    stage.send(key(KeyCode::Right));
    let text = stage.text();
    assert!(text.contains("noise is the"), "{text}");
    assert!(text.contains(" % ›"), "{text}");
}

#[test]
fn a_line_cannot_learn_xor_and_the_product_can() {
    let mut stage = finished("--family xor");
    assert!(stage.app.confirmed().accuracy.share < 0.7);
    assert!(stage.text().contains("line x2 ="));
    stage.press('5');
    stage.pass(Duration::from_secs(1));
    assert!(stage.app.confirmed().accuracy.share > 0.97);
    assert!(stage.text().contains("W: 1 x1 x2 x1x2"));
}

#[test]
fn features_are_switched_by_their_numbers_and_the_last_stays() {
    let mut stage = Stage::open("sgdscope --paused", SIZE);
    let features = |stage: &Stage| stage.app.confirmed().model.features;
    for number in '3'..='7' {
        stage.press(number);
    }
    assert_eq!(features(&stage).len(), 7);
    for number in '2'..='7' {
        stage.press(number);
    }
    assert_eq!(features(&stage).to_string(), "x1");
    stage.press('1');
    assert_eq!(features(&stage).to_string(), "x1");
    assert!(stage.text().contains("x1 stays: it is the only feature"));
    stage.press('2');
    assert_eq!(features(&stage), Features::LINEAR);
}

#[test]
fn standardised_training_is_shown_in_the_datas_own_units() {
    let mut stage = finished("--epochs 200 --alpha 1 --noise 4");
    let plain = stage.app.confirmed().model;
    let mut scaled = finished("--epochs 200 --alpha 1 --noise 4 --standardize");
    let model = scaled.app.confirmed().model;
    // Another way there, and nearly the same line in the same plane.
    let slope = |model: &sgdscope::learning::model::Model| -model.weights[1] / model.weights[2];
    assert!((slope(&plain) - slope(&model)).abs() < 0.3 * slope(&plain).abs());
    let points = |text: String| text.lines().next().unwrap_or_default().to_owned();
    assert_eq!(points(stage.text()), points(scaled.text()));
    stage.press('z');
    assert!(stage.text().contains("new run: standardize on"));
}

#[test]
fn test_points_have_a_loss_an_accuracy_and_a_curve_and_can_be_hidden() {
    let mut stage = finished("--family gauss --train-share 60");
    let snapshot = stage.app.confirmed();
    assert_eq!(snapshot.dataset.training().len(), 240);
    assert_eq!(snapshot.curves.tests.buckets().len(), 100);
    let with_tests = stage.text();
    for words in ["train ━ test", "accuracy", "test 9", "loss"] {
        assert!(with_tests.contains(words), "no {words} in\n{with_tests}");
    }
    stage.press('t');
    let without = stage.text();
    let dots = |text: &str| text.chars().filter(|c| ('⠁'..='⣿').contains(c)).count();
    assert!(dots(&without) < dots(&with_tests));
    stage.press('t');
    assert_eq!(dots(&stage.text()), dots(&with_tests));
}

#[test]
fn a_high_window_shows_the_confusion_matrix() {
    let mut stage = Stage::open(
        "sgdscope --family gauss --noise 50 --train-share 50 --speed max",
        (100, 30),
    );
    stage.pass(Duration::from_secs(1));
    let text = stage.text();
    let row = |head: &str| -> Vec<u32> {
        let line = text.lines().find(|line| line.contains(head));
        let line = line.unwrap_or_else(|| panic!("no {head} in\n{text}"));
        let numbers = line.split(head).nth(1).unwrap_or_default();
        numbers
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect()
    };
    let (zeros, ones) = (row("class 0"), row("class 1"));
    assert_eq!(zeros.len(), 2);
    assert_eq!(zeros.iter().chain(&ones).sum::<u32>(), 200);
    let share = f64::from(zeros[0] + ones[1]) / 200.0;
    let accuracy = stage.app.confirmed().test_accuracy.unwrap();
    assert!((share - accuracy.share).abs() < 1e-12);
}

#[test]
fn the_unit_of_the_loss_is_switched_without_training_again() {
    let mut stage = finished("--noise 5");
    let snapshot = stage.app.confirmed().clone();
    let losses = snapshot.losses.epoch.unwrap();
    let last = |stage: &Stage| stage.app.confirmed().curves.epochs.buckets()[99].last;
    assert_eq!(last(&stage), losses.sum);
    stage.press('u');
    assert!(stage.text().contains("MSE"));
    assert!(stage.text().contains("updates follow the cross-entropy"));
    assert_eq!(last(&stage), losses.squared);
    stage.press('u');
    assert!(stage.text().contains("CE"));
    assert_eq!(Some(last(&stage)), losses.cross_entropy);
    assert_eq!(stage.app.confirmed().model, snapshot.model);
    assert_eq!(stage.app.confirmed().progress, snapshot.progress);
    stage.press('u');
    assert_eq!(last(&stage), losses.sum);
}

#[test]
fn a_run_says_which_rule_has_stopped_it_and_goes_on_when_the_rule_does() {
    let mut stage = finished("--init=0,-1,-1 --target-loss 1");
    let epochs = stage.app.confirmed().progress.epochs;
    assert!(epochs < 100);
    assert!(stage.text().contains("target loss reached"));
    stage.press(' ');
    assert!(stage.text().contains("a lower target goes on"));
    let mut stage = finished("--noise 5 --patience 2 --alpha 1 --shuffle");
    assert!(stage.app.confirmed().progress.epochs < 100);
    assert!(stage.text().contains("no lower loss for too long"));
}

#[test]
fn changes_leave_marks_with_their_words() {
    let mut stage = Stage::open("sgdscope --speed 200 --init=0,-1,-1", (120, 40));
    stage.pass(Duration::from_secs(2));
    type_in(&mut stage, "+++");
    stage.pass(Duration::from_secs(1));
    stage.press('o');
    stage.pass(Duration::from_secs(1));
    let text = stage.text();
    assert!(text.contains("alpha .01→.1"), "{text}");
    assert!(text.contains("optimizer sgd→momentum"), "{text}");
    let changes = stage.app.confirmed().changes.made().len();
    assert_eq!(changes, 2);
    // A new run has none.
    stage.press('r');
    assert!(stage.app.confirmed().changes.made().is_empty());
}

#[test]
fn weights_are_edited_by_hand_and_training_goes_on_from_them() {
    let mut stage = Stage::open("sgdscope --speed 50", SIZE);
    stage.pass(Duration::from_secs(1));
    stage.press('m');
    assert_eq!(stage.app.confirmed().phase, Phase::Paused);
    let before = stage.app.confirmed().model.weights;
    type_in(&mut stage, "2.5");
    assert!(stage.text().contains("W0 (bias) 2.5_"));
    stage.send(key(KeyCode::Right));
    assert_eq!(stage.app.confirmed().model.weights[0], 2.5);
    assert_eq!(stage.app.confirmed().model.weights[1], before[1]);
    stage.send(key(KeyCode::Up));
    let nudged = stage.app.confirmed().model.weights[1];
    assert!((nudged - before[1] - 0.1).abs() < 1e-3);
    // What is no number changes nothing.
    type_in(&mut stage, "1.2.3");
    stage.send(key(KeyCode::Enter));
    assert!(stage.text().contains("1.2.3 is no finite number"));
    assert_eq!(stage.app.confirmed().model.weights[1], nudged);
    // A letter that is a command elsewhere is none here.
    type_in(&mut stage, "q");
    assert_eq!(stage.app.end(), None);
    stage.send(key(KeyCode::Esc));
    assert_eq!(stage.app.confirmed().phase, Phase::Running);
    let updates = stage.app.confirmed().progress.updates;
    stage.pass(Duration::from_secs(1));
    assert!(stage.app.confirmed().progress.updates > updates);
}

#[test]
fn a_cursor_tells_the_probability_where_it_stands() {
    let mut stage = finished("--family gauss");
    stage.press('c');
    for _ in 0..64 {
        stage.send(key(KeyCode::Right));
        stage.send(key(KeyCode::Up));
    }
    let text = stage.text();
    assert!(
        text.contains("P(1) 99.9%") || text.contains("P(1) 100%"),
        "{text}"
    );
    for _ in 0..64 {
        stage.send(key(KeyCode::Left));
        stage.send(key(KeyCode::Down));
    }
    let text = stage.text();
    assert!(
        text.contains("P(1) 0.1%") || text.contains("P(1) 0%"),
        "{text}"
    );
    stage.send(key(KeyCode::Esc));
    assert!(!stage.text().contains("P(1)"));
}

#[test]
fn the_command_and_the_file_are_handed_out_once() {
    let mut stage = Stage::open("sgdscope --speed 50 --seed 3", SIZE);
    stage.pass(Duration::from_secs(1));
    let press = |stage: &mut Stage, character| {
        let key = key(KeyCode::Char(character));
        stage.app.update(Message::Key(key));
        stage.app.take_errand()
    };
    let command = "sgdscope --seed=3".to_owned();
    assert_eq!(press(&mut stage, 'y'), Some(Errand::Copy(command.clone())));
    assert!(stage.text().contains(&command));
    assert_eq!(stage.app.take_errand(), None);
    assert_eq!(press(&mut stage, 'y'), None);
    assert!(!stage.text().contains(&command));
    let Some(Errand::Save(text)) = press(&mut stage, 'w') else {
        panic!("nothing to save");
    };
    assert!(text.starts_with("{\"sgdscope\":"));
    // One at a time, and nothing twice.
    assert_eq!(press(&mut stage, 'w'), None);
    assert!(stage.text().contains("another one is under way"));
    let file = "sgdscope-run-1.jsonl".to_owned();
    stage.app.update(Message::Saved(Ok(file.clone())));
    assert!(stage.text().contains("written: sgdscope-run-1.jsonl"));
    assert_eq!(press(&mut stage, 'w'), None);
    assert!(
        stage
            .text()
            .contains("written already: sgdscope-run-1.jsonl")
    );
    // Whatever is pasted, it does not fill the folder.
    let mut written = 1;
    for _ in 0..100 {
        stage.pass(Duration::from_millis(100));
        if press(&mut stage, 'w').is_some() {
            written += 1;
            stage.app.update(Message::Saved(Ok(file.clone())));
        }
    }
    assert_eq!(written, 20);
}

#[test]
fn a_file_that_cannot_be_written_is_said_and_training_goes_on() {
    let mut stage = Stage::open("sgdscope --speed 50", SIZE);
    stage.pass(Duration::from_secs(1));
    stage.press('w');
    stage
        .app
        .update(Message::Saved(Err("the disk is full".to_owned())));
    assert!(stage.text().contains("not written: the disk is full"));
    assert_eq!(stage.app.confirmed().phase, Phase::Running);
}

#[test]
fn the_panel_lists_what_matters_for_the_choices_at_hand() {
    let names = |stage: &Stage| -> Vec<&str> {
        let listed = stage.app.listed_settings();
        listed.into_iter().map(|setting| setting.name).collect()
    };
    let mut stage = Stage::open("sgdscope --paused", SIZE);
    let plain = names(&stage);
    for hidden in [
        "momentum",
        "beta1",
        "epsilon",
        "gamma",
        "period",
        "rate",
        "test points",
    ] {
        assert!(!plain.contains(&hidden), "{hidden}");
    }
    stage.press('o');
    assert!(names(&stage).contains(&"momentum"));
    for _ in 0..4 {
        stage.press('o');
    }
    let adam = names(&stage);
    assert!(adam.contains(&"beta1") && adam.contains(&"epsilon") && !adam.contains(&"momentum"));
    // Whatever is selected, its row is on the screen.
    for _ in 0..TABLE.len() {
        stage.send(key(KeyCode::Down));
        let name = stage.app.view().selected.name;
        assert!(stage.text().contains(&format!("▸ {name}")), "{name}");
    }
    for group in ["data", "model", "training", "view"] {
        stage.send(key(KeyCode::Tab));
        assert!(
            stage.text().contains(&format!(" {group} ┤")),
            "{group}\n{}",
            stage.text()
        );
    }
}

#[test]
fn shades_are_many_or_two() {
    let mut stage = finished("--noise 5 --theme light");
    let grounds = |stage: &mut Stage| {
        let buffer = stage.draw();
        let mut colors = Vec::new();
        for position in ratatui::layout::Rect::new(1, 1, 45, 20).positions() {
            let color = buffer[position].bg;
            if !colors.contains(&color) {
                colors.push(color);
            }
        }
        colors.len()
    };
    assert!(grounds(&mut stage) > 4);
    stage.press('v');
    // Points on the wrong side have none of their own, which might be that of the other class.
    assert_eq!(grounds(&mut stage), 2);
}

/// A line of the screen, from the top.
fn line(stage: &mut Stage, row: usize) -> String {
    stage.text().lines().nth(row).unwrap().to_owned()
}

#[test]
fn classes_and_columns_of_the_users_own_are_named_where_they_are_seen() {
    let file = "tests/data/iris.csv --x=PetalLengthCm --y=PetalWidthCm --positive=Iris-setosa";
    let mut stage = Stage::open(&format!("sgdscope --paused --data={file}"), (100, 30));
    let frame = line(&mut stage, 28);
    assert!(
        frame.starts_with("╰─ not Iris-setosa · Iris-setosa "),
        "{frame}"
    );
    assert!(frame.contains(" x1 Petal"), "{frame}");
    let colors = Theme::new(Background::Dark, ColorDepth::Indexed, Charset::Unicode).classes;
    let buffer = stage.draw();
    assert_eq!([buffer[(3, 28)].fg, buffer[(21, 28)].fg], colors);
    let text = stage.text();
    assert!(
        text.contains("not Iris…") && text.contains("Iris-set…"),
        "{text}"
    );
    stage.press('c');
    assert!(stage.text().contains(" P(Iris-setosa) "));
    // Nothing needs to be told of data that are drawn.
    let mut stage = Stage::open("sgdscope --paused", SIZE);
    assert!(line(&mut stage, 22).starts_with("╰──────"));
}

#[test]
fn all_weights_are_shown_and_only_zero_looks_like_it() {
    let features = "--features=x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2 --epochs=1000000";
    let init = "--init=1,-2,3,-4,-123456,-1e10,0.0004,0";
    let mut stage = Stage::open(&format!("sgdscope --paused {features} {init}"), SIZE);
    let rows = [20, 21].map(|row| line(&mut stage, row).chars().skip(50).collect::<String>());
    assert_eq!(rows[0], "W   1.00  -2.00   3.00  -4.00│");
    assert_eq!(rows[1], "    -1e5  -1e10   4e-4   0.00│");
    let mut stage = Stage::open("sgdscope --paused --init=-1e-12,-1.5e100,0", SIZE);
    assert!(stage.text().contains(" W -1.0e-12 -1.5e100   0.0000 "));
}

#[test]
fn the_equation_of_a_line_is_never_cut() {
    let mut stage = Stage::open("sgdscope --paused --init=1e-10,1e-12,1.4e12", SIZE);
    assert!(
        stage.text().contains("│ x2 = -7.1e-23 - 7.1e-25·x1 "),
        "{}",
        stage.text()
    );
}

#[test]
fn help_over_a_cursor_closes_first_and_gives_way_to_the_weights() {
    let mut stage = Stage::open("sgdscope --paused", SIZE);
    type_in(&mut stage, "c?");
    stage.send(key(KeyCode::Esc));
    let text = stage.text();
    assert!(!text.contains("Help") && text.contains(" P(1) "), "{text}");
    let hints = " PAUSED   ←→↑↓ move  esc close  space run  s step  r reset  ? help  q quit";
    assert_eq!(line(&mut stage, 23).trim_end(), hints);
    stage.send(key(KeyCode::Esc));
    assert!(!stage.text().contains(" P(1) "));
    type_in(&mut stage, "?m");
    assert!(stage.text().contains("W0 (bias)") && !stage.text().contains("Help"));
}

#[test]
fn only_a_loss_that_is_a_sum_is_said_to_grow_with_the_batch() {
    for (loss, grows) in [("sum", true), ("mse", false), ("cross-entropy", false)] {
        let mut stage = Stage::open(&format!("sgdscope --paused --loss={loss}"), SIZE);
        stage.press(']');
        let is_said = line(&mut stage, 23).contains("it grows with it");
        assert_eq!(is_said, grows, "{loss}");
    }
}

#[test]
fn the_scale_of_the_loss_is_told_however_narrow_the_chart() {
    let mut stage = Stage::open("sgdscope --paused --window=hundred --axis=log", SIZE);
    assert!(line(&mut stage, 0).ends_with("─ log ╮"));
}

#[test]
fn a_small_window_names_the_ways_out_and_the_first_keys() {
    let mut stage = Stage::open("sgdscope --paused", (40, 12));
    stage.press('?');
    let text = stage.text();
    let keys = [
        "this help",
        "close what is open",
        "suspend",
        "quit",
        "run or pause",
        "one update",
    ];
    for help in keys {
        assert!(text.contains(help), "no {help} on\n{text}");
    }
}

#[test]
fn the_probability_under_a_cursor_is_never_cut() {
    let file = "tests/data/iris.csv --positive=Iris-setosa --x=2 --y=3";
    for columns in [30, 36, 46, 60] {
        let mut stage = Stage::open(&format!("sgdscope --paused --data={file}"), (columns, 10));
        stage.press('c');
        let text = stage.text();
        let label = text.lines().find(|line| line.contains(" P(")).unwrap();
        let after = label.split(" P(").nth(1).unwrap();
        assert!(after.contains("% "), "{text}");
    }
}
