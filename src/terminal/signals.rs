//! Runs the signal thread, which ends the program on a fatal signal and notes other signals for the event
//! loop.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use signal_hook::consts::{SIGABRT, SIGCONT, SIGTSTP, SIGWINCH};
use signal_hook::iterator;

use crate::terminal::{abort, fatal, screen};

/// Line after an abort. The cause was written to the alternate screen, which is gone.
const ABORTED: &str = "error: sgdscope was aborted, most likely because the system gave it no memory; \
    try fewer --samples";

/// Signals that have arrived and that the event loop has not handled yet.
#[derive(Debug, Default)]
pub struct Signals {
    resized: AtomicBool,
    stop: AtomicBool,
    continued: AtomicBool,
}

impl Signals {
    /// Starts the signal thread. On a signal that ends a process, it restores the terminal and ends the program
    /// as that signal does, whatever the event loop does. On `SIGTSTP`, `SIGCONT` and `SIGWINCH`, it notes the
    /// signal and calls `nudge`.
    ///
    /// # Errors
    /// Returns an error if the system cannot install the signal handlers or start a thread.
    pub fn catch(nudge: impl Fn() + Send + 'static) -> io::Result<Arc<Self>> {
        let signals = Arc::new(Self::default());
        let caught = Arc::clone(&signals);
        let mut arriving = iterator::Signals::new([SIGTSTP, SIGCONT, SIGWINCH])?;
        for signal in fatal::signals() {
            // A signal that the C library keeps for itself cannot be caught.
            let _ = arriving.add_signal(signal);
        }
        thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                for signal in arriving.forever() {
                    match signal {
                        SIGWINCH => caught.resized.store(true, Ordering::SeqCst),
                        SIGTSTP => caught.stop.store(true, Ordering::SeqCst),
                        SIGCONT => caught.continued.store(true, Ordering::SeqCst),
                        _ => end_by(signal),
                    }
                    nudge();
                }
            })?;
        abort::hold_back()?;
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

fn end_by(signal: i32) -> ! {
    screen::restore();
    if signal == SIGABRT {
        let _ = writeln!(io::stderr(), "{ABORTED}");
    }
    fatal::end_by(signal)
}
