//! Tests that the tables of the README agree with the tables of the program.

use std::fmt::Write;

use sgdscope::app::keymap;
use sgdscope::session::settings::TABLE;

const README: &str = include_str!("../README.md");

/// Returns the rows of the table under a heading.
fn table(heading: &str) -> String {
    let section = README.split(&format!("\n## {heading}\n")).nth(1).unwrap();
    let rows = section.lines().skip_while(|line| !line.starts_with("|---"));
    let rows = rows.skip(1).take_while(|line| line.starts_with('|'));
    rows.fold(String::new(), |text, row| text + row + "\n")
}

#[test]
fn the_keys_are_those_of_the_table() {
    let mut rows = String::new();
    for line in keymap::help_lines() {
        let keys: Vec<String> = line.keys.iter().map(|key| format!("`{key}`")).collect();
        writeln!(rows, "| {} | {} |", keys.join(" "), line.help).unwrap();
    }
    assert_eq!(table("Keys"), rows);
}

#[test]
fn the_hyperparameters_are_those_of_the_table() {
    let mut rows = String::new();
    for setting in TABLE {
        writeln!(
            rows,
            "| {} | `--{}` | {} | {} |",
            setting.name,
            setting.flag,
            setting.help,
            (setting.range)()
        )
        .unwrap();
    }
    assert_eq!(table("Hyperparameters"), rows);
}
