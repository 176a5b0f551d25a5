//! The threads that train the runs of a sweep: each takes the next run.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow};

use crate::commands::sweep::outcome::{Outcome, Plan};

/// Longest time between two calls of `show`.
const TICK: Duration = Duration::from_millis(50);

/// Trains all runs on as many threads as there are cores. `show` is called with each outcome and the index of
/// its run, in any order, and with `None` every now and then. Ends early, without an error, when `stopped` is not
/// 0 any more.
///
/// # Errors
/// If the system does not give the memory for a run, or `show` fails.
pub fn train(
    plan: &Plan,
    stopped: &AtomicUsize,
    mut show: impl FnMut(Option<(usize, Outcome)>) -> Result<()>,
) -> Result<()> {
    let next = AtomicUsize::new(0);
    // Set where the sweep is given up because of an error. A signal sets the other one.
    let given_up = AtomicUsize::new(0);
    let is_over = || stopped.load(Ordering::Relaxed) != 0 || given_up.load(Ordering::Relaxed) != 0;
    let (sender, receiver) = channel();
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let work = |sender: std::sync::mpsc::Sender<_>| {
        while !is_over() {
            let run = next.fetch_add(1, Ordering::Relaxed);
            if run >= plan.sweep.runs() {
                return;
            }
            let outcome = plan.train(run, stopped).transpose();
            let outcome = outcome.map(|outcome| outcome.map(|outcome| (run, outcome)));
            if let Some(outcome) = outcome
                && sender.send(outcome).is_err()
            {
                return;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads.min(plan.sweep.runs()) {
            let sender = sender.clone();
            scope.spawn(|| work(sender));
        }
        drop(sender);
        let shown = loop {
            let shown = match receiver.recv_timeout(TICK) {
                Ok(Ok(outcome)) => show(Some(outcome)),
                Ok(Err(why)) => Err(anyhow!(why)),
                Err(RecvTimeoutError::Timeout) => show(None),
                Err(RecvTimeoutError::Disconnected) => break Ok(()),
            };
            if shown.is_err() {
                break shown;
            }
        };
        if shown.is_err() {
            given_up.store(1, Ordering::Relaxed);
        }
        shown
    })
}
