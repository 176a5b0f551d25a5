//! Escapes text from outside, so that it cannot control the terminal when it is shown.

/// Number of characters of a value that are shown.
const SHOWN: usize = 40;

/// Returns the text with everything escaped that a terminal obeys or that a reader cannot see, in the
/// notation of Rust: controls (C0, DEL, C1), format characters (marks that change the direction of writing,
/// zero-width characters, byte order marks), line ends, spaces other than the plain space, and characters
/// that Unicode does not define. Letters, marks, quotes and backslashes stay as they are.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for (place, character) in text.char_indices() {
        match character {
            '\\' | '"' | '\'' => shown.push(character),
            // A mark that combines with a letter is visible. A mark at the start would combine with what is
            // shown before the text.
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

/// Returns the first [`SHOWN`] characters of a value, escaped, with … at the end if there are more. Bytes
/// that are not UTF-8 are shown as �.
pub(super) fn shortened(value: &[u8]) -> String {
    // A character has at most four bytes.
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
        // Planes 3 to 13 are left out, because they have hardly any characters.
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
