//! Decodes the bytes that a terminal sends into key presses, pasted texts and positions of the mouse pointer.
//!
//! The reader of crossterm is not used, for two reasons. After an incomplete sequence or a late reply of the
//! terminal (seen with `ESC[?2026;2$y`, `ESC[<` and `ESC[200~`), it takes every further key for a part of
//! that sequence, even Ctrl-C. It also turns the reply to OSC 11 into key presses, among them `r` and `e`.

mod codes;
mod paste;

use std::time::Duration;

use anstyle_parse::{Params, Parser, Perform};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::terminal::decoder::codes::{
    cursor_key, modifiers, single_shift_key, tilde_key, unicode_key,
};
use crate::terminal::decoder::paste::Paste;

const ESCAPE: u8 = 0x1b;
const CTRL_C: u8 = 0x03;
const DELETE: char = '\x7f';

/// Characters that make a sequence of an escape character before them. Any other character is a key of its own:
/// an Escape and a key that arrive together are two keys, because no key here is one with Alt.
const INTRODUCERS: &[u8] = b"[O]PX^_\\";

/// Number by which the kitty keyboard protocol says that a key was released.
const RELEASED: u16 = 3;

/// Longest time to wait for the rest of an escape sequence; long enough for a slow link.
const PATIENCE: Duration = Duration::from_millis(100);

/// Longest silence within a paste. It is longer than the silence within a sequence, because the rest of a
/// paste that ends too early is taken for keys.
const PATIENCE_FOR_PASTE: Duration = Duration::from_millis(500);

/// Something that the terminal has sent.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A key was pressed.
    Key(KeyEvent),
    /// This text was pasted. Only the start of a long text is kept.
    Paste(String),
    /// The terminal has answered a status request.
    Answer,
}

/// A decoder from the bytes that a terminal sends to key presses and pasted texts. It skips replies, reports
/// and all other escape sequences that stand for no key, but keeps the position of the mouse pointer from
/// mouse reports.
#[derive(Default)]
pub struct Decoder {
    parser: Parser,
    keys: Keys,
    last: u8,
    /// Paste that has begun and not ended.
    paste: Option<Paste>,
}

#[derive(Default)]
struct Keys {
    /// Key presses and answers that are complete.
    inputs: Vec<Input>,
    /// Whether the current byte completes the sequence that begins a paste.
    begins_paste: bool,
    /// Last reported cell of the mouse pointer: column and row, counted from 0.
    pointer: Option<(u16, u16)>,
    /// Whether an escape sequence or a character of several bytes has begun and not ended.
    is_pending: bool,
    /// Value of `is_pending` before the current byte.
    is_within: bool,
    next: Next,
}

/// Meaning of the next character.
#[derive(Default, Clone, Copy, PartialEq)]
enum Next {
    #[default]
    Key,
    /// The last character of a sequence that began with `ESC O`.
    SingleShift,
    /// A character that belongs to a report. The number counts the characters that are left in the report,
    /// this one included.
    Report(u8),
}

impl Decoder {
    /// Decodes the bytes of one read, and returns the key presses and pastes that they complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Input> {
        // Ctrl-C in a paste is text. In a read of its own it was pressed, and the end of the paste is lost.
        if bytes == [CTRL_C] {
            self.paste = None;
        }
        let mut inputs = Vec::new();
        for &byte in bytes {
            let follows_escape = std::mem::replace(&mut self.last, byte) == ESCAPE;
            if let Some(paste) = &mut self.paste {
                if paste.push(byte) {
                    inputs.extend(self.take_paste());
                }
                continue;
            }
            if follows_escape && self.keys.is_pending && !INTRODUCERS.contains(&byte) {
                self.end_sequence();
                self.keys.press(plain(KeyCode::Esc));
            }
            self.push_typed(byte);
            inputs.append(&mut self.keys.inputs);
            if std::mem::take(&mut self.keys.begins_paste) {
                self.paste = Some(Paste::default());
            }
        }
        inputs
    }

    /// Decodes a byte outside a paste.
    fn push_typed(&mut self, byte: u8) {
        if byte == CTRL_C {
            // Ctrl-C must work even in the middle of a sequence, as the way to quit.
            self.end_sequence();
            self.keys.press(ctrl('c'));
            return;
        }
        self.keys.is_within = std::mem::replace(&mut self.keys.is_pending, true);
        self.parser.advance(&mut self.keys, byte);
        self.keys.is_pending |= self.keys.next != Next::Key;
    }

    /// Drops the sequence that has begun and not ended.
    fn end_sequence(&mut self) {
        self.parser = Parser::default();
        self.keys.next = Next::Key;
        self.keys.is_pending = false;
    }

    fn take_paste(&mut self) -> Option<Input> {
        let paste = self.paste.take()?;
        Some(Input::Paste(paste.text()))
    }

    /// Returns the last reported cell of the mouse pointer: column and row, counted from 0. Returns `None` if
    /// the terminal has reported no position since the last call.
    pub fn take_pointer(&mut self) -> Option<(u16, u16)> {
        self.keys.pointer.take()
    }

    /// Returns the longest time to wait for the rest of what has begun and not ended: an escape sequence, a
    /// character of several bytes, or a paste. Returns `None` if nothing has.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        if self.paste.is_some() {
            return Some(PATIENCE_FOR_PASTE);
        }
        self.keys.is_pending.then_some(PATIENCE)
    }

    /// Ends what has begun, after no more bytes have arrived for a while. Returns the text of a paste whose
    /// end has not come, or the Escape key if the last byte was an escape character; drops any other
    /// incomplete sequence.
    pub fn settle(&mut self) -> Option<Input> {
        let is_escape = self.keys.is_pending && self.last == ESCAPE;
        let escape = is_escape.then(|| Input::Key(plain(KeyCode::Esc)));
        let input = self.take_paste().or(escape);
        *self = Self::default();
        input
    }
}

impl Keys {
    fn press(&mut self, key: KeyEvent) {
        self.inputs.push(Input::Key(key));
    }

    /// Presses `key`; `None` stands for a sequence that is no known key.
    fn press_if_known(&mut self, key: Option<KeyEvent>) {
        self.inputs.extend(key.map(Input::Key));
    }
}

impl Perform for Keys {
    fn print(&mut self, character: char) {
        self.is_pending = false;
        match std::mem::take(&mut self.next) {
            Next::Key if character == DELETE => self.press(plain(KeyCode::Backspace)),
            Next::Key => self.press(plain(KeyCode::Char(character))),
            Next::SingleShift => self.press_if_known(single_shift_key(character).map(plain)),
            Next::Report(left) if left > 1 => self.next = Next::Report(left - 1),
            Next::Report(_) => {}
        }
    }

    fn execute(&mut self, byte: u8) {
        // A control character within a sequence does not end the sequence.
        self.is_pending = self.is_within;
        match byte {
            b'\r' | b'\n' => self.press(plain(KeyCode::Enter)),
            b'\t' => self.press(plain(KeyCode::Tab)),
            0x08 => self.press(plain(KeyCode::Backspace)),
            0x01..=0x1a => self.press(ctrl(char::from(byte - 1 + b'a'))),
            _ => {}
        }
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], _ignore: bool, byte: u8) {
        self.is_pending = false;
        if (intermediates, byte) == (&[], b'O') {
            self.next = Next::SingleShift;
        }
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], ignore: bool, end: u8) {
        self.is_pending = false;
        let mut numbers = params.iter().map(|param| param[0]);
        // Private sequences are replies and reports. Only the position in an SGR mouse report is used.
        if ignore || !intermediates.is_empty() {
            if !ignore && intermediates == b"<" && matches!(end, b'M' | b'm') {
                let place = numbers.nth(1).zip(numbers.next());
                self.pointer =
                    place.map(|(column, row)| (column.saturating_sub(1), row.saturating_sub(1)));
            }
            return;
        }
        let (first, second) = (numbers.next().unwrap_or(0), numbers.next());
        let modifiers = modifiers(second.unwrap_or(1));
        let plain_key = |code| KeyEvent::new(code, modifiers);
        let key = match (end, first, second) {
            // `ESC [ [` begins a function key of the Linux console; one more character belongs to it.
            // `ESC [ M` begins a mouse report in the old format; three more characters belong to it.
            (b'[', ..) => return self.next = Next::Report(1),
            (b'M', 0, None) => return self.next = Next::Report(3),
            // 0 says that the terminal works, 3 that it does not.
            (b'n', 0 | 3, None) => return self.inputs.push(Input::Answer),
            (b'~', 200, _) => return self.begins_paste = true,
            _ if is_release(params) => None,
            (b'~', 27, Some(_)) => numbers
                .next()
                .and_then(|code| unicode_key(code, None, modifiers)),
            (b'~', ..) => tilde_key(first).map(plain_key),
            (b'u', ..) => unicode_key(first, numbers.next().or(shifted(params)), modifiers),
            (b'A'..=b'H', 0 | 1, _) => cursor_key(char::from(end)).map(plain_key),
            (b'Z', ..) => Some(plain_key(KeyCode::BackTab)),
            _ => None,
        };
        self.press_if_known(key);
    }

    fn osc_dispatch(&mut self, _params: &[&[u8]], _bell_terminated: bool) {
        self.is_pending = false;
    }

    fn unhook(&mut self) {
        self.is_pending = false;
    }
}

/// Returns whether a sequence says that a key was released (in the kitty keyboard protocol).
fn is_release(params: &Params) -> bool {
    let event = params.iter().nth(1).and_then(|second| second.get(1));
    event == Some(&RELEASED)
}

/// Returns the character that a key writes with Shift, if the sequence names it (in the kitty keyboard protocol).
fn shifted(params: &Params) -> Option<u16> {
    let first = params.iter().next()?;
    first.get(1).copied().filter(|code| *code != 0)
}

fn plain(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn ctrl(character: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(character), KeyModifiers::CONTROL)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(bytes: &[u8]) -> Vec<KeyEvent> {
        keys_of(&mut Decoder::default(), bytes)
    }

    fn keys_of(decoder: &mut Decoder, bytes: &[u8]) -> Vec<KeyEvent> {
        let key = |input| match input {
            Input::Key(key) => key,
            other => panic!("{other:?} is no key"),
        };
        decoder.push(bytes).into_iter().map(key).collect()
    }

    fn pasted(text: &str) -> Input {
        Input::Paste(text.to_owned())
    }

    #[test]
    fn keys_are_what_terminals_send_for_them() {
        for (bytes, code) in [
            (&b"q"[..], KeyCode::Char('q')),
            (b"N", KeyCode::Char('N')),
            (" ".as_bytes(), KeyCode::Char(' ')),
            ("é".as_bytes(), KeyCode::Char('é')),
            (b"\x1b[A", KeyCode::Up),
            (b"\x1bOB", KeyCode::Down),
            (b"\x1b[1;1C", KeyCode::Right),
            (b"\x1b[H", KeyCode::Home),
            (b"\x1b[6~", KeyCode::PageDown),
            (b"\r", KeyCode::Enter),
            (b"\t", KeyCode::Tab),
            (b"\x1b[Z", KeyCode::BackTab),
            (b"\x7f", KeyCode::Backspace),
            (b"\x1bOj", KeyCode::Char('*')),
            (b"\x1bOy", KeyCode::Char('9')),
            (b"\x1bOM", KeyCode::Enter),
        ] {
            assert_eq!(pressed(bytes), [plain(code)], "{bytes:?}");
        }
        assert_eq!(pressed(b"\x03\x1a"), [ctrl('c'), ctrl('z')]);
    }

    #[test]
    fn modifiers_are_kept() {
        let ctrl_shift = KeyModifiers::CONTROL | KeyModifiers::SHIFT;
        let up = KeyEvent::new(KeyCode::Up, ctrl_shift);
        assert_eq!(pressed(b"\x1b[1;6A"), [up]);
    }

    #[test]
    fn replies_and_reports_are_no_keys() {
        for reply in [
            &b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\"[..],
            b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07",
            b"\x1bP>|tmux 3.3a\x1b\\",
            b"\x1bP1+r524742=38\x1b\\",
            b"\x1b[?2026;2$y",
            b"\x1b[?62;22c",
            b"\x1b[>1;4000;20c",
            b"\x1b[24;80R",
            b"\x1b[8;24;80t",
            b"\x1b[<0;10;10M",
            b"\x1b[M !!",
            b"\x1b[[A",
            b"\x1b[I",
            b"\x1b[201~",
        ] {
            let mut decoder = Decoder::default();
            let keys = keys_of(&mut decoder, reply);
            assert_eq!(keys, [], "{:?}", String::from_utf8_lossy(reply));
            assert_eq!(decoder.patience(), None);
            assert_eq!(keys_of(&mut decoder, b"s"), [plain(KeyCode::Char('s'))]);
        }
    }

    #[test]
    fn what_is_cut_is_dropped_and_the_next_key_counts() {
        for cut in [
            &b"\x1b["[..],
            b"\x1b[?2026;2",
            b"\x1b[<",
            b"\x1b[M!",
            b"\x1b]11;rgb:1e",
            b"\x1bP>|tm",
            b"\x1b[5\r",
            b"\x1bO",
            b"\xe2\x94",
            b"\xf0",
        ] {
            let mut decoder = Decoder::default();
            decoder.push(cut);
            assert!(decoder.patience().is_some(), "{cut:?}");
            assert_eq!(decoder.settle(), None, "{cut:?}");
            assert_eq!(decoder.patience(), None);
            assert_eq!(keys_of(&mut decoder, b"q"), [plain(KeyCode::Char('q'))]);
        }
    }

    #[test]
    fn an_escape_alone_is_a_key_once_nothing_follows() {
        let mut decoder = Decoder::default();
        assert_eq!(keys_of(&mut decoder, b"\x1b"), []);
        assert!(decoder.patience().is_some());
        assert_eq!(decoder.settle(), Some(Input::Key(plain(KeyCode::Esc))));
        assert_eq!(decoder.settle(), None);
    }

    #[test]
    fn an_escape_and_a_key_that_arrive_together_are_two_keys() {
        for (bytes, code) in [
            (&b"\x1bs"[..], KeyCode::Char('s')),
            (b"\x1b+", KeyCode::Char('+')),
            (b"\x1b ", KeyCode::Char(' ')),
            (b"\x1b\r", KeyCode::Enter),
            (b"\x1b\x7f", KeyCode::Backspace),
            ("\x1bé".as_bytes(), KeyCode::Char('é')),
            (b"\x1b\x1b[A", KeyCode::Up),
        ] {
            let wanted = [plain(KeyCode::Esc), plain(code)];
            assert_eq!(pressed(bytes), wanted, "{bytes:?}");
            let mut decoder = Decoder::default();
            let mut keys = keys_of(&mut decoder, &bytes[..1]);
            keys.extend(keys_of(&mut decoder, &bytes[1..]));
            assert_eq!(keys, wanted, "{bytes:?}");
            assert_eq!(decoder.patience(), None);
        }
    }

    #[test]
    fn keys_of_a_terminal_in_the_kitty_keyboard_mode_are_the_same_keys() {
        for (bytes, key) in [
            (&b"\x1b[99;5u"[..], ctrl('c')),
            (b"\x1b[99;69:1u", ctrl('c')),
            (b"\x1b[27;5;99~", ctrl('c')),
            (b"\x1b[113u", plain(KeyCode::Char('q'))),
            (b"\x1b[110;2u", plain(KeyCode::Char('N'))),
            (b"\x1b[61:43;2u", plain(KeyCode::Char('+'))),
            (b"\x1b[61;2;43u", plain(KeyCode::Char('+'))),
            (b"\x1b[27u", plain(KeyCode::Esc)),
            (b"\x1b[13;1:2u", plain(KeyCode::Enter)),
            (b"\x1b[9;2u", plain(KeyCode::BackTab)),
            (b"\x1b[127;1u", plain(KeyCode::Backspace)),
            (b"\x1b[57408u", plain(KeyCode::Char('9'))),
            (b"\x1b[1;1:1A", plain(KeyCode::Up)),
        ] {
            let text = String::from_utf8_lossy(bytes);
            assert_eq!(pressed(bytes), [key], "{text:?}");
        }
        for release in [
            &b"\x1b[113;1:3u"[..],
            b"\x1b[1;1:3A",
            b"\x1b[3;1:3~",
            b"\x1b[57441;2u",
        ] {
            assert_eq!(pressed(release), [], "{release:?}");
        }
    }

    #[test]
    fn a_sequence_may_come_in_pieces() {
        let mut decoder = Decoder::default();
        assert_eq!(keys_of(&mut decoder, b"\x1b"), []);
        assert_eq!(keys_of(&mut decoder, b"["), []);
        assert_eq!(keys_of(&mut decoder, b"A"), [plain(KeyCode::Up)]);
    }

    #[test]
    fn the_way_out_works_in_the_middle_of_a_sequence() {
        for begun in [&b"\x1b]0;"[..], b"\x1bP", b"\x1b[?", b"\x1b[M", b"\xe2"] {
            let mut decoder = Decoder::default();
            decoder.push(begun);
            assert_eq!(keys_of(&mut decoder, b"\x03"), [ctrl('c')], "{begun:?}");
            assert_eq!(keys_of(&mut decoder, b"q"), [plain(KeyCode::Char('q'))]);
        }
    }

    #[test]
    fn a_paste_is_a_text_and_no_key_however_it_is_cut() {
        let paste = "\x1b[200~hello q\r\x03 \x1b[20 \x1b\x1b[A wörld\x1b[201~s".as_bytes();
        let text = "hello q\r\x03 \x1b[20 \x1b\x1b[A wörld";
        let wanted = [pasted(text), Input::Key(plain(KeyCode::Char('s')))];
        assert_eq!(Decoder::default().push(paste), wanted);
        for cut in 1..paste.len() {
            let mut decoder = Decoder::default();
            let mut inputs = decoder.push(&paste[..cut]);
            inputs.extend(decoder.push(&paste[cut..]));
            assert_eq!(inputs, wanted, "cut at {cut}");
        }
    }

    #[test]
    fn of_a_paste_of_megabytes_the_start_is_kept() {
        let mut decoder = Decoder::default();
        decoder.push(b"\x1b[200~");
        for _ in 0..4096 {
            assert_eq!(decoder.push(&[b'q'; 1024]), []);
        }
        assert_eq!(decoder.push(b"\x1b[201~"), [pasted(&"q".repeat(4096))]);
        assert_eq!(decoder.patience(), None);
    }

    #[test]
    fn a_paste_whose_end_never_comes_ends_with_silence_or_with_control_c() {
        let mut decoder = Decoder::default();
        decoder.push(b"\x1b[200~hello q\x1b[20");
        assert_eq!(decoder.patience(), Some(PATIENCE_FOR_PASTE));
        assert_eq!(decoder.settle(), Some(pasted("hello q")));
        assert_eq!(keys_of(&mut decoder, b"q"), [plain(KeyCode::Char('q'))]);
        decoder.push(b"\x1b[200~hello");
        assert_eq!(keys_of(&mut decoder, b"\x03"), [ctrl('c')]);
        assert_eq!(keys_of(&mut decoder, b"q"), [plain(KeyCode::Char('q'))]);
    }

    #[test]
    fn an_answer_to_a_status_request_is_no_key() {
        for answer in [&b"\x1b[0n"[..], b"\x1b[n", b"\x1b[3n"] {
            let mut decoder = Decoder::default();
            assert_eq!(decoder.push(answer), [Input::Answer], "{answer:?}");
            assert_eq!(keys_of(&mut decoder, b"s"), [plain(KeyCode::Char('s'))]);
        }
        assert_eq!(pressed(b"\x1b[?13n\x1b[5n"), []);
    }

    #[test]
    fn random_bytes_do_not_pile_up() {
        let mut decoder = Decoder::default();
        let mut byte = 7_u8;
        for _ in 0..100_000 {
            byte = byte.wrapping_mul(5).wrapping_add(113);
            decoder.push(&[byte, b'\x1b', b']', byte]);
        }
        decoder.settle();
        assert_eq!(keys_of(&mut decoder, b"q"), [plain(KeyCode::Char('q'))]);
    }
}
