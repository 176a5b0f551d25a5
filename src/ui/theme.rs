//! The theme: every colour, style and sign of the screen in one place.

mod palettes;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::Marker;

use crate::session::lane::LaneId;
use crate::session::race::MOST_LANES;
use crate::session::snapshot::Phase;
use crate::ui::signs::{self, Charset, Signs};

/// Brightness of the terminal's own background.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Background {
    /// Light text on a dark background.
    #[default]
    Dark,
    /// Dark text on a light background.
    Light,
}

/// Number of colours that the theme uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColorDepth {
    /// No colours, because the terminal has none or the user wants none.
    None,
    /// The 16 colours that every colour terminal has. The terminal decides how each of them looks.
    Ansi,
    /// The 256 colours of xterm.
    #[default]
    Indexed,
    /// 24-bit colours.
    Rgb,
}

/// Colours for one background and one colour depth, and the signs. Plain text has the terminal's own colours.
///
/// The classes are blue and orange, which colour-blind people can tell apart. With 16 colours, they are cyan
/// and yellow on a dark background, and blue and red on a light one. How the probability is shown depends on
/// the colour depth:
///
/// - With 24-bit colours, it is a ramp of blue or brown backgrounds.
/// - With 256 colours, it is a ramp of greys, because the blues and browns of that palette are too strong.
/// - With both, points on the wrong side have a red background, or a pink one on a light background.
/// - With 16 colours or none, it is not shown. Points on the wrong side are in reverse video. Without
///   colours, the classes are letters.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Colour of frames and axes.
    pub frame: Color,
    /// Colour of secondary text.
    pub muted: Color,
    /// Colour of keys, and of values that are not confirmed yet.
    pub accent: Color,
    /// Colours of the training points of class 0 and class 1.
    pub classes: [Color; 2],
    /// Colours of the test points of class 0 and class 1.
    pub tests: [Color; 2],
    /// Colours of the training points of class 0 and class 1 behind the boundaries of several lanes.
    pub faded_classes: [Color; 2],
    /// Colours of the test points of class 0 and class 1 behind the boundaries of several lanes.
    pub faded_tests: [Color; 2],
    /// Colours of the lanes, if there are several: of their boundaries, their curves and their letters.
    pub lanes: [Color; MOST_LANES],
    /// Colour of the curve of the test losses.
    pub test_curve: Color,
    /// Background colours of the predicted classes 0 and 1, for the shading with only two colours.
    pub halves: [Color; 2],
    /// Colour of the decision boundary.
    pub boundary: Color,
    /// Background colours of the predicted classes 0 and 1, each from the least to the most confident
    /// prediction.
    pub fields: [Vec<Color>; 2],
    /// Style of points on the wrong side of the boundary.
    pub mistake: Style,
    /// Colour of the curve of the epochs' losses.
    pub curve: Color,
    /// Colour of the dots of the mini-batches' losses.
    pub dots: Color,
    /// Colour of the curves of what a run was and is not now.
    pub ghost: Color,
    /// Background colour of the selected setting.
    selection: Color,
    /// Colours of the status words, in the order paused, running, finished, diverged.
    phases: [Color; 4],
    /// Text colour of the status word on its coloured background.
    on_phase: Color,
    /// Whether the status word is in reverse video, because there is no colour for its background.
    is_reversed: bool,
    /// Characters and canvas markers for the things that the screen shows.
    pub signs: Signs,
    charset: Charset,
}

impl Theme {
    /// Makes the theme for a terminal with the given background, colour depth and character set.
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

    /// Returns whether the terminal can show all characters of a text.
    #[must_use]
    pub fn shows(&self, text: &str) -> bool {
        self.charset == Charset::Unicode || text.is_ascii()
    }

    /// Replaces characters that the terminal cannot show with characters that it can show.
    pub fn finish(&self, buffer: &mut Buffer) {
        if self.charset == Charset::Ascii {
            signs::to_ascii(buffer);
        }
    }

    /// Returns the style of secondary text.
    #[must_use]
    pub fn muted(&self) -> Style {
        Style::new().fg(self.muted)
    }

    /// Returns the style of the name of a key.
    #[must_use]
    pub fn key(&self) -> Style {
        Style::new().fg(self.accent).add_modifier(Modifier::BOLD)
    }

    /// Returns the style of a value: bold if it is confirmed, italic in the accent colour if it is only
    /// requested.
    #[must_use]
    pub fn value(&self, confirmed: bool) -> Style {
        if confirmed {
            Style::new().add_modifier(Modifier::BOLD)
        } else {
            Style::new().fg(self.accent).add_modifier(Modifier::ITALIC)
        }
    }

    /// Returns the style of the status word of a phase. The word has a coloured background, or is in reverse
    /// video, once it is confirmed; before that, it is italic.
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

    /// Returns the colour of a lane, if there are several.
    #[must_use]
    pub fn lane(&self, lane: LaneId) -> Color {
        // The lane of a log has the last colour, which only the largest race needs.
        let place = if lane == LaneId::WATCHED {
            self.lanes.len() - 1
        } else {
            lane.place() % self.lanes.len()
        };
        self.lanes[place]
    }

    /// Returns the style of the letter of a lane: it stands on the colour of the lane, or is in reverse video.
    #[must_use]
    pub fn badge(&self, lane: LaneId) -> Style {
        let style = Style::new().add_modifier(Modifier::BOLD);
        if self.is_reversed {
            style.add_modifier(Modifier::REVERSED)
        } else {
            style.fg(self.on_phase).bg(self.lane(lane))
        }
    }

    /// Returns the marker with which the lines of a lane are drawn, if there are several lanes. Without dots of braille,
    /// a line is made of the letter of its lane.
    #[must_use]
    pub fn lane_marker(&self, lane: LaneId) -> Marker {
        match self.signs.line {
            Marker::Custom(_) => Marker::Custom(lane.letter()),
            dots => dots,
        }
    }

    /// Returns whether lines are told apart by their colours.
    #[must_use]
    pub fn tells_colors(&self) -> bool {
        self.boundary != self.test_curve
    }

    /// Returns the style of a learning rate that is too large to settle.
    #[must_use]
    pub fn past_edge(&self) -> Style {
        let [.., diverged] = self.phases;
        Style::new().fg(diverged).add_modifier(Modifier::BOLD)
    }

    /// Returns the style of the row of the selected setting.
    #[must_use]
    pub fn selection(&self) -> Style {
        Style::new().bg(self.selection)
    }
}
