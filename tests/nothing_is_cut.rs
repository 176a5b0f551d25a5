//! Tests that no text of the help and of the status line is cut, and that marks cover nothing.

#[path = "support/stage.rs"]
mod stage;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::style::Modifier;
use sgdscope::app::keymap::help_lines;
use sgdscope::app::notice::Notice;
use sgdscope::learning::data::Family;
use sgdscope::learning::model::features::Feature;
use sgdscope::learning::model::start::StartKind;
use sgdscope::learning::registry::Registered;
use sgdscope::session::settings::{Direction, Reach, Setting, Settings, TABLE};
use sgdscope::studio::stage::Stage;
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};
use stage::{Keyboard, open};

/// Returns the text inside the frame of the help, without line breaks and with single blanks.
fn popup(stage: &mut Stage) -> String {
    let text = stage.text();
    let top: Vec<char> = text.lines().next().unwrap().chars().collect();
    let left = top
        .windows(6)
        .position(|six| six == ['╭', ' ', 'H', 'e', 'l', 'p']);
    let left = left.unwrap() + 1;
    let width = top[left..].iter().position(|corner| *corner == '╮');
    let rows = text
        .lines()
        .skip(1)
        .take_while(|row| row.chars().nth(left - 1) == Some('│'));
    let inside = |row: &str| {
        row.chars()
            .skip(left)
            .take(width.unwrap())
            .collect::<String>()
    };
    let rows: Vec<String> = rows.map(inside).collect();
    rows.join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns the number of the page and of all pages, as the frame of the help says them.
fn page(stage: &mut Stage) -> Option<(usize, usize)> {
    let text = stage.text();
    let (_, rest) = text.split_once(" Help ")?;
    let (page, rest) = rest.split_once('/')?;
    let (pages, _) = rest.split_once(':')?;
    Some((page.parse().ok()?, pages.parse().ok()?))
}

#[test]
fn the_pages_of_the_help_hold_every_key_and_the_whole_legend_in_a_small_window() {
    for size in [(30, 10), (40, 12), (60, 20), (79, 22), (80, 24)] {
        let mut stage = open("sgdscope --paused", size);
        stage.key('?');
        let (first, pages) = page(&mut stage).unwrap();
        assert!(first == 1 && pages > 1, "{}", stage.text());
        let mut read = String::new();
        for number in 1..=pages {
            assert_eq!(page(&mut stage), Some((number, pages)), "{size:?}");
            read += &popup(&mut stage);
            read.push(' ');
            stage.press(KeyEvent::from(KeyCode::Down));
        }
        for line in help_lines() {
            assert!(read.contains(line.help), "no {} in {read}", line.help);
        }
        assert!(read.contains("loss of one mini-batch"), "{read}");
        // The first page follows the last, and comes before the second.
        assert_eq!(page(&mut stage), Some((1, pages)));
        stage.press(KeyEvent::from(KeyCode::PageUp));
        assert_eq!(page(&mut stage), Some((pages, pages)));
        stage.press(KeyEvent::from(KeyCode::PageDown));
        assert_eq!(page(&mut stage), Some((1, pages)));
    }
}

#[test]
fn the_help_opens_at_its_first_page_and_leaves_the_other_keys_alone() {
    let mut stage = open("sgdscope --paused", (60, 20));
    let alpha = |stage: &Stage| stage.app().requested().settings.setup.hyperparameters.alpha;
    let before = alpha(&stage);
    stage.key('?');
    stage.press(KeyEvent::from(KeyCode::Down));
    assert_eq!(page(&mut stage).map(|(page, _)| page), Some(2));
    stage.key('+');
    assert!(alpha(&stage) != before);
    stage.key('?');
    assert_eq!(page(&mut stage), None);
    stage.key('?');
    assert_eq!(page(&mut stage).map(|(page, _)| page), Some(1));
    stage.press(KeyEvent::from(KeyCode::Esc));
    assert_eq!(page(&mut stage), None);
}

#[test]
fn the_key_of_the_groups_is_hinted_at_80_columns_and_every_hint_is_whole() {
    for (options, word) in [("--paused", "PAUSED"), ("", "RUNNING")] {
        let mut stage = open(&format!("sgdscope {options}"), (80, 24));
        let text = stage.text();
        let status = text.lines().last().unwrap();
        assert!(status.starts_with(&format!(" {word} ")), "{status}");
        for hint in ["r reset", "↑↓←→ change", "tab group", "? help", "q quit"] {
            assert!(status.contains(hint), "no {hint} in {status}");
        }
    }
}

#[test]
fn marks_of_hidden_rows_are_inside_the_panel_and_cover_nothing() {
    let mut stage = open("sgdscope --paused", (80, 24));
    for mark in ['▾', '▴'] {
        let text = stage.text();
        let row = text.lines().find(|row| row.contains(mark)).unwrap();
        let inside: Vec<char> = row.chars().skip(48).collect();
        assert_eq!(inside[0..2], ['│', mark], "{text}");
        assert_eq!(inside.last(), Some(&'│'), "{text}");
        assert!(matches!(inside[2], ' ' | '▸'), "{text}");
        for _ in 0..50 {
            stage.key('j');
        }
        for _ in 0..7 {
            stage.key('k');
        }
    }
}

/// Number of columns that a notice has at 80 columns, beside the longest status word.
const ROOM: usize = 80 - " FINISHED   ".len();

/// Returns every value that keys can give a setting, from these settings on, as settings.
fn reached(setting: &'static Setting, from: &Settings, reach: &Reach) -> Vec<Settings> {
    let mut all = vec![from.clone()];
    for direction in [Direction::Up, Direction::Down] {
        let mut settings = from.clone();
        for _ in 0..30 {
            let Some(text) = setting.stepped(&settings, direction, reach) else {
                break;
            };
            setting.set(&mut settings, &text).unwrap();
            all.push(settings.clone());
        }
    }
    all
}

/// Returns settings with long values, one for each family.
fn long_settings() -> Vec<Settings> {
    let families = Family::all().iter().map(|family| {
        let mut settings = Settings::default();
        for (flag, text) in [
            ("family", family.name),
            ("noise", "0.30000000000000004"),
            ("samples", "99999999"),
            ("seed", "4294967295"),
            ("init-seed", "4294967295"),
            ("alpha", "0.012345678901234567"),
            ("smoothing", "0.012345678901234567"),
            ("regularization-rate", "0.012345678901234567"),
            ("target-loss", "0.012345678901234567"),
            ("epochs", "999999999999"),
            (
                "init",
                "-0.1234567890123456,-0.1234567890123456,-0.1234567890123456",
            ),
        ] {
            let setting = Settings::find(flag).unwrap();
            setting.set(&mut settings, text).unwrap();
        }
        settings
    });
    families.chain([Settings::default()]).collect()
}

#[test]
fn no_notice_about_a_setting_is_cut_at_80_columns() {
    let mut notices = Vec::new();
    for from in long_settings() {
        let reach = Reach {
            samples: 10_000_000,
            given: match &from.setup.start.kind {
                StartKind::Given(weights) => Some(weights.clone()),
                _ => None,
            },
            has_own_data: true,
        };
        for setting in TABLE {
            notices.push(Notice::without_effect(setting));
            notices.push(Notice::unchanged(setting));
            for settings in reached(setting, &from, &reach) {
                if setting.restarts {
                    notices.push(Notice::new_run(setting, &settings));
                } else {
                    notices.extend(Notice::of_change(setting, &settings));
                }
                if setting.stepped(&settings, Direction::Up, &reach).is_none() {
                    notices.push(Notice::end_of_grid(setting, Direction::Up, &settings));
                }
                if setting
                    .stepped(&settings, Direction::Down, &reach)
                    .is_none()
                {
                    notices.push(Notice::end_of_grid(setting, Direction::Down, &settings));
                }
            }
        }
    }
    let said = |words: &str| notices.iter().any(|notice| notice.text.contains(words));
    assert!(said("circles: ") && said("nesterov: ") && said("cosine: ") && said("adam: "));
    let long = notices
        .iter()
        .filter(|notice| notice.text.chars().count() > ROOM);
    let long: Vec<&str> = long.map(|notice| notice.text.as_str()).collect();
    assert_eq!(long, [""; 0]);
}

#[test]
fn no_other_notice_is_cut_at_80_columns() {
    let long = "x".repeat(24);
    let file = "sgdscope-run-9999.jsonl".to_owned();
    let mut notices = vec![
        Notice::no_seed(),
        Notice::no_number(&long),
        Notice::too_many_changes(),
        Notice::saved(&Ok(file.clone()), false),
        Notice::saved(&Ok(file), true),
        Notice::nothing_read(),
        Notice::saved(
            &Err("No space left on device; try another folder".to_owned()),
            true,
        ),
        Notice::busy(),
        Notice::cannot_suspend(),
        Notice::too_long("weight", 240),
        Notice::link_recovered(),
    ];
    notices.extend(Feature::ALL.map(Notice::last_feature));
    for notice in notices {
        assert!(notice.text.chars().count() <= ROOM, "{}", notice.text);
    }
}

#[test]
fn a_notice_comes_before_the_reason_why_the_run_finished() {
    let options = "--patience=1 --alpha=5 --noise=6 --speed=max";
    let mut stage = open(&format!("sgdscope {options}"), (80, 24));
    stage.pass(std::time::Duration::from_secs(2));
    let status = |stage: &mut Stage| stage.text().lines().last().unwrap().to_owned();
    assert!(status(&mut stage).contains("no lower loss for too long"));
    for key in ['o', 'u', ' ', 'o', 'o', 'o', 'o'] {
        stage.key(key);
        let notice = stage.app().notice().unwrap().text.clone();
        let status = status(&mut stage);
        assert!(status.starts_with(" FINISHED "), "{status}");
        assert!(status.ends_with(&notice), "{notice} is cut in {status}");
    }
}

/// Returns the places in the plot of the loss whose cells hold a curve, at 80 columns.
fn curve(stage: &mut Stage) -> Vec<(u16, u16)> {
    let theme = Theme::new(Background::Dark, ColorDepth::Indexed, Charset::Unicode);
    let buffer = stage.draw();
    let plot = (2..8).flat_map(|y| (57..79).map(move |x| (x, y)));
    let of_curve = plot.filter(|&place| {
        let cell = &buffer[place];
        let is_dot = cell
            .symbol()
            .starts_with(|sign| ('\u{2801}'..='\u{28ff}').contains(&sign));
        is_dot && [theme.curve, theme.test_curve].contains(&cell.fg)
    });
    of_curve.collect()
}

#[test]
fn words_of_changes_cover_no_cell_of_a_curve() {
    let mut shown = 0;
    for options in [
        "--init=0,-1,-1",
        "--noise=5 --alpha=1 --shuffle",
        "--noise=5 --train-share=60 --axis=log",
        "--init=0,-1,-1 --axis=log",
    ] {
        let run = |marks: &str| {
            let mut stage = open(&format!("sgdscope --speed 200 {options} {marks}"), (80, 24));
            for keys in ["", "+", "]]", "-", "o", "++", "o", "["] {
                keys.chars().for_each(|key| stage.key(key));
                stage.pass(std::time::Duration::from_millis(400));
            }
            stage
        };
        let (mut with, mut without) = (run(""), run("--marks=off"));
        assert_eq!(curve(&mut with), curve(&mut without), "{}", with.text());
        shown += usize::from(with.text().contains('→'));
    }
    assert!(shown >= 2, "words are shown where there is room");
}

/// Returns the text of all cells in reverse video in these rows, and the part of its row before it.
fn highlighted(stage: &mut Stage, rows: std::ops::Range<u16>) -> (String, String) {
    let buffer = stage.draw();
    let cells = rows.flat_map(|y| (49..79).map(move |x| (x, y)));
    let is_lit = |place: &(u16, u16)| buffer[*place].modifier.contains(Modifier::REVERSED);
    let places: Vec<(u16, u16)> = cells.filter(is_lit).collect();
    let text = |places: &[(u16, u16)]| places.iter().map(|place| buffer[*place].symbol()).collect();
    let &(first, row) = places.first().expect("a highlighted number");
    let before: Vec<(u16, u16)> = (49..first).map(|x| (x, row)).collect();
    (text(&places), text(&before))
}

#[test]
fn the_highlight_of_an_edited_weight_leaves_the_w_and_the_status_names_it() {
    let mut stage = open("sgdscope --paused", (80, 24));
    stage.key('m');
    for (name, before) in [("bias", 0), ("x1", 1), ("x2", 2)] {
        assert!(stage.text().contains(&format!("({name}) ")));
        let (number, head) = highlighted(&mut stage, 18..23);
        assert!(number.parse::<f64>().is_ok(), "{number:?} is highlighted");
        assert!(head.starts_with(" W ") && head.ends_with(' '), "{head:?}");
        assert_eq!(head.split_whitespace().count(), 1 + before, "{head:?}");
        stage.press(KeyEvent::from(KeyCode::Right));
    }
}

#[test]
fn each_weight_of_a_curved_boundary_has_its_name_before_it_while_it_is_edited_too() {
    let features = "x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2";
    let mut stage = open(
        &format!("sgdscope --paused --features={features}"),
        (80, 24),
    );
    stage.key('m');
    for name in ["bias"].into_iter().chain(features.split(',')) {
        let status = stage.text().lines().last().unwrap().to_owned();
        assert!(
            status.contains(&format!("({name}) ")),
            "no {name} in {status}"
        );
        let (number, before) = highlighted(&mut stage, 14..23);
        assert!(number.parse::<f64>().is_ok(), "{number:?} is highlighted");
        assert!(
            before.trim_end().ends_with(&format!(" {name}")) && before.ends_with(' '),
            "{before:?}"
        );
        stage.press(KeyEvent::from(KeyCode::Right));
    }
}
