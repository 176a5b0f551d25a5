//! The terminal: the event loop between its input, the worker and the picture.
//!
//! | thread | what it does |
//! |---|---|
//! | main | the event loop; it waits for its inbox and for nothing else |
//! | input | reads the terminal while it is ours |
//! | writer | writes one picture at a time, however slowly the terminal takes it |
//! | signals | ends the program, or leaves word for the event loop |
//! | watchdog | ends the program when the terminal is gone |
//! | worker | makes the data, and trains |
//! | raster | puts the points of a large data set on their raster |

mod backend;
pub mod capabilities;
mod decoder;
mod display;
mod event_loop;
mod files;
mod frame_clock;
mod hangup;
mod input;
mod link;
mod screen;
mod signals;
mod tty;
mod writer;

use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::app::Message;
use crate::app::effect::End;
use crate::app::scene::Scene;
use crate::session::engine::Engine;
use crate::session::worker::{LoadError, Report, Worker};
use crate::terminal::display::Display;
use crate::terminal::event_loop::EventLoop;
use crate::terminal::frame_clock::FrameClock;
use crate::terminal::link::Link;
use crate::terminal::screen::Screen;
use crate::terminal::signals::Signals;
use crate::terminal::tty::Tty;
use crate::terminal::writer::Writer;
use crate::ui::Picture;
use crate::ui::raster::{Raster, RasterJob};
use crate::ui::theme::Theme;

pub use crate::terminal::screen::DEFECT;

/// Messages that can wait in the inbox; whoever has one more waits itself.
const INBOX: usize = 64;

/// How the training is shown.
#[derive(Debug, Clone)]
pub struct Options {
    /// Pictures a second at most, 1 or more.
    pub fps: u32,
    /// The colours.
    pub theme: Theme,
    /// Where fresh seeds come from.
    pub seed: u64,
    /// Training pauses after the terminal has taken nothing for so long.
    pub stalls_after: Duration,
    /// Whether the pointer of the mouse moves a cursor.
    pub mouse: bool,
    /// The options that read a person's own data, if there are any.
    pub own_data: Vec<String>,
    /// The thread that is to panic, to see what becomes of the terminal.
    pub rehearsal: Option<Rehearsal>,
}

/// How it ended.
struct Outcome {
    /// Why.
    end: End,
    /// The command that repeats the last run, where there is one.
    command: Option<String>,
}

/// A defect that is acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rehearsal {
    /// The event loop panics, once it is to show an update.
    EventLoop,
    /// The worker panics.
    Worker,
}

/// What comes into the inbox.
enum Event {
    /// Something for the app.
    Message(Message),
    /// The pointer is over this cell, column and row from 0.
    Pointer(u16, u16),
    /// A raster that was wanted is made.
    Raster(RasterJob, Raster),
    /// The writer or a signal has something to see to.
    Nudge,
}

/// Shows the training of the engine that `load` makes, out of `what`, until the user quits or the worker
/// fails. However it ends, the terminal is as it was before; whoever quits is left with the command that
/// repeats the run.
///
/// # Errors
/// Where the terminal or the system refuses something.
pub fn run(
    what: String,
    load: impl FnOnce(&dyn Fn(f64)) -> Result<Engine, LoadError> + Send + 'static,
    options: Options,
) -> Result<End> {
    let (input, output) = Tty::open().context("cannot open the terminal")?;
    let (input, output) = (Arc::new(input), Arc::new(output));
    output.wait_for_foreground();
    let (sender, inbox) = sync_channel(INBOX);
    screen::end_on_panic();
    let writer = Writer::spawn(Arc::clone(&output), nudge(&sender))
        .context("cannot start the writer thread")?;
    let screen = Screen::new(
        Arc::clone(&input),
        Arc::clone(&output),
        writer.clone(),
        options.mouse,
    )
    .context("cannot read the modes of the terminal")?;
    let signals = Signals::catch(nudge(&sender)).context("cannot catch signals")?;
    hangup::watch(Arc::clone(&output)).context("cannot start the watchdog thread")?;
    let worker = start_worker(load, sender.clone(), options.rehearsal)?;
    screen.enter().context("cannot set up the terminal")?;
    let outcome = input::spawn(input, sender.clone(), options.mouse)
        .context("cannot start the input thread")
        .and_then(|()| {
            let event_loop = EventLoop {
                scene: Scene::new(what, options.seed, options.own_data),
                inbox,
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
                is_making_raster: false,
                end: None,
                rehearsal: options.rehearsal,
            };
            event_loop.run()
        });
    // The system continues whom it tells of a hangup: the event loop may then want back what is gone, and
    // fail before the watchdog has seen it.
    if outcome.is_err() && output.is_gone() {
        hangup::leave();
    }
    screen::restore();
    let outcome = outcome?;
    if let (End::Quit, Some(command)) = (&outcome.end, &outcome.command) {
        // A terminal that takes nothing is not waited for.
        screen::write_within_grace(&output, &format!("{command}\n"));
    }
    Ok(outcome.end)
}

/// Wakes the event loop where it waits; where it does not, it will look anyway.
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
        let is_snapshot = matches!(report, Report::Snapshot(_));
        assert!(
            !(is_snapshot && rehearsal == Some(Rehearsal::Worker)),
            "a rehearsal"
        );
        // Nobody listens any more once the loop has ended.
        let _ = inbox.send(Event::Message(Message::Worker(report)));
    })
    .context("cannot start the training thread")
}
