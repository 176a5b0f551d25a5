//! The program without its thread, clock and terminal: app, engine and picture on a virtual clock.

use std::time::Duration;

use crossterm::event::KeyEvent;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};

use crate::app::effect::{Effect, End};
use crate::app::{App, Message};
use crate::learning::train::trainer::Budget;
use crate::session::engine::Engine;
use crate::session::pace::PacedEngine;
use crate::session::worker::Report;
use crate::ui::Picture;
use crate::ui::theme::Theme;

/// The time between two pictures.
const FRAME: Duration = Duration::from_millis(20);
/// The largest number of updates between two pictures at the speed `max`.
const FLAT_OUT: u64 = 10_000;

/// A training with its screen. Time passes only when it is told to, and what a key requests is confirmed
/// at once, so that equal keys at equal times give equal pictures.
pub struct Stage {
    app: App,
    engine: PacedEngine,
    now: Duration,
    picture: Picture,
    terminal: Terminal<TestBackend>,
    end: Option<End>,
    /// What was asked of the world outside, apart from the engine.
    asked: Vec<Effect>,
}

impl Stage {
    /// The screen of an engine in a window of this size, columns and rows. `own_data` are the options that
    /// read a person's own data, if there are any; fresh seeds are drawn from `seed`.
    #[must_use]
    pub fn new(
        engine: Engine,
        own_data: Vec<String>,
        seed: u64,
        theme: Theme,
        (columns, rows): (u16, u16),
    ) -> Self {
        let Ok(terminal) = Terminal::new(TestBackend::new(columns, rows));
        Self {
            app: App::new(engine.snapshot(), seed, own_data),
            engine: PacedEngine::new(engine),
            now: Duration::ZERO,
            picture: Picture::new(theme),
            terminal,
            end: None,
            asked: Vec::new(),
        }
    }

    /// The state of the screen.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Why the program has ended, once it has.
    #[must_use]
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// Takes what was asked of the world outside since the last call: texts to copy, files to write.
    pub fn take_asked(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.asked)
    }

    /// Presses a key; what it requests is confirmed at once.
    pub fn press(&mut self, key: KeyEvent) {
        self.tell(Message::Key(key));
        let budget = Budget::of_updates(FLAT_OUT);
        self.engine.advance(self.now, budget);
        self.confirm();
    }

    /// Hands a message to the app and does what it asks.
    pub fn tell(&mut self, message: Message) {
        for effect in self.app.update(message) {
            match effect {
                Effect::Command(command) => self.engine.apply(command, self.now),
                // What ended it first is the reason.
                Effect::End(end) => drop(self.end.get_or_insert(end)),
                Effect::Copy(_) | Effect::Save(_) | Effect::Suspend => self.asked.push(effect),
            }
        }
    }

    /// Lets time pass.
    pub fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while self.now < end {
            self.now = end.min(self.now + FRAME);
            let budget = Budget::of_updates(FLAT_OUT);
            self.engine.advance(self.now, budget);
            self.confirm();
        }
    }

    /// Draws the screen as it is now.
    pub fn draw(&mut self) -> &Buffer {
        self.draw_once();
        // A raster that takes long is made elsewhere; here it is there for the next picture.
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

    /// The characters of the screen, a line for each row.
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
