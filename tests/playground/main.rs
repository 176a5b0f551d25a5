//! Tests the screen of the playground: each family with the features that fit it, and data with test
//! samples.

mod keys;
#[path = "../support/stage.rs"]
mod stage;
mod words;

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use sgdscope::learning::model::features::Features;
use sgdscope::session::settings::FAMILY;
use sgdscope::session::snapshot::Phase;
use sgdscope::studio::stage::Stage;
use stage::{Keyboard, open};

const SIZE: (u16, u16) = (80, 24);

fn key(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn type_in(stage: &mut Stage, text: &str) {
    for character in text.chars() {
        stage.key(character);
    }
}

/// Returns the program after all epochs.
fn finished(command_line: &str) -> Stage {
    let mut stage = open(&format!("sgdscope --speed max {command_line}"), SIZE);
    stage.pass(Duration::from_secs(1));
    assert_eq!(stage.app().confirmed().phase, Phase::Finished);
    stage
}

/// Options with which each family is learned as well as its noise allows: features, alpha and others.
const FAMILIES: [(&str, &str); 8] = [
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
    ("scales", "--noise=20 --standardize --alpha=5"),
];

#[test]
fn each_family_is_shown_with_the_boundary_that_was_learned() {
    for (family, options) in FAMILIES {
        let mut stage = finished(&format!("--family={family} {options}"));
        insta::assert_snapshot!(format!("family_{family}"), stage.text());
        let accuracy = stage.app().confirmed().first().accuracy.share;
        let least = if family == "spiral" { 0.55 } else { 0.85 };
        assert!(accuracy > least, "{family}: {accuracy}");
    }
}

#[test]
fn one_key_walks_through_the_families_and_comes_back() {
    let mut stage = open("sgdscope --paused", SIZE);
    let mut seen = Vec::new();
    for _ in 0..FAMILIES.len() {
        seen.push(FAMILY.text(&stage.app().lane().settings));
        stage.key('d');
        assert!(stage.app().is_settled());
    }
    assert_eq!(seen, FAMILIES.map(|(family, _)| family));
    assert_eq!(stage.app().confirmed().dataset.name(), "blobs");
    stage.key('D');
    assert_eq!(stage.app().confirmed().dataset.name(), "scales");
    assert!(stage.text().contains("new run: scales: "));
}

#[test]
fn noise_is_told_in_the_words_and_the_unit_of_the_family() {
    let mut stage = open("sgdscope --paused --family xor", SIZE);
    type_in(&mut stage, "d");
    type_in(&mut stage, "D");
    stage.press(key(KeyCode::Down));
    stage.press(key(KeyCode::Down));
    stage.press(key(KeyCode::Right));
    let text = stage.text();
    assert!(text.contains("noise is the"), "{text}");
    assert!(text.contains(" % ›"), "{text}");
}

#[test]
fn a_line_cannot_learn_xor_and_the_product_can() {
    let mut stage = finished("--family xor");
    assert!(stage.app().confirmed().first().accuracy.share < 0.7);
    assert!(stage.text().contains("line x2 ="));
    stage.key('5');
    stage.pass(Duration::from_secs(1));
    assert!(stage.app().confirmed().first().accuracy.share > 0.97);
    assert!(stage.text().contains("\u{2502} bias  ") && stage.text().contains(" x1x2  "));
}

#[test]
fn features_are_switched_by_their_numbers_and_the_last_stays() {
    let mut stage = open("sgdscope --paused", SIZE);
    let features = |stage: &Stage| {
        stage
            .app()
            .confirmed()
            .first()
            .parameters
            .shape()
            .features()
    };
    for number in '3'..='7' {
        stage.key(number);
    }
    assert_eq!(features(&stage).len(), 7);
    for number in '2'..='7' {
        stage.key(number);
    }
    assert_eq!(features(&stage).to_string(), "x1");
    stage.key('1');
    assert_eq!(features(&stage).to_string(), "x1");
    assert!(stage.text().contains("x1 stays: it is the only feature"));
    stage.key('2');
    assert_eq!(features(&stage), Features::LINEAR);
}

#[test]
fn standardised_training_is_shown_in_the_datas_own_units() {
    let mut stage = finished("--epochs 200 --alpha 1 --noise 4");
    let plain = stage.app().lane().parameters.clone();
    let mut scaled = finished("--epochs 200 --alpha 1 --noise 4 --standardize");
    let model = scaled.app().lane().parameters.clone();
    // The training takes another path, but the line is nearly the line without standardising, in equal
    // units.
    let slope = |weights: &[f64]| -weights[1] / weights[2];
    assert!((slope(&plain) - slope(&model)).abs() < 0.3 * slope(&plain).abs());
    let points = |text: String| text.lines().next().unwrap_or_default().to_owned();
    assert_eq!(points(stage.text()), points(scaled.text()));
    stage.key('z');
    assert!(stage.text().contains("new run: standardize on"));
}

#[test]
fn test_points_have_a_loss_an_accuracy_and_a_curve_and_can_be_hidden() {
    let mut stage = finished("--family gauss --train-share 60");
    let snapshot = stage.app().confirmed();
    assert_eq!(snapshot.dataset.training().len(), 240);
    assert_eq!(snapshot.first().curves.tests.len(), 100);
    let with_tests = stage.text();
    for words in ["━train ━test", "accuracy", "test 9", "loss"] {
        assert!(with_tests.contains(words), "no {words} in\n{with_tests}");
    }
    stage.key('t');
    let without = stage.text();
    let dots = |text: &str| text.chars().filter(|c| ('⠁'..='⣿').contains(c)).count();
    assert!(dots(&without) < dots(&with_tests));
    stage.key('t');
    assert_eq!(dots(&stage.text()), dots(&with_tests));
}

#[test]
fn a_high_window_shows_the_confusion_matrix() {
    let mut stage = open(
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
    let accuracy = stage.app().confirmed().first().test_accuracy.unwrap();
    assert!((share - accuracy.share).abs() < 1e-12);
}

#[test]
fn a_higher_window_shows_the_quality_of_the_predictions() {
    let mut stage = open(
        "sgdscope --family gauss --noise 50 --train-share 50 --speed max",
        (100, 37),
    );
    stage.pass(Duration::from_secs(1));
    let quality = stage.app().confirmed().first().quality.unwrap();
    let percent = |value: Option<f64>| format!("{:.1}%", 100.0 * value.unwrap());
    let text = stage.text();
    for words in [
        format!("precision {}", percent(quality.precision)),
        format!("recall {}", percent(quality.recall)),
        format!("F1 {}", percent(quality.f1)),
        format!("AUC {:.4}", quality.auc.unwrap()),
    ] {
        assert!(text.contains(&words), "no {words} in\n{text}");
    }
    // Every point is predicted as class 0, so that there is no precision.
    let mut stage = open("sgdscope --paused --init=-1,0,0", (100, 37));
    let text = stage.text();
    assert!(text.contains("precision -      recall 0%"), "{text}");
    let mut low = open("sgdscope --paused", (100, 36));
    assert!(low.text().contains("class 0") && !low.text().contains("precision"));
}
