//! Tests the worker thread: what it delivers, when it delivers it, and how it ends.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use sgdscope::learning::data::DataSettings;
use sgdscope::session::command::Command;
use sgdscope::session::engine::Engine;
use sgdscope::session::settings::Settings;
use sgdscope::session::snapshot::{Phase, Snapshot};
use sgdscope::session::worker::{Report, Worker};

/// Time limit where only the order matters. A busy machine may need this long.
const LONG: Duration = Duration::from_secs(20);

struct Watched {
    worker: Worker,
    reports: Receiver<Report>,
}

impl Watched {
    fn start(speed: &str, epochs: &str, running: bool) -> Self {
        let mut settings = Settings {
            speed: speed.parse().unwrap(),
            ..Settings::default()
        };
        settings.setup.hyperparameters.epochs = epochs.parse().unwrap();
        let engine = Engine::new(
            Arc::new(DataSettings::default().draw(None, &|_| ()).unwrap()),
            settings,
            running,
        );
        let (sender, reports) = channel();
        let worker =
            Worker::spawn(|_| Ok(engine), move |report| drop(sender.send(report))).unwrap();
        let loaded = reports.recv_timeout(LONG).unwrap();
        assert!(matches!(loaded, Report::Loaded(_)), "{loaded:?}");
        Self { worker, reports }
    }

    fn snapshot(&self) -> Snapshot {
        self.worker.request_snapshot();
        self.next()
    }

    fn next(&self) -> Snapshot {
        match self.reports.recv_timeout(LONG).unwrap() {
            Report::Snapshot(snapshot) => *snapshot,
            other => panic!("{other:?}"),
        }
    }

    fn is_silent(&self) -> bool {
        self.reports
            .recv_timeout(Duration::from_millis(150))
            .is_err()
    }
}

#[test]
fn it_delivers_only_what_was_asked_for_and_once() {
    let watched = Watched::start("max", "1000000", true);
    assert!(watched.is_silent());
    watched.worker.request_snapshot();
    watched.worker.request_snapshot();
    let first = watched.next();
    assert_eq!(first.phase, Phase::Running);
    assert!(watched.snapshot().first().progress.updates > first.first().progress.updates);
}

#[test]
fn paused_it_sleeps_until_there_is_something_new() {
    let watched = Watched::start("max", "100", false);
    assert_eq!(watched.snapshot().first().progress.updates, 0);
    watched.worker.request_snapshot();
    assert!(watched.is_silent());
    watched.worker.send(Command::StepUpdate);
    let stepped = watched.next();
    assert_eq!(
        (stepped.phase, stepped.first().progress.updates),
        (Phase::Paused, 1)
    );
}

#[test]
fn a_step_is_shown_when_it_is_done() {
    let watched = Watched::start("1", "100", false);
    watched.snapshot();
    for epoch in 1..=20 {
        watched.worker.request_snapshot();
        watched.worker.send(Command::StepEpoch);
        let stepped = watched.next();
        assert_eq!(
            (stepped.phase, stepped.first().progress.epochs),
            (Phase::Paused, epoch)
        );
    }
}

#[test]
fn flat_out_it_still_obeys_at_once() {
    let watched = Watched::start("max", "1000000000", true);
    let asked = Instant::now();
    watched.worker.send(Command::Pause);
    watched.worker.request_snapshot();
    let paused = watched.next();
    assert_eq!(paused.phase, Phase::Paused);
    assert!(asked.elapsed() < LONG / 4);
    assert!(
        watched
            .reports
            .recv_timeout(Duration::from_millis(50))
            .is_err()
    );
    watched.worker.send(Command::StepUpdate);
    assert_eq!(
        watched.snapshot().first().progress.updates,
        paused.first().progress.updates + 1
    );
}

#[test]
fn it_keeps_to_its_speed() {
    let watched = Watched::start("100", "100", true);
    watched.snapshot();
    let (before, begun) = (watched.snapshot().first().progress.updates, Instant::now());
    std::thread::sleep(Duration::from_secs(1));
    let made = (watched.snapshot().first().progress.updates - before) as f64;
    let wanted = begun.elapsed().as_secs_f64() * 100.0;
    // Updates that are late by more than a tenth of a second are skipped, so a busy machine makes fewer.
    assert!(
        made <= wanted + 12.0 && made >= wanted * 0.4,
        "{made} of {wanted}"
    );
}

#[test]
fn it_ends_when_it_is_dropped() {
    let Watched { worker, reports } = Watched::start("max", "1000000000", true);
    drop(worker);
    assert_eq!(
        reports.recv_timeout(LONG).err(),
        Some(RecvTimeoutError::Disconnected)
    );
}

#[test]
fn its_panic_is_reported() {
    let engine = Engine::new(
        Arc::new(DataSettings::default().draw(None, &|_| ()).unwrap()),
        Settings::default(),
        true,
    );
    let (sender, reports) = channel();
    let deliver = move |report| match report {
        Report::Snapshot(snapshot) => {
            panic!("no room for {} weights", snapshot.first().parameters.len())
        }
        Report::Failed(message) => sender.send(message).unwrap(),
        Report::Loading(_) | Report::Loaded(_) | Report::Travelling(_) | Report::Refused(_) => {}
    };
    let worker = Worker::spawn(|_| Ok(engine), deliver).unwrap();
    worker.request_snapshot();
    assert_eq!(reports.recv_timeout(LONG).unwrap(), "no room for 3 weights");
    worker.send(Command::Reset);
}

#[test]
fn it_tells_how_far_the_data_are_and_when_they_are_there() {
    let (sender, reports) = channel();
    let load = |show: &dyn Fn(f64)| {
        let blobs = DataSettings {
            samples: "300000".parse().unwrap(),
            ..DataSettings::default()
        };
        let dataset = Arc::new(blobs.draw(None, show)?);
        Ok(Engine::new(dataset, Settings::default(), false))
    };
    let _worker = Worker::spawn(load, move |report| drop(sender.send(report))).unwrap();
    let mut shares = Vec::new();
    loop {
        match reports.recv_timeout(LONG).unwrap() {
            Report::Loading(share) => shares.push(share),
            Report::Loaded(snapshot) => break assert_eq!(snapshot.dataset.len(), 300_000),
            other => panic!("{other:?}"),
        }
    }
    assert!(shares.len() >= 6 && shares.is_sorted(), "{shares:?}");
    assert!(shares[0] == 0.0 && shares.iter().all(|share| *share < 1.0));
}

#[test]
fn a_mini_batch_of_millions_is_left_for_a_command() {
    let mut settings = Settings::default();
    settings.setup.hyperparameters.batch_size = "all".parse().unwrap();
    let blobs = DataSettings {
        samples: "2000000".parse().unwrap(),
        ..DataSettings::default()
    };
    let engine = Engine::new(
        Arc::new(blobs.draw(None, &|_| ()).unwrap()),
        settings,
        false,
    );
    let (sender, reports) = channel();
    let worker = Worker::spawn(|_| Ok(engine), move |report| drop(sender.send(report))).unwrap();
    let snapshot = || loop {
        if let Report::Snapshot(snapshot) = reports.recv_timeout(LONG).unwrap() {
            return snapshot;
        }
    };
    worker.request_snapshot();
    snapshot();
    // One portion of work does not see the whole mini-batch, so the snapshot comes before the update is
    // complete.
    worker.request_snapshot();
    worker.send(Command::StepUpdate);
    let begun = snapshot();
    assert_eq!(
        (begun.phase, begun.first().progress.updates),
        (Phase::Running, 0)
    );
}
