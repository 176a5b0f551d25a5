//! Runs the writer thread, which writes one frame at a time, however slowly the terminal accepts it.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::terminal::tty::Tty;

/// Interval between two checks whether the writer has been closed, while the terminal accepts no output.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Longest time that closing the writer waits for the frame under way, and again for the thread to stop.
const GRACE: Duration = Duration::from_millis(100);

/// A handle to the writer thread. Clones refer to one thread.
#[derive(Debug, Clone)]
pub struct Writer(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    tty: Arc<Tty>,
    state: Mutex<WriterState>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct WriterState {
    /// Frame to be written next.
    frame: Option<String>,
    /// Whether a frame is being written.
    is_writing: bool,
    /// Whether the writer is closed and must not write.
    is_closed: bool,
    /// Whether the thread has begun to write a frame since the writer was last closed.
    has_written: bool,
}

impl WriterState {
    fn is_idle(&self) -> bool {
        self.frame.is_none() && !self.is_writing
    }
}

impl Writer {
    /// Starts the writer thread, which calls `written` after each frame.
    ///
    /// # Errors
    /// Returns an error if the system cannot start a thread.
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

    /// Passes a frame to the thread, which must be idle. A closed writer discards the frame.
    pub fn send(&self, frame: String) {
        let mut state = self.0.lock();
        if !state.is_closed {
            state.frame = Some(frame);
            self.0.changed.notify_all();
        }
    }

    /// Returns whether no frame is waiting or being written.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.0.lock().is_idle()
    }

    /// Closes the writer, so that it writes nothing more. The frame under way first has 100 ms to be written.
    /// Returns whether the thread has begun to write a frame since the writer was last closed.
    #[must_use]
    pub fn close(&self) -> bool {
        let state = self.0.lock();
        let mut state = self.0.wait_until_idle(state);
        state.is_closed = true;
        state.frame = None;
        let mut state = self.0.wait_until_idle(state);
        std::mem::take(&mut state.has_written)
    }

    /// Opens the writer, so that it accepts frames again.
    pub fn open(&self) {
        self.0.lock().is_closed = false;
    }
}

impl Shared {
    /// Locks the state, even after a panic of another thread: no panic leaves the state half changed.
    fn lock(&self) -> MutexGuard<'_, WriterState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_until_idle<'a>(
        &self,
        state: MutexGuard<'a, WriterState>,
    ) -> MutexGuard<'a, WriterState> {
        let waited = self
            .changed
            .wait_timeout_while(state, GRACE, |state| !state.is_idle());
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Waits for the next frame and returns it. From then on, the frame counts as being written.
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

    /// Writes all bytes. Stops early if the writer is closed, the program is no longer in the foreground, or
    /// writing fails because the terminal is gone.
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
