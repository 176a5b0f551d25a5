//! Sets the terminal up for the program, and restores it whichever way the program ends.

use std::io;
use std::panic;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::Command;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use rustix::termios::Termios;
use signal_hook::low_level;

use crate::session::worker;
use crate::terminal::tty::Tty;
use crate::terminal::unanswered::Unanswered;
use crate::terminal::writer::Writer;

/// Exit code after a panic: `EX_SOFTWARE` of `sysexits.h`.
pub const DEFECT: u8 = 70;

/// Longest time to wait for a terminal that accepts no output. After this time, its pending output is
/// discarded.
const GRACE: Duration = Duration::from_millis(100);

/// Escape sequences that make the terminal report every move and click of the mouse pointer, with decimal
/// coordinates. The command of crossterm is not used, because it also turns on two older report formats.
const POINTER_ON: &str = "\x1b[?1003h\x1b[?1006h";
const POINTER_OFF: &str = "\x1b[?1006l\x1b[?1003l";

/// The screen that has taken over the terminal and must be restored; `None` if there is nothing to restore.
static ENTERED: Mutex<Option<Arc<Screen>>> = Mutex::new(None);

/// A terminal, with the modes that it had at the start of the program.
#[derive(Debug)]
pub struct Screen {
    input: Arc<Tty>,
    output: Arc<Tty>,
    writer: Writer,
    unanswered: Arc<Unanswered>,
    found: Termios,
    has_mouse: bool,
}

impl Screen {
    /// Creates a screen and remembers the current modes of the terminal, to restore them later. `has_mouse`
    /// tells whether the terminal will report the mouse pointer.
    ///
    /// # Errors
    /// Returns an error if the modes of the terminal cannot be read.
    pub fn new(
        input: Arc<Tty>,
        output: Arc<Tty>,
        writer: Writer,
        unanswered: Arc<Unanswered>,
        has_mouse: bool,
    ) -> io::Result<Arc<Self>> {
        let found = input.modes()?;
        Ok(Arc::new(Self {
            input,
            output,
            writer,
            unanswered,
            found,
            has_mouse,
        }))
    }

    /// Takes over the terminal. Raw mode is set at once. The alternate screen comes with the next frame,
    /// which must begin with [`entrance`]. [`restore`] undoes both.
    ///
    /// # Errors
    /// Returns an error if raw mode cannot be set. The terminal is then unchanged.
    pub fn enter(self: &Arc<Self>) -> io::Result<()> {
        let mut entered = lock();
        let mut raw = self.found.clone();
        raw.make_raw();
        self.input.set_modes(&raw)?;
        self.writer.open();
        *entered = Some(Arc::clone(self));
        Ok(())
    }

    /// Returns whether the program is in the foreground and may use the terminal.
    #[must_use]
    pub fn is_foreground(&self) -> bool {
        self.output.is_foreground()
    }

    fn undo(&self) {
        let has_written = self.writer.close();
        // The program in the foreground has set up the terminal for itself.
        if !self.output.is_foreground() {
            return;
        }
        if has_written {
            let has_answered = self.wait_for_answers();
            self.write_exit();
            if !has_answered {
                self.input.discard_input();
            }
        }
        let _ = self.input.set_modes(&self.found);
    }

    /// Waits for the answers to status requests, which the shell would take for keys. Returns whether no answer
    /// can come any more.
    fn wait_for_answers(&self) -> bool {
        // A terminal that accepts no output has not received the last request either.
        self.output.can_write(Some(Duration::ZERO)) && self.unanswered.wait()
    }

    /// Writes the escape sequences that end a frame and leave the alternate screen. Errors are ignored,
    /// because a terminal that does not accept these sequences cannot be restored.
    fn write_exit(&self) {
        if !self.output.can_write(Some(GRACE)) {
            self.output.discard_output();
        }
        write_within_grace(&self.output, &exit(self.has_mouse));
    }
}

/// Writes a text. Gives up when the terminal has accepted no output for 100 ms or writing fails.
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

/// Restores the terminal to its state at the start of the program, if the program has taken it over. Any
/// thread may call this function. A second caller waits for the first and then does nothing: leaving the
/// alternate screen twice would move the cursor above the text printed in the meantime.
pub fn restore() {
    let mut entered = lock();
    if let Some(screen) = entered.take() {
        screen.undo();
    }
}

/// Installs a panic hook that restores the terminal, prints the panic, and ends the process with the exit
/// code [`DEFECT`], so that no other thread draws over the shell. The hook ignores panics of the worker
/// thread: the worker reports its own panic to the event loop, which then ends.
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

/// Returns the escape sequences with which the first frame begins: they switch to the alternate screen, hide
/// the cursor, make the terminal mark pasted text, and, with `has_mouse`, turn on reports of the mouse
/// pointer.
#[must_use]
pub fn entrance(has_mouse: bool) -> String {
    let mouse = if has_mouse { POINTER_ON } else { "" };
    ansi(&EnterAlternateScreen) + &ansi(&Hide) + &ansi(&EnableBracketedPaste) + mouse
}

/// Encloses the bytes of a frame in the escape sequences of a synchronised update, so that the terminal shows
/// the whole frame at one moment. A terminal without synchronised updates ignores these sequences.
#[must_use]
pub fn synchronized(picture: &str) -> String {
    ansi(&BeginSynchronizedUpdate) + picture + &ansi(&EndSynchronizedUpdate)
}

/// Returns the escape sequences that undo everything that a frame may have turned on, even if only part of
/// the frame was written.
fn exit(has_mouse: bool) -> String {
    let mouse = if has_mouse { POINTER_OFF } else { "" };
    ansi(&EndSynchronizedUpdate)
        + mouse
        + &ansi(&DisableBracketedPaste)
        + &ansi(&ResetColor)
        + &ansi(&LeaveAlternateScreen)
        + &ansi(&Show)
}

/// Returns the escape sequence of a crossterm command.
pub fn ansi(command: &impl Command) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = command.write_ansi(&mut text);
    text
}
