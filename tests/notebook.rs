//! Compares data, random streams and runs with the numbers of the tutorial, of NumPy and of scikit-learn.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use sgdscope::learning::data::{DataSettings, Dataset};
use sgdscope::learning::model::features::Features;
use sgdscope::learning::model::inputs::Inputs;
use sgdscope::learning::model::parameters::Parameters;
use sgdscope::learning::model::start::{Start, StartKind};
use sgdscope::learning::numeric::random_state::RandomState;
use sgdscope::learning::setup::Setup;
use sgdscope::learning::train::hyperparameters::Hyperparameters;
use sgdscope::learning::train::trainer::{Budget, Trainer};

#[derive(Deserialize)]
struct Streams {
    streams: Vec<Stream>,
}

#[derive(Deserialize)]
struct Stream {
    seed: u32,
    random_sample: Vec<f64>,
    standard_normal: Vec<f64>,
    permutation_17: Vec<u32>,
    randint_0_400: Vec<u32>,
}

#[derive(Deserialize)]
struct Runs {
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    samples: u32,
    noise: f64,
    seed: u32,
    init_seed: u32,
    epochs: u64,
    alpha: f64,
    batch_size: usize,
    #[serde(default)]
    initial_weights: Option<[f64; 3]>,
    losses: Vec<f64>,
    weights: [f64; 3],
    accuracy: f64,
}

/// The run with which sgdscope begins (`golden/make_default_run.py`).
#[derive(Deserialize)]
struct DefaultRun {
    #[serde(flatten)]
    run: Run,
    /// Points on the right side before the first update and after each one.
    right: Vec<usize>,
    /// Angle of the line to the axis of `x1`, in degrees, before the first epoch and after each one.
    angles: Vec<f64>,
}

fn read<T: DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

fn blobs(samples: u32, noise: f64, seed: u32) -> Dataset {
    DataSettings {
        samples: samples.to_string().parse().unwrap(),
        noise: noise.to_string().parse().unwrap(),
        seed,
        ..DataSettings::default()
    }
    .draw(None, &|_| ())
    .unwrap()
}

/// Returns the initial weights of the tutorial's model.
fn weights(start: &Start) -> Parameters {
    start.weights(&Inputs::plain(Features::LINEAR))
}

/// Checks that two numbers are equal: in every bit with the logarithm of glibc, and to 1e-12 elsewhere.
fn assert_same(ours: f64, numpys: f64) {
    if cfg!(all(target_os = "linux", target_env = "gnu")) {
        assert_eq!(ours.to_bits(), numpys.to_bits(), "{ours} is not {numpys}");
    } else {
        assert_close(ours, numpys, 1e-12);
    }
}

fn assert_close(ours: f64, golden: f64, tolerance: f64) {
    let error = (ours - golden).abs() / golden.abs();
    assert!(error <= tolerance, "{ours} is not {golden}: {error:e}");
}

#[test]
fn the_streams_are_numpys() {
    let golden: Streams = read(include_str!("golden/random_state.json"));
    assert_eq!(golden.streams.len(), 4);
    for stream in golden.streams {
        let mut random = RandomState::new(stream.seed);
        for sample in stream.random_sample {
            assert_eq!(random.double(), sample);
        }
        let mut random = RandomState::new(stream.seed);
        for normal in stream.standard_normal {
            assert_same(random.normal(0.0, 1.0), normal);
        }
        let mut random = RandomState::new(stream.seed);
        assert_eq!(random.permutation(17).unwrap(), stream.permutation_17);
        let mut random = RandomState::new(stream.seed);
        for number in stream.randint_0_400 {
            assert_eq!(random.interval(399), number);
        }
    }
}

#[test]
fn the_blobs_are_scikit_learns() {
    let golden = include_str!("golden/blobs_400_seed95.csv");
    assert_draws(&DataSettings::default(), golden);
}

#[test]
fn the_moons_and_the_circles_are_scikit_learns() {
    let drawn = |family: &str, samples: &str, noise: &str, seed| DataSettings {
        source: family.parse().unwrap(),
        samples: samples.parse().unwrap(),
        noise: noise.parse().unwrap(),
        seed,
        ..DataSettings::default()
    };
    let golden = include_str!("golden/moons_101_seed3.csv");
    assert_draws(&drawn("moons", "101", "0.15", 3), golden);
    let golden = include_str!("golden/circles_75_seed4.csv");
    assert_draws(&drawn("circles", "75", "0.05", 4), golden);
}

fn assert_draws(settings: &DataSettings, golden: &str) {
    let dataset = settings.draw(None, &|_| ()).unwrap();
    let mut samples = dataset.samples();
    for line in golden.lines().skip(1) {
        let numbers: Vec<f64> = line
            .split(',')
            .map(|number| number.parse().unwrap())
            .collect();
        let (x1, x2, label) = samples.next().unwrap();
        assert_same(x1, numbers[0]);
        assert_same(x2, numbers[1]);
        assert_eq!(label, numbers[2]);
    }
    assert_eq!(samples.next(), None);
}

#[test]
fn an_odd_sample_belongs_to_the_first_class() {
    let dataset = blobs(401, 2.5, 95);
    assert_eq!(dataset.len(), 401);
    assert_eq!(dataset.columns().labels.iter().sum::<f64>(), 200.0);
}

#[test]
fn the_runs_are_the_tutorials() {
    let golden: Runs = read(include_str!("golden/notebook_runs.json"));
    assert_eq!(golden.runs.len(), 6);
    for run in &golden.runs {
        let start = Start {
            kind: StartKind::Uniform,
            seed: run.init_seed,
        };
        assert_eq!(
            Some(weights(&start)),
            run.initial_weights.map(Parameters::linear)
        );
        assert_trains_like(run, start, false);
    }
}

#[test]
fn the_default_run_is_the_tutorials() {
    let golden: DefaultRun = read(include_str!("golden/default_run.json"));
    assert_eq!(golden.run.losses.len(), 100);
    assert_eq!(golden.run.init_seed, 445);
    let start = Start::default();
    let initial = golden.run.initial_weights.map(Parameters::linear);
    assert_eq!(Some(weights(&start)), initial);
    assert_trains_like(&golden.run, start, false);
    // No setting of the run is other than its default.
    let mut trainer = default_trainer();
    while trainer.stop().is_none() {
        trainer.advance(Budget::of_updates(u64::MAX)).unwrap();
    }
    for (&ours, golden) in trainer.parameters().iter().zip(golden.run.weights) {
        assert_close(ours, golden, 1e-12);
    }
}

/// The default run begins with the points of the two classes about half on the right side, and its line turns where a
/// person can see it.
#[test]
fn the_default_run_begins_badly_and_its_line_turns() {
    let golden: DefaultRun = read(include_str!("golden/default_run.json"));
    assert_eq!(golden.right[0], 214, "53.5 % of 400");
    let all = golden.right.iter().position(|&right| right == 400);
    assert_eq!(all, Some(72));
    let turned = |epoch: usize| golden.angles[0] - golden.angles[epoch];
    assert_eq!(
        [1, 8, 100].map(|epoch| turned(epoch).abs().round()),
        [31.0, 37.0, 41.0]
    );
    let mut trainer = default_trainer();
    for (update, &right) in golden.right.iter().enumerate() {
        let confusion = trainer.accuracy(false).confusion.unwrap();
        assert_eq!(confusion.right.iter().sum::<usize>(), right, "{update}");
        if update % 13 == 0 {
            let weights = trainer.parameters();
            let angle = (-weights[1]).atan2(weights[2]).to_degrees();
            assert_close(angle, golden.angles[update / 13], 1e-12);
        }
        if trainer.stop().is_none() {
            trainer.advance(Budget::of_updates(1)).unwrap();
        }
    }
}

fn default_trainer() -> Trainer {
    let setup = Setup::default();
    let dataset = setup.data.draw(None, &|_| ()).unwrap();
    Trainer::new(Arc::new(dataset), &setup)
}

#[test]
fn a_batch_larger_than_the_data_is_all_of_it() {
    let golden: Runs = read(include_str!("golden/notebook_runs.json"));
    let mut run = golden
        .runs
        .into_iter()
        .find(|run| run.batch_size == 400)
        .unwrap();
    run.batch_size = 100_000;
    assert_trains_like(
        &run,
        Start {
            kind: StartKind::Uniform,
            seed: run.init_seed,
        },
        false,
    );
}

#[test]
fn shuffled_epochs_come_in_numpys_permutations() {
    let golden: Runs = read(include_str!("golden/shuffled_runs.json"));
    assert_eq!(golden.runs.len(), 2);
    for run in &golden.runs {
        assert_trains_like(
            run,
            Start {
                kind: StartKind::Uniform,
                seed: run.init_seed,
            },
            true,
        );
    }
}

fn assert_trains_like(run: &Run, start: Start, shuffle: bool) {
    let dataset = Arc::new(blobs(run.samples, run.noise, run.seed));
    let hyperparameters = Hyperparameters {
        alpha: run.alpha.to_string().parse().unwrap(),
        batch_size: run.batch_size.to_string().parse().unwrap(),
        epochs: run.epochs.to_string().parse().unwrap(),
        shuffle,
        ..Hyperparameters::default()
    };
    let setup = Setup {
        start,
        hyperparameters,
        ..Setup::default()
    };
    let mut trainer = Trainer::new(Arc::clone(&dataset), &setup);
    let mut losses = Vec::new();
    while trainer.stop().is_none() {
        let updates = trainer.advance(Budget::of_updates(3)).unwrap();
        losses.extend(updates.epoch.map(|losses| losses.own.sum));
    }
    assert_eq!(losses.len(), run.losses.len());
    for (ours, &golden) in losses.into_iter().zip(&run.losses) {
        assert_close(ours, golden, 1e-9);
    }
    let weights = trainer.parameters();
    assert_eq!(weights.len(), run.weights.len());
    for (ours, golden) in weights.iter().zip(run.weights) {
        assert_close(*ours, golden, 1e-9);
    }
    assert_eq!(trainer.accuracy(false).share, run.accuracy);
}

/// The numbers are recorded from this program. The random stream must not change with a version of
/// `rand_distr`, or between a test build and a release build.
#[test]
fn the_normal_start_keeps_its_numbers() {
    let start = |seed| {
        weights(&Start {
            kind: StartKind::Normal,
            seed,
        })
    };
    assert_eq!(
        start(0)[..],
        [
            -0.292_803_298_604_708_16,
            -0.713_120_616_814_431_5,
            -0.105_321_160_353_188_6
        ]
    );
    assert_eq!(
        start(u32::MAX)[..],
        [
            0.236_674_565_506_844_54,
            -0.759_291_148_327_815_2,
            0.655_277_300_006_023_9
        ]
    );
}
