//! The colours and characters that the arguments and the terminal select.

use crate::cli::{ColorChoice, LookArgs, ThemeName};
use crate::terminal::capabilities::{self, Capabilities};
use crate::ui::signs::Charset;
use crate::ui::theme::{Background, ColorDepth, Theme};

/// The ground, the number of colours and the characters of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Brightness of the ground.
    pub background: Background,
    /// Number of colours.
    pub depth: ColorDepth,
    /// Set of characters.
    pub charset: Charset,
}

impl Look {
    /// Returns the look that the arguments select. `auto` uses what the terminal and the environment report.
    #[must_use]
    pub fn new(arguments: &LookArgs, told: Capabilities) -> Self {
        Self {
            background: match arguments.theme {
                ThemeName::Dark => Background::Dark,
                ThemeName::Light => Background::Light,
                ThemeName::Auto => capabilities::ask_background(),
            },
            depth: match arguments.color {
                ColorChoice::Auto => told.depth,
                ColorChoice::Never => ColorDepth::None,
                ColorChoice::Ansi => ColorDepth::Ansi,
                ColorChoice::Indexed => ColorDepth::Indexed,
                ColorChoice::Rgb => ColorDepth::Rgb,
            },
            charset: if arguments.ascii {
                Charset::Ascii
            } else {
                told.charset
            },
        }
    }

    /// Returns the theme of the look.
    #[must_use]
    pub fn theme(self) -> Theme {
        Theme::new(self.background, self.depth, self.charset)
    }
}
