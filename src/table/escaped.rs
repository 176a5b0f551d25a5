//! Text from outside, as it may be shown: nothing in it can write to the terminal.

/// So many characters of a value are shown.
const SHOWN: usize = 40;

/// The text with all that a terminal would obey, or that a reader cannot see, escaped as Rust writes it:
/// controls (C0, DEL, C1), format characters (those that turn the direction of writing, zero-width
/// ones, byte order marks), ends of lines, spaces other than the plain one, and characters that Unicode
/// does not define. Letters, marks, quotes and backslashes stay as they are.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for (place, character) in text.char_indices() {
        match character {
            '\\' | '"' | '\'' => shown.push(character),
            // A mark that combines with a letter is seen; one that comes first would join what stands
            // before the text.
            _ if place == 0 => shown.extend(character.escape_debug()),
            _ => {
                let mut buffer = [b'a'; 5];
                let end = 1 + character.encode_utf8(&mut buffer[1..]).len();
                let joined = std::str::from_utf8(&buffer[..end]).unwrap_or_default();
                shown.extend(joined.escape_debug().skip(1));
            }
        }
    }
    shown
}

/// The first characters of a value, escaped, and … where there are more; bytes that are no UTF-8 are
/// shown as �.
pub(super) fn shortened(value: &[u8]) -> String {
    // No character has more than four bytes.
    let start = &value[..value.len().min(4 * SHOWN + 4)];
    let text = String::from_utf8_lossy(start);
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => escaped(&text[..end]) + "…",
        None => escaped(&text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_stays_as_it_is() {
        for text in [
            "points",
            "Größe in µm",
            "日本 \"x\" it's \\n",
            "e\u{301}",
            "🙂",
            "",
        ] {
            assert_eq!(escaped(text), text);
        }
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        let hidden = regex::Regex::new(r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}]").unwrap();
        // Planes 3 to 13 have hardly a character.
        for character in ('\0'..='\u{2ffff}').chain('\u{e0000}'..=char::MAX) {
            for text in [format!("{character}"), format!("a{character}b")] {
                let shown = escaped(&text);
                assert!(!hidden.is_match(&shown), "{shown:?}");
            }
        }
        assert_eq!(
            escaped("a\x1b[2J\u{202e}\u{9b}b\n"),
            r"a\u{1b}[2J\u{202e}\u{9b}b\n"
        );
        assert_eq!(escaped("\u{301}e"), r"\u{301}e");
    }

    #[test]
    fn long_values_are_cut() {
        assert_eq!(shortened("ä".repeat(40).as_bytes()), "ä".repeat(40));
        assert_eq!(shortened("ä".repeat(41).as_bytes()), "ä".repeat(40) + "…");
        assert_eq!(shortened(&[b'a', 0xff, 0x1b]), "a\u{fffd}\\u{1b}");
    }
}
