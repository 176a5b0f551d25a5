//! Tests that the ground of the points never flashes: no cell changes its side more than three times in a second.

#[path = "support/stage.rs"]
mod stage;

use std::fmt::Write;
use std::time::Duration;

use crossterm::event::KeyCode;
use ratatui::buffer::Cell;
use sgdscope::studio::stage::Stage;
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};
use stage::Keyboard;

const SIZE: (u16, u16) = (80, 24);
const TICK: Duration = Duration::from_millis(20);
/// Number of pictures in a second.
const SECOND: usize = 50;

/// Returns the class that each cell of the points panel predicts by its background; `None` if it predicts none. A
/// marked mistake predicts the class that its points do not have.
fn sides(stage: &mut Stage) -> Vec<Option<usize>> {
    let theme = Theme::new(Background::Dark, ColorDepth::Rgb, Charset::Unicode);
    let of = |cell: &Cell| {
        if cell.bg == theme.fields[0][0] {
            return None;
        }
        (0..2).find(|class| {
            theme.halves[*class] == cell.bg
                || theme.fields[*class].contains(&cell.bg)
                || (theme.mistake.bg == Some(cell.bg) && theme.classes[1 - class] == cell.fg)
        })
    };
    let buffer = stage.draw();
    let cells = (1..22).flat_map(|y| (1..47).map(move |x| (x, y)));
    cells.map(|cell| of(&buffer[cell])).collect()
}

/// Returns the largest number of changes of side of a cell within a second, in pictures of four seconds, and the
/// largest number of cells that change it between two pictures. `keys` are pressed before each picture.
fn worst(command_line: &str, keys: &str) -> (usize, usize) {
    let mut stage = open(command_line, SIZE);
    let mut last = sides(&mut stage);
    // For each cell, the numbers of the pictures in which it changed its side.
    let mut changes = vec![Vec::new(); last.len()];
    let mut largest = 0;
    for picture in 0..4 * SECOND {
        stage.pass(TICK);
        keys.chars().for_each(|key| stage.key(key));
        let mut flipped = 0;
        for ((now, last), changes) in sides(&mut stage)
            .into_iter()
            .zip(&mut last)
            .zip(&mut changes)
        {
            if now.is_some() && last.is_some() && now != *last {
                changes.push(picture);
                flipped += 1;
            }
            *last = now.or(*last);
        }
        largest = largest.max(flipped);
    }
    let most_from = |changes: &[usize], first: usize| {
        let second = first..first + SECOND;
        changes.iter().filter(|at| second.contains(at)).count()
    };
    let worst = changes
        .iter()
        .flat_map(|changes| changes.iter().map(|first| most_from(changes, *first)))
        .max();
    (worst.unwrap_or(0), largest)
}

/// Starts the program as a person does who has read what lies over the points, and closed it.
fn open(line: &str, size: (u16, u16)) -> Stage {
    let mut stage = stage::open(line, size);
    stage.press(KeyCode::Esc.into());
    stage
}

/// Writes a table whose first feature is in the thousands, and returns the options that read it. Each test has a
/// file of its own, because tests run at once.
fn thousands(name: &str) -> String {
    let mut text = String::from("income,age,label\n");
    for row in 0..200 {
        let class = row % 2;
        let income = 2000 + 37 * (row * 7 % 50) + 900 * class;
        let age = 20 + row * 11 % 50;
        writeln!(text, "{income},{age},{class}").unwrap();
    }
    let file = format!("{}/{name}.csv", env!("CARGO_TARGET_TMPDIR"));
    std::fs::write(&file, text).unwrap();
    format!("--data {file}")
}

#[test]
fn no_cell_changes_its_side_more_than_three_times_a_second() {
    let table = thousands("flashing");
    let mut largest = 0;
    let cases = [
        (table.clone(), ""),
        (format!("{table} --alpha 10 --speed 7"), ""),
        (format!("{table} --speed 3 --batch-size 1"), ""),
        (format!("{table} --speed max --shuffle --epochs 100000"), ""),
        (
            "--alpha 100 --noise 5 --batch-size 1 --shuffle --speed 10".to_owned(),
            "",
        ),
        (
            "--alpha 1e6 --noise 5 --features x1,x2,x1x2 --epochs 100000".to_owned(),
            "",
        ),
        // A key is held down: that of one update, that of the pause, and that of the restart.
        (format!("{table} --paused"), "s"),
        (format!("{table} --speed 500"), " "),
        (format!("{table} --speed 500"), "r"),
    ];
    for ((options, keys), shading) in cases.iter().zip(["smooth", "two"].into_iter().cycle()) {
        let line = format!("sgdscope --color rgb --shading {shading} {options}");
        let (flips, cells) = worst(&line, keys);
        assert!(flips <= 3, "{line} with {keys:?}: {flips} times a second");
        largest = largest.max(cells);
    }
    assert!(largest > 500, "the ground never flips: {largest} cells");
}

/// Returns the sides in a fresh program that is paused at the weights of `stage`.
fn true_sides(stage: &Stage, options: &str) -> Vec<Option<usize>> {
    let weights = stage.app().lane().parameters.iter().map(f64::to_string);
    let init = weights.collect::<Vec<_>>().join(",");
    let line = format!("sgdscope --paused --color rgb --shading two {options} --init={init}");
    sides(&mut open(&line, SIZE))
}

#[test]
fn a_usual_run_shows_the_true_ground_at_every_moment() {
    let mut stage = open("sgdscope --color rgb --shading two --init=0,-1,-1", SIZE);
    for _ in 0..2 * SECOND {
        stage.pass(TICK);
        assert!(
            sides(&mut stage) == true_sides(&stage, ""),
            "{}",
            stage.text()
        );
    }
}

#[test]
fn a_wild_run_shows_the_true_ground_a_second_after_it_pauses_and_after_each_step() {
    let table = thousands("pausing");
    let mut stage = open(&format!("sgdscope --color rgb --shading two {table}"), SIZE);
    stage.pass(Duration::from_secs(2));
    let without = sides(&mut stage)
        .iter()
        .filter(|side| side.is_none())
        .count();
    assert!(without > 500, "{without} cells are without a side");
    stage.key(' ');
    for _ in 0..5 {
        stage.pass(Duration::from_secs(1));
        assert!(
            sides(&mut stage) == true_sides(&stage, &table),
            "{}",
            stage.text()
        );
        stage.key('s');
        assert!(
            sides(&mut stage) == true_sides(&stage, &table),
            "{}",
            stage.text()
        );
    }
}
