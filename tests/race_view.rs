//! Tests the view of several lanes: the letters at the boundaries and the curves, the table, and what has room where.

#[path = "support/proptests.rs"]
mod proptests;

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;
use proptests::cases;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;
use sgdscope::session::engine::Engine;
use sgdscope::session::lane::LaneId;
use sgdscope::session::race::LanePlan;
use sgdscope::session::settings::Settings;
use sgdscope::session::snapshot::Phase;
use sgdscope::studio::stage::Stage;
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};

/// Lanes that differ in the learning rate.
const ALPHAS: [&str; 3] = ["alpha=0.001", "alpha=0.02", "alpha=2.2"];

/// Lanes with long values in several settings.
const LONG: [&str; 6] = [
    "alpha=0.01234567890123456 epochs=123456789",
    "alpha=1e-300 batch-size=399",
    "optimizer=momentum momentum=0.12345678901234",
    "init=-0.12345678,0.12345678,-12.345678 shuffle=on",
    "features=x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2",
    "schedule=cosine regularization=l2 regularization-rate=0.0123456789",
];

fn theme(background: Background, depth: ColorDepth) -> Theme {
    Theme::new(background, depth, Charset::Unicode)
}

fn dark() -> Theme {
    theme(Background::Dark, ColorDepth::Indexed)
}

/// Starts a race of lanes with these settings, in a window of `size` columns and rows.
fn race_in(theme: Theme, base: &str, lanes: &[&str], size: (u16, u16)) -> Stage {
    let entry = |lane: &&str| {
        let mut settings = Settings::default();
        for pair in [base, *lane].join(" ").split_whitespace() {
            let (flag, text) = pair.split_once('=').unwrap();
            let setting = Settings::find(flag).unwrap();
            setting.set(&mut settings, text).unwrap();
        }
        LanePlan {
            settings,
            changes: Vec::new(),
            until: None,
        }
    };
    let entries = lanes.iter().map(entry).collect();
    let engine = Engine::race(None, entries, true, &|_| ()).unwrap();
    Stage::new(engine, Vec::new(), 0, theme, size)
}

fn race(lanes: &[&str], size: (u16, u16)) -> Stage {
    race_in(dark(), "", lanes, size)
}

fn keys(stage: &mut Stage, keys: &str) {
    for key in keys.chars() {
        stage.press(KeyEvent::new(KeyCode::Char(key), KeyModifiers::NONE));
    }
}

fn seconds(stage: &mut Stage, seconds: u64) {
    stage.pass(Duration::from_secs(seconds));
}

/// Returns the rows of the framed table: the titles and the lanes, then the notes.
fn table(stage: &mut Stage) -> Vec<String> {
    let text = stage.text();
    let rows = text.lines().skip_while(|line| !line.contains(" Race ─"));
    let inside = |line: &str| {
        let start = line.rfind("││")?;
        let inner = line[start..].trim_start_matches('│');
        Some(inner.trim_end_matches('│').to_owned())
    };
    rows.skip(1).map_while(inside).collect()
}

/// Returns the detail in the frame of the table.
fn detail(stage: &mut Stage) -> String {
    let text = stage.text();
    let head = text.lines().find(|line| line.contains(" Race ─")).unwrap();
    let detail = head.rsplit("─ ").next().unwrap();
    detail.trim_end_matches([' ', '┤', '╮']).to_owned()
}

#[test]
fn three_lanes_at_every_size() {
    for size in [(80, 24), (100, 30), (200, 50), (60, 20), (30, 10)] {
        let mut stage = race(&ALPHAS, size);
        seconds(&mut stage, 4);
        keys(&mut stage, "L");
        insta::assert_snapshot!(format!("three_{}x{}", size.0, size.1), stage.text());
    }
}

#[test]
fn lanes_without_colours_and_without_unicode() {
    let ascii = Theme::new(Background::Dark, ColorDepth::None, Charset::Ascii);
    let letters = theme(Background::Dark, ColorDepth::None);
    for (name, theme) in [("ascii", ascii), ("letters", letters)] {
        let mut stage = race_in(theme, "noise=2", &ALPHAS, (80, 24));
        seconds(&mut stage, 4);
        let text = stage.text();
        assert!(
            name == "letters" || text.is_ascii() && !text.replace("? help", "").contains('?'),
            "{text}"
        );
        insta::assert_snapshot!(name, text);
    }
}

#[test]
fn a_pinned_lane_a_finished_one_and_one_that_has_diverged_say_so() {
    let lanes = ["alpha=1e308", "epochs=3", "alpha=0.2"];
    let mut stage = race_in(dark(), "init=0,-1,-1", &lanes, (100, 30));
    seconds(&mut stage, 4);
    keys(&mut stage, "LLp");
    seconds(&mut stage, 1);
    insta::assert_snapshot!("stand_still", stage.text());
    let rows = table(&mut stage);
    assert!(rows[1].contains(" diverged"), "{rows:?}");
    assert!(rows[2].contains(" B ■"), "{rows:?}");
    assert!(
        rows[3].contains(" C  ") && rows[4].contains(" D p"),
        "{rows:?}"
    );
    assert!(rows[5].contains("p pinned · ■ ended"), "{rows:?}");
}

#[test]
fn without_a_row_of_notes_the_frame_has_them() {
    let mut stage = race(&["alpha=0.1 batch-size=8", ""], (80, 21));
    keys(&mut stage, "pppp");
    assert_eq!(table(&mut stage).len(), 1 + 6, "{}", stage.text());
    assert_eq!(detail(&mut stage), "+1 more differ · p pinned");
    let mut stage = race(&["", "alpha=1", "", "", "", ""], (80, 21));
    assert_eq!(detail(&mut stage), "same data, start and order");
    keys(&mut stage, "A");
    assert_eq!(detail(&mut stage), "keys: all lanes");
}

#[test]
fn signs_of_lanes_that_stand_still_are_ascii_where_they_must_be() {
    let ascii = Theme::new(Background::Dark, ColorDepth::Ansi, Charset::Ascii);
    let mut stage = race_in(ascii, "", &["epochs=1", ""], (80, 24));
    seconds(&mut stage, 2);
    keys(&mut stage, "p");
    let text = stage.text();
    assert!(text.contains(" A # ") && text.contains("# ended"), "{text}");
}

/// A letter of a lane on the screen, without the blanks beside it: its column and its row.
type Letter = (u16, u16);

/// Returns the letters of a lane in a part of the screen at 80x24.
fn letters(buffer: &Buffer, theme: &Theme, lane: u8, columns: std::ops::Range<u16>) -> Vec<Letter> {
    let id = LaneId::nth(lane);
    let is_letter = |cell: &Cell| cell.symbol() == id.to_string() && cell.bg == theme.lane(id);
    let places = (1..23).flat_map(|y| columns.clone().map(move |x| (x, y)));
    places.filter(|place| is_letter(&buffer[*place])).collect()
}

/// Returns whether a cell next to a place, at most `across` columns away, has dots of this colour.
fn is_near(buffer: &Buffer, (x, y): Letter, across: u16, color: Color) -> bool {
    let columns = x.saturating_sub(across)..=x + across;
    let mut places = columns.flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
    places.any(|place| {
        let cell = &buffer[place];
        let is_braille = ('\u{2801}'..='\u{28ff}').contains(&cell.symbol().chars().next().unwrap());
        is_braille && cell.fg == color
    })
}

#[test]
fn the_letter_of_each_lane_is_at_its_boundary_and_at_its_curve_in_its_colour() {
    let apart = ["init=0,1,1", "init=0,1,-1", "init=3,1,0", "init=-1,0,1"];
    let curved = [
        "features=x1,x2,x1^2,x2^2 init=-4,0,0,1,1",
        "features=x1,x2,x1^2,x2^2 init=-9,0,0,1,1",
    ];
    for (background, depth) in [
        (Background::Dark, ColorDepth::Indexed),
        (Background::Light, ColorDepth::Rgb),
        (Background::Dark, ColorDepth::Ansi),
    ] {
        for lanes in [apart.as_slice(), &curved] {
            let theme = theme(background, depth);
            let base = "alpha=1e-6 noise=3";
            let mut stage = race_in(theme.clone(), base, lanes, (80, 24));
            seconds(&mut stage, 2);
            let text = stage.text();
            let buffer = stage.draw();
            for lane in 0..u8::try_from(lanes.len()).unwrap() {
                let color = theme.lane(LaneId::nth(lane));
                let at_boundary = letters(buffer, &theme, lane, 1..39);
                assert_eq!(at_boundary.len(), 1, "lane {lane} of\n{text}");
                assert!(
                    is_near(buffer, at_boundary[0], 3, color),
                    "lane {lane} of\n{text}"
                );
                // The chart is above the table, which begins in row 10 at the earliest.
                let at_curve = letters(buffer, &theme, lane, 50..79);
                let at_curve: Vec<_> = at_curve.iter().filter(|(_, row)| *row < 9).collect();
                assert_eq!(at_curve.len(), 1, "lane {lane} of\n{text}");
            }
        }
    }
}

#[test]
fn the_curve_of_each_lane_ends_beside_its_letter() {
    let theme = dark();
    let mut stage = race(&["alpha=0.0001", "alpha=0.0005", "alpha=1"], (80, 24));
    seconds(&mut stage, 4);
    let text = stage.text();
    let buffer = stage.draw();
    for lane in 0..3 {
        let letters = letters(buffer, &theme, lane, 50..79);
        let (x, y) = letters[0];
        let color = theme.lane(LaneId::nth(lane));
        assert!(is_near(buffer, (x, y), 2, color), "lane {lane} of\n{text}");
        assert!((x + 1..79).all(|x| buffer[(x, y)].fg != color), "{text}");
    }
}

#[test]
fn letters_of_lanes_that_begin_alike_do_not_overlap() {
    let lanes = ["alpha=0.01"; 6];
    let mut stage = race(&lanes, (80, 24));
    seconds(&mut stage, 1);
    let text = stage.text();
    let buffer = stage.draw();
    for lane in 0..6 {
        assert_eq!(letters(buffer, &dark(), lane, 1..39).len(), 1, "{text}");
    }
}

#[test]
fn the_table_has_a_column_for_each_setting_that_differs_and_for_no_other() {
    let titles = |stage: &mut Stage| table(stage)[0].clone();
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let mut stage = race(&ALPHAS, (80, 24));
    assert_eq!(
        words(&titles(&mut stage)),
        ["lane", "alpha", "loss", "acc."]
    );
    assert_eq!(detail(&mut stage), "same data, start and order");
    // A setting without an effect does not differ.
    let mut stage = race(&["momentum=0.5", "momentum=0.9"], (80, 24));
    assert_eq!(words(&titles(&mut stage)), ["lane", "loss", "acc."]);
    let lanes = [
        "optimizer=momentum momentum=0.5",
        "optimizer=sgd momentum=0.9",
    ];
    let mut stage = race(&lanes, (100, 30));
    let expected = ["lane", "optimizer", "momentum", "loss", "acc."];
    assert_eq!(words(&titles(&mut stage)), expected);
    let rows = table(&mut stage);
    assert_eq!(words(&rows[2])[..3], ["B", "sgd", "-"], "{rows:?}");
    // The keys of one lane let it differ; those of all lanes do not.
    let mut stage = race(&["", ""], (80, 24));
    keys(&mut stage, "A]");
    assert_eq!(words(&titles(&mut stage)), ["lane", "loss", "acc."]);
    keys(&mut stage, "A]");
    assert_eq!(
        words(&titles(&mut stage)),
        ["lane", "batch", "size", "loss", "acc."]
    );
    let mut stage = race_in(dark(), "train-share=70", &ALPHAS, (80, 24));
    assert_eq!(
        words(&titles(&mut stage)),
        ["lane", "alpha", "loss", "test"]
    );
}

#[test]
fn the_detail_says_what_is_true() {
    for (lanes, common) in [
        (["init-seed=1", "init-seed=2"], "same data and order"),
        (["", "shuffle=on"], "same data and start"),
        (["shuffle=on init-seed=1", "shuffle=on"], "same data"),
        (["features=x1", "features=x1,x2"], "same data and order"),
        (["", "optimizer=adam"], "same data, start and order"),
    ] {
        assert_eq!(detail(&mut race(&lanes, (80, 24))), common, "{lanes:?}");
    }
    let mut stage = race(&["", "alpha=1"], (80, 24));
    keys(&mut stage, "m0");
    stage.press(KeyCode::Enter.into());
    assert_eq!(detail(&mut stage), "same data and order");
}

#[test]
fn pinned_lanes_have_the_epoch_or_the_update_at_which_they_stand() {
    let mut stage = race(&["", "alpha=0.1"], (80, 24));
    keys(&mut stage, " sp");
    keys(&mut stage, "s");
    let rows = table(&mut stage);
    assert!(rows[0].contains(" update "), "{rows:?}");
    let stand = |row: &str| row.split_whitespace().rev().nth(2).unwrap().to_owned();
    assert_eq!([1, 2, 3].map(|row| stand(&rows[row])), ["2", "2", "1"]);
    keys(&mut stage, "ee");
    let rows = table(&mut stage);
    assert!(rows[0].contains(" epoch "), "{rows:?}");
    assert_eq!([1, 2, 3].map(|row| stand(&rows[row])), ["2", "2", "0"]);
}

#[test]
fn the_table_says_which_lanes_the_keys_change() {
    let mut stage = race(&ALPHAS, (80, 24));
    let marked = |rows: &[String]| {
        let marks = rows[1..4].iter().map(|row| row.starts_with('▸'));
        marks.collect::<Vec<_>>()
    };
    keys(&mut stage, "L");
    let rows = table(&mut stage);
    assert_eq!(marked(&rows), [false, true, false]);
    assert!(rows[4].starts_with(" keys: lane B"), "{rows:?}");
    keys(&mut stage, "A");
    let rows = table(&mut stage);
    assert_eq!(marked(&rows), [true; 3]);
    assert!(rows[4].starts_with(" keys: all lanes"), "{rows:?}");
}

#[test]
fn nothing_is_cut_with_two_to_six_lanes_and_long_values() {
    for size in [(68, 24), (80, 24), (100, 30), (140, 40), (200, 50)] {
        for count in 2..=6 {
            let mut stage = race_in(dark(), "noise=3", &LONG[..count], size);
            seconds(&mut stage, 2);
            let differing = stage.app().differing();
            let rows = table(&mut stage);
            let text = stage.text();
            // All columns are whole: no value is shortened, unless it is the only one.
            let names = differing
                .iter()
                .filter(|setting| rows[0].contains(setting.name));
            let shown = names.count();
            assert!(shown <= 1 || !rows.concat().contains('…'), "{text}");
            let hidden = differing.len() - shown;
            let note = format!("+{hidden} more differ");
            assert_eq!(
                text.contains(&note),
                hidden > 0,
                "{shown} of {differing:?} in\n{text}"
            );
            for (row, lane) in rows[1..=count].iter().zip(&stage.app().confirmed().lanes) {
                assert!(row.contains(&format!(" {} ", lane.id)), "{text}");
                let end = |row: &str| row.trim_end().chars().count();
                assert_eq!(end(row), end(&rows[0]), "{text}");
            }
            let status = text.lines().last().unwrap().trim_end();
            assert!(status.ends_with("? help  q quit"), "{status}");
            // The chart keeps its rows, and the settings stay.
            assert!(
                text.contains(" Training Loss ") && text.contains(" Data  Model [Training] "),
                "{text}"
            );
        }
    }
}

#[test]
fn rows_and_columns_of_the_table_stand_still() {
    let lanes = [
        "alpha=0.001",
        "alpha=1e30 batch-size=8",
        "optimizer=adam alpha=1",
    ];
    let base = "noise=5 speed=2000 epochs=90000 loss=cross-entropy";
    for size in [(80, 24), (100, 30)] {
        let mut stage = race_in(dark(), base, &lanes, size);
        let ends = |row: &str| {
            let characters: Vec<char> = row.chars().collect();
            let blank = |place: usize| characters.get(place).is_none_or(|sign| *sign == ' ');
            let all = (0..characters.len()).filter(|place| !blank(*place) && blank(place + 1));
            all.collect::<Vec<_>>()
        };
        let first: Vec<Vec<usize>> = table(&mut stage).iter().map(|row| ends(row)).collect();
        for _ in 0..100 {
            stage.pass(Duration::from_millis(60));
            let rows = table(&mut stage);
            let now: Vec<Vec<usize>> = rows.iter().map(|row| ends(row)).collect();
            assert_eq!(now, first, "{rows:#?}");
        }
    }
}

#[test]
fn the_keys_of_lanes_are_hinted_only_if_there_are_several() {
    let status = |stage: &mut Stage| stage.text().lines().last().unwrap().to_owned();
    let mut stage = race(&[""], (80, 24));
    assert!(
        !status(&mut stage).contains(" lane"),
        "{}",
        status(&mut stage)
    );
    keys(&mut stage, "p");
    let status = status(&mut stage);
    for hint in [
        "space pause",
        "L lane",
        "A all/one",
        "p pin",
        "P unpin",
        "? help",
        "q quit",
    ] {
        assert!(status.contains(hint), "no {hint} in {status}");
    }
}

#[test]
fn the_run_of_the_chosen_lane_comes_back_where_there_is_room() {
    for lanes in [&ALPHAS[..2], &ALPHAS] {
        // The chart of the curves comes first.
        assert!(!race(lanes, (100, 30)).text().contains(" Run "));
        let mut stage = race(lanes, (100, 36));
        keys(&mut stage, "L");
        let text = stage.text();
        assert!(
            text.contains(" Run B ") && text.contains("accuracy"),
            "{text}"
        );
        assert!(!race(lanes, (80, 24)).text().contains(" Run "));
    }
    let mut stage = race(&ALPHAS, (30, 10));
    keys(&mut stage, "L");
    let text = stage.text();
    let row = text.lines().nth(7).unwrap();
    assert!(
        row.starts_with(" epoch 0/100") && row.ends_with(" B"),
        "{text}"
    );
}

#[test]
fn a_mini_batch_has_no_dot_and_a_lane_without_an_epoch_has_a_curve() {
    let theme = dark();
    for base in ["batch-size=1 noise=5", "batch-size=32 noise=5"] {
        let mut stage = race_in(dark(), base, &ALPHAS, (80, 24));
        seconds(&mut stage, 4);
        let buffer = stage.draw();
        let plot = (2..8).flat_map(|y| (50..79).map(move |x| (x, y)));
        let dots = plot.map(|place| &buffer[place]).filter(|cell| {
            ('\u{2801}'..='\u{28ff}').contains(&cell.symbol().chars().next().unwrap())
        });
        let colors: Vec<Color> = dots.map(|cell| cell.fg).collect();
        assert!(colors.len() > 5);
        let are_of_lanes = colors.iter().all(|color| theme.lanes.contains(color));
        assert!(are_of_lanes, "{base}: {colors:?}");
    }
}

#[test]
fn a_lane_that_has_diverged_does_not_hide_the_others() {
    let base = "loss=cross-entropy noise=5";
    let mut stage = race_in(dark(), base, &["alpha=1e307 batch-size=1", ""], (80, 24));
    seconds(&mut stage, 4);
    let diverged = &stage.app().confirmed().lanes[0];
    assert_eq!(diverged.phase, Phase::Diverged);
    let [_, high] = diverged.curves.batches.range().unwrap();
    assert!(high > 1e6, "{high}");
    let text = stage.text();
    assert!(text.contains(" diverged"), "{text}");
    let ticks = text.lines().filter_map(|line| line.split_once(" ┤"));
    let labels = ticks.filter_map(|(before, _)| before.rsplit([' ', '│']).next()?.parse().ok());
    let labels: Vec<f64> = labels.collect();
    assert!(
        labels.len() > 1 && labels.iter().all(|label| *label < 1e4),
        "{text}"
    );
}

#[test]
fn a_boundary_outside_of_the_picture_says_whose_it_is() {
    let mut stage = race(&["init=99,1,1 alpha=1e-9", ""], (80, 24));
    let text = stage.text();
    assert!(text.contains(" A: the boundary is "), "{text}");
}

proptest! {
    #![proptest_config(cases(48, "tests/proptest-regressions/race.txt"))]

    #[test]
    fn no_size_is_too_small_or_too_large(columns in 0_u16..260, rows in 0_u16..90, lanes in 2_usize..7, typed in "[ serpPLAxvo+bB,.]{0,12}") {
        let mut stage = race_in(dark(), "speed=500", &LONG[..lanes], (columns, rows));
        for key in typed.chars() {
            keys(&mut stage, &key.to_string());
            stage.pass(Duration::from_millis(60));
            stage.draw();
        }
        let text = stage.text();
        prop_assert!(!text.contains("NaN"));
    }
}

#[test]
fn sums_over_batches_of_different_sizes_are_said_not_to_compare() {
    let lanes = ["batch-size=1", "batch-size=32"];
    let mut stage = race(&lanes, (80, 24));
    assert!(
        stage.text().contains("sums: u compares"),
        "{}",
        stage.text()
    );
    keys(&mut stage, "u");
    assert!(!stage.text().contains("compares"), "{}", stage.text());
}
