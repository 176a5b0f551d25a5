//! Tests that no text of the help and of the status line is cut.

#[path = "support/stage.rs"]
mod stage;

use crossterm::event::{KeyCode, KeyEvent};
use sgdscope::app::keymap::help_lines;
use sgdscope::studio::stage::Stage;
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
    for size in [(30, 10), (40, 12), (60, 20), (79, 22)] {
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
        for _ in 0..30 {
            stage.key('j');
        }
        for _ in 0..7 {
            stage.key('k');
        }
    }
}
