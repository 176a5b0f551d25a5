//! Every colour, style and sign of the picture, in one place.

mod palettes;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use crate::session::snapshot::Phase;
use crate::ui::signs::{self, Charset, Signs};

/// Whether the terminal's own background is dark or light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Background {
    /// Light text on a dark ground.
    #[default]
    Dark,
    /// Dark text on a light ground.
    Light,
}

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorDepth {
    /// None, or none are wanted.
    None,
    /// The 16 that every terminal with colours has, in shades of its own.
    Ansi,
    /// The 256 of xterm.
    #[default]
    Indexed,
    /// 24 bits.
    Rgb,
}

/// The colours of one background and depth, and the signs. Plain text has the terminal's own colours.
///
/// The classes are blue and orange, which colour-blind people tell apart. Where there are only 256
/// colours the probability is a ramp of greys, for the blues and browns of that palette are too loud;
/// points on the wrong side, which a blue or a brown ground would show, have a red one instead. With 16
/// colours or none there is no ramp, and points on the wrong side are reversed; without colours the
/// classes are letters.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Frames and axes.
    pub frame: Color,
    /// What is secondary.
    pub muted: Color,
    /// Keys, and values that are not confirmed yet.
    pub accent: Color,
    /// The points of class 0 and 1.
    pub classes: [Color; 2],
    /// The points of class 0 and 1 that only test.
    pub tests: [Color; 2],
    /// The losses of the test.
    pub test_curve: Color,
    /// Behind the points of each predicted class, where shades are not wanted.
    pub halves: [Color; 2],
    /// The decision boundary.
    pub boundary: Color,
    /// Behind the points, for each class from least to most confident.
    pub fields: [Vec<Color>; 2],
    /// Of points on the wrong side, where the fields of both classes look alike.
    pub mistake: Style,
    /// The epochs' losses.
    pub curve: Color,
    /// The mini-batches' losses.
    pub dots: Color,
    /// Behind the selected setting.
    selection: Color,
    /// Of the status words, in the order paused, running, finished, diverged.
    phases: [Color; 4],
    /// On the status word's ground.
    on_phase: Color,
    /// Whether the status word stands on a ground of the text's colour, for there is no other.
    is_reversed: bool,
    /// What stands for what.
    pub signs: Signs,
    charset: Charset,
}

impl Theme {
    /// The theme for such a terminal.
    #[must_use]
    pub fn new(background: Background, depth: ColorDepth, charset: Charset) -> Self {
        let signs = match (charset, depth) {
            (Charset::Ascii, _) => signs::ASCII,
            (Charset::Unicode, ColorDepth::None) => signs::LETTERS,
            (Charset::Unicode, _) => signs::BRAILLE,
        };
        let colors = match (depth, background) {
            (ColorDepth::None, _) => palettes::mono(),
            (ColorDepth::Ansi, Background::Dark) => palettes::dark_ansi(),
            (ColorDepth::Ansi, Background::Light) => palettes::light_ansi(),
            (ColorDepth::Indexed, Background::Dark) => palettes::dark_indexed(),
            (ColorDepth::Indexed, Background::Light) => palettes::light_indexed(),
            (ColorDepth::Rgb, Background::Dark) => palettes::dark_rgb(),
            (ColorDepth::Rgb, Background::Light) => palettes::light_rgb(),
        };
        Self {
            signs,
            charset,
            ..colors
        }
    }

    /// Whether a text can be shown as it is.
    #[must_use]
    pub fn shows(&self, text: &str) -> bool {
        self.charset == Charset::Unicode || text.is_ascii()
    }

    /// What the terminal does not show gives way to what it does.
    pub fn finish(&self, buffer: &mut Buffer) {
        if self.charset == Charset::Ascii {
            signs::to_ascii(buffer);
        }
    }

    /// What is secondary.
    #[must_use]
    pub fn muted(&self) -> Style {
        Style::new().fg(self.muted)
    }

    /// The name of a key.
    #[must_use]
    pub fn key(&self) -> Style {
        Style::new().fg(self.accent).add_modifier(Modifier::BOLD)
    }

    /// A value: confirmed ones are bold, requested ones are not certain yet.
    #[must_use]
    pub fn value(&self, confirmed: bool) -> Style {
        if confirmed {
            Style::new().add_modifier(Modifier::BOLD)
        } else {
            Style::new().fg(self.accent).add_modifier(Modifier::ITALIC)
        }
    }

    /// The status word: on a ground of its own once it is confirmed.
    #[must_use]
    pub fn phase(&self, phase: Phase, confirmed: bool) -> Style {
        let color = self.phases[match phase {
            Phase::Paused => 0,
            Phase::Running => 1,
            Phase::Finished => 2,
            Phase::Diverged => 3,
        }];
        if !confirmed {
            return Style::new().fg(color).add_modifier(Modifier::ITALIC);
        }
        let style = Style::new().add_modifier(Modifier::BOLD);
        if self.is_reversed {
            style.add_modifier(Modifier::REVERSED)
        } else {
            style.fg(self.on_phase).bg(color)
        }
    }

    /// The row of the selected setting.
    #[must_use]
    pub fn selection(&self) -> Style {
        Style::new().bg(self.selection)
    }
}
