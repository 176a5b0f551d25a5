//! The writer thread: one picture at a time goes to the terminal, however slowly it takes it.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::terminal::tty::Tty;

/// While the terminal takes nothing, the thread looks so often whether it is still wanted.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A picture that is under way has so long to arrive before it is given up.
const GRACE: Duration = Duration::from_millis(100);

/// The end of the wire to the thread. Clones share it.
#[derive(Debug, Clone)]
pub struct Writer(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    tty: Arc<Tty>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// What is to be written next.
    frame: Option<String>,
    /// Whether something is being written.
    is_writing: bool,
    /// Whether nothing is to be written.
    is_closed: bool,
    /// Whether anything has been written since the last opening.
    has_written: bool,
}

impl State {
    fn is_idle(&self) -> bool {
        self.frame.is_none() && !self.is_writing
    }
}

impl Writer {
    /// Starts the thread. `written` is called on it after each picture.
    ///
    /// # Errors
    /// Where the system cannot start a thread.
    pub fn spawn(tty: Arc<Tty>, written: impl Fn() + Send + 'static) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            tty,
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let writer = Self(Arc::clone(&shared));
        thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || {
                loop {
                    let frame = shared.next();
                    shared.write(frame.as_bytes());
                    shared.lock().is_writing = false;
                    shared.changed.notify_all();
                    written();
                }
            })?;
        Ok(writer)
    }

    /// Hands a picture over, which must wait until the thread is idle. A closed one takes none.
    pub fn send(&self, frame: String) {
        let mut state = self.0.lock();
        if !state.is_closed {
            state.frame = Some(frame);
            self.0.changed.notify_all();
        }
    }

    /// Whether there is nothing under way.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.0.lock().is_idle()
    }

    /// Writes nothing any more: what is under way has a moment to arrive. Returns whether anything was
    /// written since the last opening.
    #[must_use]
    pub fn close(&self) -> bool {
        let state = self.0.lock();
        let mut state = self.0.wait_until_idle(state);
        state.is_closed = true;
        state.frame = None;
        let mut state = self.0.wait_until_idle(state);
        std::mem::take(&mut state.has_written)
    }

    /// Takes pictures again.
    pub fn open(&self) {
        self.0.lock().is_closed = false;
    }
}

impl Shared {
    /// No state is left half changed by a panic.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_until_idle<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        let waited = self
            .changed
            .wait_timeout_while(state, GRACE, |state| !state.is_idle());
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// The next picture, as soon as there is one; it then counts as being written.
    fn next(&self) -> String {
        let mut state = self.lock();
        loop {
            if let Some(frame) = state.frame.take() {
                state.is_writing = true;
                state.has_written = true;
                return frame;
            }
            let waited = self.changed.wait(state);
            state = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Writes all of it, unless the writer is closed, the terminal is somebody else's or it is gone.
    fn write(&self, mut bytes: &[u8]) {
        while !bytes.is_empty() && self.tty.is_foreground() && !self.lock().is_closed {
            match self.tty.write(bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    let _ = self.tty.can_write(Some(LOOK_AGAIN));
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
    }
}
