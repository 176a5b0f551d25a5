//! Writes runs to files in a thread of its own, and waits for that thread at the end of the program.

use std::io;
use std::sync::mpsc::SyncSender;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};

use crate::app::Message;
use crate::terminal::screen::write_within_grace;
use crate::terminal::tty::Tty;
use crate::terminal::{Event, files};

/// Longest time for which the end of the program waits for a file.
const PATIENCE: Duration = Duration::from_secs(5);

/// Time after which the user is told what the program waits for.
const SILENT: Duration = Duration::from_millis(200);

/// Interval between two checks whether the file is written.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// Writer of run files. At most one file is written at a time.
pub struct Saver {
    sender: SyncSender<Event>,
    /// Thread whose outcome the event loop has not seen yet.
    under_way: Option<JoinHandle<Result<String, String>>>,
    /// Time that writing takes longer than it needs, to test a slow disk; zero in normal use.
    slowness: Duration,
}

impl Saver {
    /// Makes a writer that reports to the inbox of the event loop.
    pub fn new(sender: SyncSender<Event>, slowness: Duration) -> Self {
        Self {
            sender,
            under_way: None,
            slowness,
        }
    }

    /// Starts a thread that writes a run to a file, so that the event loop does not wait for a slow disk. The
    /// outcome comes to the inbox as [`Message::Saved`].
    ///
    /// # Errors
    /// Returns an error if the system cannot start a thread.
    pub fn start(&mut self, text: String) -> io::Result<()> {
        let (sender, slowness) = (self.sender.clone(), self.slowness);
        let write = move || {
            thread::sleep(slowness);
            let outcome = files::save(&text);
            // Sending fails only after the event loop has ended. The end of the program reads the outcome
            // from the thread.
            let _ = sender.send(Event::Message(Message::Saved(outcome.clone())));
            outcome
        };
        let thread = thread::Builder::new().name("files".to_owned());
        self.under_way = Some(thread.spawn(write)?);
        Ok(())
    }

    /// Notes that the event loop has seen the outcome, which the user then sees on the screen.
    pub fn seen(&mut self) {
        self.under_way = None;
    }

    /// Waits for the file that is still being written, if there is one, and prints its name to the restored
    /// terminal. The event loop must have ended.
    ///
    /// # Errors
    /// Returns an error if the run cannot be written, or is not written within five seconds.
    pub fn finish(self, output: &Tty) -> Result<()> {
        let Some(thread) = self.under_way else {
            return Ok(());
        };
        let begun = Instant::now();
        let mut is_told = false;
        while !thread.is_finished() {
            if begun.elapsed() > PATIENCE {
                bail!(
                    "the run is not written: the disk has not taken it for {} s; a part may be left in {}",
                    PATIENCE.as_secs(),
                    files::draft_name()
                );
            }
            if begun.elapsed() > SILENT && !is_told {
                is_told = true;
                write_within_grace(output, "waiting for the disk, to write the run\n");
            }
            thread::sleep(LOOK_AGAIN);
        }
        let outcome = thread
            .join()
            .unwrap_or_else(|_| Err("its thread failed".to_owned()));
        let name = outcome.map_err(|why| anyhow!("the run is not written: {why}"))?;
        write_within_grace(output, &format!("written: {name}\n"));
        Ok(())
    }
}
