//! Tests what the screen says of a person's own data: what was read, warnings, and a boundary outside the picture.

#[path = "support/stage.rs"]
mod stage;

use std::fmt::Write;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use sgdscope::app::view::Overlay;
use sgdscope::session::snapshot::Phase;
use sgdscope::studio::stage::Stage;
use stage::{Keyboard, open};

const SIZES: [(u16, u16); 4] = [(80, 24), (60, 20), (100, 30), (200, 50)];
const TITLE: &str = "What was read";

/// Writes a table for a test, and returns the options that read it. Each test has a file of its own.
fn table(name: &str, row: impl Fn(u32) -> String) -> String {
    let mut text = String::from("height,weight,species\n");
    for place in 0..200 {
        writeln!(text, "{}", row(place)).unwrap();
    }
    let file = format!("{}/reading-{name}.csv", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&file, text).unwrap();
    format!("--data {file}")
}

/// Returns a table that needs no warning.
fn good(name: &str) -> String {
    let class = ["lynx", "otter"];
    table(name, |row| {
        format!(
            "{},{},{}",
            row * 7 % 50,
            row * 11 % 40,
            class[row as usize % 2]
        )
    })
}

/// Returns a table with a far value, different scales, sorted rows and a rare class. The numbers that tests expect of
/// it are Python's:
///
/// ```python
/// x1 = [9999 if row == 3 else row * 7 % 50 for row in range(200)]
/// x2 = [row * 11 % 40 / 1e6 for row in range(200)]
/// statistics.pstdev(x1) / statistics.pstdev(x2)  # 60959952
/// at = lambda share: sorted(x1)[share * 199 // 4]
/// (9999 - at(2)) / ((at(3) - at(1)) / 1.349)  # 538.197
/// ```
fn bad(name: &str) -> String {
    table(name, |row| {
        let height = if row == 3 { 9999 } else { row * 7 % 50 };
        let class = if row < 189 { "lynx" } else { "otter" };
        format!("{height},{},{class}", f64::from(row * 11 % 40) / 1e6)
    })
}

/// Returns the words inside the popup, joined by single blanks; empty if it is not shown.
fn popup(stage: &mut Stage) -> String {
    let text = stage.text();
    let mut words = Vec::new();
    let rows = text.lines().skip_while(|line| !line.contains(TITLE));
    let Some(left) = text
        .lines()
        .find(|line| line.contains(TITLE))
        .map(|line| line[..line.find(TITLE).unwrap()].chars().count() - 2)
    else {
        return String::new();
    };
    for row in rows.skip(1) {
        let row: String = row.chars().skip(left).collect();
        let Some(inner) = row.strip_prefix('│') else {
            break;
        };
        let inner = inner.split('│').next().unwrap();
        words.extend(inner.split_whitespace().map(str::to_owned));
    }
    words.join(" ")
}

#[test]
fn what_was_read_is_shown_whole_at_load() {
    let options = good("whole");
    for size in SIZES {
        let mut stage = open(&format!("sgdscope --paused {options}"), size);
        let told = popup(&mut stage);
        for words in [
            "x1 = column 1 (height)",
            "x2 = column 2 (weight)",
            "label = column 3 (species)",
            "class 1 = otter (100 rows)",
            "class 0 = lynx (100 rows)",
            "200 rows read",
            "any key closes; f shows it again",
        ] {
            assert!(
                told.contains(words),
                "{size:?}: {words} in\n{}",
                stage.text()
            );
        }
        assert!(!told.contains("Warning"), "{told}");
    }
}

#[test]
fn a_window_that_is_too_small_shows_the_beginning_and_the_way_to_the_rest() {
    let mut stage = open(&format!("sgdscope --paused {}", bad("small")), (30, 10));
    let told = popup(&mut stage);
    assert!(told.starts_with("Warning 1 of 4: "), "{}", stage.text());
    assert!(told.contains("f: the next warning"), "{}", stage.text());
    let mut stage = open(&format!("sgdscope --paused {}", good("tiny")), (30, 10));
    let told = popup(&mut stage);
    assert!(told.contains("x1 = column 1 (height)"), "{}", stage.text());
    assert!(
        told.contains("… more: data --describe FILE"),
        "{}",
        stage.text()
    );
    assert!(told.contains("any key closes"), "{}", stage.text());
}

#[test]
fn a_warning_and_its_keys_are_shown_at_any_size() {
    let line = format!("sgdscope --paused {}", bad("sizes"));
    for columns in [30, 31, 45, 60, 67, 68, 69, 80, 120] {
        for rows in 10..=30 {
            let mut stage = open(&line, (columns, rows));
            let told = popup(&mut stage);
            assert!(told.contains("Warning 1 of 4: x1 ="), "{}", stage.text());
            assert!(told.ends_with("any key closes"), "{}", stage.text());
        }
    }
}

#[test]
fn a_key_closes_it_and_does_what_it_does() {
    let line = format!("sgdscope --paused {}", good("keys"));
    let mut stage = open(&line, (80, 24));
    stage.key('s');
    assert_eq!(popup(&mut stage), "");
    assert_eq!(stage.app().lane().progress.updates, 1);
    let mut stage = open(&line, (80, 24));
    stage.key(' ');
    assert_eq!(popup(&mut stage), "");
    assert_eq!(stage.app().confirmed().phase, Phase::Running);
    let mut stage = open(&line, (80, 24));
    stage.key('?');
    assert_eq!(stage.app().view().overlay, Overlay::Help);
    let mut stage = open(&line, (80, 24));
    stage.key('q');
    assert!(stage.end().is_some());
    // A key without a meaning closes it too.
    let mut stage = open(&line, (80, 24));
    stage.key('$');
    assert_eq!(popup(&mut stage), "");
}

#[test]
fn esc_and_enter_close_it_and_nothing_else() {
    for code in [KeyCode::Esc, KeyCode::Enter] {
        let mut stage = open(&format!("sgdscope --paused {}", good("esc")), (80, 24));
        stage.press(code.into());
        assert_eq!(popup(&mut stage), "");
        stage.key('c');
        stage.key('f');
        assert_ne!(popup(&mut stage), "");
        stage.press(code.into());
        assert_eq!(popup(&mut stage), "");
        assert!(
            stage.app().view().cursor.is_some(),
            "{code} closes the cursor"
        );
        assert_eq!(stage.app().lane().progress.updates, 0);
    }
}

#[test]
fn repainting_leaves_it_open() {
    let mut stage = open(&format!("sgdscope --paused {}", good("repaint")), (80, 24));
    stage.press(KeyEvent::new(KeyCode::Char('l'), KeyModifiers::CONTROL));
    assert_ne!(popup(&mut stage), "");
}

#[test]
fn its_key_brings_it_back_and_closes_it() {
    let mut stage = open(&format!("sgdscope --paused {}", good("again")), (80, 24));
    let first = popup(&mut stage);
    stage.key('f');
    assert_eq!(popup(&mut stage), "");
    stage.key('s');
    stage.key('f');
    assert_eq!(popup(&mut stage), first);
    // Over the command, it takes the place.
    stage.press(KeyCode::Esc.into());
    stage.key('y');
    stage.key('f');
    assert_eq!(popup(&mut stage), first);
}

#[test]
fn points_that_are_drawn_have_nothing_to_tell() {
    let mut stage = open("sgdscope --paused", (80, 24));
    assert_eq!(popup(&mut stage), "");
    stage.key('f');
    assert_eq!(popup(&mut stage), "");
    assert!(
        stage
            .text()
            .contains("these points are drawn, not read from a file")
    );
    // The same counts while another family is looked at beside a table.
    let mut stage = open(&format!("sgdscope --paused {}", good("family")), (80, 24));
    stage.key('d');
    stage.key('f');
    assert_eq!(popup(&mut stage), "");
    stage.key('D');
    stage.key('f');
    assert_ne!(popup(&mut stage), "");
}

#[test]
fn warnings_come_one_at_a_time_with_the_way_out() {
    for size in SIZES {
        let mut stage = open(&format!("sgdscope --paused {}", bad("warnings")), size);
        for (place, words) in [
            "x1 = 9999 lies 538 deviations from the others",
            "x1 spreads 6.1e7 times as wide as x2; z standardizes (--standardize)",
            "sorted by class, and each mini-batch sees one class only; select shuffle with j or k and turn it on with l (--shuffle)",
            "class 1 (otter) has 11 of 200 rows: a model that never finds it is right in 94.5 %",
        ]
        .into_iter()
        .enumerate()
        {
            let told = popup(&mut stage);
            let warning = format!("Warning {} of 4: ", place + 1);
            assert!(told.contains(&warning), "{warning} in\n{}", stage.text());
            assert!(told.contains(words), "{words} in\n{}", stage.text());
            let keys = if place < 3 { "f: the next warning" } else { "f shows it again" };
            assert!(told.contains(keys), "{}", stage.text());
            stage.key('f');
        }
        assert_eq!(popup(&mut stage), "");
    }
}

#[test]
fn a_warning_goes_when_its_remedy_is_taken() {
    let mut stage = open(&format!("sgdscope --paused {}", bad("remedies")), (80, 24));
    let warnings = |stage: &mut Stage| {
        if popup(stage).is_empty() {
            stage.key('f');
        }
        let mut all = String::new();
        while !popup(stage).is_empty() {
            all += &popup(stage);
            stage.key('f');
        }
        all
    };
    assert!(warnings(&mut stage).contains("as wide as"));
    stage.key('z');
    let all = warnings(&mut stage);
    assert!(!all.contains("as wide as") && all.contains("sorted by class"));
    assert!(all.contains("of 3: "));
    // The keys that the warning names: j or k to shuffle, then l.
    let mut steps = 0;
    while stage.app().view().selected.flag != "shuffle" {
        stage.key(if steps < 40 { 'j' } else { 'k' });
        steps += 1;
        assert!(steps < 100);
    }
    stage.key('l');
    assert!(!warnings(&mut stage).contains("sorted by class"));
    // All rows at once have no order either.
    let line = format!("sgdscope --paused --batch-size all {}", bad("at-once"));
    assert!(!warnings(&mut open(&line, (80, 24))).contains("sorted by class"));
}

#[test]
fn a_boundary_outside_the_picture_is_told_on_its_side() {
    for size in SIZES {
        for (weights, words, is_on_top) in [
            ("-99,0,1", "the boundary is above the picture", Some(true)),
            ("99,0,1", "the boundary is below the picture", Some(false)),
            ("99,1,0", "the boundary is to the left of the picture", None),
            (
                "-99,1,0",
                "the boundary is to the right of the picture",
                None,
            ),
            ("0,0,0", "no boundary: all weights are 0", Some(true)),
            ("1,0,0", "no boundary: only the bias counts", Some(true)),
        ] {
            let mut stage = open(&format!("sgdscope --paused --init={weights}"), size);
            let text = stage.text();
            let row = text.lines().position(|line| line.contains(words));
            let row = row.unwrap_or_else(|| panic!("{words} not in\n{text}"));
            let panel = text.lines().skip(1).position(|line| line.starts_with('╰'));
            let last = panel.unwrap();
            match is_on_top {
                Some(true) => assert_eq!(row, 1, "{text}"),
                Some(false) => assert_eq!(row, last, "{text}"),
                None => assert!(row > 3 && row + 3 < last, "{text}"),
            }
        }
        let mut stage = open("sgdscope --paused --features=x1^2 --init=99,1", size);
        assert!(
            stage
                .text()
                .contains("no part of the boundary is in the picture")
        );
        let mut stage = open("sgdscope --paused", size);
        assert!(!stage.text().contains("boundary"), "{}", stage.text());
    }
    let mut stage = open("sgdscope --paused --init=-99,0,1", (30, 10));
    assert!(stage.text().contains("boundary: above") || stage.text().contains("is above"));
}

#[test]
fn tiny_and_huge_numbers_are_drawn() {
    for size in SIZES {
        for options in ["", "--standardize"] {
            let file = "tests/data/denormal_standardize.csv";
            let mut stage = open(&format!("sgdscope {options} --data {file}"), size);
            stage.pass(std::time::Duration::from_secs(1));
            stage.press(KeyCode::Esc.into());
            let text = stage.text();
            assert!(!text.contains("inf") && !text.contains("NaN"), "{text}");
        }
    }
}
