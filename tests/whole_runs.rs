//! Compares whole runs, from the points to the test after each epoch, with a script that is independent of
//! this program (`tests/golden/make_whole_runs.py`).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use sgdscope::learning::train::loss::{LossKind, Losses};
use sgdscope::learning::train::trainer::{Accuracy, Budget, Trainer};
use sgdscope::session::settings::Settings;

#[derive(Deserialize)]
struct Golden {
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    settings: BTreeMap<String, String>,
    epochs: Vec<Epoch>,
}

#[derive(Deserialize)]
struct Epoch {
    losses: [f64; 3],
    test_losses: [f64; 3],
    right: usize,
    test_right: usize,
    weights: Vec<f64>,
}

fn settings_of(values: &BTreeMap<String, String>) -> Settings {
    let mut settings = Settings::default();
    for (name, value) in values {
        let setting = Settings::find(name).unwrap_or_else(|| panic!("{name} is a setting"));
        setting.set(&mut settings, value).unwrap();
    }
    settings
}

#[track_caller]
fn assert_same(found: f64, golden: f64, what: &str) {
    let apart = (found - golden).abs() / golden.abs().max(1e-3);
    assert!(apart < 1e-10, "{what}: {found:?} is not {golden:?}");
}

fn assert_losses(found: &Losses, golden: &[f64; 3], what: &str) {
    for (kind, golden) in LossKind::ALL.into_iter().zip(golden) {
        assert_same(found.of(kind).unwrap(), *golden, &format!("{what} {kind}"));
    }
}

fn right(accuracy: Accuracy) -> usize {
    accuracy.confusion.unwrap().right.iter().sum()
}

#[test]
fn whole_runs_are_those_of_numpy_and_scikit_learn() {
    let golden: Golden = serde_json::from_str(include_str!("golden/whole_runs.json")).unwrap();
    assert_eq!(golden.runs.len(), 10);
    for run in &golden.runs {
        let settings = settings_of(&run.settings);
        let dataset = Arc::new(settings.setup.data.draw(None, &|_| ()).unwrap());
        let mut trainer = Trainer::new(dataset, &settings.setup);
        for (place, epoch) in run.epochs.iter().enumerate() {
            while trainer.epochs() == place as u64 {
                trainer.advance(Budget::of_updates(u64::MAX)).unwrap();
            }
            let what = format!("epoch {} of {:?}", place + 1, run.settings);
            let losses = trainer.epoch_losses().unwrap();
            assert_losses(&losses.own, &epoch.losses, &what);
            assert_losses(&losses.test.unwrap(), &epoch.test_losses, &what);
            let weights = trainer.parameters();
            assert_eq!(weights.len(), epoch.weights.len());
            for (weight, golden) in weights.iter().zip(&epoch.weights) {
                assert_same(*weight, *golden, &what);
            }
            assert_eq!(right(trainer.accuracy(false)), epoch.right, "{what}");
            let tested = trainer.test_accuracy(false).unwrap();
            assert_eq!(right(tested), epoch.test_right, "{what}");
        }
        assert!(trainer.stop().is_some());
    }
}
