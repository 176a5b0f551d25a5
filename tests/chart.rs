//! Tests that the loss chart says what its numbers are, and breaks its curves where they begin to mean something
//! else.

#[path = "support/stage.rs"]
mod stage;

use std::time::Duration;

use sgdscope::studio::stage::Stage;
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};
use stage::{Keyboard, open};

/// Returns the largest number of cells of the epochs' curve in one column of the chart, without the first quarter
/// of the columns, where the loss of a fresh run falls.
fn tallest(stage: &mut Stage) -> usize {
    let theme = Theme::new(Background::Dark, ColorDepth::Indexed, Charset::Unicode);
    let buffer = stage.draw();
    let is_braille = |symbol: &str| symbol.starts_with(|c| ('\u{2801}'..='\u{28ff}').contains(&c));
    let is_curve = |x: u16, y: u16| {
        let cell = &buffer[(x, y)];
        cell.fg == theme.curve && is_braille(cell.symbol())
    };
    let column = |x: u16| (2..12).filter(|y| is_curve(x, *y)).count();
    (77..99).map(column).max().unwrap()
}

#[test]
fn a_changed_batch_size_breaks_the_curve_of_the_sum() {
    let run = "sgdscope --speed max --init=0,0.6,0.5";
    for (change, words) in [
        ("--at 650:batch-size=400", "batch size 32→400"),
        // In the middle of an epoch, and with the marks of changes turned off.
        ("--at 655:batch-size=1 --marks=off", "batch size 32→1"),
    ] {
        let mut stage = open(&format!("{run} {change}"), (100, 30));
        stage.pass(Duration::from_secs(1));
        let text = stage.text();
        assert!(text.contains(words), "{text}");
        assert!(tallest(&mut stage) <= 3, "{text}");
    }
    // The mean of a sample does not depend on the size of the mini-batches.
    let mean = format!("{run} --at 650:batch-size=400 --loss mse --marks=off");
    let mut stage = open(&mean, (100, 30));
    stage.pass(Duration::from_secs(1));
    assert!(!stage.text().contains("→400"), "{}", stage.text());
}

#[test]
fn the_reason_of_a_break_stays_while_the_break_is_in_sight() {
    let mut stage = open("sgdscope --speed 100", (80, 24));
    stage.pass(Duration::from_secs(2));
    stage.key(']');
    // A later change must not take its place.
    stage.key('+');
    for _ in 0..60 {
        stage.pass(Duration::from_millis(100));
        let text = stage.text();
        assert!(text.contains("batch size 32→64"), "{text}");
    }
}

#[test]
fn the_reason_of_a_break_is_told_in_the_smallest_chart_wherever_the_break_is() {
    for update in [13, 325, 650, 975, 1287] {
        let line = format!("sgdscope --speed max --at {update}:batch-size=400");
        let mut stage = open(&line, (80, 24));
        stage.pass(Duration::from_secs(1));
        assert!(
            stage.text().contains("batch size 32→400"),
            "{}",
            stage.text()
        );
        // It is told once.
        assert_eq!(
            stage.text().matches("32→400").count(),
            1,
            "{}",
            stage.text()
        );
    }
}

#[test]
fn the_loss_never_lacks_its_unit() {
    let units = [
        ("sum", ["sum per batch", "sum/batch"]),
        ("mse", ["mean s", "MSE"]),
        ("cross-entropy", ["cross-entropy", "CE"]),
    ];
    for (loss, units) in units {
        for share in ["100", "70"] {
            for size in [
                (36, 30),
                (68, 20),
                (80, 24),
                (100, 30),
                (120, 40),
                (200, 50),
            ] {
                let line = format!("sgdscope --paused --loss {loss} --train-share {share}");
                let text = open(&line, size).text();
                let mut head = text
                    .lines()
                    .skip_while(|line| !line.contains("Training Loss"));
                let legend = head.nth(1).unwrap();
                let legend = legend.rsplit("││").next().unwrap();
                let has_unit = units.iter().any(|unit| legend.contains(unit));
                assert!(has_unit && legend.contains("batch"), "{size:?}\n{text}");
            }
        }
    }
}
