//! The end of the terminal: a closed window, a cut connection, a killed tmux.

use std::io;
use std::sync::Arc;
use std::thread;

use signal_hook::consts::SIGHUP;
use signal_hook::low_level;

use crate::terminal::tty::Tty;

/// Starts a thread that ends the process when the terminal goes away, for the signal that tells of it
/// may be ignored, or go to somebody else.
///
/// # Errors
/// Where the system cannot start a thread.
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

/// Ends the process at once, without a destructor and without a word: there is nobody left to read it,
/// and writing to a dead terminal is an error that would be told there again.
pub fn leave() -> ! {
    low_level::exit(128 + SIGHUP)
}
