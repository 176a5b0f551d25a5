//! Measures the time to add a loss to the history, to take a snapshot of the engine, and to make an update.

#![allow(missing_docs, reason = "what criterion's macros make has none")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sgdscope::learning::data::DataSettings;
use sgdscope::session::engine::Engine;
use sgdscope::session::history::History;
use sgdscope::session::settings::{Settings, ShownView};

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

/// Measures a snapshot with the reasons, after the updates that are made between two pictures flat out.
fn why(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("why");
    group.sample_size(20);
    for (samples, updates) in [
        (400_u32, 150_000_u64),
        (16_000, 100_000),
        (10_000_000, 200_000),
    ] {
        let data = DataSettings {
            samples: samples.to_string().parse().expect("a number of samples"),
            noise: "5".parse().expect("noise"),
            ..DataSettings::default()
        };
        let mut settings = Settings::default();
        settings.setup.hyperparameters.epochs = "1000000000".parse().expect("a number of epochs");
        settings.view.why.view = ShownView::Why;
        let mut engine = Engine::new(Arc::new(data.draw(None, &|_| ()).unwrap()), settings, true);
        engine.advance(updates);
        let begun = Instant::now();
        let first = engine.snapshot();
        println!("why/{samples}, the first picture: {:?}", begun.elapsed());
        assert!(first.why.is_some(), "the view asks for reasons");
        group.bench_function(samples.to_string(), |bencher| {
            bencher.iter_custom(|pictures| {
                let mut time = Duration::ZERO;
                for _ in 0..pictures {
                    engine.advance(updates);
                    let begun = Instant::now();
                    drop(engine.snapshot());
                    time += begun.elapsed();
                }
                time
            });
        });
    }
}

criterion_group!(benches, history, engine, flat_out, why);
criterion_main!(benches);
