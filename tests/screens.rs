//! Tests the screen as text in every phase and at many sizes, and the meaning of its colours.

#[path = "support/proptests.rs"]
mod proptests;
#[path = "support/stage.rs"]
mod stage;

use std::time::Duration;

use proptest::prelude::*;
use proptests::cases;
use ratatui::style::{Color, Modifier};
use sgdscope::app::keymap::{KeyGroup, Mode, help_lines, hints};
use sgdscope::studio::stage::Stage;
use stage::{Keyboard, open};

const SIZES: [(u16, u16); 6] = [(80, 24), (100, 30), (200, 50), (40, 12), (1, 1), (0, 0)];

/// Compares the screen of the program after `seconds` seconds with the stored snapshots, at every size.
fn snapshots(name: &str, command_line: &str, keys: &str, seconds: u64) {
    for size in SIZES {
        let mut stage = open(command_line, size);
        keys.chars().for_each(|key| stage.key(key));
        stage.pass(Duration::from_secs(seconds));
        let name = format!("{name}_{}x{}", size.0, size.1);
        insta::assert_snapshot!(name, stage.text());
    }
}

#[test]
fn paused() {
    snapshots("paused", "sgdscope --paused --init=0,-1,-1", "", 1);
}

#[test]
fn running() {
    snapshots("running", "sgdscope --init=0,-1,-1", "x", 3);
}

#[test]
fn finished() {
    snapshots("finished", "sgdscope", "", 40);
}

#[test]
fn diverged() {
    snapshots("diverged", "sgdscope --init-seed 0 --alpha 1e308", "", 2);
}

#[test]
fn help() {
    snapshots("help", "sgdscope --paused", "?", 0);
}

#[test]
fn the_status_word_and_the_epoch_stand_at_fixed_places() {
    let mut stage = open("sgdscope", (80, 24));
    for (seconds, word, epoch) in [
        (0, "RUNNING", 0),
        (10, "RUNNING", 38),
        (40, "FINISHED", 100),
    ] {
        stage.pass(Duration::from_secs(seconds));
        let text = stage.text();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[23].starts_with(&format!(" {word} ")), "{text}");
        let run = lines[17].chars().skip(50).collect::<String>();
        assert!(run.starts_with(&format!("epoch {epoch}/100 ")), "{text}");
    }
}

#[test]
fn all_help_fits_at_80x24_and_in_its_columns() {
    let mut stage = open("sgdscope --paused", (80, 24));
    stage.key('?');
    let mut read = String::new();
    for page in ["Help 1/3", "Help 2/3", "Help 3/3"] {
        let text = stage.text();
        assert!(text.contains(page), "{text}");
        // The first page has what is done with runs.
        let runs = ["run or pause", "back one update", "next lane"];
        let is_first = page.starts_with("Help 1");
        assert!(
            !is_first || runs.iter().all(|it| text.contains(it)),
            "{text}"
        );
        read += &text;
        stage.key('j');
    }
    for line in help_lines() {
        assert!(read.contains(line.help), "{} is cut", line.help);
    }
    assert!(read.contains("loss of one mini-batch"));
    // A large window has one page for the main keys and the legend.
    let mut stage = open("sgdscope --paused", (100, 45));
    stage.key('?');
    let text = stage.text();
    assert!(!text.contains("Help 1/"), "{text}");
    assert!(text.contains("loss of one mini-batch"), "{text}");
    for (key, mode) in [
        ('c', Mode::Cursor),
        (',', Mode::Moment),
        ('m', Mode::Weights),
        ('/', Mode::Prompt),
    ] {
        let mut stage = open("sgdscope --paused", (130, 30));
        stage.key(key);
        let text = stage.text();
        let status = text.lines().last().unwrap();
        // One lane has no hints of lanes.
        let hints = hints(mode).filter(|(rows, _)| rows[0].group != KeyGroup::Lanes);
        for (_, hint) in hints {
            assert!(status.contains(hint), "no {hint} in {status}");
        }
    }
}

#[test]
fn no_number_is_ever_cut() {
    for (command_line, shown) in [
        ("sgdscope --paused --epochs 1000 -b 1", "update 0/400 "),
        ("sgdscope --paused --samples 1000000", "update 0/31250 "),
        ("sgdscope --paused --epochs 1000000000000", "epoch 0/1T "),
        ("sgdscope --paused --epochs 1000000", "epoch 0/1000000 "),
        (
            "sgdscope --paused --init=0.1234567,-0.1234567,12.345678",
            "▸ start ",
        ),
        (
            "sgdscope --paused --init=0.1234567,-0.1234567,12.345678",
            "0.1234567,-0.1234567…",
        ),
        (
            "sgdscope --paused --init uniform --init-seed 4294967295",
            " uniform #4294967295│",
        ),
        (
            "sgdscope --paused --alpha 0.01234567890123456",
            " 0.01234567890123456│",
        ),
    ] {
        let mut stage = open(command_line, (80, 24));
        if command_line.contains("init") {
            // The start is the fifth setting.
            "jjjj".chars().for_each(|key| stage.key(key));
        }
        let text = stage.text();
        assert!(text.contains(shown), "no {shown} on\n{text}");
    }
    // If the number of the last update does not fit on the line of the epoch, no update is shown there, so
    // that the text does not jump during the run.
    let mut stage = open("sgdscope --paused --epochs 1000 -b 1", (80, 24));
    let row = |text: &str, word: &str| text.lines().position(|line| line.contains(word)).unwrap();
    let (epoch, update) = ("epoch 0/1000 ", "update 0/400 ");
    assert_eq!(row(&stage.text(), epoch) + 1, row(&stage.text(), update));
    let mut stage = open("sgdscope --epochs 1000 -b 1 --speed max", (80, 24));
    stage.pass(Duration::from_secs(1));
    let text = stage.text();
    assert!(
        text.contains("epoch 1000/1000 ") && text.contains("update 400/400 "),
        "{text}"
    );
}

#[test]
fn every_mini_batch_is_in_the_picture() {
    // Three of the 13 mini-batches in the first epoch of the default run lie far above the mean of the
    // epoch.
    let mut stage = open("sgdscope --paused", (100, 30));
    stage.key('e');
    let (dots, curve) = (theme().dots, theme().curve);
    for _ in ['l', 'x'] {
        let buffer = stage.draw();
        let is_plot = |x: u16, y: u16| (69..99).contains(&x) && (2..14).contains(&y);
        let braille = |x, y| {
            buffer[(x, y)]
                .symbol()
                .starts_with(|c| ('\u{2801}'..='\u{28ff}').contains(&c))
        };
        let rows = |color| {
            let cells = (0..30).flat_map(|y| (0..100).map(move |x| (x, y)));
            let cells = cells
                .filter(|&(x, y)| is_plot(x, y) && braille(x, y) && buffer[(x, y)].fg == color);
            cells.map(|(_, y)| y).collect::<Vec<u16>>()
        };
        let highest = rows(curve).into_iter().min().unwrap();
        assert!(
            rows(dots).into_iter().any(|row| row <= highest),
            "{}",
            stage.text()
        );
        stage.key('x');
    }
    stage.key('x');
    assert!(stage.text().contains("    1 ┤"), "{}", stage.text());
}

#[test]
fn a_narrow_window_still_shows_the_way_out() {
    for size in [(72, 24), (50, 20), (40, 12), (30, 10)] {
        let mut stage = open("sgdscope --paused", size);
        if size.0 > 40 {
            assert!(
                stage.text().lines().last().unwrap().contains("q quit"),
                "{size:?}"
            );
        }
        stage.key('-');
        stage.key('?');
        let text = stage.text();
        assert!(text.contains("esc") && text.contains("ctrl-c"), "{text}");
    }
}

#[test]
fn the_boundary_is_as_thick_when_it_is_flat() {
    let dots = |init: &str| {
        let mut stage = open(&format!("sgdscope --paused --init={init}"), (80, 24));
        let boundary = theme().boundary;
        let cells = stage
            .draw()
            .content()
            .iter()
            .filter(|cell| cell.fg == boundary);
        let bits = |cell: &ratatui::buffer::Cell| {
            (cell.symbol().chars().next().unwrap() as u32 - 0x2800).count_ones()
        };
        cells.map(bits).sum::<u32>()
    };
    assert!(dots("0,0.02,1") > 170);
    assert!(dots("0,1,0.02") > 160);
}

#[test]
fn what_is_not_confirmed_looks_different() {
    let mut stage = open("sgdscope --paused", (80, 24));
    let confirmed = look_of_alpha(&mut stage);
    let key = crossterm::event::KeyEvent::from(crossterm::event::KeyCode::Char('+'));
    stage.tell(sgdscope::app::Message::Key(key));
    let requested = look_of_alpha(&mut stage);
    assert_eq!(confirmed.0.trim(), "0.01");
    assert_eq!(requested.0.trim(), "0.02…");
    assert!(confirmed.1.contains(Modifier::BOLD) && !requested.1.contains(Modifier::BOLD));

    stage.key('s');
    assert!(stage.text().contains("PAUSED"));
    assert!(phase_is_filled(&mut stage));
    let space = crossterm::event::KeyEvent::from(crossterm::event::KeyCode::Char(' '));
    stage.tell(sgdscope::app::Message::Key(space));
    assert!(!phase_is_filled(&mut stage));
}

/// Returns the value in the row of alpha, and the style of its last character.
fn look_of_alpha(stage: &mut Stage) -> (String, Modifier) {
    let buffer = stage.draw();
    let row = (0..24)
        .find(|&y| text_of(buffer, y).contains("alpha"))
        .unwrap();
    let text = text_of(buffer, row);
    let value = text
        .split('‹')
        .nth(1)
        .unwrap()
        .split('›')
        .next()
        .unwrap()
        .to_owned();
    let last = (0..80)
        .rev()
        .find(|&x| buffer[(x, row)].symbol() == "›")
        .unwrap()
        - 2;
    (value, buffer[(last, row)].modifier)
}

fn text_of(buffer: &ratatui::buffer::Buffer, y: u16) -> String {
    (0..buffer.area.width)
        .map(|x| buffer[(x, y)].symbol())
        .collect()
}

fn phase_is_filled(stage: &mut Stage) -> bool {
    stage.draw()[(1, 23)].bg != Color::Reset
}

#[test]
fn both_classes_and_the_boundary_have_colours_of_their_own() {
    let mut stage = open("sgdscope --paused --init=0,-1,-1", (80, 24));
    let theme = theme();
    let buffer = stage.draw();
    let dots = |color| {
        let cells = buffer.content().iter().filter(|cell| cell.fg == color);
        cells
            .filter(|cell| {
                ('\u{2801}'..='\u{28ff}').contains(&cell.symbol().chars().next().unwrap())
            })
            .count()
    };
    assert!(dots(theme.classes[0]) > 50);
    assert!(dots(theme.classes[1]) > 50);
    assert!(dots(theme.boundary) > 15);
}

#[test]
fn weights_beyond_all_measure_still_have_sure_sides() {
    let mut stage = open("sgdscope --init-seed 0 --alpha 1e308", (80, 24));
    stage.pass(Duration::from_secs(2));
    let surest = [
        *theme().fields[0].last().unwrap(),
        theme().mistake.bg.unwrap(),
    ];
    let buffer = stage.draw();
    let inside = (1..47).flat_map(|x| (1..15).map(move |y| (x, y)));
    for position in inside {
        assert!(surest.contains(&buffer[position].bg), "at {position:?}");
    }
}

#[test]
fn a_loss_of_zero_runs_along_the_bottom_of_a_log_axis() {
    let mut stage = open("sgdscope --init=0,-1,-1 --alpha 100 --speed max", (80, 24));
    stage.key('x');
    stage.pass(Duration::from_secs(1));
    let curve = theme().curve;
    let buffer = stage.draw();
    let lowest = (49..79).filter(|&x| buffer[(x, 6)].fg == curve).count();
    assert!(lowest > 15, "{}", stage.text());
}

fn theme() -> sgdscope::ui::theme::Theme {
    use sgdscope::ui::signs::Charset;
    use sgdscope::ui::theme::{Background, ColorDepth, Theme};
    Theme::new(Background::Dark, ColorDepth::Indexed, Charset::Unicode)
}

#[test]
fn nothing_that_is_not_a_number_is_ever_drawn() {
    for command_line in [
        "sgdscope --init-seed 0 --alpha 1e308",
        "sgdscope --alpha 1e308 --noise 9 --shuffle -b 1",
    ] {
        let mut stage = open(command_line, (100, 30));
        for _ in 0..100 {
            stage.pass(Duration::from_millis(100));
            let text = stage.text();
            assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        }
    }
}

proptest! {
    #![proptest_config(cases(64, "tests/proptest-regressions/screens.txt"))]

    #[test]
    fn no_size_is_too_small_or_too_large(columns in 0_u16..260, rows in 0_u16..90, keys in "[ sernixjklh+<>?-]{0,12}") {
        let mut stage = open("sgdscope --speed 500", (columns, rows));
        for key in keys.chars() {
            stage.key(key);
            stage.pass(Duration::from_millis(60));
        }
        stage.draw();
    }
}
