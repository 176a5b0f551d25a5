//! Measures the time to train for one epoch: samples × batch sizes × instruction sets, and with richer
//! models.

#![allow(missing_docs, reason = "what criterion's macros make has none")]

use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sgdscope::learning::data::{DataSettings, Dataset};
use sgdscope::learning::kernel::Instructions;
use sgdscope::learning::setup::Setup;
use sgdscope::learning::train::hyperparameters::Hyperparameters;
use sgdscope::learning::train::trainer::{Budget, Trainer};
use sgdscope::session::settings::Settings;

fn blobs(samples: u32) -> Arc<Dataset> {
    let samples = samples.to_string().parse().expect("a number of samples");
    Arc::new(
        DataSettings {
            samples,
            ..DataSettings::default()
        }
        .draw(None, &|_| ())
        .unwrap(),
    )
}

fn trainer(dataset: &Arc<Dataset>, batch_size: &str, shuffle: bool) -> Trainer {
    let hyperparameters = Hyperparameters {
        batch_size: batch_size.parse().expect("a batch size"),
        shuffle,
        ..Hyperparameters::default()
    };
    let setup = Setup {
        hyperparameters,
        ..Setup::default()
    };
    Trainer::new(Arc::clone(dataset), &setup)
}

/// Names and settings of models that use the general loop instead of the fast loop of the default model.
const RICHER: [(&str, &str); 5] = [
    ("standardized", "standardize=on"),
    ("adam", "optimizer=adam"),
    ("polynomial", "features=x1,x2,x1^2,x2^2,x1x2"),
    ("sines", "features=x1,x2,sinx1,sinx2"),
    (
        "all features, standardized, adam, l2",
        "features=x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2 standardize=on optimizer=adam regularization=l2",
    ),
];

fn richer(changes: &str) -> Setup {
    let mut settings = Settings::default();
    for change in changes.split_whitespace() {
        let (flag, value) = change.split_once('=').expect("a name and a value");
        let setting = Settings::find(flag).expect("a setting");
        setting.set(&mut settings, value).expect("a value");
    }
    settings.setup
}

fn one_epoch(trainer: &mut Trainer) {
    let epochs = trainer.epochs();
    while trainer.epochs() == epochs {
        let updates = trainer.advance(Budget::of_updates(u64::MAX));
        assert!(updates.is_ok(), "the tutorial's run does not diverge");
    }
}

fn training(criterion: &mut Criterion) {
    for samples in [400, 1_000_000] {
        let dataset = blobs(samples);
        let mut group = criterion.benchmark_group(format!("training/{samples}"));
        group
            .throughput(Throughput::Elements(samples.into()))
            .sample_size(20);
        for batch_size in ["1", "4", "32", "33", "all"] {
            for instructions in Instructions::all() {
                let name = BenchmarkId::new(instructions.name(), batch_size);
                group.bench_function(name, |bencher| {
                    let mut trainer = trainer(&dataset, batch_size, false).on(instructions);
                    bencher.iter(|| one_epoch(&mut trainer));
                });
            }
        }
        for (name, changes) in RICHER {
            group.bench_function(format!("{name}/32"), |bencher| {
                let mut trainer = Trainer::new(Arc::clone(&dataset), &richer(changes));
                bencher.iter(|| one_epoch(&mut trainer));
            });
        }
        group.bench_function("shuffled/32", |bencher| {
            let mut trainer = trainer(&dataset, "32", true);
            bencher.iter(|| one_epoch(&mut trainer));
        });
    }
}

criterion_group!(benches, training);
criterion_main!(benches);
