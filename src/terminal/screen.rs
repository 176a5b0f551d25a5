//! What the program turns on in the terminal, and how it is turned off on every way out.

use std::io;
use std::panic;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::Command;
use crossterm::cursor::{Hide, Show};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use rustix::termios::Termios;
use signal_hook::low_level;

use crate::session::worker;
use crate::terminal::tty::Tty;
use crate::terminal::writer::Writer;

/// The exit code of a defect (`EX_SOFTWARE` of sysexits).
pub const DEFECT: u8 = 70;

/// A terminal that takes nothing has so long before what it has not taken is thrown away.
const GRACE: Duration = Duration::from_millis(100);

/// The terminal tells where the pointer is, moved or clicked, in plain numbers. (crossterm's own command
/// turns on two older ways to tell it as well.)
const POINTER_ON: &str = "\x1b[?1003h\x1b[?1006h";
const POINTER_OFF: &str = "\x1b[?1006l\x1b[?1003l";

/// What there is to undo.
static ENTERED: Mutex<Option<Arc<Screen>>> = Mutex::new(None);

/// A terminal and how it was found.
#[derive(Debug)]
pub struct Screen {
    input: Arc<Tty>,
    output: Arc<Tty>,
    writer: Writer,
    found: Termios,
    has_mouse: bool,
}

impl Screen {
    /// The terminal as it is now. With a mouse, it is to tell where the pointer is.
    ///
    /// # Errors
    /// Where it does not tell its modes.
    pub fn new(
        input: Arc<Tty>,
        output: Arc<Tty>,
        writer: Writer,
        has_mouse: bool,
    ) -> io::Result<Arc<Self>> {
        let found = input.modes()?;
        Ok(Arc::new(Self {
            input,
            output,
            writer,
            found,
            has_mouse,
        }))
    }

    /// Takes the terminal over: raw mode now, and the alternate screen with the next picture, which is
    /// to begin with [`entrance`]. [`restore`] undoes it.
    ///
    /// # Errors
    /// Where the terminal refuses; it is then as it was found.
    pub fn enter(self: &Arc<Self>) -> io::Result<()> {
        let mut entered = lock();
        let mut raw = self.found.clone();
        raw.make_raw();
        self.input.set_modes(&raw)?;
        self.writer.open();
        *entered = Some(Arc::clone(self));
        Ok(())
    }

    /// Whether the terminal is ours to use.
    #[must_use]
    pub fn is_foreground(&self) -> bool {
        self.output.is_foreground()
    }

    fn undo(&self) {
        let has_written = self.writer.close();
        // Whoever has the terminal now has set it up for themselves.
        if !self.output.is_foreground() {
            return;
        }
        if has_written {
            self.write_exit();
        }
        let _ = self.input.set_modes(&self.found);
    }

    /// Errors are ignored: a terminal that does not take it is beyond help.
    fn write_exit(&self) {
        if !self.output.can_write(Some(GRACE)) {
            self.output.discard_output();
        }
        write_within_grace(&self.output, &exit(self.has_mouse));
    }
}

/// Writes a text, as far as the terminal takes it without being waited for.
pub fn write_within_grace(output: &Tty, text: &str) {
    let mut bytes = text.as_bytes();
    while !bytes.is_empty() && output.can_write(Some(GRACE)) {
        match output.write(bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

fn lock() -> std::sync::MutexGuard<'static, Option<Arc<Screen>>> {
    ENTERED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Gives the terminal back as it was found, if it was entered. Any thread may do so, and whoever comes
/// second waits for the first: leaving the alternate screen again would put the cursor above what was
/// printed since.
pub fn restore() {
    let mut entered = lock();
    if let Some(screen) = entered.take() {
        screen.undo();
    }
}

/// Makes every panic but the worker's give the terminal back, tell what happened, and end the process:
/// nothing may draw over the shell after that. The worker tells of its own, and the event loop ends.
pub fn end_on_panic() {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().name() != Some(worker::THREAD_NAME) {
            restore();
            report(panic);
            low_level::exit(DEFECT.into());
        }
    }));
}

/// What the first picture begins with.
#[must_use]
pub fn entrance(has_mouse: bool) -> String {
    let mouse = if has_mouse { POINTER_ON } else { "" };
    ansi(&EnterAlternateScreen) + &ansi(&Hide) + mouse
}

/// A picture that a terminal shows at once; one that does not know how passes over the marks.
#[must_use]
pub fn synchronized(picture: &str) -> String {
    ansi(&BeginSynchronizedUpdate) + picture + &ansi(&EndSynchronizedUpdate)
}

/// Undoes all that a picture may have turned on, even one that was cut.
fn exit(has_mouse: bool) -> String {
    let mouse = if has_mouse { POINTER_OFF } else { "" };
    ansi(&EndSynchronizedUpdate)
        + mouse
        + &ansi(&ResetColor)
        + &ansi(&LeaveAlternateScreen)
        + &ansi(&Show)
}

/// The bytes of a command.
pub fn ansi(command: &impl Command) -> String {
    let mut text = String::new();
    // A string takes everything.
    let _ = command.write_ansi(&mut text);
    text
}
