//! How the why view looks: at every size, with every kind of theme.

use crate::stage::{self, Keyboard};

fn screen(options: &str, size: (u16, u16)) -> String {
    let command_line =
        format!("sgdscope --paused --view why --noise 5 --init=0,1,-1 --alpha 0.1 {options}");
    let mut stage = stage::open(&command_line, size);
    for _ in 0..2 {
        stage.key('s');
    }
    stage.text()
}

#[test]
fn the_why_view_at_several_sizes() {
    for (columns, rows) in [(60, 30), (80, 24), (100, 30), (200, 50)] {
        insta::assert_snapshot!(format!("why_{columns}x{rows}"), screen("", (columns, rows)));
    }
}

#[test]
fn the_why_view_without_braille_and_without_colours() {
    insta::assert_snapshot!("why_ascii", screen("--ascii", (80, 24)));
    insta::assert_snapshot!("why_mono", screen("--color never", (80, 24)));
}

#[test]
fn in_ascii_every_character_is_one_and_has_a_meaning() {
    for options in [
        "",
        "--others best",
        "--chart excess",
        "--standardize --regularization l2",
    ] {
        let text = screen(&format!("--ascii {options}"), (200, 50));
        assert!(text.is_ascii());
        assert!(
            !text.contains('?') || text.matches('?').count() <= 2,
            "{text}"
        );
    }
}

#[test]
fn light_and_dark_and_every_depth_have_the_same_text() {
    let dark = screen("", (80, 24));
    for options in [
        "--theme light",
        "--color rgb",
        "--theme light --color rgb",
        "--color 16",
    ] {
        assert_eq!(screen(options, (80, 24)), dark, "{options}");
    }
}

#[test]
fn no_window_is_too_small_or_too_large() {
    for columns in [1, 30, 67, 68, 131] {
        for rows in [1, 10, 21, 22, 31, 50] {
            let text = screen("--chart norm", (columns, rows));
            assert!(
                text.lines()
                    .all(|line| line.chars().count() <= columns.into())
            );
        }
    }
}
