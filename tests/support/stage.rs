//! The live program without its thread, clock and terminal: the real command line, key table, app,
//! engine and picture, on a virtual clock and a buffer.

use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use sgdscope::app::{App, Message};
use sgdscope::cli::{Cli, ColorChoice, ScreenArgs, ThemeName};
use sgdscope::learning::trainer::Budget;
use sgdscope::session::engine::Engine;
use sgdscope::session::pace::PacedEngine;
use sgdscope::session::worker::Report;
use sgdscope::table;
use sgdscope::ui::Picture;
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};

/// A picture is drawn so often.
const FRAME: Duration = Duration::from_millis(20);
/// Flat out, so many updates are made between two pictures.
const FLAT_OUT: u64 = 10_000;

pub struct Stage {
    pub app: App,
    engine: PacedEngine,
    now: Duration,
    picture: Picture,
    terminal: Terminal<TestBackend>,
}

impl Stage {
    /// The program as its command line starts it, in a window of that size.
    pub fn open(command_line: &str, (columns, rows): (u16, u16)) -> Self {
        let arguments = Cli::try_parse_from(command_line.split_whitespace()).unwrap();
        assert!(arguments.task.is_none(), "{command_line} has no screen");
        let live = arguments.live;
        let settings = live.settings().unwrap();
        let table = live.run.table.data.as_ref().map(|file| {
            let table = table::open(file, &live.run.table.options(), &|_| ()).unwrap();
            Arc::new(table.into_samples())
        });
        let engine = Engine::load(table, settings, !live.screen.paused, &|_| ());
        let engine = engine.with_plan(live.run.plan());
        let theme = theme(&live.screen);
        Self {
            app: App::new(engine.snapshot(), 0),
            engine: PacedEngine::new(engine),
            now: Duration::ZERO,
            picture: Picture::new(theme),
            terminal: Terminal::new(TestBackend::new(columns, rows)).unwrap(),
        }
    }

    /// Presses a character's key.
    pub fn press(&mut self, character: char) {
        self.send(KeyEvent::new(KeyCode::Char(character), KeyModifiers::NONE));
    }

    /// A key comes in, and what it requests is confirmed at once.
    pub fn send(&mut self, key: KeyEvent) {
        for command in self.app.update(Message::Key(key)) {
            self.engine.apply(command, self.now);
        }
        self.engine.advance(self.now, Budget::of_updates(FLAT_OUT));
        self.confirm();
    }

    /// Time goes by.
    pub fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while self.now < end {
            self.now = end.min(self.now + FRAME);
            self.engine.advance(self.now, Budget::of_updates(FLAT_OUT));
            self.confirm();
        }
    }

    /// The screen as it is now.
    pub fn draw(&mut self) -> &Buffer {
        self.draw_once();
        // What is made elsewhere is there for the next picture.
        if let Some(job) = self.picture.rasters().take_wanted() {
            let raster = job.run();
            self.picture.rasters().supply(job, raster);
            self.draw_once();
        }
        self.terminal.backend().buffer()
    }

    fn draw_once(&mut self) {
        let (picture, app) = (&mut self.picture, &self.app);
        self.terminal
            .draw(|frame| picture.draw(frame, app))
            .unwrap();
    }

    /// The characters of the screen, a line each.
    pub fn text(&mut self) -> String {
        let buffer = self.draw();
        let width = usize::from(buffer.area.width).max(1);
        let rows = buffer.content().chunks(width);
        let line = |row: &[ratatui::buffer::Cell]| {
            row.iter()
                .map(ratatui::buffer::Cell::symbol)
                .collect::<String>()
        };
        rows.map(|row| line(row).trim_end().to_owned() + "\n")
            .collect()
    }

    fn confirm(&mut self) {
        let snapshot = Box::new(self.engine.engine().snapshot());
        self.app.update(Message::Worker(Report::Snapshot(snapshot)));
    }
}

/// The theme that was asked for, on a dark terminal with 256 colours and Unicode.
fn theme(screen: &ScreenArgs) -> Theme {
    let background = match screen.theme {
        ThemeName::Light => Background::Light,
        ThemeName::Dark | ThemeName::Auto => Background::Dark,
    };
    let depth = match screen.color {
        ColorChoice::Auto | ColorChoice::Indexed => ColorDepth::Indexed,
        ColorChoice::Never => ColorDepth::None,
        ColorChoice::Ansi => ColorDepth::Ansi,
        ColorChoice::Rgb => ColorDepth::Rgb,
    };
    let charset = if screen.ascii {
        Charset::Ascii
    } else {
        Charset::Unicode
    };
    Theme::new(background, depth, charset)
}
