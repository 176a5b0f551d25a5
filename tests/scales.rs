//! Tests the family `scales`: its points, how much faster a training with standardised features is, and the ranges
//! that the frame of the points tells.

#[path = "support/settings.rs"]
mod settings;

#[path = "support/stage.rs"]
mod stage;

use std::sync::Arc;
use std::time::Duration;

use settings::settings;
use sgdscope::learning::data::Dataset;
use sgdscope::learning::train::loss::LossKind;
use sgdscope::learning::train::trainer::{Budget, Trainer};
use sgdscope::studio::stage::Stage;
use stage::{Keyboard, open};

fn draw(values: &str) -> Dataset {
    settings(values).setup.data.draw(None, &|_| ()).unwrap()
}

#[test]
fn its_points_are_those_of_gauss_with_a_twentieth_of_x2() {
    for options in [
        "samples=7 seed=1",
        "samples=400 seed=95 flip=10 train-share=60",
    ] {
        let gauss = draw(&format!("family=gauss noise=50 {options}"));
        let scales = draw(&format!("family=scales {options}"));
        let expected = gauss
            .samples()
            .map(|(x1, x2, label)| (x1, x2 * 0.05, label));
        assert!(scales.samples().eq(expected), "{options}");
        assert_eq!(scales.training().len(), gauss.training().len());
    }
}

/// Returns the number of updates until the loss of all samples is at most `bound`.
fn updates_to(bound: f64, values: &str) -> u64 {
    let settings = settings(values);
    let dataset = Arc::new(settings.setup.data.draw(None, &|_| ()).unwrap());
    let mut trainer = Trainer::new(dataset, &settings.setup);
    while full_loss(&trainer) > bound {
        trainer.advance(Budget::of_updates(1)).unwrap();
    }
    trainer.updates()
}

fn full_loss(trainer: &Trainer) -> f64 {
    let losses = trainer.losses_now(false).unwrap().own;
    losses.of(LossKind::CrossEntropy).unwrap()
}

const FULL_BATCHES: &str = "family=scales init=zeros batch-size=all alpha=5 epochs=100000";

/// Returns the lowest loss that a line can have. Standardised features do not change it.
fn lowest_loss(values: &str) -> f64 {
    let settings = settings(&format!("{values} standardize=on"));
    let dataset = Arc::new(settings.setup.data.draw(None, &|_| ()).unwrap());
    let mut trainer = Trainer::new(dataset, &settings.setup);
    for _ in 0..1000 {
        trainer.advance(Budget::of_updates(1)).unwrap();
    }
    full_loss(&trainer)
}

/// The counts are those of a NumPy program with the points of `gauss`.
#[test]
fn standardised_features_need_far_fewer_updates() {
    for (seed, raw, standardized) in [(95, 513, 12), (1, 693, 13), (2, 582, 8), (3, 382, 5)] {
        let values = format!("{FULL_BATCHES} seed={seed}");
        let lowest = lowest_loss(&values);
        if seed == 95 {
            assert!((lowest - 0.18487).abs() < 5e-6, "{lowest}");
        }
        let count = |standardize| {
            let values = format!("{values} standardize={standardize}");
            updates_to(1.02 * lowest, &values)
        };
        assert_eq!((count("off"), count("on")), (raw, standardized), "{seed}");
    }
}

#[test]
fn the_frame_tells_the_ranges_where_they_differ_and_they_stand_still() {
    let told = |stage: &mut Stage| {
        let text = stage.text();
        let row = text.lines().find(|line| line.starts_with('╰')).unwrap();
        let row = row.split('╯').next().unwrap();
        row.trim_matches(['╰', '─', ' ']).to_owned()
    };
    for size in [(80, 24), (100, 30), (60, 20), (40, 12)] {
        let mut stage = open("sgdscope --family scales --speed 20", size);
        let first = told(&mut stage);
        let (x1, x2) = first.split_once(" · ").unwrap();
        let ends = |range: &str| -> [f64; 2] {
            let (low, high) = range.split_once(" to ").unwrap();
            [low[3..].trim(), high].map(|end| end.parse().unwrap())
        };
        assert!(x1.starts_with("x1 ") && x2.starts_with("x2 "));
        let extent = stage.app().confirmed().dataset.extent();
        for (found, exact) in [(ends(x1), extent.x1), (ends(x2), extent.x2)] {
            let width = exact[1] - exact[0];
            for place in 0..2 {
                assert!(
                    (found[place] - exact[place]).abs() <= width / 20.0,
                    "{first}"
                );
            }
        }
        for _ in 0..5 {
            stage.pass(Duration::from_millis(500));
            assert_eq!(told(&mut stage), first);
        }
        // The next family is blobs, whose ranges are alike.
        stage.key('d');
        assert_eq!(told(&mut stage), "");
    }
}
