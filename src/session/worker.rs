//! The background thread that owns the engine.

use std::any::Any;
use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::learning::train::trainer::Budget;
use crate::session::engine::{Command, Engine};
use crate::session::pace::PacedEngine;
use crate::session::snapshot::Snapshot;

/// The name of the thread, by which a panic hook knows it.
pub const THREAD_NAME: &str = "sgd worker";

/// Updates are made for about this long, so that a command waits no longer than that; but for what is
/// one piece: the order of a shuffled epoch, and the exact accuracy of a training that stands, which take
/// some tenths of a second with ten million samples.
const PORTION: Duration = Duration::from_millis(1);

/// So many samples are seen between two looks at the clock. That is less than the portion where each
/// is a mini-batch of its own, and many mini-batches where they are not.
const SLICE: usize = 1 << 14;

/// What the worker tells whoever started it.
#[derive(Debug)]
pub enum Report {
    /// This share of the data is there, from 0 to 1.
    Loading(f64),
    /// All of it is, and this is the state at the start.
    Loaded(Box<Snapshot>),
    /// The state, after a request for it.
    Snapshot(Box<Snapshot>),
    /// There is nothing to train on, for this reason, and the thread is gone.
    Refused(LoadError),
    /// The thread panicked with this message and is gone.
    Failed(String),
}

/// Why the data could not be loaded.
pub type LoadError = Box<dyn Error + Send + Sync>;

/// The end of the wire to a worker. Dropping it ends the thread after the portion of work at
/// hand; while it loads, after that.
pub struct Worker {
    requests: Sender<Request>,
}

enum Request {
    Command(Command),
    Snapshot,
}

impl Worker {
    /// Starts the thread. It gets its engine from `load`, which can tell how far it is, or else why there is
    /// none; it makes updates as
    /// they are due, obeys commands between two of them or within a large one, and sleeps while there is
    /// nothing to do.
    /// `deliver` is called on that thread.
    ///
    /// # Errors
    /// Where the system cannot start a thread.
    pub fn spawn(
        load: impl FnOnce(&dyn Fn(f64)) -> Result<Engine, LoadError> + Send + 'static,
        deliver: impl Fn(Report) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (requests, inbox) = channel();
        thread::Builder::new()
            .name(THREAD_NAME.to_owned())
            .spawn(move || {
                let outcome = catch_unwind(AssertUnwindSafe(|| {
                    match load(&|share| deliver(Report::Loading(share))) {
                        Ok(engine) => {
                            deliver(Report::Loaded(Box::new(engine.snapshot())));
                            Training::new(engine).run(&inbox, &deliver);
                        }
                        Err(why) => deliver(Report::Refused(why)),
                    }
                }));
                if let Err(panic) = outcome {
                    deliver(Report::Failed(panic_message(&*panic)));
                }
            })?;
        Ok(Self { requests })
    }

    /// Hands a command to the engine.
    pub fn send(&self, command: Command) {
        self.request(Request::Command(command));
    }

    /// Asks for one snapshot. It is delivered as soon as the state differs from the last one that
    /// was; asking again before that changes nothing.
    pub fn request_snapshot(&self) {
        self.request(Request::Snapshot);
    }

    fn request(&self, request: Request) {
        // A worker that is gone has already reported why.
        let _ = self.requests.send(request);
    }
}

/// The state of the thread.
struct Training {
    engine: PacedEngine,
    begun: Instant,
    snapshot_wanted: bool,
    delivered: Option<u64>,
}

impl Training {
    fn new(engine: Engine) -> Self {
        Self {
            engine: PacedEngine::new(engine),
            begun: Instant::now(),
            snapshot_wanted: false,
            delivered: None,
        }
    }

    /// Goes on until the other end of `inbox` is dropped.
    fn run(mut self, inbox: &Receiver<Request>, deliver: &impl Fn(Report)) {
        loop {
            let idle = self.engine.idle(self.begun.elapsed());
            match inbox.recv_timeout(idle.unwrap_or(Duration::MAX)) {
                Ok(request) => self.obey(request),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            // Commands that came together are shown together, with the steps they ask for.
            while let Ok(request) = inbox.try_recv() {
                self.obey(request);
            }
            self.train();
            self.deliver_snapshot(deliver);
        }
    }

    fn obey(&mut self, request: Request) {
        match request {
            Request::Command(command) => self.engine.apply(command, self.begun.elapsed()),
            Request::Snapshot => self.snapshot_wanted = true,
        }
    }

    /// Makes the updates that are due, for one portion of time at most.
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
