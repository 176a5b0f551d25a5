//! Tests precision, recall, F1 and the area under the ROC curve against scikit-learn.

#[path = "support/proptests.rs"]
mod proptests;

use std::sync::Arc;

use proptest::prelude::*;
use proptests::cases;
use serde_json::Value;
use sgdscope::learning::data::{Dataset, FlipShare, Points, SampleOrder, TrainShare};
use sgdscope::learning::quality::{Quality, auc};
use sgdscope::learning::setup::Setup;
use sgdscope::learning::train::trainer::{Budget, Confusion, MOST_COUNTED, Trainer};

const GOLDEN: &str = include_str!("golden/metrics.json");

fn numbers(values: &Value) -> Vec<f64> {
    let values = values.as_array().unwrap().iter();
    values.map(|value| value.as_f64().unwrap()).collect()
}

fn counts(values: &Value) -> [usize; 2] {
    [0, 1].map(|class| usize::try_from(values[class].as_u64().unwrap()).unwrap())
}

/// Checks that a value is the golden one within 1e-12, and is not defined where the golden one is not.
fn assert_is(value: Option<f64>, golden: &Value, what: &str) {
    match (value, golden.as_f64()) {
        (Some(value), Some(golden)) => assert!((value - golden).abs() <= 1e-12, "{what}: {value}"),
        (value, golden) => assert_eq!(value, golden, "{what}"),
    }
}

#[test]
fn the_quality_is_scikit_learns() {
    let golden: Value = serde_json::from_str(GOLDEN).unwrap();
    let cases = golden["cases"].as_array().unwrap();
    assert!(cases.len() >= 20);
    for case in cases {
        let mut of_class = [Vec::new(), Vec::new()];
        for (score, label) in numbers(&case["scores"])
            .iter()
            .zip(numbers(&case["labels"]))
        {
            of_class[usize::from(label == 1.0)].push(*score);
        }
        let [zeros, ones] = &mut of_class;
        let confusion = Confusion {
            right: counts(&case["right"]),
            samples: counts(&case["samples"]),
        };
        let quality = Quality::new(&confusion, auc([zeros, ones]));
        for (value, name) in [
            (quality.precision, "precision"),
            (quality.recall, "recall"),
            (quality.f1, "f1"),
            (quality.auc, "auc"),
        ] {
            assert_is(value, &case[name], &format!("{} of {}", name, case["name"]));
        }
    }
}

/// The weights (0, 1, 0) make the first feature the score, so that the golden scores go through a trainer.
#[test]
fn a_trainer_ranks_the_samples_that_it_is_judged_by() {
    let golden: Value = serde_json::from_str(GOLDEN).unwrap();
    for case in golden["cases"].as_array().unwrap() {
        let x1 = numbers(&case["scores"]);
        let points = Points {
            x2: vec![0.0; x1.len()],
            labels: numbers(&case["labels"]),
            x1,
        };
        let (flips, train) = (FlipShare::default(), TrainShare::default());
        let (points, order) = (Arc::new(points), SampleOrder::default());
        let dataset = Dataset::from_points("own", None, points, flips, train, order, 0);
        let mut setup = Setup::default();
        setup.start.kind = "0,1,0".parse().unwrap();
        let trainer = Trainer::new(Arc::new(dataset.unwrap()), &setup);
        assert_is(trainer.auc(), &case["auc"], &case["name"].to_string());
        assert_eq!(trainer.auc(), trainer.auc_on_screen(false));
        let confusion = trainer.accuracy(false).confusion.unwrap();
        assert_eq!(confusion.right, counts(&case["right"]), "{}", case["name"]);
        assert_eq!(confusion.samples, counts(&case["samples"]));
    }
}

#[test]
fn on_the_screen_more_samples_than_can_be_ranked_in_time_have_no_area() {
    for (samples, running, paused) in [
        (16_384, true, true),
        (16_385, false, true),
        (MOST_COUNTED, false, true),
        (MOST_COUNTED + 1, false, false),
    ] {
        let mut setup = Setup::default();
        setup.data.samples = u32::try_from(samples).unwrap().try_into().unwrap();
        let dataset = setup.data.draw(None, &|_| ()).unwrap();
        let trainer = Trainer::new(Arc::new(dataset), &setup);
        assert_eq!(trainer.auc_on_screen(true).is_some(), running, "{samples}");
        assert_eq!(trainer.auc_on_screen(false).is_some(), paused, "{samples}");
        assert!(trainer.auc().is_some());
    }
}

/// The area is the share of pairs in the right order, counted here pair by pair.
#[test]
fn test_samples_are_ranked_if_there_are_any() {
    let mut setup = Setup::default();
    setup.data.noise = "6".parse().unwrap();
    setup.data.train = "60".parse().unwrap();
    let dataset = Arc::new(setup.data.draw(None, &|_| ()).unwrap());
    let trainer = Trainer::new(Arc::clone(&dataset), &setup);
    let weights = trainer.parameters();
    let score = |x1: f64, x2: f64| weights[2].mul_add(x2, weights[1].mul_add(x1, weights[0]));
    let test: Vec<_> = dataset.test().samples().collect();
    let of = |class: f64| {
        let own = test.iter().filter(move |(_, _, label)| *label == class);
        own.map(|(x1, x2, _)| score(*x1, *x2)).collect::<Vec<_>>()
    };
    let (zeros, ones) = (of(0.0), of(1.0));
    let pairs = ones
        .iter()
        .flat_map(|one| zeros.iter().map(move |zero| one > zero));
    let share =
        pairs.filter(|is_right| *is_right).count() as f64 / (zeros.len() * ones.len()) as f64;
    assert!(share > 0.5 && share < 1.0, "{share} tells nothing");
    assert!((trainer.auc().unwrap() - share).abs() < 1e-12);
}

proptest! {
    #![proptest_config(cases(60, "tests/proptest-regressions/metrics.txt"))]

    #[test]
    fn the_predicted_classes_are_those_that_the_accuracy_counts(
        family in prop::sample::select(vec!["blobs", "moons", "xor", "spiral", "gauss"]),
        features in prop::sample::select(vec!["x1,x2", "x1", "x1,x2,x1^2,x2^2,x1x2", "x2,sinx1"]),
        standardize in any::<bool>(),
        train in 10_u8..=100,
        seed in any::<u32>(),
        samples in 2_u32..300,
        updates in 0_u64..200,
    ) {
        let mut setup = Setup::default();
        setup.data.source = family.parse().unwrap();
        setup.data.samples = samples.try_into().unwrap();
        setup.data.train = train.try_into().unwrap();
        setup.data.seed = seed;
        setup.inputs.features = features.parse().unwrap();
        setup.inputs.standardize = standardize;
        let dataset = Arc::new(setup.data.draw(None, &|_| ()).unwrap());
        let mut trainer = Trainer::new(Arc::clone(&dataset), &setup);
        while trainer.updates() < updates {
            let left = updates - trainer.updates();
            trainer.advance(Budget::of_updates(left)).unwrap();
        }
        let predictor = trainer.predictor();
        let sets = [Some(trainer.accuracy(false)), trainer.test_accuracy(false)];
        for (accuracy, samples) in sets.into_iter().zip([dataset.training(), dataset.test()]) {
            let mut right = [0, 0];
            for (x1, x2, label) in samples.samples() {
                let predicted = predictor.predict(x1, x2).unwrap();
                prop_assert!((0.0..=1.0).contains(&predicted.probability));
                let is_likely = predicted.probability > 0.5;
                prop_assert!(predicted.probability == 0.5 || is_likely == (predicted.class == 1));
                let label = usize::from(label == 1.0);
                right[label] += usize::from(predicted.class == label);
            }
            let counted = accuracy.map(|accuracy| accuracy.confusion.unwrap().right);
            prop_assert_eq!(right, counted.unwrap_or_default());
        }
    }
}
