//! Tests the pictures of a sweep, which are pure functions of its outcomes.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use clap::Parser;
use ratatui::buffer::Buffer;
use sgdscope::cli::{Cli, Task};
use sgdscope::commands::look::Look;
use sgdscope::commands::sweep::outcome::{Outcome, Plan};
use sgdscope::commands::sweep::{Progress, heat_map, scatter};
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth};

const RGB: Look = Look {
    background: Background::Dark,
    depth: ColorDepth::Rgb,
    charset: Charset::Unicode,
};
const PLAIN: Look = Look {
    background: Background::Dark,
    depth: ColorDepth::None,
    charset: Charset::Ascii,
};

/// Trains the first `done` runs of a sweep.
fn trained(options: &str, done: usize) -> (Plan, Vec<Option<Outcome>>) {
    let words = ["sgdscope", "sweep"]
        .into_iter()
        .chain(options.split_whitespace());
    let arguments = match Cli::try_parse_from(words).unwrap().task {
        Some(Task::Sweep(arguments)) => arguments,
        other => panic!("{other:?}"),
    };
    let sweep = arguments.sweep().unwrap();
    let dataset = sweep.settings(0).setup.data.draw(None, &|_| ()).unwrap();
    let plan = Plan {
        dataset: sweep.has_common_data().then(|| Arc::new(dataset)),
        sweep,
        changes: arguments.at.clone(),
        until: None,
        last: arguments.last.unwrap_or(0),
        own_data: None,
    };
    let stopped = AtomicUsize::new(0);
    let outcome = |run: usize| (run < done).then(|| plan.train(run, &stopped).unwrap().unwrap());
    let outcomes = (0..plan.sweep.runs()).map(outcome).collect();
    (plan, outcomes)
}

fn progress(outcomes: &[Option<Outcome>]) -> Progress {
    Progress {
        done: outcomes.iter().flatten().count(),
        runs: outcomes.len(),
        elapsed: Duration::from_millis(2600),
    }
}

fn map(options: &str, done: usize, look: Look, size: (u16, u16)) -> Buffer {
    let (plan, outcomes) = trained(options, done);
    heat_map::draw(&plan.sweep, &outcomes, progress(&outcomes), look, size)
}

fn text(picture: &Buffer) -> String {
    let row = |y: u16| {
        let row: String = (0..picture.area.width)
            .map(|x| picture[(x, y)].symbol())
            .collect();
        row.trim_end().to_owned() + "\n"
    };
    (0..picture.area.height).map(row).collect()
}

/// A grid that has runs of all kinds when 17 of its 20 runs have finished.
const GRID: &str = "-b 1,8,32,all --alpha 1e-4,0.01,1,100,1e308 --noise 9 --init zeros -e 20";

#[test]
fn a_map_reads_without_colours_and_with_them() {
    for (name, look) in [("plain", PLAIN), ("rgb", RGB)] {
        for size in [(80, 24), (100, 30), (60, 20)] {
            let picture = map(GRID, 17, look, size);
            assert!(picture.area.height <= size.1);
            insta::assert_snapshot!(format!("map_{name}_{}x{}", size.0, size.1), text(&picture));
        }
    }
}

#[test]
fn more_values_than_places_share_cells_and_the_map_says_so() {
    let picture = map("--init-seed 1..100 --alpha 0.1,1 -e 1", 200, PLAIN, (60, 8));
    assert!(picture.area.height <= 8);
    let text = text(&picture);
    assert!(
        text.contains("200 runs in 2.6 s; a cell shows the lowest"),
        "{text}"
    );
    insta::assert_snapshot!("map_shared_60x8", text);
}

#[test]
fn no_size_is_too_small() {
    for size in [(1, 1), (3, 2), (10, 5), (20, 3), (0, 0)] {
        let _ = map("--alpha 0.1,1,2 -b 8,all -e 1", 6, RGB, size);
        let (plan, outcomes) = trained("--alpha 0.1,1,2 -b all -e 3 --last 2", 3);
        let _ = scatter::draw(&plan.sweep, &outcomes, progress(&outcomes), RGB, size);
    }
}

#[test]
fn the_lowest_loss_stands_out_and_what_diverged_has_a_colour_of_its_own() {
    for background in [Background::Dark, Background::Light] {
        for depth in [ColorDepth::Indexed, ColorDepth::Rgb] {
            let look = Look {
                background,
                depth,
                charset: Charset::Unicode,
            };
            let picture = map(GRID, 20, look, (80, 24));
            let grounds = |sign: &str| {
                let area = picture.area;
                let cells = (0..area.width).flat_map(|x| (1..13).map(move |y| (x, y)));
                let cells = cells.filter(|place| picture[*place].symbol() == sign);
                cells.map(|place| picture[place].bg).collect::<Vec<_>>()
            };
            let (best, diverged) = (grounds("*"), grounds("x"));
            assert_eq!(best.len(), 1);
            assert!(!diverged.is_empty());
            assert!(!diverged.contains(&best[0]));
            assert!(diverged.iter().all(|ground| *ground == diverged[0]));
        }
    }
}

#[test]
fn the_last_losses_are_dots_above_their_rates() {
    let options = "--alpha 1.8..2.6:40 -b all --noise 5 --init zeros -e 400 --last 16";
    let (plan, outcomes) = trained(options, 40);
    for (name, look) in [("plain", PLAIN), ("rgb", RGB)] {
        for size in [(80, 24), (100, 30), (60, 20)] {
            let picture = scatter::draw(&plan.sweep, &outcomes, progress(&outcomes), look, size);
            assert!(picture.area.height <= size.1);
            insta::assert_snapshot!(
                format!("scatter_{name}_{}x{}", size.0, size.1),
                text(&picture)
            );
        }
    }
}

/// Returns a picture in text, of a map or of the last losses.
fn picture(options: &str, look: Look) -> String {
    let (plan, mut outcomes) = trained(options, 0);
    let stopped = AtomicUsize::new(0);
    for (run, outcome) in outcomes.iter_mut().enumerate() {
        *outcome = plan.train(run, &stopped).unwrap();
    }
    let progress = progress(&outcomes);
    text(&if plan.last > 0 {
        scatter::draw(&plan.sweep, &outcomes, progress, look, (80, 24))
    } else {
        heat_map::draw(&plan.sweep, &outcomes, progress, look, (80, 24))
    })
}

#[test]
fn the_edge_is_a_line_between_what_settles_and_what_cannot() {
    let alphas = "--noise 5 -b all -e 3 --alpha 1,1.5,2,2.1,2.5,3";
    for optimizer in ["sgd", "momentum", "nesterov"] {
        let words = match optimizer {
            "sgd" => "edge 2.03",
            // All of the learning rates lie on one side of the other edges.
            "momentum" => "",
            _ => "edge 1.38",
        };
        let picture = picture(&format!("{alphas} --optimizer {optimizer}"), PLAIN);
        assert_eq!(picture.contains("edge"), !words.is_empty(), "{picture}");
        assert!(picture.contains(words), "{picture}");
    }
    let picture = picture(alphas, PLAIN);
    let line = picture.lines().find(|line| line.contains('|')).unwrap();
    // Six cells of 13 columns: the line is at the left of the fourth one.
    let values = picture.lines().find(|line| line.contains("2.1")).unwrap();
    let place = line.find('|').unwrap();
    assert!(
        values.find("2.1").unwrap() > place && values.find(" 2 ").unwrap() < place,
        "{picture}"
    );
}

#[test]
fn each_row_has_the_edge_of_its_own() {
    let rows = "--noise 5 -b all -e 3 --alpha 0.3,0.5,1,2,3 --regularization none,l2 --regularization-rate 1";
    let picture = picture(rows, RGB);
    assert!(picture.contains("edges 0.549 to 2.03"), "{picture}");
    let places = picture
        .lines()
        .filter_map(|line| line.chars().position(|sign| sign == '│'));
    let mut places: Vec<usize> = places.collect();
    places.dedup();
    assert_eq!(places.len(), 2, "{picture}");
    // Learning rates down, and more values of something else across.
    let down = self::picture("--noise 5 -b all -e 3 --alpha 1,3 --init-seed 1..5", RGB);
    let line = down.lines().position(|line| line.contains('─')).unwrap();
    let row = |value: &str| {
        down.lines()
            .position(|line| line.trim_start().starts_with(value))
            .unwrap()
    };
    assert!(row("1 ") < line && line < row("3 "), "{down}");
}

#[test]
fn there_is_no_edge_where_nothing_follows_from_it() {
    let alphas = "-e 3 --alpha 0.1,1,2,3,5,30";
    for options in [
        "-b all",
        "-b 399 --noise 5",
        "-b all --noise 5 --optimizer adam",
        "-b all --noise 5 --schedule cosine",
        "-b all --noise 5 --regularization l1",
        "-b all --noise 5 --at 1:momentum=0.5",
    ] {
        for last in ["", "--last 2"] {
            let picture = picture(&format!("{alphas} {options} {last}"), PLAIN);
            assert!(
                !picture.contains("edge") && !picture.contains('|'),
                "{options}: {picture}"
            );
        }
    }
    let other = picture("-e 3 --noise 5 -b all --init-seed 1..4", PLAIN);
    assert!(!other.contains("edge"), "{other}");
}
