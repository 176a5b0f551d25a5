//! The signal thread: what ends the program ends it there, and the rest is left for the event loop.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator;
use signal_hook::low_level;

use crate::terminal::screen;

/// What has been signalled and not been seen to yet.
#[derive(Debug, Default)]
pub struct Signals {
    resized: AtomicBool,
    stop: AtomicBool,
    continued: AtomicBool,
}

impl Signals {
    /// Starts the thread. A signal that ends the program restores the terminal on the way, whatever
    /// the event loop does; `nudge` is called after any other.
    ///
    /// # Errors
    /// Where the system refuses.
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

    /// Whether the window has another size since the last time.
    #[must_use]
    pub fn take_resized(&self) -> bool {
        self.resized.swap(false, Ordering::SeqCst)
    }

    /// Whether the program was told to stop since the last time.
    #[must_use]
    pub fn take_stop(&self) -> bool {
        self.stop.swap(false, Ordering::SeqCst)
    }

    /// Whether the program was continued since the last time.
    #[must_use]
    pub fn take_continued(&self) -> bool {
        self.continued.swap(false, Ordering::SeqCst)
    }
}
