//! Starts the live program on a virtual clock from a command line.

use std::sync::Arc;

use clap::Parser;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use sgdscope::cli::{Cli, ColorChoice, ScreenArgs, ThemeName};
use sgdscope::input;
use sgdscope::session::engine::Engine;
use sgdscope::studio::stage::Stage;
use sgdscope::ui::signs::Charset;
use sgdscope::ui::theme::{Background, ColorDepth, Theme};

/// Starts the program with this command line, in a window of `size` columns and rows.
pub fn open(command_line: &str, size: (u16, u16)) -> Stage {
    let arguments = Cli::try_parse_from(command_line.split_whitespace()).unwrap();
    assert!(arguments.task.is_none(), "{command_line} has no screen");
    let live = arguments.live;
    let table = &live.run.table;
    let own_data = table.data.as_ref().map(|file| {
        let table = input::open(file, &table.options(), &|_| ()).unwrap();
        Arc::new(table.into_samples())
    });
    let lanes = live.lanes().unwrap();
    let engine = Engine::race(own_data, lanes, !live.screen.paused, &|_| ()).unwrap();
    let stage = Stage::new(engine, table.words(), 0, theme(&live.screen), size);
    stage.with_screen_options(live.screen.words())
}

/// Extension that presses the keys of characters.
pub trait Keyboard {
    /// Presses the key of a character.
    fn key(&mut self, character: char);
}

impl Keyboard for Stage {
    fn key(&mut self, character: char) {
        self.press(KeyEvent::new(KeyCode::Char(character), KeyModifiers::NONE));
    }
}

/// Returns the theme that the options ask for, on a dark terminal with 256 colours and Unicode.
fn theme(screen: &ScreenArgs) -> Theme {
    let background = match screen.look.theme {
        ThemeName::Light => Background::Light,
        ThemeName::Dark | ThemeName::Auto => Background::Dark,
    };
    let depth = match screen.look.color {
        ColorChoice::Auto | ColorChoice::Indexed => ColorDepth::Indexed,
        ColorChoice::Never => ColorDepth::None,
        ColorChoice::Ansi => ColorDepth::Ansi,
        ColorChoice::Rgb => ColorDepth::Rgb,
    };
    let charset = if screen.look.ascii {
        Charset::Ascii
    } else {
        Charset::Unicode
    };
    Theme::new(background, depth, charset)
}
