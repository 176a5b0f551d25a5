//! What the program turns on in the terminal, and how it is turned off on every way out.

use std::io::{self, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::cursor::{Hide, Show};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};

use crate::session::worker;

/// Whether there is something to undo.
static IS_ENTERED: AtomicBool = AtomicBool::new(false);

/// The alternate screen in raw mode, for as long as this lives.
#[must_use]
pub struct Screen(());

impl Screen {
    /// Takes the terminal over. A panic gives it back before it is reported; the worker's are not
    /// reported there, for the worker tells of them itself while the picture is still up.
    ///
    /// # Errors
    /// Where the terminal refuses; it is then as it was before.
    pub fn enter() -> io::Result<Self> {
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if thread::current().name() != Some(worker::THREAD_NAME) {
                restore();
                report(panic);
            }
        }));
        let screen = Self(());
        IS_ENTERED.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        execute!(io::stdout(), EnterAlternateScreen, Hide)?;
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Undoes what [`Screen::enter`] did, once: leaving the alternate screen again would put the cursor
/// above what was printed since. A terminal that does not take it is beyond help, so errors are
/// ignored.
fn restore() {
    if !IS_ENTERED.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = execute!(io::stdout(), Show, LeaveAlternateScreen);
    let _ = disable_raw_mode();
    let _ = io::stdout().flush();
}
