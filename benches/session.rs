//! Measures the time to add a loss to the history, to take a snapshot of the engine, and to make an update.

#![allow(missing_docs, reason = "what criterion's macros make has none")]

use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sgdscope::learning::data::DataSettings;
use sgdscope::session::engine::Engine;
use sgdscope::session::history::History;
use sgdscope::session::settings::Settings;

const PUSHES: u64 = 1_000_000;

fn history(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("history");
    group.throughput(Throughput::Elements(PUSHES));
    group.bench_function("push", |bencher| {
        bencher.iter(|| {
            let mut history = History::default();
            for place in 0..PUSHES {
                history.push(place as f64, (place % 7) as f64);
            }
            history
        });
    });
}

fn engine(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("snapshot");
    for samples in [400, 1_000_000, 10_000_000] {
        let samples: u32 = samples;
        let blobs = DataSettings {
            samples: samples.to_string().parse().expect("a number of samples"),
            ..DataSettings::default()
        };
        let mut settings = Settings::default();
        settings.setup.hyperparameters.epochs = "1000000".parse().expect("a number of epochs");
        let mut engine = Engine::new(Arc::new(blobs.draw(None, &|_| ()).unwrap()), settings, true);
        engine.advance(100_000);
        group.bench_function(samples.to_string(), |bencher| {
            bencher.iter(|| engine.snapshot());
        });
    }
}

/// Measures updates of the engine with mini-batches of 32 samples. All losses are computed and added to the
/// histories.
fn flat_out(criterion: &mut Criterion) {
    const UPDATES: u64 = 13_000;
    let mut settings = Settings::default();
    settings.setup.hyperparameters.epochs = "1000000000".parse().expect("a number of epochs");
    let dataset = Arc::new(DataSettings::default().draw(None, &|_| ()).unwrap());
    let mut engine = Engine::new(dataset, settings, true);
    let mut group = criterion.benchmark_group("engine");
    group.throughput(Throughput::Elements(UPDATES));
    group.bench_function("32", |bencher| bencher.iter(|| engine.advance(UPDATES)));
}

criterion_group!(benches, history, engine, flat_out);
criterion_main!(benches);
