//! Parses fields as numbers, in the notation of their column.

use std::borrow::Cow;

use crate::input::affix::Affix;

/// Notation of the numbers in a column.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Notation {
    pub marks: Marks,
    /// Sign that every number of the column has, such as `%`.
    pub affix: Affix,
}

/// Meaning of points and commas in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Marks {
    /// A decimal point and no commas.
    #[default]
    Point,
    /// A decimal point; commas group digits by three.
    PointGroupsComma,
    /// A decimal comma; points group digits by three.
    CommaGroupsPoint,
    /// A decimal point in some numbers and a decimal comma in others, and no groups.
    PointOrComma,
}

impl Notation {
    /// Parses a field as a number, which may be infinite or NaN; `None` if the field is not a number in this
    /// notation.
    #[inline]
    pub fn number(&self, field: &[u8]) -> Option<f64> {
        let has_point_of_group = self.marks == Marks::CommaGroupsPoint && field.contains(&b'.');
        let is_plain = self.affix == Affix::None && !has_point_of_group;
        let plain = if is_plain { parse(field) } else { None };
        plain.or_else(|| self.number_of_another_form(field))
    }

    /// Parses a field as a finite number; `None` if the field is text, infinite or NaN.
    pub fn finite(&self, field: &[u8]) -> Option<f64> {
        self.number(field).filter(|number| number.is_finite())
    }

    #[cold]
    fn number_of_another_form(&self, field: &[u8]) -> Option<f64> {
        let (affix, digits) = Affix::split(trimmed(field));
        if affix != self.affix {
            return None;
        }
        let digits = ungrouped_by_blanks(&digits)?;
        let marks = digits.iter().filter(|byte| matches!(byte, b'.' | b','));
        let marks = marks.count();
        let digits: Cow<[u8]> = match self.marks {
            Marks::Point => digits,
            Marks::PointGroupsComma => ungrouped(&digits, b',', b'.')?.into(),
            Marks::CommaGroupsPoint => {
                let digits = ungrouped(&digits, b'.', b',')?;
                replaced(digits.into())?
            }
            Marks::PointOrComma if marks > 1 => return None,
            Marks::PointOrComma => replaced(digits)?,
        };
        parse(&digits)
    }
}

/// Returns digits with a decimal point in place of a decimal comma. Returns `None` if nothing follows the comma,
/// because `3,` is a piece of a row, not a number.
fn replaced(digits: Cow<[u8]>) -> Option<Cow<[u8]>> {
    let Some(comma) = digits.iter().position(|byte| *byte == b',') else {
        return Some(digits);
    };
    let is_decimal = digits.get(comma + 1).is_some_and(u8::is_ascii_digit);
    is_decimal.then(|| {
        let mut pointed = digits.into_owned();
        pointed[comma] = b'.';
        Cow::Owned(pointed)
    })
}

/// Returns digits without the marks that group them. Returns `None` if a group has not three digits, or if a
/// group follows the decimal mark.
pub fn ungrouped(digits: &[u8], group: u8, decimal: u8) -> Option<Vec<u8>> {
    let whole = digits.iter().take_while(|byte| **byte != decimal).count();
    let (whole, rest) = digits.split_at(whole);
    if rest.contains(&group) {
        return None;
    }
    let mut parts = whole.split(|byte| *byte == group);
    let first = parts.next()?;
    let sign = usize::from(matches!(first.first(), Some(b'-' | b'+')));
    let is_digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    let mut joined = first.to_vec();
    let mut has_groups = false;
    for part in parts {
        if part.len() != 3 || !is_digits(part) {
            return None;
        }
        has_groups = true;
        joined.extend_from_slice(part);
    }
    let first = &first[sign..];
    if has_groups && (!is_digits(first) || !(1..=3).contains(&first.len()) || first[0] == b'0') {
        return None;
    }
    joined.extend_from_slice(rest);
    Some(joined)
}

/// Returns digits without the blanks and apostrophes that group them by three, whichever of the blanks and
/// apostrophes of Unicode they are. Returns `None` if a group has not three digits.
pub fn ungrouped_by_blanks(digits: &[u8]) -> Option<Cow<'_, [u8]>> {
    const GROUPS: [&str; 6] = [" ", "\u{a0}", "\u{202f}", "\u{2009}", "'", "\u{2019}"];
    let is_plain = |byte: &u8| byte.is_ascii() && *byte != b' ' && *byte != b'\'';
    if digits.iter().all(is_plain) {
        return Some(digits.into());
    }
    let text = std::str::from_utf8(digits).ok()?;
    // A minus that is not ASCII is a minus too.
    let text = text.replacen('\u{2212}', "-", 1);
    let group = GROUPS.into_iter().find(|group| text.contains(group));
    let Some(group) = group else {
        return Some(text.into_bytes().into());
    };
    let marked = text.replace(group, "_");
    let end = marked.find(['.', ',']).unwrap_or(marked.len());
    let whole = ungrouped(&marked.as_bytes()[..end], b'_', b'.')?;
    if marked[end..].contains('_') {
        return None;
    }
    Some([&whole, &marked.as_bytes()[end..]].concat().into())
}

/// Parses a field in the notation of programs: a decimal point, an exponent, and no other marks.
#[inline]
pub fn parse(field: &[u8]) -> Option<f64> {
    std::str::from_utf8(field).ok()?.parse().ok()
}

/// Returns a field without the spaces around it. If there were spaces, also removes quotes that the parser
/// did not recognise because of them, as in `1, 2, "yes"`; ARFF quotes by apostrophes.
pub fn trimmed(field: &[u8]) -> &[u8] {
    let trimmed = field.trim_ascii();
    match trimmed {
        [b'"', inner @ .., b'"'] | [b'\'', inner @ .., b'\''] if trimmed.len() < field.len() => {
            inner.trim_ascii()
        }
        _ => trimmed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notation(marks: Marks) -> Notation {
        let affix = Affix::None;
        Notation { marks, affix }
    }

    #[test]
    fn a_number_is_what_its_notation_makes_of_it() {
        use Marks::{CommaGroupsPoint, Point, PointGroupsComma, PointOrComma};
        for (marks, text, value) in [
            (Point, "3.750", Some(3.75)),
            (Point, "3,750", None),
            (Point, "1'250", Some(1250.0)),
            (Point, "1 250.5", Some(1250.5)),
            (Point, "1\u{a0}250\u{a0}000", Some(1_250_000.0)),
            (Point, "-1\u{202f}250", Some(-1250.0)),
            (Point, "12 50", None),
            (Point, "\u{2212}5", Some(-5.0)),
            (PointGroupsComma, "49,398", Some(49398.0)),
            (PointGroupsComma, "-1,234,567.5", Some(-1_234_567.5)),
            (PointGroupsComma, "947", Some(947.0)),
            (PointGroupsComma, "1,5", None),
            (PointGroupsComma, "0,123", None),
            (PointGroupsComma, "1234,567", None),
            (PointGroupsComma, "1e-3", Some(0.001)),
            (CommaGroupsPoint, "3.750", Some(3750.0)),
            (CommaGroupsPoint, "3.750,25", Some(3750.25)),
            (CommaGroupsPoint, "39,10", Some(39.1)),
            (CommaGroupsPoint, "1,5e3", Some(1500.0)),
            (CommaGroupsPoint, "3.75", None),
            (CommaGroupsPoint, "3,", None),
            (PointOrComma, "1,5", Some(1.5)),
            (PointOrComma, "1.5", Some(1.5)),
            (PointOrComma, "1.234,5", None),
        ] {
            let number = notation(marks).number(text.as_bytes());
            assert_eq!(number, value, "{text} with {marks:?}");
        }
    }

    #[test]
    fn a_sign_of_the_whole_column_is_no_part_of_its_numbers() {
        for (affix, text, value) in [
            ("%", "12.5%", Some(12.5)),
            ("%", "12.5 %", Some(12.5)),
            ("$", "-$1.50", Some(-1.5)),
            ("$", "$-1.50", Some(-1.5)),
            ("€", "1.50 €", Some(1.5)),
            ("€", "€1.50", Some(1.5)),
            ("%", "12.5", None),
            ("%", "12.5$", None),
        ] {
            let (affix, _) = Affix::split(format!("1{affix}").as_bytes());
            let marks = Marks::Point;
            let number = Notation { marks, affix }.number(text.as_bytes());
            assert_eq!(number, value, "{text}");
        }
    }
}
