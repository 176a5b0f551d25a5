//! Splits a line of columns into its values.

/// What stands between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// This character.
    Character(char),
    /// One or more spaces.
    Spaces,
}

impl Separator {
    /// Returns the separator of a line of names.
    #[must_use]
    pub fn of(line: &str) -> Self {
        let found = ['\t', ';', ',']
            .into_iter()
            .find(|mark| line.contains(*mark));
        found.map_or(Self::Spaces, Self::Character)
    }

    fn is(self, letter: char) -> bool {
        match self {
            Self::Character(mark) => letter == mark,
            Self::Spaces => letter.is_whitespace(),
        }
    }
}

/// Splits a line. Separators between quotes or brackets belong to a value, and so do the brackets, but not the quotes.
#[must_use]
pub fn split(line: &str, separator: Separator) -> Vec<String> {
    let (mut values, mut value) = (Vec::new(), String::new());
    let (mut is_quoted, mut depth) = (false, 0_usize);
    for letter in line.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            _ if !is_quoted && depth == 0 && separator.is(letter) => {
                values.push(std::mem::take(&mut value));
            }
            _ => {
                match letter {
                    '[' => depth += 1,
                    ']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                value.push(letter);
            }
        }
    }
    values.push(value);
    if separator == Separator::Spaces {
        values.retain(|value| !value.is_empty());
    }
    values.iter().map(|value| value.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_in_quotes_and_brackets_belong_to_a_value() {
        let line = "1, 0.5 ,\"[0.1, 2]\",[3, [4]],";
        let values = split(line, Separator::of("update,loss"));
        assert_eq!(values, ["1", "0.5", "[0.1, 2]", "[3, [4]]", ""]);
        let values = split("  1  0.5 [0.1  2] ", Separator::of("update loss w"));
        assert_eq!(values, ["1", "0.5", "[0.1  2]"]);
        assert_eq!(split("1\t\t2", Separator::of("a\tb\tc")), ["1", "", "2"]);
    }
}
