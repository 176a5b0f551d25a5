//! Tests the order of the training samples: sorted by label, and as they were made.

#[path = "support/settings.rs"]
mod settings;

use std::process::Command;
use std::sync::Arc;

use sgdscope::learning::data::{
    DataSettings, Dataset, Family, FlipShare, Points, SampleOrder, TrainShare,
};
use sgdscope::learning::registry::Registered;
use sgdscope::learning::train::loss::LossKind;
use sgdscope::learning::train::trainer::{Budget, Trainer};

use settings::settings;

type Sample = (f64, f64, f64);

/// Checks that one data set is the other one with its training samples sorted by label.
fn assert_is_sorted(sorted: &Dataset, original: &Dataset, what: &str) {
    let training = || original.training().samples();
    let zeros = training().filter(|sample| sample.2 == 0.0);
    let ones = training().filter(|sample| sample.2 == 1.0);
    let expected: Vec<Sample> = zeros.chain(ones).collect();
    let found: Vec<Sample> = sorted.training().samples().collect();
    assert_eq!(found, expected, "{what}");
    assert!(sorted.test().samples().eq(original.test().samples()));
    assert_eq!(
        sorted.training_class_counts(),
        original.training_class_counts()
    );
    assert_eq!(sorted.extent(), original.extent());
}

#[test]
fn the_training_samples_of_every_family_are_sorted_after_flips_and_split() {
    for family in Family::all() {
        for (flip, share) in [("0", "100"), ("20", "100"), ("0", "60"), ("30", "75")] {
            let values = format!(
                "family={} samples=97 flip={flip} train-share={share}",
                family.name
            );
            let original = settings(&values).setup.data;
            let sorted = DataSettings {
                order: SampleOrder::Sorted,
                ..original
            };
            let draw = |settings: &DataSettings| settings.draw(None, &|_| ()).unwrap();
            let (before, after) = (draw(&original), draw(&sorted));
            assert_is_sorted(&after, &before, &values);
            let as_made = after.samples_as_made(&sorted);
            assert!(as_made.eq(before.samples_as_made(&original)), "{values}");
            // The labels before the sort are kept, one byte each.
            assert_eq!(after.bytes(), before.bytes() + before.training().len());
        }
    }
}

#[test]
fn a_table_is_sorted_in_a_copy_even_if_it_has_one_class_only() {
    for ones in [[true; 5], [false; 5], [true, false, true, true, false]] {
        let mut points = Points::default();
        for (x1, is_one) in [1.0, 2.0, 3.0, 4.0, 5.0].into_iter().zip(ones) {
            points.push(x1, -x1, is_one);
        }
        let points = Arc::new(points);
        let made = |order| {
            let (flips, train) = (FlipShare::default(), TrainShare::default());
            Dataset::from_points("own", None, Arc::clone(&points), flips, train, order, 0).unwrap()
        };
        let (sorted, original) = (made(SampleOrder::Sorted), made(SampleOrder::Original));
        assert_is_sorted(&sorted, &original, &format!("{ones:?}"));
        assert_eq!(points.x1, [1.0, 2.0, 3.0, 4.0, 5.0]);
    }
}

fn train(values: &str, epochs: u64) -> Trainer {
    let settings = settings(values);
    let dataset = Arc::new(settings.setup.data.draw(None, &|_| ()).unwrap());
    let mut trainer = Trainer::new(dataset, &settings.setup);
    while trainer.epochs() < epochs {
        trainer.advance(Budget::of_updates(u64::MAX)).unwrap();
    }
    trainer
}

/// Returns the cross-entropy that was measured during the last epoch, and that of all samples after it.
fn shown_and_full(trainer: &Trainer) -> [f64; 2] {
    let shown = &trainer.epoch_losses().unwrap().own;
    let full = trainer.losses_now(false).unwrap().own;
    [shown, &full].map(|losses| losses.of(LossKind::CrossEntropy).unwrap())
}

/// The best line for these points has the cross-entropy 0.3160.
const BEST: f64 = 0.3160;
const MOONS: &str = "family=moons noise=0.3 init=zeros batch-size=8 epochs=40";

#[test]
fn with_sorted_samples_the_loss_measured_on_the_way_is_below_that_of_any_line() {
    let sorted = format!("{MOONS} order=sorted alpha=1");
    let trainer = train(&sorted, 8);
    let [shown, full] = shown_and_full(&trainer);
    assert!((shown - 0.2549).abs() < 5e-5 && shown < BEST, "{shown}");
    assert!((full - 0.566).abs() < 5e-4, "{full}");
    assert!((trainer.parameters()[0] - 2.16).abs() < 5e-3);
    for seed in 0..3 {
        let shuffled = train(&format!("{sorted} shuffle=on init-seed={seed}"), 8);
        let [shown, full] = shown_and_full(&shuffled);
        assert!((0.3235..0.3285).contains(&shown), "{shown}");
        assert!(full > BEST && full < 0.33, "{full}");
    }
}

#[test]
fn with_small_steps_the_order_hardly_matters() {
    let losses = ["original", "sorted"].map(|order| {
        let [_, full] = shown_and_full(&train(&format!("{MOONS} alpha=0.01 order={order}"), 40));
        full
    });
    assert!((losses[0] / losses[1] - 1.0).abs() < 0.01, "{losses:?}");
}

#[test]
fn a_training_sees_what_data_prints_in_that_order() {
    let says = |options: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sgdscope"));
        let output = command.args(options.split(' ')).output().unwrap();
        assert!(output.status.success(), "{options}");
        String::from_utf8(output.stdout).unwrap()
    };
    let text = says("data --family moons --samples 60 --flip 10 --order sorted");
    let labels = text.lines().skip(1).map(|row| row.ends_with(",1"));
    assert!(labels.is_sorted());
    let settings = settings("family=moons samples=60 flip=10 train-share=50 order=sorted");
    let dataset = settings.setup.data.draw(None, &|_| ()).unwrap();
    let text = says("data --family moons --samples 60 --flip 10 --order sorted --train-share 50");
    let rows = dataset
        .samples()
        .enumerate()
        .map(|(place, (x1, x2, label))| {
            let set = if place < 30 { "training" } else { "test" };
            format!("{x1:?},{x2:?},{label},{set}")
        });
    assert_eq!(
        text.lines().skip(1).collect::<Vec<_>>(),
        rows.collect::<Vec<_>>()
    );
}
