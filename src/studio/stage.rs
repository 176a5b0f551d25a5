//! The program without thread, real clock and terminal: app, engine and frames on a virtual clock.

use std::time::Duration;

use crossterm::event::KeyEvent;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;

use crate::app::effect::{Effect, End};
use crate::app::{App, Message};
use crate::learning::train::trainer::Budget;
use crate::session::engine::Engine;
use crate::session::pace::PacedEngine;
use crate::session::worker::Report;
use crate::ui::theme::Theme;
use crate::ui::{self, Picture};

/// Time between two frames.
const FRAME: Duration = Duration::from_millis(20);
/// Largest number of updates between two frames at the speed `max`.
const FLAT_OUT: u64 = 10_000;

/// A training with its screen. Time passes only in calls of [`pass`](Self::pass), and the engine confirms
/// the request of a key at once. Equal keys at equal times therefore give equal frames.
pub struct Stage {
    app: App,
    engine: PacedEngine,
    now: Duration,
    picture: Picture,
    terminal: Terminal<TestBackend>,
    end: Option<End>,
    /// Effects that the app requested and the stage does not carry out, oldest first.
    asked: Vec<Effect>,
}

impl Stage {
    /// Creates the screen of an engine in a window of this number of columns and rows. `own_data` holds the
    /// command-line options that read the user's own data; it is empty if there are none. Fresh seeds come
    /// from a random generator that starts from `seed`.
    #[must_use]
    pub fn new(
        engine: Engine,
        own_data: Vec<String>,
        seed: u64,
        theme: Theme,
        (columns, rows): (u16, u16),
    ) -> Self {
        let Ok(terminal) = Terminal::new(TestBackend::new(columns, rows));
        let mut app = App::new(engine.snapshot(), seed, own_data);
        let chart = ui::chart_columns(Rect::new(0, 0, columns, rows));
        let has_space = ui::has_space(Rect::new(0, 0, columns, rows));
        app.update(Message::Resized { chart, has_space });
        Self {
            app,
            engine: PacedEngine::new(engine),
            now: Duration::ZERO,
            picture: Picture::new(theme),
            terminal,
            end: None,
            asked: Vec::new(),
        }
    }

    /// Adds the command-line options of the screen that were given, such as its theme. The command with the
    /// whole look repeats them.
    #[must_use]
    pub fn with_screen_options(self, screen_options: Vec<String>) -> Self {
        let app = self.app.with_screen_options(screen_options);
        Self { app, ..self }
    }

    /// Returns the state of the screen.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Returns the reason why the program has ended; `None` while it runs.
    #[must_use]
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// Takes the effects that the app has requested since the last call and the stage does not carry out:
    /// texts to copy, files to write, and suspending.
    pub fn take_asked(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.asked)
    }

    /// Presses a key. The engine confirms its request at once.
    pub fn press(&mut self, key: KeyEvent) {
        self.tell(Message::Key(key));
        let budget = Budget::of_updates(FLAT_OUT);
        self.engine.advance(self.now, budget);
        self.confirm();
    }

    /// Passes a message to the app, after the time, and carries out or keeps the effects that it requests.
    pub fn tell(&mut self, message: Message) {
        self.app.update(Message::Time(milliseconds(self.now)));
        for effect in self.app.update(message) {
            match effect {
                Effect::Command(command) => self.engine.apply(command, self.now),
                // Only the first reason counts.
                Effect::End(end) => drop(self.end.get_or_insert(end)),
                Effect::Copy(_) | Effect::Save(_) | Effect::Predict(_) | Effect::Suspend => {
                    self.asked.push(effect);
                }
                // A screen that no other program writes on is never torn.
                Effect::Repaint => {}
            }
        }
    }

    /// Lets time pass on the virtual clock, frame by frame.
    pub fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while self.now < end {
            self.now = end.min(self.now + FRAME);
            let budget = Budget::of_updates(FLAT_OUT);
            self.engine.advance(self.now, budget);
            self.confirm();
        }
    }

    /// Draws the current screen and returns its cells.
    pub fn draw(&mut self) -> &Buffer {
        self.draw_once();
        // The live program computes a slow raster in the background. Here it is computed at once, and a
        // second frame shows it.
        if let Some(job) = self.picture.rasters().take_wanted() {
            let raster = job.run();
            self.picture.rasters().supply(job, raster);
            self.draw_once();
        }
        self.terminal.backend().buffer()
    }

    fn draw_once(&mut self) {
        let (picture, app) = (&mut self.picture, &self.app);
        let Ok(_) = self.terminal.draw(|frame| picture.draw(frame, app));
    }

    /// Returns the characters of the screen, one line for each row.
    pub fn text(&mut self) -> String {
        let buffer = self.draw();
        let width = usize::from(buffer.area.width).max(1);
        let rows = buffer.content().chunks(width);
        let line = |row: &[Cell]| row.iter().map(Cell::symbol).collect::<String>();
        rows.map(|row| line(row).trim_end().to_owned() + "\n")
            .collect()
    }

    fn confirm(&mut self) {
        let snapshot = Box::new(self.engine.engine().snapshot());
        self.tell(Message::Worker(Report::Snapshot(snapshot)));
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
