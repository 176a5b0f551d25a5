//! Runs the live screen: sets up the terminal, starts the threads, and connects them to the event loop.
//!
//! | thread | what it does |
//! |---|---|
//! | main | runs the event loop, which waits only for its inbox |
//! | input | reads the terminal while the program is in the foreground |
//! | writer | writes one frame at a time, however slowly the terminal accepts it |
//! | signals | handles signals: ends the program or notifies the event loop |
//! | abort | lets a thread abort that could not be held back until the terminal is restored |
//! | watchdog | ends the program when the terminal is gone |
//! | worker | makes the data and trains the model |
//! | raster | makes the raster of the points of a large data set; started for each raster |
//! | files | writes a run or predictions to a file; started for each file |
//! | log | reads a log that is watched |

mod abort;
mod backend;
pub mod capabilities;
mod decoder;
mod display;
mod event_loop;
mod fatal;
mod files;
mod frame_clock;
mod hangup;
mod input;
mod link;
mod pacing;
mod saver;
mod screen;
mod signals;
mod tty;
mod unanswered;
mod unsent;
mod writer;

use std::io;
use std::process;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::app::Message;
use crate::app::effect::End;
use crate::app::scene::Scene;
use crate::session::engine::Engine;
use crate::session::worker::{Feed, LoadError, Report, Worker};
use crate::terminal::display::Display;
use crate::terminal::event_loop::EventLoop;
use crate::terminal::frame_clock::FrameClock;
use crate::terminal::link::Link;
use crate::terminal::pacing::Pacing;
use crate::terminal::saver::Saver;
use crate::terminal::screen::Screen;
use crate::terminal::signals::Signals;
use crate::terminal::tty::Tty;
use crate::terminal::unanswered::Unanswered;
use crate::terminal::writer::Writer;
use crate::ui::Picture;
use crate::ui::raster::{Raster, RasterJob};
use crate::ui::theme::Theme;

pub use crate::terminal::backend::inline_rows;
pub use crate::terminal::files::Unwritten;
pub use crate::terminal::saver::WritePredictions;
pub use crate::terminal::screen::DEFECT;

/// Starts the thread that reads a log and tells the engine of it.
pub type StartWatching = Box<dyn FnOnce(Feed) -> io::Result<()>>;

/// Capacity of the inbox of the event loop, in events. A sender blocks while the inbox is full.
const INBOX: usize = 64;

/// Options of the live screen.
#[derive(Debug, Clone)]
pub struct Options {
    /// Largest number of frames per second; at least 1.
    pub fps: u32,
    /// Colours and characters of the screen.
    pub theme: Theme,
    /// Seed of the generator that draws fresh seeds for new samples and new start weights.
    pub seed: u64,
    /// Time that a frame may take to be written. After this time the link counts as stalled, and training
    /// pauses.
    pub stalls_after: Duration,
    /// Whether the mouse pointer moves the cursor in the points panel.
    pub mouse: bool,
    /// Command-line options that read the user's own data; empty for generated data.
    pub own_data: Vec<String>,
    /// Command-line options of the screen that were given, such as its theme.
    pub screen_options: Vec<String>,
    /// What is caused on purpose, to test how the program ends; `None` in normal use.
    pub rehearsal: Option<Rehearsal>,
}

/// Result of the event loop.
struct Outcome {
    /// Reason for the end.
    end: End,
    /// Command that repeats the last run; `None` if there was no run.
    command: Option<String>,
    /// Writer of files, which may still be writing one.
    saver: Saver,
}

/// A defect, or a slow disk, that is caused on purpose for a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rehearsal {
    /// The event loop panics when it is about to draw the first frame after an update.
    EventLoop,
    /// The worker panics when it delivers its first requested snapshot.
    Worker,
    /// Writing a file takes this time longer.
    SlowDisk(Duration),
    /// The worker aborts when it delivers its first requested snapshot, as a failed allocation does.
    Abort,
}

/// An event in the inbox of the event loop.
enum Event {
    /// A message for the app.
    Message(Message),
    /// The mouse pointer is over this cell: column and row, counted from 0.
    Pointer(u16, u16),
    /// A requested raster is ready.
    Raster(RasterJob, Raster),
    /// The terminal has answered a status request.
    Answered,
    /// A frame has been written or a signal has arrived: the event loop checks both.
    Nudge,
}

/// Shows the training of an engine until the user quits, the data cannot be loaded, the worker fails, or the
/// terminal can no longer be read. `load` makes the engine and reports its progress, from 0 to 1; `what` is
/// the text that names the data while they are loaded. The terminal is restored in every case. If the user
/// quits, the command that repeats the run is printed. `write_predictions` writes the rows of predictions that
/// the user asks for. `watch` starts a thread that follows a log beside the training. A file that is still being written is
/// waited for.
///
/// # Errors
/// Returns an error if the terminal cannot be opened or set up, if a thread cannot be started, or if that file
/// cannot be written.
pub fn run(
    what: String,
    load: impl FnOnce(&dyn Fn(f64)) -> Result<Engine, LoadError> + Send + 'static,
    write_predictions: WritePredictions,
    watch: Option<StartWatching>,
    options: Options,
) -> Result<End> {
    let (input, output) = Tty::open().context("cannot open the terminal")?;
    let (input, output) = (Arc::new(input), Arc::new(output));
    output.wait_for_foreground();
    let (sender, inbox) = sync_channel(INBOX);
    screen::end_on_panic();
    let writer = Writer::spawn(Arc::clone(&output), nudge(&sender))
        .context("cannot start the writer thread")?;
    let unanswered = Arc::new(Unanswered::default());
    let screen = Screen::new(
        Arc::clone(&input),
        Arc::clone(&output),
        writer.clone(),
        Arc::clone(&unanswered),
        options.mouse,
    )
    .context("cannot read the modes of the terminal")?;
    let signals = Signals::catch(nudge(&sender)).context("cannot catch signals")?;
    hangup::watch(Arc::clone(&output)).context("cannot start the watchdog thread")?;
    let worker = start_worker(load, sender.clone(), options.rehearsal)?;
    if let Some(start) = watch {
        start(worker.feed()).context("cannot start the thread that reads the log")?;
    }
    screen.enter().context("cannot set up the terminal")?;
    let slowness = match options.rehearsal {
        Some(Rehearsal::SlowDisk(time)) => time,
        _ => Duration::ZERO,
    };
    let outcome = input::spawn(
        input,
        sender.clone(),
        Arc::clone(&unanswered),
        options.mouse,
    )
    .context("cannot start the input thread")
    .and_then(|()| {
        let event_loop = EventLoop {
            scene: Scene::new(what, options.seed, options.own_data)
                .with_screen_options(options.screen_options),
            inbox,
            saver: Saver::new(sender.clone(), write_predictions, slowness),
            sender,
            worker,
            signals,
            screen,
            writer,
            display: Display::new(
                Arc::clone(&output),
                Picture::new(options.theme),
                screen::entrance(options.mouse),
            ),
            clock: FrameClock::new(Duration::from_secs(1) / options.fps),
            link: Link::new(options.stalls_after),
            pacing: Pacing::default(),
            unanswered,
            is_making_raster: false,
            end: None,
            rehearsal: options.rehearsal,
        };
        event_loop.run()
    });
    // After a hangup the system also sends `SIGCONT`. The event loop may then try to take over a terminal
    // that is gone, and fail before the watchdog notices the hangup.
    if outcome.is_err() && output.is_gone() {
        hangup::leave();
    }
    screen::restore();
    let outcome = outcome?;
    if let (End::Quit, Some(command)) = (&outcome.end, &outcome.command) {
        // A terminal that accepts no output must not delay the exit.
        screen::write_within_grace(&output, &format!("{command}\n"));
    }
    outcome.saver.finish(&output)?;
    Ok(outcome.end)
}

/// Returns a function that wakes the event loop. If the inbox is full, the function does nothing, because
/// the event loop is awake anyway.
fn nudge(inbox: &SyncSender<Event>) -> impl Fn() + Send + 'static {
    let inbox = inbox.clone();
    move || drop(inbox.try_send(Event::Nudge))
}

fn start_worker(
    load: impl FnOnce(&dyn Fn(f64)) -> Result<Engine, LoadError> + Send + 'static,
    inbox: SyncSender<Event>,
    rehearsal: Option<Rehearsal>,
) -> Result<Worker> {
    Worker::spawn(load, move |report| {
        if matches!(report, Report::Snapshot(_)) {
            assert!(rehearsal != Some(Rehearsal::Worker), "a rehearsal");
            if rehearsal == Some(Rehearsal::Abort) {
                process::abort();
            }
        }
        // Sending fails only after the event loop has ended, when the report is no longer needed.
        let _ = inbox.send(Event::Message(Message::Worker(report)));
    })
    .context("cannot start the training thread")
}
