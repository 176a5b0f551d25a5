//! Tests the keys that go back in time, bring runs back and compare them.

use std::fs;

use crate::session::{BINARY, SIZE, Session};

#[test]
fn each_key_of_time_goes_where_it_says() {
    let mut session = Session::sgdscope(&["--paused"]);
    session.wait_for(&["PAUSED"]);
    session.press("b");
    session.wait_for(&["this is the start of the run"]);
    session.press("eee");
    session.wait_for(&["epoch 3/100"]);
    session.press("s");
    session.wait_for(&["epoch 3/100", "update 1/13"]);
    session.press("b");
    session.wait_for(&["epoch 3/100", "update 13/13", "now"]);
    session.press("B");
    session.wait_for(&["epoch 2/100", "update 13/13"]);
    // A moment to the left, then one to the right, then there.
    session.press(",,");
    session.wait_for(&["go there"]);
    session.press(".\r");
    session.wait_for(&["PAUSED", "epoch 1/100"]);
    session.press("g");
    session.wait_for(&["go to", "an update (400) or an epoch"]);
    session.press("e2.5\r");
    session.wait_for(&["epoch 2/100", "update 6/13"]);
    session.press("g12000x\r");
    session.wait_for(&["must be an update (400) or an epoch"]);
    session.press("\x1b");
    session.wait_for(&["PAUSED", "space run"]);
    session.press("+");
    session.wait_for(&["a branch: the old course stays faint"]);
    session.press("\x7f");
    session.wait_for(&["the run before is back", "‹ 0.01 ›", "now"]);
    session.press("R");
    session.wait_for(&["the run after is back", "‹ 0.02 ›"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

#[test]
fn lanes_are_pinned_chosen_steered_and_dropped_by_keys() {
    let mut session = Session::sgdscope(&["--paused"]);
    session.wait_for(&["PAUSED"]);
    session.press("ep");
    session.wait_for(&["2 lanes", "p pinned", "same data, start and order"]);
    session.press("+e");
    session.wait_for(&["‹ 0.02 ›", "keys: lane A"]);
    session.press("L");
    session.wait_for(&["keys: lane B"]);
    session.press("+");
    session.wait_for(&["B is pinned: L chooses another lane"]);
    session.press("A");
    session.wait_for(&["keys: all lanes"]);
    session.press("P");
    session.wait_for(&["400 points · seed 95", "epoch 2/100"]);
    session.press("\x7f");
    session.wait_for(&["2 lanes"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

#[test]
fn values_that_are_typed_with_commas_begin_a_race_which_is_kept_and_repeated() {
    let name = format!("sgdscope-typed-race-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    fs::create_dir_all(&folder).unwrap();
    let script = format!("cd '{}'; exec '{BINARY}' --speed 500", folder.display());
    let mut session = Session::start("bash", &["-c", &script], SIZE);
    session.wait_for(&["RUNNING"]);
    session.press("\r0.001,0.02,2\r");
    session.wait_for(&["3 lanes", "a race of 3 by alpha", "0.001", "0.02"]);
    session.wait_for(&["Epoch #", "100%"]);
    session.press(" w");
    session.wait_for(&["written: sgdscope-run-1.jsonl"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
    assert!(session.text().contains("--race=alpha=0.001,0.02,2"));
    let kept = fs::read_to_string(folder.join("sgdscope-run-1.jsonl")).unwrap();
    let last = |lane: &str| {
        let mut lines = kept
            .lines()
            .filter(|line| line.contains(&format!("\"lane\":\"{lane}\"")));
        let last: serde_json::Value = serde_json::from_str(lines.next_back().unwrap()).unwrap();
        last["weights"].clone()
    };
    let arguments = [
        "train",
        "--from",
        "sgdscope-run-1.jsonl",
        "--every",
        "0",
        "--format",
        "jsonl",
    ];
    let output = std::process::Command::new(BINARY)
        .args(arguments)
        .current_dir(&folder)
        .output()
        .unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for (line, lane) in lines.iter().zip(["A", "B", "C"]) {
        assert_eq!(line["lane"], lane);
        assert_eq!(line["weights"], last(lane), "lane {lane}");
    }
    assert_eq!(lines.len(), 3);
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn going_far_in_a_large_run_says_how_far_it_is_and_can_be_stopped() {
    let options = [
        "--samples",
        "2000000",
        "--shuffle",
        "--noise",
        "6",
        "--optimizer",
        "adam",
        "--epochs",
        "100000",
        "--paused",
    ];
    let mut session = Session::sgdscope(&options);
    session.wait_for(&["PAUSED"]);
    session.press("g2000000000\r");
    session.wait_for(&["going there: ", "esc stops"]);
    session.press("\x1b");
    session.wait_for(&["PAUSED", "space run"]);
    session.press("g2000000000\r");
    session.wait_for(&["going there: "]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}
