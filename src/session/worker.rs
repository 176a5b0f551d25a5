//! The background thread that owns the engine.

use std::any::Any;
use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::learning::train::trainer::Budget;
use crate::session::command::Command;
use crate::session::engine::Engine;
use crate::session::engine::follow::LogNews;
use crate::session::pace::PacedEngine;
use crate::session::snapshot::Snapshot;

/// Name of the thread, by which a panic hook recognises it.
pub const THREAD_NAME: &str = "sgd worker";

/// Time for which the thread makes updates before it reads commands again. A command waits about this long
/// at most, except during two tasks that are not divided: drawing the order of a shuffled epoch, and
/// computing the exact accuracy of a paused training. With ten million samples, these take some tenths of a
/// second.
const PORTION: Duration = Duration::from_millis(1);

/// Number of samples that are seen between two readings of the clock. They take less time than [`PORTION`]
/// even if each sample is a mini-batch of its own; otherwise, they fill many mini-batches.
const SLICE: usize = 1 << 14;

/// Time between two reports on the way to another moment. A shorter way is not reported.
const TRAVEL_REPORT: Duration = Duration::from_millis(100);

/// A report of the worker to the code that started it.
#[derive(Debug)]
pub enum Report {
    /// This share of the data is loaded, from 0 to 1.
    Loading(f64),
    /// All data are loaded, and this is the state at the start.
    Loaded(Box<Snapshot>),
    /// The state, in reply to a request for a snapshot.
    Snapshot(Box<Snapshot>),
    /// The lanes go to another moment, which takes a while; this share of the way is done, from 0 to 1.
    Travelling(f64),
    /// The data could not be loaded, for this reason, and the thread has ended.
    Refused(LoadError),
    /// The thread panicked with this message and has ended.
    Failed(String),
}

/// Reason why the data could not be loaded.
pub type LoadError = Box<dyn Error + Send + Sync>;

/// Handle of the worker thread. Dropping it ends the thread after the current portion of work, or after
/// loading if the data are still loading.
pub struct Worker {
    requests: Sender<Request>,
    /// Number of rows of a watched log that wait to be shown.
    waiting: Arc<AtomicUsize>,
}

/// The way by which a thread tells the engine of a watched log.
pub struct Feed {
    requests: Sender<Request>,
    waiting: Arc<AtomicUsize>,
}

impl Feed {
    /// Tells what is new in the log. Returns whether the worker still listens.
    #[must_use]
    pub fn send(&self, news: LogNews) -> bool {
        self.requests.send(Request::Log(news)).is_ok()
    }

    /// Returns the number of rows that wait to be shown, as far as the worker has told it.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }
}

enum Request {
    Command(Command),
    Log(LogNews),
    Snapshot,
}

impl Worker {
    /// Starts the thread. It calls `load`, which returns the engine or the reason why the data could not be
    /// loaded, and which can report the share that is loaded. The thread then makes updates when they are
    /// due, executes commands between two updates or within a large one, and sleeps while there is nothing to
    /// do. It sends its reports by calling `deliver`.
    ///
    /// # Errors
    /// If the system cannot start a thread.
    pub fn spawn(
        load: impl FnOnce(&dyn Fn(f64)) -> Result<Engine, LoadError> + Send + 'static,
        deliver: impl Fn(Report) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (requests, inbox) = channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let told = Arc::clone(&waiting);
        thread::Builder::new()
            .name(THREAD_NAME.to_owned())
            .spawn(move || {
                let outcome = catch_unwind(AssertUnwindSafe(|| {
                    match load(&|share| deliver(Report::Loading(share))) {
                        Ok(engine) => {
                            deliver(Report::Loaded(Box::new(engine.snapshot())));
                            WorkerLoop::new(engine, told).run(&inbox, &deliver);
                        }
                        Err(why) => deliver(Report::Refused(why)),
                    }
                }));
                if let Err(panic) = outcome {
                    deliver(Report::Failed(panic_message(&*panic)));
                }
            })?;
        Ok(Self { requests, waiting })
    }

    /// Sends a command to the engine.
    pub fn send(&self, command: Command) {
        self.request(Request::Command(command));
    }

    /// Returns the way by which a thread tells the engine of a watched log.
    #[must_use]
    pub fn feed(&self) -> Feed {
        Feed {
            requests: self.requests.clone(),
            waiting: Arc::clone(&self.waiting),
        }
    }

    /// Requests one snapshot. It is delivered as soon as the state differs from that of the last delivered
    /// snapshot. Further requests before the delivery have no effect.
    pub fn request_snapshot(&self) {
        self.request(Request::Snapshot);
    }

    fn request(&self, request: Request) {
        // A worker that has ended has already reported why.
        let _ = self.requests.send(request);
    }
}

/// The state of the thread.
struct WorkerLoop {
    engine: PacedEngine,
    waiting: Arc<AtomicUsize>,
    begun: Instant,
    snapshot_wanted: bool,
    delivered: Option<u64>,
    /// Time at which the way to another moment is reported next; `None` if the lanes are there.
    travel_report: Option<Duration>,
}

impl WorkerLoop {
    fn new(engine: Engine, waiting: Arc<AtomicUsize>) -> Self {
        Self {
            engine: PacedEngine::new(engine),
            waiting,
            begun: Instant::now(),
            snapshot_wanted: false,
            delivered: None,
            travel_report: None,
        }
    }

    /// Runs until the sender of `inbox` is dropped.
    fn run(mut self, inbox: &Receiver<Request>, deliver: &impl Fn(Report)) {
        loop {
            let idle = self.engine.idle(self.begun.elapsed());
            match inbox.recv_timeout(idle.unwrap_or(Duration::MAX)) {
                Ok(request) => self.obey(request),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            // Commands that arrive together are executed before the next snapshot, so that they are shown
            // together with the updates that they request.
            while let Ok(request) = inbox.try_recv() {
                self.obey(request);
            }
            self.train();
            let waiting = self.engine.engine().waiting_rows();
            self.waiting.store(waiting, Ordering::Relaxed);
            match self.engine.engine().journey() {
                Some(share) => self.report_travel(share, deliver),
                None => self.deliver_snapshot(deliver),
            }
        }
    }

    /// Reports from time to time how far the lanes have come on their way to another moment. What is between the two
    /// moments is not shown.
    fn report_travel(&mut self, share: f64, deliver: &impl Fn(Report)) {
        let now = self.begun.elapsed();
        let due = *self.travel_report.get_or_insert(now + TRAVEL_REPORT);
        if now >= due {
            self.travel_report = Some(now + TRAVEL_REPORT);
            deliver(Report::Travelling(share));
        }
    }

    fn obey(&mut self, request: Request) {
        match request {
            Request::Command(command) => self.engine.apply(command, self.begun.elapsed()),
            Request::Log(news) => self.engine.hear(news, self.begun.elapsed()),
            Request::Snapshot => self.snapshot_wanted = true,
        }
    }

    /// Makes the updates that are due, for at most about the time [`PORTION`].
    fn train(&mut self) {
        let start = self.begun.elapsed();
        let budget = Budget {
            updates: u64::MAX,
            samples: SLICE,
        };
        while self.engine.idle(start) == Some(Duration::ZERO)
            && self.begun.elapsed().saturating_sub(start) < PORTION
        {
            self.engine.advance(start, budget);
        }
    }

    fn deliver_snapshot(&mut self, deliver: &impl Fn(Report)) {
        self.travel_report = None;
        let engine = self.engine.engine();
        if self.snapshot_wanted && self.delivered != Some(engine.revision()) {
            self.snapshot_wanted = false;
            self.delivered = Some(engine.revision());
            deliver(Report::Snapshot(Box::new(engine.snapshot())));
        }
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "for an unknown reason".to_owned())
}
