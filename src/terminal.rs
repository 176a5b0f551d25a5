//! The terminal: the event loop between its input, the worker and the picture.

mod frame_clock;
mod input;
mod output;
mod screen;

use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use crate::app::{App, End, Message};
use crate::session::engine::Engine;
use crate::session::worker::Worker;
use crate::terminal::frame_clock::FrameClock;
use crate::terminal::output::{FrameBuffer, Tty};
use crate::terminal::screen::Screen;
use crate::ui::Picture;
use crate::ui::theme::Theme;

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
}

/// Shows the training of `engine` until the user quits or the worker fails. However it ends, the
/// terminal is as it was before.
///
/// # Errors
/// Where the terminal or the system refuses something.
pub fn run(engine: Engine, options: Options) -> Result<End> {
    let mut app = App::new(engine.snapshot(), options.seed);
    let (sender, inbox) = sync_channel(INBOX);
    let reports = sender.clone();
    let worker = Worker::spawn(engine, move |report| {
        // Nobody listens any more once the loop has ended.
        let _ = reports.send(Message::Worker(report));
    })
    .context("cannot start the training thread")?;

    let screen = Screen::enter().context("cannot set up the terminal")?;
    input::spawn(sender).context("cannot start the input thread")?;
    let mut display = Display::new(Picture::new(options.theme))?;
    let clock = FrameClock::new(Duration::from_secs(1) / options.fps);
    let end = event_loop(&mut app, &inbox, &worker, &mut display, clock);
    drop(screen);
    end
}

fn event_loop(
    app: &mut App,
    inbox: &Receiver<Message>,
    worker: &Worker,
    display: &mut Display,
    mut clock: FrameClock,
) -> Result<End> {
    let begun = Instant::now();
    loop {
        if clock.is_due(begun.elapsed(), app.is_settled()) {
            display.draw(app)?;
            clock.drawn(begun.elapsed());
        }
        if clock.wants_snapshot(begun.elapsed()) {
            worker.request_snapshot();
        }
        let wait = clock.wait(begun.elapsed(), app.is_settled());
        let message = match inbox.recv_timeout(wait.unwrap_or(Duration::MAX)) {
            Ok(message) => message,
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => bail!("the other threads are gone"),
        };
        let shown = app.revision();
        if matches!(message, Message::Worker(_)) {
            clock.snapshot_arrived();
        }
        for command in app.update(message) {
            worker.send(command);
        }
        if app.revision() != shown {
            clock.changed(begun.elapsed());
        }
        if let Some(end) = app.end() {
            return Ok(end.clone());
        }
    }
}

/// Where pictures are shown: each is one write.
struct Display {
    terminal: Terminal<CrosstermBackend<FrameBuffer>>,
    buffer: FrameBuffer,
    tty: Tty,
    picture: Picture,
}

impl Display {
    fn new(picture: Picture) -> Result<Self> {
        let buffer = FrameBuffer::default();
        let backend = CrosstermBackend::new(buffer.clone());
        Ok(Self {
            terminal: Terminal::new(backend).context("cannot measure the terminal")?,
            buffer,
            tty: Tty::open().context("cannot write to the terminal")?,
            picture,
        })
    }

    fn draw(&mut self, app: &App) -> Result<()> {
        self.terminal.draw(|frame| self.picture.draw(frame, app))?;
        self.tty
            .write(&self.buffer.take())
            .context("cannot write to the terminal")
    }
}
