//! Signs before or behind a number that belong to a whole column: percent and currencies.

/// Sign before or behind each number of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Affix {
    /// The numbers have no sign.
    #[default]
    None,
    /// `%` or `‰`, or a currency sign, which Unicode lists in one block beside a few older ones.
    Sign(char),
}

impl Affix {
    /// Splits a field without spaces around it into its sign and the rest, which may be no number.
    pub fn split(field: &[u8]) -> (Self, Vec<u8>) {
        let none = || (Self::None, field.to_vec());
        let Ok(text) = std::str::from_utf8(field) else {
            return none();
        };
        let (minus, text) = match text.strip_prefix('-') {
            Some(text) => ("-", text),
            None => ("", text),
        };
        let text = text.trim();
        let before = text.chars().next().filter(|sign| is_currency(*sign));
        let behind = text.chars().next_back();
        let behind = behind.filter(|sign| is_currency(*sign) || matches!(sign, '%' | '‰'));
        let (sign, number) = match (before, behind) {
            (Some(sign), None) => (sign, &text[sign.len_utf8()..]),
            (None, Some(sign)) => (sign, &text[..text.len() - sign.len_utf8()]),
            _ => return none(),
        };
        (
            Self::Sign(sign),
            [minus.as_bytes(), number.trim().as_bytes()].concat(),
        )
    }
}

fn is_currency(sign: char) -> bool {
    matches!(sign, '$' | '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}')
}
