//! Tests that imports go one way: every layer uses only the layers below it.

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer, and the layers that it may use in addition to itself.
const LAYERS: [(&str, &[&str]); 9] = [
    ("learning", &[]),
    ("session", &["learning"]),
    ("app", &["learning", "session"]),
    ("ui", &["learning", "session", "app"]),
    ("terminal", &["learning", "session", "app", "ui"]),
    ("studio", &["learning", "session", "app", "ui"]),
    ("input", &["learning", "session"]),
    ("cli", &["learning", "session", "input"]),
    (
        "commands",
        &[
            "learning", "session", "app", "ui", "terminal", "studio", "input", "cli",
        ],
    ),
];

/// Words that must not occur in the source of each pure layer.
const IMPURE: [(&str, &[&str]); 5] = [
    (
        "learning",
        &[
            "std::thread",
            "std::time",
            "std::fs",
            "std::io",
            "crossterm",
            "ratatui",
        ],
    ),
    ("session", &["Instant", "std::fs", "std::io", "ratatui"]),
    (
        "app",
        &["std::thread", "std::time", "std::fs", "std::io", "ratatui"],
    ),
    (
        "ui",
        &[
            "std::thread",
            "std::time",
            "std::fs",
            "std::io",
            "crossterm",
        ],
    ),
    ("studio", &["std::thread", "Instant", "std::fs", "std::io"]),
];

/// The only file of the session layer that may use a thread and its clock.
const WORKER: &str = "session/worker.rs";

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// Returns the layer that a file belongs to: the first part of its path below `src`, without the extension.
fn layer_of(file: &Path) -> String {
    let below = file.strip_prefix(source()).unwrap();
    let first = below
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_str()
        .unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// Returns every layer that the code names as `crate::LAYER`, in imports and in paths. Comment lines are
/// ignored.
fn uses(text: &str) -> Vec<String> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let named = |line: &str| {
        let parts = line.split("crate::").skip(1).map(|rest| {
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            rest[..end].to_owned()
        });
        parts.collect::<Vec<_>>()
    };
    code.flat_map(named).collect()
}

#[test]
fn imports_go_one_way() {
    let mut seen = 0;
    for file in files(&source()) {
        let layer = layer_of(&file);
        if layer == "main" || layer == "lib" {
            continue;
        }
        let allowed = LAYERS.iter().find(|(name, _)| *name == layer);
        let (name, below) = allowed.unwrap_or_else(|| panic!("{layer} is no layer"));
        for used in uses(&fs::read_to_string(&file).unwrap()) {
            seen += 1;
            let fits = used == *name || below.contains(&used.as_str());
            assert!(fits, "{} uses crate::{used}", file.display());
        }
    }
    assert!(seen > 50, "only {seen} imports were found");
}

#[test]
fn the_pure_layers_know_no_thread_clock_file_or_terminal() {
    for (part, forbidden) in IMPURE {
        let inside = |file: &PathBuf| {
            let below = file.strip_prefix(source()).unwrap();
            let is_inside =
                below.starts_with(part) || below == Path::new(part).with_extension("rs");
            is_inside && below != Path::new(WORKER)
        };
        let checked: Vec<PathBuf> = files(&source()).into_iter().filter(inside).collect();
        assert!(!checked.is_empty(), "{part} is gone");
        for file in checked {
            let text = fs::read_to_string(&file).unwrap();
            for word in forbidden {
                // The list of the app has no crossterm, because the app takes its key events from that
                // library.
                assert!(!text.contains(word), "{} knows {word}", file.display());
            }
        }
    }
}

#[test]
fn files_are_small_and_say_what_they_do() {
    for file in files(&source()) {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.display();
        assert!(text.starts_with("//! "), "{name} does not say what it does");
        assert_ne!(file.file_name().unwrap(), "mod.rs", "{name}");
        let code = text.split("#[cfg(test)]").next().unwrap();
        assert!(code.lines().count() <= 400, "{name} is two files");
        assert!(!text.contains("use crate::*"), "{name}");
    }
}
