//! Every colour and style of the picture, in one place.

use ratatui::style::{Color, Modifier, Style};

use crate::session::snapshot::Phase;

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
    /// The 256 of xterm.
    #[default]
    Indexed,
    /// 24 bits.
    Rgb,
}

/// The colours of one background and depth. Plain text has the terminal's own colours.
///
/// The classes are blue and orange, which colour-blind people tell apart. Where there are only 256
/// colours the probability is a ramp of greys, for the blues and browns of that palette are too loud;
/// points on the wrong side, which a blue or a brown ground would show, have a red one instead.
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
    /// The decision boundary.
    pub boundary: Color,
    /// Behind the points, for each class from least to most confident.
    pub fields: [Vec<Color>; 2],
    /// Behind points on the wrong side, where the fields of both classes look alike.
    pub mistake: Option<Color>,
    /// The epochs' losses.
    pub curve: Color,
    /// The mini-batches' losses.
    pub dots: Color,
    /// Behind the selected setting.
    pub selection: Color,
    /// Of the status words, in the order paused, running, finished, diverged.
    phases: [Color; 4],
    /// On the status word's ground.
    on_phase: Color,
}

const SHADES: u8 = 7;

impl Theme {
    /// The theme for such a terminal.
    #[must_use]
    pub fn new(background: Background, depth: ColorDepth) -> Self {
        match (background, depth) {
            (Background::Dark, ColorDepth::Rgb) => Self::dark_rgb(),
            (Background::Dark, ColorDepth::Indexed) => Self::dark_indexed(),
            (Background::Light, ColorDepth::Rgb) => Self::light_rgb(),
            (Background::Light, ColorDepth::Indexed) => Self::light_indexed(),
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
            Style::new()
                .fg(self.accent)
                .add_modifier(Modifier::ITALIC | Modifier::DIM)
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
        if confirmed {
            Style::new()
                .fg(self.on_phase)
                .bg(color)
                .add_modifier(Modifier::BOLD)
        } else {
            Style::new().fg(color).add_modifier(Modifier::ITALIC)
        }
    }

    fn dark_rgb() -> Self {
        let ground = [0x17, 0x17, 0x1e];
        Self {
            frame: Color::Rgb(0x5c, 0x5c, 0x70),
            muted: Color::Rgb(0x90, 0x90, 0xa4),
            accent: Color::Rgb(0xff, 0xb3, 0x54),
            classes: [Color::Rgb(0x6c, 0xb6, 0xff), Color::Rgb(0xff, 0xb3, 0x54)],
            boundary: Color::Rgb(0xff, 0xff, 0xff),
            fields: [
                ramp(ground, [0x14, 0x39, 0x66]),
                ramp(ground, [0x57, 0x3a, 0x0e]),
            ],
            mistake: None,
            curve: Color::Rgb(0x7e, 0xe0, 0x9a),
            dots: Color::Rgb(0x4c, 0x80, 0x5e),
            selection: Color::Rgb(0x2c, 0x2e, 0x48),
            phases: [
                Color::Rgb(0xe8, 0xc5, 0x5c),
                Color::Rgb(0x7e, 0xd8, 0x98),
                Color::Rgb(0x7f, 0xb8, 0xff),
                Color::Rgb(0xff, 0x7b, 0x72),
            ],
            on_phase: Color::Rgb(0x10, 0x10, 0x14),
        }
    }

    fn dark_indexed() -> Self {
        Self {
            frame: Color::Indexed(241),
            muted: Color::Indexed(246),
            accent: Color::Indexed(215),
            classes: [Color::Indexed(75), Color::Indexed(215)],
            boundary: Color::Indexed(231),
            fields: [
                greys([233, 234, 235, 236, 237]),
                greys([233, 234, 235, 236, 237]),
            ],
            mistake: Some(Color::Indexed(52)),
            curve: Color::Indexed(114),
            dots: Color::Indexed(65),
            selection: Color::Indexed(237),
            phases: [221, 114, 111, 210].map(Color::Indexed),
            on_phase: Color::Indexed(232),
        }
    }

    fn light_rgb() -> Self {
        let ground = [0xfa, 0xfa, 0xfa];
        Self {
            frame: Color::Rgb(0x8c, 0x8c, 0x9a),
            muted: Color::Rgb(0x5c, 0x5c, 0x6a),
            accent: Color::Rgb(0x9c, 0x4a, 0x00),
            classes: [Color::Rgb(0x0b, 0x4f, 0xb3), Color::Rgb(0xa8, 0x4a, 0x00)],
            boundary: Color::Rgb(0x00, 0x00, 0x00),
            fields: [
                ramp(ground, [0xb4, 0xd2, 0xf7]),
                ramp(ground, [0xfb, 0xd8, 0xa0]),
            ],
            mistake: None,
            curve: Color::Rgb(0x0c, 0x78, 0x32),
            dots: Color::Rgb(0x86, 0xb8, 0x96),
            selection: Color::Rgb(0xdd, 0xe1, 0xf4),
            phases: [
                Color::Rgb(0x8a, 0x5a, 0x00),
                Color::Rgb(0x0c, 0x78, 0x32),
                Color::Rgb(0x0b, 0x4f, 0xb3),
                Color::Rgb(0xb4, 0x1f, 0x1f),
            ],
            on_phase: Color::Rgb(0xff, 0xff, 0xff),
        }
    }

    fn light_indexed() -> Self {
        Self {
            frame: Color::Indexed(245),
            muted: Color::Indexed(240),
            accent: Color::Indexed(130),
            classes: [Color::Indexed(25), Color::Indexed(130)],
            boundary: Color::Indexed(16),
            fields: [
                greys([255, 254, 253, 252, 251]),
                greys([255, 254, 253, 252, 251]),
            ],
            mistake: Some(Color::Indexed(217)),
            curve: Color::Indexed(28),
            dots: Color::Indexed(108),
            selection: Color::Indexed(253),
            phases: [94, 28, 25, 124].map(Color::Indexed),
            on_phase: Color::Indexed(231),
        }
    }
}

/// Even steps from one colour to another.
fn ramp(from: [u8; 3], to: [u8; 3]) -> Vec<Color> {
    let blend = |shade: u8, channel: usize| {
        let (from, to) = (u16::from(from[channel]), u16::from(to[channel]));
        let last = u16::from(SHADES - 1);
        let mixed = (from * (last - u16::from(shade)) + to * u16::from(shade)) / last;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    (0..SHADES)
        .map(|shade| Color::Rgb(blend(shade, 0), blend(shade, 1), blend(shade, 2)))
        .collect()
}

fn greys(levels: [u8; 5]) -> Vec<Color> {
    levels.into_iter().map(Color::Indexed).collect()
}
