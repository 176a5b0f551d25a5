//! A terminal device: a descriptor of our own that never blocks, its modes, its size.

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

/// What a terminal is taken for that does not tell its size, as serial lines do not.
const UNTOLD_SIZE: Size = Size::new(80, 24);

/// No picture is larger, whatever the terminal tells.
const LARGEST: Size = Size::new(1000, 500);

/// Whoever waits to be in the foreground looks so often.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// A terminal.
#[derive(Debug)]
pub struct Tty(OwnedFd);

impl Tty {
    /// The terminal of standard output, and that of standard input: where keys do not come from a
    /// terminal, that of standard output again.
    ///
    /// # Errors
    /// Where standard output is no terminal, or the system has no descriptor left.
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

    /// Opens the terminal anew: setting the inherited descriptor to non-blocking would set the shell's
    /// too. After `su` the device belongs to somebody else, so the controlling terminal is tried next;
    /// where there is none, the inherited descriptor has to do.
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

    /// Columns and rows, within reason.
    #[must_use]
    pub fn size(&self) -> Size {
        match tcgetwinsize(&self.0) {
            Ok(told) if told.ws_col > 0 && told.ws_row > 0 => Size {
                width: told.ws_col.min(LARGEST.width),
                height: told.ws_row.min(LARGEST.height),
            },
            _ => UNTOLD_SIZE,
        }
    }

    /// Whether the terminal is ours to use. One that controls no job is anybody's.
    #[must_use]
    pub fn is_foreground(&self) -> bool {
        tcgetpgrp(&self.0).map_or(true, |group| group == getpgrp())
    }

    /// Returns once the terminal is ours to use.
    pub fn wait_for_foreground(&self) {
        while !self.is_foreground() {
            thread::sleep(LOOK_AGAIN);
        }
    }

    /// The modes.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn modes(&self) -> io::Result<Termios> {
        Ok(tcgetattr(&self.0)?)
    }

    /// Sets the modes at once, whatever has not been written yet.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub fn set_modes(&self, modes: &Termios) -> io::Result<()> {
        Ok(tcsetattr(&self.0, OptionalActions::Now, modes)?)
    }

    /// Reads what is there: nothing is an error of kind [`io::ErrorKind::WouldBlock`].
    ///
    /// # Errors
    /// Also where the terminal cannot be read.
    pub fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        Ok(rustix::io::read(&self.0, buffer)?)
    }

    /// Writes as much as the terminal takes: nothing is an error of kind
    /// [`io::ErrorKind::WouldBlock`].
    ///
    /// # Errors
    /// Also where the terminal cannot be written.
    pub fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::write(&self.0, bytes)?)
    }

    /// Throws away what was written and has not been taken yet.
    pub fn discard_output(&self) {
        // A terminal that cannot has nothing to throw away.
        let _ = tcflush(&self.0, QueueSelector::OFlush);
    }

    /// Whether there is something to read, after waiting for it.
    #[must_use]
    pub fn can_read(&self, patience: Option<Duration>) -> bool {
        self.can(PollFlags::IN, patience)
    }

    /// Whether something can be written, after waiting for it.
    #[must_use]
    pub fn can_write(&self, patience: Option<Duration>) -> bool {
        self.can(PollFlags::OUT, patience)
    }

    /// Returns when the other end is gone. Where the system cannot wait for that, it returns `false`.
    #[must_use]
    pub fn wait_for_hangup(&self) -> bool {
        self.is_gone_within(None)
    }

    /// Whether the other end is gone. Where the system cannot tell, it returns `false`.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.is_gone_within(Some(Duration::ZERO))
    }

    /// What cannot be waited for is found out by trying.
    fn can(&self, events: PollFlags, patience: Option<Duration>) -> bool {
        self.wait(events, patience)
            .map_or(true, |there| !there.is_empty())
    }

    fn is_gone_within(&self, patience: Option<Duration>) -> bool {
        let gone = PollFlags::HUP | PollFlags::ERR;
        self.wait(PollFlags::empty(), patience)
            .is_ok_and(|there| there.intersects(gone))
    }

    /// What of `events` is there, or that the other end is gone, after waiting for either; without end where
    /// no patience is given.
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

/// Whether a shell is there to continue this process group once it is stopped. The group of the
/// leader of a session has none: nobody could bring it back.
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
        // What can be read is not the end.
        rustix::io::write(&other_end, b"q\n").unwrap();
        assert!(tty.can_read(Some(Duration::from_secs(20))) && !tty.is_gone());
        drop(other_end);
        assert!(tty.is_gone() && tty.wait_for_hangup());
    }
}
