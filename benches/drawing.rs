//! Measures the time to draw a frame: window sizes × points × features × colours, with one update between
//! two frames.

#![allow(missing_docs, reason = "what criterion's macros make has none")]

use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use sgdscope::app::App;
use sgdscope::learning::data::DataSettings;
use sgdscope::session::engine::Engine;
use sgdscope::session::race::LanePlan;
use sgdscope::session::settings::Settings;
use sgdscope::ui::Picture;
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};

/// Features with which the decision boundary is a straight line.
const LINE: &str = "x1,x2";
/// Features with which the decision boundary is a curve that must be searched for in each cell.
const CURVE: &str = "x1,x2,x1^2,x2^2,x1x2,sinx1,sinx2";

/// Returns the states of the screen after `updates` updates and after one more update.
fn screens(samples: u32, features: &str, updates: u64) -> [App; 2] {
    let blobs = DataSettings {
        samples: samples.to_string().parse().expect("a number of samples"),
        ..DataSettings::default()
    };
    let mut settings = Settings::default();
    settings.setup.inputs.features = features.parse().expect("features");
    if features == LINE {
        settings.setup.start.kind = "0,-1,-1".parse().expect("a start");
    }
    settings.setup.hyperparameters.epochs = "1000000000".parse().expect("a number of epochs");
    let mut engine = Engine::new(Arc::new(blobs.draw(None, &|_| ()).unwrap()), settings, true);
    engine.advance(updates);
    let before = engine.snapshot();
    engine.advance(1);
    [before, engine.snapshot()].map(|snapshot| App::new(snapshot, 0, Vec::new()))
}

fn drawing(criterion: &mut Criterion) {
    // Cases: at the start, with many points, with full histories of the losses, and with a curve.
    for (samples, features, updates) in [
        (400, LINE, 100),
        (1_000_000, LINE, 100),
        (400, LINE, 1_000_000),
        (400, CURVE, 100),
    ] {
        let count = features.split(',').count();
        let name = format!("drawing/{samples} points, {count} features, {updates} updates");
        let mut group = criterion.benchmark_group(name);
        let screens = screens(samples, features, updates);
        for (columns, rows) in [(80, 24), (160, 50), (200, 50)] {
            for depth in [ColorDepth::None, ColorDepth::Indexed, ColorDepth::Rgb] {
                let theme = Theme::new(Background::Dark, depth, Charset::Unicode);
                let mut picture = Picture::new(theme);
                let backend = TestBackend::new(columns, rows);
                let Ok(mut terminal) = Terminal::new(backend);
                let mut draw = |app: &App| {
                    let Ok(_) = terminal.draw(|frame| picture.draw(frame, app));
                    picture.rasters().take_wanted()
                };
                if let Some(job) = draw(&screens[0]) {
                    let raster = job.run();
                    picture.rasters().supply(job, raster);
                }
                let mut draw = |app: &App| {
                    let Ok(_) = terminal.draw(|frame| picture.draw(frame, app));
                };
                let name = format!("{columns}x{rows}/{depth:?}");
                let mut turn = 0;
                group.bench_function(name, |bencher| {
                    bencher.iter(|| {
                        turn ^= 1;
                        draw(&screens[turn]);
                    });
                });
            }
        }
    }
}

/// Returns the state of the screen of a race of six lanes.
fn race(features: &str) -> App {
    let entry = |alpha: &str| {
        let mut settings = Settings::default();
        settings.setup.inputs.features = features.parse().expect("features");
        settings.setup.hyperparameters.alpha = alpha.parse().expect("a learning rate");
        LanePlan {
            settings,
            changes: Vec::new(),
            until: None,
        }
    };
    let entries = ["0.001", "0.003", "0.01", "0.03", "0.1", "0.3"].map(entry);
    let engine = Engine::race(None, entries.into(), true, &|_| ());
    let Ok(mut engine) = engine else {
        panic!("there is memory for a small data set");
    };
    engine.advance(1000);
    App::new(engine.snapshot(), 0, Vec::new())
}

fn drawing_a_race(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("drawing/race of six lanes");
    for (name, features) in [("lines", LINE), ("curves", CURVE)] {
        let app = race(features);
        let theme = Theme::new(Background::Dark, ColorDepth::Rgb, Charset::Unicode);
        let mut picture = Picture::new(theme);
        let Ok(mut terminal) = Terminal::new(TestBackend::new(200, 50));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let Ok(_) = terminal.draw(|frame| picture.draw(frame, &app));
            });
        });
    }
}

criterion_group!(benches, drawing, drawing_a_race);
criterion_main!(benches);
