//! Collects a pasted text, which a terminal encloses in `ESC [ 200 ~` and `ESC [ 201 ~`.

const ESCAPE: u8 = 0x1b;

/// Escape sequence that ends a paste.
const END: &[u8] = b"\x1b[201~";

/// Largest number of bytes of a paste that are kept. No input line takes more, and a paste can be megabytes.
const MOST_KEPT: usize = 4096;

/// The part of a pasted text that has arrived so far.
#[derive(Debug, Default)]
pub struct Paste {
    kept: Vec<u8>,
    /// Number of bytes at the end of what has arrived that may begin the end of the paste.
    matched: usize,
}

impl Paste {
    /// Adds a byte and returns whether it completes the escape sequence that ends the paste.
    pub fn push(&mut self, byte: u8) -> bool {
        if byte == END[self.matched] {
            self.matched += 1;
            return self.matched == END.len();
        }
        // The bytes that looked like the end belong to the text.
        let matched = std::mem::take(&mut self.matched);
        self.keep(&END[..matched]);
        if byte == ESCAPE {
            self.matched = 1;
        } else {
            self.keep(&[byte]);
        }
        false
    }

    /// Returns the text. Bytes that are not UTF-8 become �.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.kept).into_owned()
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = MOST_KEPT - self.kept.len();
        self.kept.extend(bytes.iter().take(room));
    }
}
