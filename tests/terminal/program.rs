//! Tests what a user sees who opens the program, presses keys, resizes the window and quits.

use std::thread;
use std::time::Duration;

use crate::session::{BINARY, SIZE, Session};

#[test]
fn it_opens_trains_to_the_end_and_quits() {
    let mut session = Session::sgdscope(&["--speed", "1000"]);
    session.wait_for(&["Training Loss", "Epoch #", "400 points · seed 95"]);
    assert!(session.is_alternate());
    session.wait_for(&["FINISHED", "epoch 100/100", "loss 0.01524", "accuracy 100%"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
    assert!(
        !session.bytes().windows(4).any(|bytes| bytes == b"\x1b[6n"),
        "it asks the terminal"
    );
}

#[test]
fn it_obeys_keys() {
    let mut session = Session::sgdscope(&["--paused", "--init=0,-1,-1"]);
    session.wait_for(&["PAUSED", "epoch 0/100", "update 0/13", "accuracy 0%"]);
    session.press("s");
    session.wait_for(&["PAUSED", "update 1/13", "batch 31.77"]);
    session.press("e");
    session.wait_for(&["epoch 1/100", "update 13/13", "loss 30.22"]);
    session.press("+");
    session.wait_for(&["‹ 0.02 ›"]);
    session.press("\x1b[B\x1b[C");
    session.wait_for(&["‹ 64 ›", "update 13/13"]);
    session.press("?");
    session.wait_for(&["Help", "next kind of start"]);
    session.press("\x1b");
    session.wait_for(&["[Training] View", "update 13/13"]);
    session.press(" ");
    session.wait_for(&["RUNNING"]);
    session.press(" ");
    session.wait_for(&["PAUSED"]);
    session.press("r");
    session.wait_for(&["epoch 0/100", "accuracy 0%"]);
    session.press("\x03");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

#[test]
fn it_follows_the_size_of_the_window() {
    let mut session = Session::sgdscope(&["--paused"]);
    session.wait_for(&["PAUSED"]);
    for (size, words) in [
        ((120, 40), &["Training Loss", "[Training]", "quit"][..]),
        ((40, 12), &["PAUSED", "epoch 0/100"]),
        ((20, 5), &["PAUSED", "needs 30x10"]),
        ((80, 24), &["Training Loss", "[Training]", "quit"]),
    ] {
        session.resize(size);
        session.wait_for(words);
    }
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

/// Returns the text of the screen without the blanks at the ends of its rows.
fn legible(session: &Session) -> String {
    let text = session.text();
    let rows = text.lines().map(str::trim_end);
    rows.collect::<Vec<_>>().join("\n")
}

/// Fault: no key repaired a picture on which another program, such as `wall`, had written.
#[test]
fn control_l_repaints_what_another_program_has_written_on() {
    for keys in ["", "c", "m", "?"] {
        let mut session = Session::sgdscope(&["--paused"]);
        session.wait_for(&["PAUSED", "epoch 0/100"]);
        session.press(keys);
        thread::sleep(Duration::from_millis(300));
        let picture = legible(&session);
        session.scribble("\x1b[5;10H\x1b[41mBroadcast message\r\n\x1b[J");
        session.wait_for(&["Broadcast"]);
        session.press("\x0c");
        session.wait_until("whole picture", || legible(&session) == picture);
        session.press("\x03");
        assert_eq!(session.exit_code(), 0);
    }
}

#[test]
fn training_without_a_screen_has_a_progress_bar_on_a_terminal() {
    let command = format!("{BINARY} train --epochs 20000 --every 0 > /dev/null");
    let mut session = Session::start("sh", &["-c", &command], SIZE);
    let mut seen = false;
    while !seen {
        let bytes = session.bytes();
        seen = String::from_utf8_lossy(&bytes).contains("/20000");
        assert!(
            !session.has_ended() || seen,
            "no bar in {}",
            String::from_utf8_lossy(&bytes)
        );
    }
    assert_eq!(session.exit_code(), 0);
    assert_eq!(session.text().trim(), "", "the bar is gone at the end");
}

#[test]
fn a_long_paste_is_read_to_its_end() {
    for count in [1023, 1024, 3000] {
        let mut session = Session::sgdscope(&["--paused"]);
        session.wait_for(&["PAUSED"]);
        session.press(&("x".repeat(count) + "q"));
        assert_eq!(session.exit_code(), 0, "after {count} keys");
    }
}

#[test]
fn a_closed_pipe_leaves_no_progress_bar() {
    let command = format!("{BINARY} train --epochs 1000000 | sh -c 'read line; sleep 1'; sleep 1");
    let mut session = Session::start("sh", &["-c", &command], SIZE);
    session.wait_for(&["/1000000"]);
    assert_eq!(session.exit_code(), 0);
    assert_eq!(session.text().trim(), "");
}

#[test]
fn data_that_take_long_show_how_far_they_are_and_can_be_left() {
    for (key, code) in [("q", 0), ("\x03", 0)] {
        let mut session = Session::sgdscope(&["--samples", "30000000"]);
        session.wait_for(&["LOADING", "making 30000000 points", " %", "q quit"]);
        session.press(key);
        assert_eq!(session.exit_code(), code);
        session.assert_restored();
    }
}

#[test]
fn many_points_are_watched_at_any_size() {
    let mut session = Session::sgdscope(&["--samples", "300000", "--speed", "max"]);
    session.wait_for(&["RUNNING", "300000 points", "accuracy 99.9"]);
    for size in [(100, 30), (60, 20), SIZE] {
        session.resize(size);
        session.wait_until("points", || !session.text().contains("being drawn"));
        session.wait_for(&["RUNNING", "300000 points"]);
    }
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

#[test]
fn a_large_shuffled_mini_batch_can_be_changed_while_it_is_under_way() {
    let arguments = ["--samples", "300000", "--shuffle", "--speed", "max"];
    let more = ["--batch-size", "all", "--epochs", "1000000"];
    let mut session = Session::sgdscope(&[&arguments[..], &more].concat());
    session.wait_for(&["RUNNING", "300000 points"]);
    for (key, shown) in ["[", "]"]
        .into_iter()
        .zip(["262144", "all"])
        .cycle()
        .take(20)
    {
        session.press(key);
        session.wait_for(&[&format!("‹ {shown} ›")]);
        assert!(!session.has_ended(), "{}", session.text());
    }
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

#[test]
fn a_table_is_shown_under_its_name_and_a_bad_one_is_refused_before_anything_is_drawn() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/missing.csv");
    let mut session = Session::sgdscope(&["--paused", "--data", data, "--skip-bad"]);
    session.wait_for(&["PAUSED", "missing", "bad rows"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
    let said = session.text();
    assert!(said.contains("--skip-bad"), "{said}");

    let mut session = Session::sgdscope(&["--paused", "--data", data]);
    assert_eq!(session.exit_code(), 2);
    session.assert_restored();
    let said = String::from_utf8_lossy(&session.bytes()).into_owned();
    assert!(
        said.starts_with("error: ") && said.contains(" line "),
        "{said:?}"
    );
    assert!(!said.contains('\x1b'), "{said:?}");
}

#[test]
fn the_mouse_is_asked_for_only_where_it_is_wanted() {
    let report = "\x1b[<35;20;10M";
    let mut plain = Session::sgdscope(&["--paused"]);
    plain.wait_for(&["PAUSED", "quit"]);
    plain.press(report);
    plain.press("s");
    plain.wait_for(&["update 1/13"]);
    assert!(!plain.text().contains("P(1)"));
    plain.press("q");
    assert_eq!(plain.exit_code(), 0);
    assert!(!String::from_utf8_lossy(&plain.bytes()).contains("?1003"));

    let mut session = Session::sgdscope(&["--paused", "--mouse"]);
    session.wait_for(&["PAUSED", "quit"]);
    session.press(report);
    session.wait_for(&["P(1)"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
    let bytes = String::from_utf8_lossy(&session.bytes()).into_owned();
    let place = |mode: &str| bytes.rfind(mode).unwrap_or_else(|| panic!("no {mode:?}"));
    assert!(place("\x1b[?1003l") > place("\x1b[?1003h"));
    assert!(place("\x1b[?1006l") > place("\x1b[?1006h"));
}

#[test]
fn a_run_is_written_to_a_file_copied_and_repeated() {
    let folder = std::env::temp_dir().join(format!("sgdscope-program-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let script = format!(
        "cd {} && exec {BINARY} --speed max --epochs 20 --family moons",
        folder.display()
    );
    let mut session = Session::start("sh", &["-c", &script], SIZE);
    session.wait_for(&["FINISHED"]);
    session.press("w");
    session.wait_for(&["written: sgdscope-run-1.jsonl"]);
    session.press("y");
    session.wait_for(&["sgdscope --family=moons --epochs=20"]);
    // This is the command in base 64.
    let copied = "\x1b]52;c;c2dkc2NvcGUgLS1mYW1pbHk9bW9vbnMgLS1lcG9jaHM9MjA=";
    let bytes = String::from_utf8_lossy(&session.bytes()).into_owned();
    assert!(bytes.contains(copied), "{bytes:?}");
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    let file = folder.join("sgdscope-run-1.jsonl");
    let text = std::fs::read_to_string(&file).unwrap();
    let repeated = std::process::Command::new(BINARY)
        .args(["train", "--every", "0", "--format", "jsonl", "--from"])
        .arg(&file)
        .output()
        .unwrap();
    let weights = |text: &str| {
        let last = text.lines().last().unwrap();
        let weights = last.split("\"weights\":").nth(1).unwrap();
        weights.split(']').next().unwrap().to_owned()
    };
    let repeated = String::from_utf8(repeated.stdout).unwrap();
    assert_eq!(weights(&text), weights(&repeated));
    std::fs::remove_dir_all(folder).unwrap();
}

/// Fault: of two keys that were pressed while the data were made, the first was lost, and it could not be
/// pressed again.
#[test]
fn a_run_is_written_and_copied_by_keys_that_were_pressed_while_it_loaded() {
    let folder = std::env::temp_dir().join(format!("sgdscope-loading-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let script = format!(
        "cd {} && exec {BINARY} --paused --samples 3000000",
        folder.display()
    );
    let mut session = Session::start("sh", &["-c", &script], SIZE);
    session.wait_for(&["LOADING"]);
    session.press("wy");
    session.wait_for(&["written: sgdscope-run-1.jsonl"]);
    session.wait_for(&["sgdscope --samples=3000000"]);
    session.press("s");
    session.wait_for(&["update 1/"]);
    session.press("w");
    session.wait_for(&["written: sgdscope-run-2.jsonl"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
    std::fs::remove_dir_all(folder).unwrap();
}
