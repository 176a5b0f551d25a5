//! Parses fields as numbers.

use crate::input::options::Delimiter;

/// Notation of the numbers in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimals {
    /// With a decimal point.
    Point,
    /// With a decimal point or a decimal comma.
    PointOrComma,
}

impl Decimals {
    /// Returns the notation that is possible in a file with this delimiter.
    pub fn beside(delimiter: Delimiter) -> Self {
        match delimiter {
            Delimiter::Comma => Self::Point,
            Delimiter::Semicolon | Delimiter::Tab | Delimiter::Space => Self::PointOrComma,
        }
    }

    /// Parses a field as a number, which may be infinite or NaN; `None` if the field is text.
    #[inline]
    pub fn number(self, field: &[u8]) -> Option<f64> {
        parse(field).or_else(|| self.number_of_another_form(field))
    }

    /// Parses a field as a finite number; `None` if the field is text, infinite or NaN.
    pub fn finite(self, field: &[u8]) -> Option<f64> {
        self.number(field).filter(|number| number.is_finite())
    }

    #[cold]
    fn number_of_another_form(self, field: &[u8]) -> Option<f64> {
        let field = trimmed(field);
        if self == Self::Point || field.contains(&b'.') {
            return parse(field);
        }
        let mut commas = field.iter().enumerate().filter(|(_, byte)| **byte == b',');
        let Some((comma, _)) = commas.next() else {
            return parse(field);
        };
        // "3," is a piece of a row, not a number.
        let has_decimals = field.get(comma + 1).is_some_and(u8::is_ascii_digit);
        if commas.next().is_some() || !has_decimals {
            return None;
        }
        let mut pointed = field.to_vec();
        pointed[comma] = b'.';
        parse(&pointed)
    }
}

#[inline]
fn parse(field: &[u8]) -> Option<f64> {
    std::str::from_utf8(field).ok()?.parse().ok()
}

/// Returns a field without the spaces around it. If there were spaces, also removes quotes that the parser
/// did not recognise because of them, as in `1, 2, "yes"`.
pub fn trimmed(field: &[u8]) -> &[u8] {
    let trimmed = field.trim_ascii();
    match trimmed {
        [b'"', inner @ .., b'"'] if trimmed.len() < field.len() => inner.trim_ascii(),
        _ => trimmed,
    }
}

/// Returns whether a field stands for a missing value.
pub fn is_missing(field: &[u8]) -> bool {
    let field = trimmed(field);
    let marks: [&[u8]; 6] = [b"", b"na", b"n/a", b"nan", b"null", b"<na>"];
    marks.iter().any(|mark| field.eq_ignore_ascii_case(mark))
}
