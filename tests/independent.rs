//! Compares whole runs with a NumPy script that follows the formulas: features, standardising, optimisers,
//! schedules, regularisation and losses together.

use std::process::Command;

use serde_json::Value;

#[test]
fn whole_runs_end_where_numpy_ends() {
    let golden: Value = serde_json::from_str(include_str!("golden/playground_runs.json")).unwrap();
    let runs = golden["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 8);
    for run in runs {
        let options = run["options"].as_array().unwrap().iter();
        let options: Vec<&str> = options.map(|option| option.as_str().unwrap()).collect();
        let output = Command::new(env!("CARGO_BIN_EXE_sgdscope"))
            .args(["train", "--every=0", "--format=jsonl"])
            .args(&options)
            .output()
            .unwrap();
        let last: Value = serde_json::from_slice(&output.stdout).unwrap();
        let assert_close = |what: &str, found: &Value, expected: &Value| {
            let (found, expected) = (found.as_f64().unwrap(), expected.as_f64().unwrap());
            assert!(
                (found - expected).abs() <= 1e-9 * expected.abs().max(1e-3),
                "{options:?}: {what} is {found}, not {expected}"
            );
        };
        assert_close("loss", &last["loss"], &run["loss"]);
        assert_close("accuracy", &last["accuracy"], &run["accuracy"]);
        let expected = run["weights"].as_array().unwrap();
        assert_eq!(last["weights"].as_array().unwrap().len(), expected.len());
        for (place, expected) in expected.iter().enumerate() {
            assert_close("a weight", &last["weights"][place], expected);
        }
    }
}
