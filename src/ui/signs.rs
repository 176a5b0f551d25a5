//! The characters that the screen is drawn with: braille dots and lines, or only ASCII.

use ratatui::buffer::Buffer;
use ratatui::symbols::Marker;

/// Set of characters that the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charset {
    /// All characters of Unicode.
    #[default]
    Unicode,
    /// Only the characters of ASCII.
    Ascii,
}

/// Characters and canvas markers for the things that the screen shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signs {
    /// Letter for the training points of each class; `None` if points are drawn as braille dots.
    pub letters: Option<[&'static str; 2]>,
    /// Letter for the test points of each class, for signs that have `letters`.
    pub test_letters: [&'static str; 2],
    /// Letter for the points of each class in the next mini-batch, for signs that have `letters`.
    pub lit_letters: Option<[char; 2]>,
    /// Characters that stand for the points of each class in the help.
    pub classes: [&'static str; 2],
    /// Characters that stand for the decision boundary in the help.
    pub boundary: &'static str,
    /// Marker with which lines are drawn on a canvas.
    pub line: Marker,
    /// Character that stands for the losses of the epochs in a legend.
    pub curve: &'static str,
    /// Marker with which the losses of the mini-batches are drawn on a canvas.
    pub dots: Marker,
    /// Character that stands for the losses of the mini-batches in a legend.
    pub dot: &'static str,
    /// Multiplication sign between the factors of a product.
    pub times: char,
}

/// Signs for a terminal with braille characters and colours.
pub const BRAILLE: Signs = Signs {
    letters: None,
    test_letters: ["O", "X"],
    lit_letters: None,
    classes: ["⡪⢕", "⡪⢕"],
    boundary: "⠒⠤⣀",
    line: Marker::Braille,
    curve: "━",
    dots: Marker::Braille,
    dot: "•",
    times: '·',
};

/// Signs for a terminal with braille characters but without colours. The classes are told apart by letters.
pub const LETTERS: Signs = Signs {
    letters: Some(["o", "x"]),
    lit_letters: Some(['@', '#']),
    classes: ["o", "x"],
    ..BRAILLE
};

/// Signs for a terminal that can show only ASCII characters.
pub const ASCII: Signs = Signs {
    boundary: "***",
    line: Marker::Custom('*'),
    curve: "*",
    dots: Marker::Custom('.'),
    dot: ".",
    times: '*',
    ..LETTERS
};

/// Replaces each character of a buffer that is not ASCII with an ASCII character.
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
        '╭' | '╮' | '╰' | '╯' | '├' | '┤' | '┴' | '└' => '+',
        '▸' | '›' | '→' => '>',
        '‹' => '<',
        '…' => '~',
        '▴' => '^',
        '▾' => 'v',
        '■' | '█' | '▌' => '#',
        _ => '?',
    }
}
