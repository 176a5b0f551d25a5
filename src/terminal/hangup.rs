//! Ends the process when the terminal is gone: a closed window, a lost connection, a killed tmux.

use std::io;
use std::sync::Arc;
use std::thread;

use signal_hook::consts::SIGHUP;
use signal_hook::low_level;

use crate::terminal::tty::Tty;

/// Starts a thread that ends the process when the terminal is gone. `SIGHUP` alone is not enough: it may be
/// ignored or be sent to another process.
///
/// # Errors
/// Returns an error if the system cannot start a thread.
pub fn watch(tty: Arc<Tty>) -> io::Result<()> {
    thread::Builder::new()
        .name("watchdog".to_owned())
        .spawn(move || {
            if tty.wait_for_hangup() {
                leave();
            }
        })?;
    Ok(())
}

/// Ends the process at once with the exit code of `SIGHUP` (129), without running destructors and without a
/// message. Nobody is left to read a message. Writing to the dead terminal would fail, and the report of that
/// error would be written to the same terminal.
pub fn leave() -> ! {
    low_level::exit(128 + SIGHUP)
}
