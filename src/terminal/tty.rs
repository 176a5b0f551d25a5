//! Wraps a terminal device: its own non-blocking file descriptor, its modes and its size.

use std::env;
use std::ffi::CString;
use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};
use std::thread;
use std::time::Duration;

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::process::{getpgrp, getsid};
use rustix::termios::{
    OptionalActions, QueueSelector, Termios, tcflush, tcgetattr, tcgetpgrp, tcgetwinsize,
    tcsetattr, ttyname,
};

/// Size to use for a terminal whose size nobody tells, such as a serial line.
const UNTOLD_SIZE: Size = Size::new(80, 24);

/// Largest size of a frame in columns and rows, whatever size the terminal reports.
const LARGEST: Size = Size::new(1000, 500);

/// Interval between two checks whether the program is in the foreground.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// A terminal device, through a file descriptor that normally does not block.
#[derive(Debug)]
pub struct Tty(OwnedFd);

impl Tty {
    /// Opens the terminals for input and for output, and returns them in this order. The output is the
    /// terminal of standard output, which must be a terminal; this is not checked. The input is the terminal
    /// of standard input; if standard input is not a terminal, it is the terminal of standard output.
    ///
    /// # Errors
    /// Returns an error if the system has no file descriptor left.
    pub fn open() -> io::Result<(Self, Self)> {
        let (stdin, stdout) = (io::stdin(), io::stdout());
        let output = Self::reopen(&stdout)?;
        let input = if stdin.is_terminal() {
            Self::reopen(&stdin)?
        } else {
            Self::reopen(&stdout)?
        };
        Ok((input, output))
    }

    /// Opens the terminal of an inherited file descriptor again, in non-blocking mode. The inherited
    /// descriptor itself must stay as it is, because the shell shares its mode. If the device cannot be
    /// opened, for example after `su`, when it belongs to another user, the controlling terminal is opened.
    /// If there is none, the inherited descriptor is duplicated.
    fn reopen(inherited: impl AsFd) -> io::Result<Self> {
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let open = |path: CString| open(path, flags, Mode::empty());
        let opened = ttyname(&inherited, Vec::new())
            .and_then(open)
            .or_else(|_| open(c"/dev/tty".to_owned()));
        match opened {
            Ok(descriptor) => Ok(Self(descriptor)),
            Err(_) => Ok(Self(inherited.as_fd().try_clone_to_owned()?)),
        }
    }

    /// Returns the size in columns and rows, at most 1000 by 500. Of a terminal that does not report it, the size
    /// is that of the environment variables `COLUMNS` and `LINES`, or 80 by 24.
    #[must_use]
    pub fn size(&self) -> Size {
        let (width, height) =
            tcgetwinsize(&self.0).map_or((0, 0), |told| (told.ws_col, told.ws_row));
        let known = |told: u16, name: &str, untold: u16| {
            let told = Some(told).filter(|told| *told > 0);
            told.or_else(|| size_of_environment(name)).unwrap_or(untold)
        };
        Size {
            width: known(width, "COLUMNS", UNTOLD_SIZE.width).min(LARGEST.width),
            height: known(height, "LINES", UNTOLD_SIZE.height).min(LARGEST.height),
        }
    }

    /// Returns whether the program is in the foreground of the terminal. Returns true if the terminal has no
    /// job control for this program, because then any program may use it.
    #[must_use]
    pub fn is_foreground(&self) -> bool {
        tcgetpgrp(&self.0).map_or(true, |group| group == getpgrp())
    }

    /// Waits until the program is in the foreground of the terminal.
    pub fn wait_for_foreground(&self) {
        while !self.is_foreground() {
            thread::sleep(LOOK_AGAIN);
        }
    }

    /// Returns the modes of the terminal.
    ///
    /// # Errors
    /// Returns an error if the terminal is gone.
    pub fn modes(&self) -> io::Result<Termios> {
        Ok(tcgetattr(&self.0)?)
    }

    /// Sets the modes of the terminal at once, without waiting for pending output.
    ///
    /// # Errors
    /// Returns an error if the terminal is gone.
    pub fn set_modes(&self, modes: &Termios) -> io::Result<()> {
        Ok(tcsetattr(&self.0, OptionalActions::Now, modes)?)
    }

    /// Reads the available bytes into `buffer` and returns their number.
    ///
    /// # Errors
    /// Returns an error of kind [`io::ErrorKind::WouldBlock`] if no bytes are available, and another error if
    /// the terminal cannot be read.
    pub fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        Ok(rustix::io::read(&self.0, buffer)?)
    }

    /// Writes the part of `bytes` that the terminal accepts, from the start, and returns its length.
    ///
    /// # Errors
    /// Returns an error of kind [`io::ErrorKind::WouldBlock`] if the terminal accepts no bytes, and another
    /// error if the terminal cannot be written to.
    pub fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::write(&self.0, bytes)?)
    }

    /// Discards the output that was written and that the terminal has not accepted yet.
    pub fn discard_output(&self) {
        // If the terminal cannot discard output, there is nothing more to do.
        let _ = tcflush(&self.0, QueueSelector::OFlush);
    }

    /// Discards the input that has arrived and was not read.
    pub fn discard_input(&self) {
        // If the terminal cannot discard input, there is nothing more to do.
        let _ = tcflush(&self.0, QueueSelector::IFlush);
    }

    /// Waits until the terminal can be read, for at most `patience`, or without limit if it is `None`.
    /// Returns whether reading is worth trying.
    #[must_use]
    pub fn can_read(&self, patience: Option<Duration>) -> bool {
        self.can(PollFlags::IN, patience)
    }

    /// Waits until the terminal can be written to, for at most `patience`, or without limit if it is `None`.
    /// Returns whether writing is worth trying.
    #[must_use]
    pub fn can_write(&self, patience: Option<Duration>) -> bool {
        self.can(PollFlags::OUT, patience)
    }

    /// Waits until the other end of the terminal is gone, then returns true. Returns false if the system
    /// cannot wait for this.
    #[must_use]
    pub fn wait_for_hangup(&self) -> bool {
        self.is_gone_within(None)
    }

    /// Returns whether the other end of the terminal is gone. Returns false if the system cannot tell.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.is_gone_within(Some(Duration::ZERO))
    }

    /// Waits for `events` and returns whether the attempt to read or write is worth making. Returns true if
    /// waiting fails, because the attempt itself then shows the error.
    fn can(&self, events: PollFlags, patience: Option<Duration>) -> bool {
        self.wait(events, patience)
            .map_or(true, |there| !there.is_empty())
    }

    fn is_gone_within(&self, patience: Option<Duration>) -> bool {
        let gone = PollFlags::HUP | PollFlags::ERR;
        self.wait(PollFlags::empty(), patience)
            .is_ok_and(|there| there.intersects(gone))
    }

    /// Waits until one of `events` occurs or the other end of the terminal is gone, for at most `patience`,
    /// or without limit if it is `None`. Returns the flags of what has occurred; empty if the time is over.
    fn wait(&self, events: PollFlags, patience: Option<Duration>) -> Result<PollFlags, Errno> {
        let patience = patience.and_then(|patience| Timespec::try_from(patience).ok());
        let mut descriptors = [PollFd::new(&self.0, events)];
        loop {
            match poll(&mut descriptors, patience.as_ref()) {
                Ok(_) => return Ok(descriptors[0].revents()),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Returns the number of columns or rows that an environment variable gives, if it gives one.
fn size_of_environment(name: &str) -> Option<u16> {
    let text = env::var(name).ok()?;
    text.trim().parse().ok().filter(|size| *size > 0)
}

/// Returns whether a shell can continue this process group after it is stopped. Returns false for the process
/// group of the session leader, because no shell could continue that group.
#[must_use]
pub fn has_job_control() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

#[cfg(test)]
mod tests {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    use super::*;

    #[test]
    fn a_terminal_whose_other_end_is_closed_is_gone() {
        let other_end = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&other_end).unwrap();
        unlockpt(&other_end).unwrap();
        let name = ptsname(&other_end, Vec::new()).unwrap();
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK;
        let tty = Tty(open(name, flags, Mode::empty()).unwrap());
        assert!(!tty.is_gone());
        // A terminal with bytes to read is not gone.
        rustix::io::write(&other_end, b"q\n").unwrap();
        assert!(tty.can_read(Some(Duration::from_secs(20))) && !tty.is_gone());
        drop(other_end);
        assert!(tty.is_gone() && tty.wait_for_hangup());
    }
}
