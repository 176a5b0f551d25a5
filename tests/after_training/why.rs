//! Tests what JSON lines tell of why training goes where it goes.

use serde_json::Value;

use crate::Folder;

const FIELDS: [&str; 12] = [
    "gradient",
    "curvature",
    "edge",
    "condition",
    "half_life",
    "noise_scale",
    "distance",
    "excess",
    "penalty",
    "norm",
    "verdict",
    "sentence",
];

fn lines(folder: &Folder, options: &str) -> Vec<Value> {
    let [out, _] = folder.says(&format!("train --format jsonl {options}"));
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn number(line: &Value, name: &str) -> f64 {
    line[name]
        .as_f64()
        .unwrap_or_else(|| panic!("{name} of {line}"))
}

#[test]
fn the_full_loss_is_that_of_all_training_samples_at_the_end_of_the_epoch() {
    let folder = Folder::new("full");
    for options in [
        "--loss sum",
        "--loss mse --train-share 60",
        "--loss cross-entropy --regularization l2",
        "--loss cross-entropy --standardize --features x1,x2,x1x2",
    ] {
        // A full batch measures the loss before its update, so that the next epoch shows the same number.
        let lines = lines(
            &folder,
            &format!("-e 5 --noise 5 --batch-size all --alpha 0.5 {options}"),
        );
        for pair in lines.windows(2) {
            assert_eq!(pair[0]["full_loss"], pair[1]["loss"], "{options}");
        }
    }
    // The running loss of mini-batches is another one.
    let line = &lines(
        &folder,
        "-e 3 --noise 5 --alpha 1 --batch-size 8 --loss mse --every 0",
    )[0];
    assert!((number(line, "full_loss") / number(line, "loss") - 1.0).abs() > 0.01);
}

#[test]
fn the_reasons_are_added_only_if_they_are_asked_for_and_change_nothing_else() {
    let folder = Folder::new("why-only");
    for options in [
        "-e 30 --noise 5",
        "-e 30 --train-share 60 --standardize",
        "-e 3 --until 5 --noise 5",
    ] {
        let plain = lines(&folder, options);
        let mut reasoned = lines(&folder, &format!("{options} --why"));
        for line in &mut reasoned {
            let line = line.as_object_mut().unwrap();
            for name in FIELDS {
                assert!(line.remove(name).is_some(), "{name}");
            }
        }
        assert_eq!(plain, reasoned, "{options}");
    }
    let said = folder.refusal("train --why", "");
    assert!(
        said.contains("--why") && said.contains("--format jsonl"),
        "{said}"
    );
}

#[test]
fn the_numbers_near_the_minimum_are_those_of_the_minimum() {
    let folder = Folder::new("why-minimum");
    let options = "--noise 5 --init zeros --batch-size all --alpha 1 --loss cross-entropy --why";
    let lines = lines(&folder, &format!("{options} -e 400"));
    let last = &lines[399];
    let near = |name: &str, value: f64| {
        let apart = (number(last, name) / value - 1.0).abs();
        assert!(apart < 1e-3, "{name} of {last}");
    };
    near("edge", 2.034_235);
    near("curvature", 2.0 / 2.034_235);
    near("condition", 41.867);
    near("half_life", 29.17);
    near("norm", 0.9585);
    assert_eq!(number(last, "penalty"), 0.0);
    assert_eq!(last["verdict"], "converged");
    for name in ["gradient", "distance", "excess"] {
        assert!(
            number(last, name) < 1e-4 && number(last, name) < number(&lines[0], name),
            "{name}"
        );
    }
    assert!(number(last, "noise_scale") > 1e6 && number(&lines[0], "noise_scale") < 1e3);
    let excess = number(&lines[99], "full_loss") - number(last, "full_loss");
    assert!((number(&lines[99], "excess") - excess).abs() < 1e-6);
}

#[test]
fn what_is_not_known_is_null() {
    let folder = Folder::new("why-null");
    let nulls = |options: &str| -> Vec<&str> {
        let lines = lines(&folder, &format!("-e 3 --why --every 0 {options}"));
        FIELDS
            .into_iter()
            .filter(|name| lines[0][*name].is_null())
            .collect()
    };
    let minimum = ["edge", "condition", "half_life", "distance", "excess"];
    assert_eq!(nulls(""), minimum, "separable, which is said");
    let pace = ["edge", "half_life", "verdict", "sentence"];
    for options in [
        "--optimizer adam",
        "--schedule cosine",
        "--regularization l1",
    ] {
        assert_eq!(nulls(&format!("--noise 5 {options}")), pace, "{options}");
    }
    assert_eq!(nulls("--noise 5"), ["verdict", "sentence"]);
}

#[test]
fn a_change_changes_the_edge_and_begins_the_verdict_anew() {
    let folder = Folder::new("why-change");
    let options = "--noise 5 --init zeros --batch-size all --alpha 1 --why -e 400 \
                   --at 300:alpha=3 --at 340:regularization=l2 --at 340:regularization-rate=1";
    let lines = lines(&folder, options);
    let said = |epoch: usize| lines[epoch - 1]["verdict"].as_str();
    assert_eq!(said(299), Some("converged"));
    // The line of the epoch at whose end the change is made obeys it already.
    assert_eq!(
        (said(300), said(339)),
        (Some("past the edge"), Some("past the edge"))
    );
    let edges = [339, 340].map(|epoch: usize| number(&lines[epoch - 1], "edge"));
    assert!(
        (edges[0] - 2.034).abs() < 1e-3 && (edges[1] - 0.549).abs() < 1e-3,
        "{edges:?}"
    );
    assert!(number(&lines[339], "penalty") > 0.0);
}

#[test]
fn each_lane_of_a_race_has_its_own_reasons() {
    let folder = Folder::new("why-race");
    let options = "--noise 5 --init zeros --batch-size all -e 300 --every 0 --why --race alpha=1,3 \
                   --race regularization=none,l2";
    let lines = lines(&folder, options);
    assert_eq!(
        (&lines[0]["lane"], &lines[1]["lane"]),
        (&Value::from("A"), &Value::from("B"))
    );
    assert_eq!(lines[0]["verdict"], "converged");
    assert_eq!(lines[1]["verdict"], "period two");
    assert!(number(&lines[1], "edge") < number(&lines[0], "edge"));
    let alone = "--noise 5 --init zeros --batch-size all -e 300 --every 0 --why --alpha 1";
    let alone = &self::lines(&folder, alone)[0];
    for name in FIELDS {
        assert_eq!(alone[name], lines[0][name], "{name}");
    }
}

#[test]
fn past_the_edge_is_said_before_it_can_be_seen() {
    let folder = Folder::new("why-first");
    let line = &lines(&folder, "--noise 5 --batch-size all --alpha 2.1 -e 1 --why")[0];
    assert_eq!(line["verdict"], "past the edge");
    let sentence = line["sentence"].as_str().unwrap();
    assert!(
        sentence.starts_with("alpha 2.1 is past 2.03, the largest"),
        "{sentence}"
    );
}
