//! Tests the texts of the screen: everything that matters is listed, and no text is cut.

use crossterm::event::KeyCode;
use sgdscope::session::settings::TABLE;
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};

use sgdscope::studio::stage::Stage;

use crate::stage::{Keyboard, open};
use crate::{SIZE, finished, key, type_in};

/// Returns a line of the screen, counted from 0 at the top.
fn line(stage: &mut Stage, row: usize) -> String {
    stage.text().lines().nth(row).unwrap().to_owned()
}

#[test]
fn the_panel_lists_what_matters_for_the_choices_at_hand() {
    let names = |stage: &Stage| -> Vec<&str> {
        let listed = stage.app().listed_settings();
        listed.into_iter().map(|setting| setting.name).collect()
    };
    let mut stage = open("sgdscope --paused", SIZE);
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
    stage.key('o');
    assert!(names(&stage).contains(&"momentum"));
    for _ in 0..4 {
        stage.key('o');
    }
    let adam = names(&stage);
    assert!(adam.contains(&"beta1") && adam.contains(&"epsilon") && !adam.contains(&"momentum"));
    // The row of the selected setting is always on the screen.
    for _ in 0..TABLE.len() {
        stage.press(key(KeyCode::Down));
        let name = stage.app().view().selected.name;
        assert!(stage.text().contains(&format!("▸ {name}")), "{name}");
    }
    for group in ["Data", "Model", "Training", "View"] {
        stage.press(key(KeyCode::Tab));
        assert!(
            stage.text().contains(&format!("[{group}]")),
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
    stage.key('v');
    // Points on the wrong side have no background of their own, because it could be that of the other
    // class.
    assert_eq!(grounds(&mut stage), 2);
}

#[test]
fn classes_and_columns_of_the_users_own_are_named_where_they_are_seen() {
    let file = "tests/data/iris.csv --x=PetalLengthCm --y=PetalWidthCm --positive=Iris-setosa";
    let mut stage = open(&format!("sgdscope --paused --data={file}"), (100, 30));
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
    stage.key('c');
    assert!(stage.text().contains(" P(Iris-setosa) "));
    // Generated data have no names of classes that must be shown.
    let mut stage = open("sgdscope --paused", SIZE);
    assert!(line(&mut stage, 22).starts_with("╰──────"));
}

#[test]
fn all_weights_are_shown_and_only_zero_looks_like_it() {
    let features = "--features=x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2 --epochs=1000000";
    let init = "--init=1,-2,3,-4,-123456,-1e10,0.0004,0";
    let mut stage = open(&format!("sgdscope --paused {features} {init}"), SIZE);
    let rows = [18, 19, 20, 21];
    let rows = rows.map(|row| line(&mut stage, row).chars().skip(50).collect::<String>());
    assert_eq!(rows[0], "bias    1.0000 x1     -2.0000│");
    assert_eq!(rows[1], "x2      3.0000 x1^2   -4.0000│");
    assert_eq!(rows[2], "x2^2   -123456 x1x2  -1.00e10│");
    assert_eq!(rows[3], "sinx1  4.00e-4 sinx2   0.0000│");
    let mut stage = open("sgdscope --paused --init=-1e-12,-1.5e100,0", SIZE);
    assert!(stage.text().contains(" W -100e-14  -150e98   0.0000 "));
}

#[test]
fn the_equation_of_a_line_is_never_cut() {
    let mut stage = open("sgdscope --paused --init=1e-10,1e-12,1.4e12", SIZE);
    assert!(
        stage.text().contains("│ line x2 =  -7e-23 -  7e-25·x1│"),
        "{}",
        stage.text()
    );
}

#[test]
fn help_over_a_cursor_closes_first_and_gives_way_to_the_weights() {
    let mut stage = open("sgdscope --paused", SIZE);
    type_in(&mut stage, "c?");
    stage.press(key(KeyCode::Esc));
    let text = stage.text();
    assert!(!text.contains("Help") && text.contains(" P(1) "), "{text}");
    let hints = " PAUSED   ←→↑↓ move  esc close  space run  s step  r reset  ? help  q quit";
    assert_eq!(line(&mut stage, 23).trim_end(), hints);
    stage.press(key(KeyCode::Esc));
    assert!(!stage.text().contains(" P(1) "));
    type_in(&mut stage, "?m");
    assert!(stage.text().contains("W0 (bias)") && !stage.text().contains("Help"));
}

#[test]
fn only_a_loss_that_is_a_sum_is_said_to_grow_with_the_batch() {
    for (loss, grows) in [("sum", true), ("mse", false), ("cross-entropy", false)] {
        let mut stage = open(&format!("sgdscope --paused --loss={loss}"), SIZE);
        stage.key(']');
        let is_said = line(&mut stage, 23).contains("it grows with it");
        assert_eq!(is_said, grows, "{loss}");
    }
}

#[test]
fn the_scale_of_the_loss_is_told_however_narrow_the_chart() {
    let mut stage = open("sgdscope --paused --window=hundred --axis=log", SIZE);
    assert!(line(&mut stage, 0).ends_with("─ log ╮"));
}

#[test]
fn a_small_window_names_the_ways_out_and_the_first_keys() {
    let mut stage = open("sgdscope --paused", (40, 12));
    stage.key('?');
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
        let mut stage = open(&format!("sgdscope --paused --data={file}"), (columns, 10));
        stage.key('c');
        let text = stage.text();
        let label = text.lines().find(|line| line.contains(" P(")).unwrap();
        let after = label.split(" P(").nth(1).unwrap();
        assert!(after.contains("% "), "{text}");
    }
}
