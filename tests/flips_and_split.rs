//! Tests labels that are flipped on purpose, and the split into training and test samples.

use std::fmt::{Debug, Display};
use std::str::FromStr;
use std::sync::Arc;

use sgdscope::commands::lines::{self, LineFormat, Lines};
use sgdscope::learning::data::{
    DataSettings, Dataset, FlipShare, Points, SampleOrder, TrainShare, flip, split,
};
use sgdscope::learning::numeric::checked::OutOfRange;
use sgdscope::session::engine::Engine;
use sgdscope::session::run::Run;
use sgdscope::session::settings::Settings;

/// The order of samples that are not sorted.
const ORIGINAL: SampleOrder = SampleOrder::Original;

fn flips(percent: usize) -> FlipShare {
    percent.to_string().parse().unwrap()
}

fn train(percent: usize) -> TrainShare {
    percent.to_string().parse().unwrap()
}

/// Returns samples that can be told apart by their features: sample i has the features (i, -i).
fn numbered(count: u32) -> Points {
    let mut points = Points::default();
    for number in 0..count {
        let x1 = f64::from(number);
        points.push(x1, -x1, number % 3 == 0);
    }
    points
}

/// Returns the indices of the labels that are flipped among `count` labels.
fn flipped(count: u32, percent: usize, seed: u32) -> Vec<usize> {
    let before = numbered(count).labels;
    let mut labels = before.clone();
    flip(&mut labels, flips(percent), seed);
    assert!(labels.iter().all(|label| [0.0, 1.0].contains(label)));
    let changed = |place: &usize| labels[*place] != before[*place];
    (0..labels.len()).filter(changed).collect()
}

#[test]
fn exactly_the_share_of_the_labels_is_flipped() {
    for (count, percent, wrong) in [
        (400, 0, 0),
        (400, 10, 40),
        (400, 50, 200),
        (2, 10, 0),
        (2, 50, 1),
        (3, 50, 2),
        (5, 10, 1),
        (7, 5, 0),
        (1001, 33, 330),
    ] {
        for seed in 0..20 {
            let flipped = flipped(count, percent, seed);
            assert_eq!(flipped.len(), wrong, "{percent}% of {count}");
            assert_eq!(flips(percent).of(count as usize), wrong);
        }
    }
}

#[test]
fn the_seed_decides_which_labels_are_flipped() {
    assert_eq!(flipped(400, 10, 7), flipped(400, 10, 7));
    assert_ne!(flipped(400, 10, 7), flipped(400, 10, 8));
    // These indices are recorded from this program. The random stream must not change.
    assert_eq!(flipped(40, 10, 95), [15, 18, 33, 35]);
}

#[test]
fn each_label_is_flipped_as_often_as_any_other() {
    let mut counts = [0; 20];
    for seed in 0..10_000 {
        for place in flipped(20, 30, seed) {
            counts[place] += 1;
        }
    }
    // The expected count is 3000, with a standard deviation of 46.
    assert!(
        counts.iter().all(|n| (2750..3250).contains(n)),
        "{counts:?}"
    );
}

#[test]
fn the_share_for_training_comes_first_and_both_parts_keep_their_order() {
    for (count, percent, training) in [
        (400, 80, 320),
        (400, 10, 40),
        (401, 50, 200),
        (7, 90, 6),
        (2, 10, 1),
        (2, 90, 1),
        (9, 10, 1),
        (99, 99, 98),
        (1000, 100, 1000),
    ] {
        assert_eq!(train(percent).of(count as usize), training);
        let before = numbered(count);
        let (after, first) = split(before.clone(), train(percent), 3).unwrap();
        assert_eq!(first, training, "{percent}% of {count}");
        let (training, test) = after.x1.split_at(first);
        assert!(training.is_sorted() && test.is_sorted());
        // Each sample occurs once, with its own features and label.
        let mut all = after.x1.clone();
        all.sort_unstable_by(f64::total_cmp);
        assert_eq!(all, before.x1);
        for place in 0..count as usize {
            assert_eq!(after.x2[place], -after.x1[place]);
            let is_one = after.x1[place] % 3.0 == 0.0;
            assert_eq!(after.labels[place], f64::from(u8::from(is_one)));
        }
    }
}

#[test]
fn with_all_for_training_nothing_is_moved() {
    let before = numbered(1001);
    let (after, training) = split(before.clone(), train(100), 3).unwrap();
    assert_eq!((after, training), (before, 1001));
}

#[test]
fn each_sample_is_for_training_as_often_as_any_other() {
    let mut counts = [0; 20];
    let mut pairs = 0;
    for seed in 0..10_000 {
        let (points, training) = split(numbered(20), train(70), seed).unwrap();
        let training = &points.x1[..training];
        for place in 0_u8..20 {
            counts[usize::from(place)] += u32::from(training.contains(&f64::from(place)));
        }
        pairs += u32::from(training.starts_with(&[0.0, 1.0]));
    }
    // The expected count is 7000, with a standard deviation of 46.
    assert!(
        counts.iter().all(|n| (6750..7250).contains(n)),
        "{counts:?}"
    );
    // Samples 0 and 1 are both for training with a probability of 14/20 · 13/19.
    assert!((4540..5040).contains(&pairs), "{pairs}");
}

#[test]
fn the_seed_decides_the_split_but_by_a_stream_of_its_own() {
    let training = |seed| {
        let (points, training) = split(numbered(100), train(50), seed).unwrap();
        points.x1[..training].to_vec()
    };
    assert_eq!(training(7), training(7));
    assert_ne!(training(7), training(8));
    // A split that used the random stream of the flips would select the same half.
    let flipped: Vec<f64> = flipped(100, 50, 7)
        .iter()
        .map(|&place| place as f64)
        .collect();
    assert_ne!(training(7), flipped);
    // This order is recorded from this program.
    let (points, _) = split(numbered(10), train(50), 95).unwrap();
    assert_eq!(
        points.x1,
        [1.0, 2.0, 4.0, 5.0, 6.0, 0.0, 3.0, 7.0, 8.0, 9.0]
    );
}

#[test]
fn a_data_set_knows_its_parts() {
    let plain = DataSettings::default();
    let settings = DataSettings {
        flips: flips(10),
        train: train(80),
        ..plain
    };
    let (whole, parted) = (
        plain.draw(None, &|_| ()).unwrap(),
        settings.draw(None, &|_| ()).unwrap(),
    );
    assert_eq!((whole.training().len(), whole.test().len()), (400, 0));
    assert!(whole.test().is_empty() && whole.labels_flipped() == 0);
    assert_eq!(whole.training_class_counts(), [200, 200]);

    assert_eq!((parted.training().len(), parted.test().len()), (320, 80));
    assert_eq!((parted.len(), parted.labels_flipped()), (400, 40));
    assert_eq!(parted.extent(), whole.extent());
    let (columns, training, test) = (parted.columns(), parted.training(), parted.test());
    assert_eq!([training.x1, test.x1].concat(), columns.x1);
    assert_eq!([training.x2, test.x2].concat(), columns.x2);
    assert_eq!([training.labels, test.labels].concat(), columns.labels);
    for (part, [zeros, ones]) in [
        (training, parted.training_class_counts()),
        (test, parted.test_class_counts()),
    ] {
        assert_eq!(part.labels.iter().sum::<f64>(), ones as f64);
        assert_eq!(part.len(), zeros + ones);
    }
    // The points are those of the whole data set, and 40 of them have another label.
    let label_of = |x1: f64| whole.samples().find(|sample| sample.0 == x1).unwrap().2;
    let wrong = parted
        .samples()
        .filter(|(x1, _, label)| label_of(*x1) != *label);
    assert_eq!(wrong.count(), 40);
}

#[test]
fn a_table_has_a_name_of_its_own_and_no_seed() {
    let name = "measured.csv".to_owned();
    let points = Arc::new(numbered(30));
    let table =
        Dataset::from_points(name, None, points, flips(10), train(50), ORIGINAL, 1).unwrap();
    assert_eq!((table.name(), table.seed()), ("measured.csv", None));
    assert_eq!(format!("{table:?}"), "Dataset(measured.csv, 30 samples)");
    assert_eq!((table.training().len(), table.labels_flipped()), (15, 3));
    let drawn = DataSettings::default().draw(None, &|_| ()).unwrap();
    assert_eq!(format!("{drawn:?}"), "Dataset(blobs, 400 samples, seed 95)");
}

#[test]
#[should_panic(expected = "has samples")]
fn no_data_set_is_empty() {
    let nothing = Arc::new(Points::default());
    let _ =
        Dataset::from_points("nothing", None, nothing, flips(0), train(100), ORIGINAL, 0).unwrap();
}

fn shown<T: FromStr<Err: Debug> + Display>(text: &str) -> String {
    text.parse::<T>().unwrap().to_string()
}

#[test]
fn shares_are_read_as_they_are_shown() {
    assert_eq!(FlipShare::default().to_string(), "0%");
    assert_eq!(TrainShare::default().to_string(), "100%");
    for text in ["0", "10%", "50"] {
        let shown = shown::<FlipShare>(text);
        assert_eq!(shown, format!("{}%", text.trim_end_matches('%')));
        assert_eq!(self::shown::<FlipShare>(&shown), shown);
    }
    for text in ["10", "75%", "100"] {
        let shown = shown::<TrainShare>(text);
        assert_eq!(shown, format!("{}%", text.trim_end_matches('%')));
    }
    for text in ["51", "-1", "", "%", "10%%", "0.5", "ten"] {
        assert_eq!(text.parse::<FlipShare>(), Err(OutOfRange), "{text}");
    }
    for text in ["9", "101", "0.8", "256"] {
        assert_eq!(text.parse::<TrainShare>(), Err(OutOfRange), "{text}");
    }
}

#[test]
fn test_samples_without_a_score_have_no_loss_and_training_goes_on() {
    // The training samples have tiny features and the test samples huge ones. Standardised, the squares of
    // the test features are infinite, so the score is a difference of infinities, which is NaN.
    let mut points = Points::default();
    let share = train(50);
    let seed = 3;
    let (places, training) = split(numbered(20), share, seed).unwrap();
    let is_for_training = |number: f64| places.x1[..training].contains(&number);
    for number in 0..20 {
        let unit = if is_for_training(f64::from(number)) {
            1e-10
        } else {
            1e150
        };
        let [x1, x2] = [number + 1, 20 - number].map(|multiple| unit * f64::from(multiple));
        points.push(x1, x2, number % 2 == 0);
    }
    let points = Arc::new(points);
    let dataset =
        Dataset::from_points("far", None, points, flips(0), share, ORIGINAL, seed).unwrap();
    let mut settings = Settings::default();
    let setup = &mut settings.setup;
    setup.inputs.features = "x1^2,x2^2".parse().unwrap();
    setup.inputs.standardize = true;
    setup.start.kind = "0,1e20,-1e20".parse().unwrap();
    let dataset = Arc::new(dataset);
    let mut engine = Engine::new(Arc::clone(&dataset), settings.clone(), true);
    assert_eq!(engine.advance(30), 30);
    let snapshot = engine.snapshot();
    assert!(snapshot.first().losses.epoch.is_some());
    assert_eq!(snapshot.first().losses.test, None);
    let curves = &snapshot.first().curves;
    assert_eq!(
        curves.tests.len(),
        curves.epochs.len(),
        "a gap for each epoch"
    );
    assert_eq!(curves.tests.iter().count(), 0);
    assert!(snapshot.first().test_accuracy.is_some());
    let mut text = Vec::new();
    let lines = Lines {
        every: 0,
        format: LineFormat::Tsv,
        header: false,
        why: false,
    };
    let mut run = Run::new(dataset, settings).without_curves();
    lines::train(&mut run, lines, &mut text, |_| ()).unwrap();
    let text = String::from_utf8(text).unwrap();
    let fields: Vec<&str> = text.trim_end().split('\t').collect();
    assert_eq!((fields.len(), fields[3]), (8, "NaN"), "{text}");
}
