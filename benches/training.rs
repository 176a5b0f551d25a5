//! How fast it learns: samples × batch size × instructions.

#![allow(missing_docs, reason = "what criterion's macros make has none")]

use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sgdscope::learning::dataset::{DataSettings, Dataset};
use sgdscope::learning::hyperparameters::Hyperparameters;
use sgdscope::learning::kernel::Instructions;
use sgdscope::learning::setup::Setup;
use sgdscope::learning::trainer::{Budget, Trainer};

fn blobs(samples: u32) -> Arc<Dataset> {
    let samples = samples.to_string().parse().expect("a number of samples");
    Arc::new(
        DataSettings {
            samples,
            ..DataSettings::default()
        }
        .draw(None, &|_| ()),
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
        group.bench_function("shuffled/32", |bencher| {
            let mut trainer = trainer(&dataset, "32", true);
            bencher.iter(|| one_epoch(&mut trainer));
        });
    }
}

criterion_group!(benches, training);
criterion_main!(benches);
