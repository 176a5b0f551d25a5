//! The colours of losses: a ramp from the lowest to the highest one, and one for a run that diverged.

use ratatui::style::{Color, Modifier, Style};

use crate::commands::look::Look;
use crate::ui::theme::{Background, ColorDepth};

/// The ramp viridis, which colour-blind eyes and greys keep in order, from dark to bright.
const RGB: [[f64; 3]; 5] = [
    [68.0, 1.0, 84.0],
    [59.0, 82.0, 139.0],
    [33.0, 145.0, 140.0],
    [94.0, 201.0, 98.0],
    [253.0, 231.0, 37.0],
];
/// The colours of the 256 of xterm that come next to it.
const INDEXED: [u8; 9] = [53, 54, 60, 24, 30, 36, 77, 148, 226];
/// Share of the ramp from which on the text on it is black.
const BRIGHT: f64 = 0.45;

/// Returns the style of a cell at `level`, from 0 for the lowest loss to 1 for the highest one; `None` if there are
/// not enough colours, and a digit must show it. The lowest loss stands out most from the ground.
#[must_use]
pub fn of_level(look: Look, level: f64) -> Option<Style> {
    let level = level.clamp(0.0, 1.0);
    let bright = match look.background {
        Background::Dark => 1.0 - level,
        Background::Light => level,
    };
    let ground = match look.depth {
        ColorDepth::None | ColorDepth::Ansi => return None,
        ColorDepth::Indexed => Color::Indexed(INDEXED[place(bright, INDEXED.len())]),
        ColorDepth::Rgb => rgb(bright),
    };
    let text = match (look.depth, bright > BRIGHT) {
        (ColorDepth::Indexed, true) => Color::Indexed(16),
        (ColorDepth::Indexed, false) => Color::Indexed(231),
        (_, true) => Color::Rgb(0, 0, 0),
        (_, false) => Color::Rgb(255, 255, 255),
    };
    Some(Style::new().bg(ground).fg(text))
}

/// Returns the style of a run that diverged.
#[must_use]
pub fn of_diverged(look: Look) -> Style {
    match look.depth {
        ColorDepth::None => Style::new().add_modifier(Modifier::BOLD),
        ColorDepth::Ansi => Style::new().fg(Color::Red).add_modifier(Modifier::BOLD),
        ColorDepth::Indexed => Style::new().bg(Color::Indexed(124)).fg(Color::Indexed(231)),
        ColorDepth::Rgb => Style::new()
            .bg(Color::Rgb(0xa8, 0x1c, 0x2c))
            .fg(Color::Rgb(255, 255, 255)),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a share of the length")]
#[expect(clippy::cast_sign_loss, reason = "a share is not negative")]
fn place(share: f64, length: usize) -> usize {
    ((share * length as f64) as usize).min(length - 1)
}

fn rgb(share: f64) -> Color {
    let position = share * (RGB.len() - 1) as f64;
    let below = place(share, RGB.len() - 1);
    let part = position - below as f64;
    #[expect(clippy::cast_possible_truncation, reason = "between two bytes")]
    #[expect(clippy::cast_sign_loss, reason = "between two bytes")]
    let mixed = |channel: usize| {
        let [one, other] = [RGB[below][channel], RGB[below + 1][channel]];
        (one + part * (other - one)).round() as u8
    };
    Color::Rgb(mixed(0), mixed(1), mixed(2))
}
