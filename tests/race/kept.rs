//! Tests the file of a race: its lines name their lanes, and it repeats the race.

use clap::Parser;
use serde_json::Value;
use sgdscope::cli::{Cli, Task};
use sgdscope::session::engine::Engine;
use sgdscope::session::lane::LaneId;
use sgdscope::session::recipe::file;
use sgdscope::session::snapshot::LaneView;

use crate::test_file::TestFile;
use crate::{sgdscope, stdout};

/// Returns the lanes of a race, each after it has made `updates` updates, or as many as it makes.
fn lanes(options: &[&str], updates: u64) -> Vec<LaneView> {
    let words = ["sgdscope", "train"].iter().chain(options);
    let arguments = match Cli::try_parse_from(words).unwrap().task {
        Some(Task::Train(arguments)) => arguments,
        other => panic!("{other:?}"),
    };
    let plans = arguments
        .run
        .lanes(&arguments.race.options)
        .unwrap()
        .into_iter();
    let view = |(place, plan): (u8, sgdscope::session::race::LanePlan)| {
        let mut engine = Engine::race(None, vec![plan], true, &|_| ()).unwrap();
        while engine.trainer().updates() < updates && engine.advance(updates) > 0 {}
        let mut view = engine.snapshot().lanes.remove(0);
        view.id = LaneId::nth(place);
        view
    };
    (0..).zip(plans).map(view).collect()
}

const RACE: [&str; 7] = [
    "--race=alpha=0.1,0.5",
    "--noise=5",
    "--epochs=30",
    "--at=B:40:batch-size=8",
    "--at",
    "20:W1=2",
    "--until=200",
];

#[test]
fn the_file_of_a_race_has_all_lanes_and_repeats_them() {
    let kept = file::write(&lanes(&RACE, 200), &[], None).unwrap();
    let lines: Vec<Value> = kept
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let options: Vec<String> = serde_json::from_value(lines[0]["options"].clone()).unwrap();
    assert_eq!(
        options,
        [
            "--noise=5",
            "--epochs=30",
            "--race=alpha=0.1,0.5",
            "--at=20:W1=2",
            "--at=B:40:batch-size=8",
            "--until=200"
        ]
    );
    assert!(lines[0].get("lane").is_none());
    let of = |lane: &str| {
        lines[1..]
            .iter()
            .filter(|line| line["lane"] == lane)
            .collect::<Vec<_>>()
    };
    assert_eq!(of("A").len() + of("B").len() + 1, lines.len());
    let file = TestFile::new("kept.jsonl", &kept);
    let again = stdout(&[
        "train",
        "--from",
        file.name(),
        "--every",
        "0",
        "--format",
        "jsonl",
    ]);
    let again: Vec<Value> = again
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(again.len(), 2);
    for line in &again {
        let lane = line["lane"].as_str().unwrap();
        let last = *of(lane).last().unwrap();
        assert_eq!(last["weights"], line["weights"], "{lane}");
        assert_eq!(last["updates"], 200);
        let changes = of(lane)
            .iter()
            .filter(|line| line.get("change").is_some())
            .count();
        assert_eq!(changes, if lane == "A" { 1 } else { 2 });
    }
    let more = stdout(&[
        "train",
        "--from",
        file.name(),
        "--every=0",
        "--until=end",
        "--race=alpha=1,2,3",
    ]);
    let epochs: Vec<&str> = more
        .lines()
        .map(|line| line.split('\t').nth(1).unwrap())
        .collect();
    assert_eq!(epochs, ["30", "30", "30"]);
}

#[test]
fn a_single_lane_is_written_as_a_run() {
    let lanes = lanes(&["--alpha=0.5"], 50);
    let kept = file::write(&lanes, &[], None).unwrap();
    assert!(!kept.contains("lane"), "{kept}");
}

#[test]
fn a_lane_of_a_kept_race_predicts() {
    let file = TestFile::new(
        "predicts.jsonl",
        file::write(&lanes(&RACE, 200), &[], None).unwrap(),
    );
    let rows = TestFile::new("rows.csv", "x1,x2\n0.5,-1\n2,3\n");
    let predict = |lane: &[&str]| {
        let arguments = ["predict", "--from", file.name(), "--data", rows.name()];
        sgdscope(&[&arguments, lane].concat())
    };
    let [a, b] = ["A", "B"].map(|lane| {
        let output = predict(&["--lane", lane]);
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).unwrap()
    });
    assert_ne!(a, b);
    for (lane, said) in [
        (
            &[][..],
            "it is a race, and each lane has its own model; give --lane A or B",
        ),
        (
            &["--lane", "C"],
            "error: --lane C: the race has no such lane; give --lane A or B",
        ),
        (
            &["--lane", "b"],
            "error: --lane b: must be the letter of a lane; try A",
        ),
    ] {
        let output = predict(lane);
        assert_eq!(output.status.code(), Some(2));
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(text.trim_end().ends_with(said), "{text}");
    }
    let single = TestFile::new(
        "single.jsonl",
        "{\"sgdscope\":\"0\",\"options\":[\"--epochs=3\"]}\n",
    );
    let output = sgdscope(&[
        "predict",
        "--from",
        single.name(),
        "--data",
        rows.name(),
        "--lane",
        "A",
    ]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.ends_with("is a run without lanes; leave --lane out\n"),
        "{said}"
    );
}
