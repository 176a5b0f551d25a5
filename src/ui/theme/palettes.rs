//! The colours for each background and each colour depth.

use ratatui::style::{Color, Modifier, Style};

use crate::ui::signs::{self, Charset};
use crate::ui::theme::Theme;

/// Number of shades from the least to the most confident prediction.
const SHADES: u8 = 7;

/// Returns the theme without colours, which uses only bold text and reverse video. The caller sets the signs
/// and the character set.
pub fn mono() -> Theme {
    Theme {
        frame: Color::Reset,
        muted: Color::Reset,
        accent: Color::Reset,
        classes: [Color::Reset; 2],
        tests: [Color::Reset; 2],
        faded_classes: [Color::Reset; 2],
        faded_tests: [Color::Reset; 2],
        lanes: [Color::Reset; 6],
        test_curve: Color::Reset,
        halves: [Color::Reset; 2],
        boundary: Color::Reset,
        fields: [vec![Color::Reset], vec![Color::Reset]],
        mistake: Style::new().add_modifier(Modifier::REVERSED),
        curve: Color::Reset,
        dots: Color::Reset,
        ghost: Color::Reset,
        selection: Color::Reset,
        phases: [Color::Reset; 4],
        on_phase: Color::Reset,
        is_reversed: true,
        signs: signs::LETTERS,
        charset: Charset::Unicode,
    }
}

pub fn dark_rgb() -> Theme {
    let ground = [0x17, 0x17, 0x1e];
    Theme {
        frame: Color::Rgb(0x5c, 0x5c, 0x70),
        muted: Color::Rgb(0x9a, 0x9a, 0xae),
        accent: Color::Rgb(0xff, 0xb3, 0x54),
        classes: [Color::Rgb(0x6c, 0xb6, 0xff), Color::Rgb(0xff, 0xb3, 0x54)],
        tests: [Color::Rgb(0xb4, 0xa0, 0xff), Color::Rgb(0xff, 0x8f, 0x8f)],
        faded_classes: [Color::Rgb(0x45, 0x70, 0x9c), Color::Rgb(0x8f, 0x66, 0x36)],
        faded_tests: [Color::Rgb(0x76, 0x68, 0xa4), Color::Rgb(0xa2, 0x5f, 0x60)],
        lanes: [
            Color::Rgb(0x7e, 0xe0, 0x9a),
            Color::Rgb(0xff, 0x8a, 0xd8),
            Color::Rgb(0xf6, 0xf0, 0x5a),
            Color::Rgb(0x96, 0x87, 0xff),
            Color::Rgb(0xff, 0xff, 0xff),
            Color::Rgb(0xff, 0x7a, 0x62),
        ],
        test_curve: Color::Rgb(0xff, 0x8f, 0xb4),
        halves: [Color::Rgb(0x12, 0x2b, 0x4b), Color::Rgb(0x42, 0x2c, 0x0d)],
        boundary: Color::Rgb(0xff, 0xff, 0xff),
        fields: [
            ramp(ground, [0x14, 0x39, 0x66]),
            ramp(ground, [0x57, 0x3a, 0x0e]),
        ],
        mistake: Style::new().bg(Color::Rgb(0x70, 0x30, 0x40)),
        curve: Color::Rgb(0x7e, 0xe0, 0x9a),
        dots: Color::Rgb(0x4c, 0x80, 0x5e),
        ghost: Color::Rgb(0x7c, 0x7c, 0x92),
        selection: Color::Rgb(0x2c, 0x2e, 0x48),
        phases: [
            Color::Rgb(0xe8, 0xc5, 0x5c),
            Color::Rgb(0x7e, 0xd8, 0x98),
            Color::Rgb(0x7f, 0xb8, 0xff),
            Color::Rgb(0xff, 0x7b, 0x72),
        ],
        on_phase: Color::Rgb(0x10, 0x10, 0x14),
        is_reversed: false,
        ..mono()
    }
}

pub fn dark_indexed() -> Theme {
    Theme {
        frame: Color::Indexed(241),
        muted: Color::Indexed(248),
        accent: Color::Indexed(215),
        classes: [Color::Indexed(117), Color::Indexed(215)],
        tests: [Color::Indexed(147), Color::Indexed(210)],
        faded_classes: [Color::Indexed(67), Color::Indexed(130)],
        faded_tests: [Color::Indexed(103), Color::Indexed(131)],
        lanes: [114, 213, 227, 105, 231, 203].map(Color::Indexed),
        test_curve: Color::Indexed(211),
        halves: [Color::Indexed(17), Color::Indexed(52)],
        boundary: Color::Indexed(231),
        fields: [
            greys([233, 234, 235, 236, 237]),
            greys([233, 234, 235, 236, 237]),
        ],
        mistake: Style::new().bg(Color::Indexed(52)),
        curve: Color::Indexed(114),
        dots: Color::Indexed(65),
        ghost: Color::Indexed(244),
        selection: Color::Indexed(237),
        phases: [221, 114, 111, 210].map(Color::Indexed),
        on_phase: Color::Indexed(232),
        is_reversed: false,
        ..mono()
    }
}

pub fn light_rgb() -> Theme {
    let ground = [0xfa, 0xfa, 0xfa];
    Theme {
        frame: Color::Rgb(0x8c, 0x8c, 0x9a),
        muted: Color::Rgb(0x5c, 0x5c, 0x6a),
        accent: Color::Rgb(0x9c, 0x4a, 0x00),
        classes: [Color::Rgb(0x0b, 0x4f, 0xb3), Color::Rgb(0xa8, 0x4a, 0x00)],
        tests: [Color::Rgb(0x5a, 0x38, 0xc0), Color::Rgb(0xb0, 0x20, 0x48)],
        faded_classes: [Color::Rgb(0x60, 0x89, 0xc8), Color::Rgb(0xc0, 0x7a, 0x3a)],
        faded_tests: [Color::Rgb(0x9a, 0x80, 0xd9), Color::Rgb(0xd0, 0x70, 0x90)],
        lanes: [
            Color::Rgb(0x0c, 0x78, 0x32),
            Color::Rgb(0xc4, 0x00, 0x7a),
            Color::Rgb(0x10, 0x10, 0x18),
            Color::Rgb(0x7a, 0x3c, 0xff),
            Color::Rgb(0x7a, 0x1f, 0x00),
            Color::Rgb(0x00, 0x7a, 0x99),
        ],
        test_curve: Color::Rgb(0xb0, 0x20, 0x60),
        halves: [Color::Rgb(0xcf, 0xe1, 0xf8), Color::Rgb(0xfa, 0xe4, 0xc0)],
        boundary: Color::Rgb(0x00, 0x00, 0x00),
        fields: [
            ramp(ground, [0xb4, 0xd2, 0xf7]),
            ramp(ground, [0xfb, 0xd8, 0xa0]),
        ],
        mistake: Style::new().bg(Color::Rgb(0xf8, 0xb0, 0xc8)),
        curve: Color::Rgb(0x0c, 0x78, 0x32),
        dots: Color::Rgb(0x86, 0xb8, 0x96),
        ghost: Color::Rgb(0x90, 0x90, 0xa0),
        selection: Color::Rgb(0xdd, 0xe1, 0xf4),
        phases: [
            Color::Rgb(0x8a, 0x5a, 0x00),
            Color::Rgb(0x0c, 0x78, 0x32),
            Color::Rgb(0x0b, 0x4f, 0xb3),
            Color::Rgb(0xb4, 0x1f, 0x1f),
        ],
        on_phase: Color::Rgb(0xff, 0xff, 0xff),
        is_reversed: false,
        ..mono()
    }
}

pub fn light_indexed() -> Theme {
    Theme {
        frame: Color::Indexed(245),
        muted: Color::Indexed(240),
        accent: Color::Indexed(94),
        classes: [Color::Indexed(25), Color::Indexed(94)],
        tests: [Color::Indexed(55), Color::Indexed(125)],
        faded_classes: [Color::Indexed(68), Color::Indexed(137)],
        faded_tests: [Color::Indexed(97), Color::Indexed(168)],
        lanes: [22, 162, 16, 93, 124, 59].map(Color::Indexed),
        test_curve: Color::Indexed(125),
        halves: [Color::Indexed(189), Color::Indexed(223)],
        boundary: Color::Indexed(16),
        fields: [
            greys([255, 254, 253, 252, 251]),
            greys([255, 254, 253, 252, 251]),
        ],
        mistake: Style::new().bg(Color::Indexed(225)),
        curve: Color::Indexed(28),
        dots: Color::Indexed(108),
        ghost: Color::Indexed(246),
        selection: Color::Indexed(255),
        phases: [94, 22, 25, 124].map(Color::Indexed),
        on_phase: Color::Indexed(231),
        is_reversed: false,
        ..mono()
    }
}

pub fn dark_ansi() -> Theme {
    Theme {
        muted: Color::Gray,
        accent: Color::White,
        classes: [Color::LightCyan, Color::LightYellow],
        tests: [Color::Cyan, Color::Yellow],
        faded_classes: [Color::Cyan, Color::Yellow],
        faded_tests: [Color::Cyan, Color::Yellow],
        lanes: [
            Color::LightGreen,
            Color::LightMagenta,
            Color::White,
            Color::LightRed,
            Color::LightYellow,
            Color::LightCyan,
        ],
        test_curve: Color::LightMagenta,
        boundary: Color::White,
        curve: Color::LightGreen,
        dots: Color::Green,
        ghost: Color::DarkGray,
        phases: [
            Color::LightYellow,
            Color::LightGreen,
            Color::LightCyan,
            Color::LightMagenta,
        ],
        on_phase: Color::Black,
        is_reversed: false,
        ..mono()
    }
}

pub fn light_ansi() -> Theme {
    Theme {
        classes: [Color::Blue, Color::Red],
        tests: [Color::Magenta, Color::DarkGray],
        faded_classes: [Color::Blue, Color::Red],
        faded_tests: [Color::Magenta, Color::DarkGray],
        lanes: [
            Color::Magenta,
            Color::Black,
            Color::LightBlue,
            Color::Red,
            Color::Blue,
            Color::DarkGray,
        ],
        test_curve: Color::Black,
        boundary: Color::Black,
        curve: Color::Magenta,
        dots: Color::DarkGray,
        ghost: Color::DarkGray,
        phases: [Color::Black, Color::Blue, Color::Black, Color::Red],
        on_phase: Color::White,
        is_reversed: false,
        ..mono()
    }
}

/// Returns [`SHADES`] colours in equal steps from the colour `from` to the colour `to`.
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
