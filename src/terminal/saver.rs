//! Writes runs and predictions to files in a thread of its own, and waits for that thread at the end of the program.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};

use crate::app::Message;
use crate::app::effect::Predictions;
use crate::terminal::files::Unwritten;
use crate::terminal::screen::write_within_grace;
use crate::terminal::tty::Tty;
use crate::terminal::{Event, files};

/// Longest time for which the end of the program waits for a file.
const PATIENCE: Duration = Duration::from_secs(5);

/// Time after which the user is told what the program waits for.
const SILENT: Duration = Duration::from_millis(200);

/// Interval between two checks whether the file is written.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// What is written to a file.
pub enum Job {
    /// The text of a run.
    Run(String),
    /// Predictions.
    Predictions(Box<Predictions>),
}

/// Function that writes the rows of predictions.
pub type WritePredictions =
    Arc<dyn Fn(&Predictions, &mut dyn Write) -> Result<(), Unwritten> + Send + Sync>;

/// Writer of files. At most one file is written at a time.
pub struct Saver {
    sender: SyncSender<Event>,
    write_predictions: WritePredictions,
    /// What is or was written last, with its verb, for messages.
    what: &'static str,
    /// Thread whose outcome the event loop has not seen yet.
    under_way: Option<JoinHandle<Result<String, String>>>,
    /// Time that writing takes longer than it needs, to test a slow disk; zero in normal use.
    slowness: Duration,
}

impl Saver {
    /// Makes a writer that reports to the inbox of the event loop.
    pub fn new(
        sender: SyncSender<Event>,
        write_predictions: WritePredictions,
        slowness: Duration,
    ) -> Self {
        Self {
            sender,
            write_predictions,
            what: "the run is",
            under_way: None,
            slowness,
        }
    }

    /// Starts a thread that writes a file, so that the event loop does not wait for a slow disk. The
    /// outcome comes to the inbox as [`Message::Saved`].
    ///
    /// # Errors
    /// Returns an error if the system cannot start a thread.
    pub fn start(&mut self, job: Job) -> io::Result<()> {
        let (sender, slowness) = (self.sender.clone(), self.slowness);
        let write_predictions = Arc::clone(&self.write_predictions);
        self.what = match job {
            Job::Run(_) => "the run is",
            Job::Predictions(_) => "the predictions are",
        };
        let write = move || {
            thread::sleep(slowness);
            let outcome = match job {
                Job::Run(text) => {
                    files::save(files::RUNS, &|file| Ok(file.write_all(text.as_bytes())?))
                }
                Job::Predictions(predictions) => files::save(files::PREDICTIONS, &|file| {
                    write_predictions(&predictions, file)
                }),
            };
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
    /// Returns an error if the file cannot be written, or is not written within five seconds.
    pub fn finish(self, output: &Tty) -> Result<()> {
        let Some(thread) = self.under_way else {
            return Ok(());
        };
        let what = self.what;
        let begun = Instant::now();
        let mut is_told = false;
        while !thread.is_finished() {
            if begun.elapsed() > PATIENCE {
                bail!(
                    "{what} not written: the disk has not taken it for {} s; a part may be left in {}",
                    PATIENCE.as_secs(),
                    files::draft_name()
                );
            }
            if begun.elapsed() > SILENT && !is_told {
                is_told = true;
                write_within_grace(output, "waiting for the disk, to write the file\n");
            }
            thread::sleep(LOOK_AGAIN);
        }
        let outcome = thread
            .join()
            .unwrap_or_else(|_| Err("its thread failed".to_owned()));
        let name = outcome.map_err(|why| anyhow!("{what} not written: {why}"))?;
        write_within_grace(output, &format!("written: {name}\n"));
        Ok(())
    }
}
