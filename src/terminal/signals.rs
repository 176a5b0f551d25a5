//! Runs the signal thread, which ends the program on a fatal signal and notes other signals for the event
//! loop.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator;
use signal_hook::low_level;

use crate::terminal::screen;

/// Signals that have arrived and that the event loop has not handled yet.
#[derive(Debug, Default)]
pub struct Signals {
    resized: AtomicBool,
    stop: AtomicBool,
    continued: AtomicBool,
}

impl Signals {
    /// Starts the signal thread. On `SIGHUP`, `SIGINT`, `SIGQUIT` and `SIGTERM`, it restores the terminal
    /// and ends the program with the exit code 128 plus the number of the signal, whatever the event loop
    /// does. On `SIGTSTP`, `SIGCONT` and `SIGWINCH`, it notes the signal and calls `nudge`.
    ///
    /// # Errors
    /// Returns an error if the system cannot install the signal handlers or start a thread.
    pub fn catch(nudge: impl Fn() + Send + 'static) -> io::Result<Arc<Self>> {
        let signals = Arc::new(Self::default());
        let caught = Arc::clone(&signals);
        let mut arriving =
            iterator::Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH])?;
        thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                for signal in arriving.forever() {
                    match signal {
                        SIGWINCH => caught.resized.store(true, Ordering::SeqCst),
                        SIGTSTP => caught.stop.store(true, Ordering::SeqCst),
                        SIGCONT => caught.continued.store(true, Ordering::SeqCst),
                        _ => {
                            screen::restore();
                            low_level::exit(128 + signal)
                        }
                    }
                    nudge();
                }
            })?;
        Ok(signals)
    }

    /// Returns whether the window has been resized (`SIGWINCH`) since the last call.
    #[must_use]
    pub fn take_resized(&self) -> bool {
        self.resized.swap(false, Ordering::SeqCst)
    }

    /// Returns whether the program has been asked to stop (`SIGTSTP`) since the last call.
    #[must_use]
    pub fn take_stop(&self) -> bool {
        self.stop.swap(false, Ordering::SeqCst)
    }

    /// Returns whether the program has been continued (`SIGCONT`) since the last call.
    #[must_use]
    pub fn take_continued(&self) -> bool {
        self.continued.swap(false, Ordering::SeqCst)
    }
}
