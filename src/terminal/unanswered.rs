//! Counts the status requests that the terminal has not answered, so that no answer reaches the shell.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Longest time to wait for the answers of a terminal that has answered before.
const GRACE: Duration = Duration::from_secs(2);

/// Longest time to wait for the answers of a terminal that has answered nothing so far.
const GRACE_FOR_UNTRIED: Duration = Duration::from_millis(100);

/// The status requests that the terminal has not answered, shared by the threads.
#[derive(Debug, Default)]
pub struct Unanswered {
    requests: Mutex<Requests>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Requests {
    count: usize,
    has_answered: bool,
}

impl Unanswered {
    /// Records that `count` requests were sent.
    pub fn sent(&self, count: usize) {
        self.lock().count += count;
    }

    /// Records an answer.
    pub fn answered(&self) {
        self.lock().has_answered = true;
        self.give_up(1);
    }

    /// Records that the answers to `count` requests are no longer waited for.
    pub fn give_up(&self, count: usize) {
        let mut requests = self.lock();
        requests.count = requests.count.saturating_sub(count);
        self.changed.notify_all();
    }

    /// Forgets all requests, and whether the terminal has answered.
    pub fn forget(&self) {
        *self.lock() = Requests::default();
        self.changed.notify_all();
    }

    /// Waits for all answers, for at most two seconds. Returns whether all have arrived.
    pub fn wait(&self) -> bool {
        let requests = self.lock();
        let grace = if requests.has_answered {
            GRACE
        } else {
            GRACE_FOR_UNTRIED
        };
        let waited = self
            .changed
            .wait_timeout_while(requests, grace, |requests| requests.count > 0);
        waited.unwrap_or_else(PoisonError::into_inner).0.count == 0
    }

    /// Locks the requests, even after a panic of another thread: no panic leaves them half changed.
    fn lock(&self) -> MutexGuard<'_, Requests> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
