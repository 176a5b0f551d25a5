//! Breaks texts into lines.

use ratatui::text::Span;

/// Breaks a text at blanks into lines that are at most `width` columns wide. A longer word is broken anywhere. All
/// lines but the first begin with `indent`.
#[must_use]
pub fn wrapped(text: &str, width: usize, indent: &str) -> Vec<String> {
    let columns = |text: &str| Span::raw(text).width();
    let width = width.max(indent.len() + 2);
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("there is a line");
        let is_begun = !last.trim_start().is_empty();
        if is_begun && columns(last) + 1 + columns(word) <= width {
            last.push(' ');
        } else if is_begun {
            lines.push(indent.to_owned());
        }
        for character in word.chars() {
            let mut buffer = [0; 4];
            let character: &str = character.encode_utf8(&mut buffer);
            let last = lines.last_mut().expect("there is a line");
            if columns(last) + columns(character) <= width {
                last.push_str(character);
            } else {
                lines.push(format!("{indent}{character}"));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_blanks_and_words_only_if_they_are_too_long() {
        assert_eq!(wrapped("x1 = column 2", 20, "  "), ["x1 = column 2"]);
        assert_eq!(
            wrapped("x1 = column 2 (height)", 13, "  "),
            ["x1 = column 2", "  (height)"]
        );
        assert_eq!(
            wrapped("a incomprehensible", 10, "  "),
            ["a", "  incompre", "  hensible"]
        );
        assert_eq!(wrapped("日本日本日本", 8, "  "), ["日本日本", "  日本"]);
        assert_eq!(wrapped("a b c", 4, ""), ["a b", "c"]);
    }
}
