//! The characters of the picture: braille and lines where the terminal has them, else ASCII.

use ratatui::buffer::Buffer;
use ratatui::symbols::Marker;

/// Which characters the terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charset {
    /// All of them.
    #[default]
    Unicode,
    /// Those of ASCII.
    Ascii,
}

/// What stands for what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signs {
    /// A character for each class, where points are not braille dots.
    pub letters: Option<[&'static str; 2]>,
    /// The same for points that only test.
    pub test_letters: [&'static str; 2],
    /// Points of each class, in the help.
    pub classes: [&'static str; 2],
    /// The decision boundary, in the help.
    pub boundary: &'static str,
    /// How lines are drawn.
    pub line: Marker,
    /// The losses of the epochs, in a legend.
    pub curve: &'static str,
    /// How the losses of the mini-batches are drawn.
    pub dots: Marker,
    /// The losses of the mini-batches, in a legend.
    pub dot: &'static str,
    /// Between the factors of a product.
    pub times: char,
}

/// Where there are braille characters and colours.
pub const BRAILLE: Signs = Signs {
    letters: None,
    test_letters: ["O", "X"],
    classes: ["⡪⢕", "⡪⢕"],
    boundary: "⠒⠤⣀",
    line: Marker::Braille,
    curve: "━",
    dots: Marker::Braille,
    dot: "•",
    times: '·',
};

/// Where no colour tells the classes apart.
pub const LETTERS: Signs = Signs {
    letters: Some(["o", "x"]),
    classes: ["o", "x"],
    ..BRAILLE
};

/// Where there is nothing but ASCII.
pub const ASCII: Signs = Signs {
    boundary: "***",
    line: Marker::Custom('*'),
    curve: "*",
    dots: Marker::Custom('.'),
    dot: ".",
    times: '*',
    ..LETTERS
};

/// Puts a character of ASCII in the place of every other.
pub fn to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if !cell.symbol().is_ascii() {
            let character = cell.symbol().chars().next().unwrap_or(' ');
            cell.set_char(ascii(character));
        }
    }
}

fn ascii(character: char) -> char {
    match character {
        '─' | '·' => '-',
        '│' | '╎' => '|',
        '╭' | '╮' | '╰' | '╯' | '├' | '┤' | '└' => '+',
        '▸' | '›' | '→' => '>',
        '‹' => '<',
        '…' => '~',
        '▴' => '^',
        '▾' => 'v',
        _ => '?',
    }
}
