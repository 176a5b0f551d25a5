//! Maps the letters and numbers in escape sequences to keys.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Number of the escape key, and others, in the kitty keyboard protocol; from ASCII.
const TAB: u16 = 9;
const ENTER: u16 = 13;
const ESCAPE: u16 = 27;
const BACKSPACE: u16 = 127;

/// Unicode's private use area, where the kitty keyboard protocol has keys that write no character.
const PRIVATE: std::ops::RangeInclusive<u16> = 0xe000..=0xf8ff;

/// Returns the key for the final letter of a sequence that began with `ESC [`.
pub fn cursor_key(letter: char) -> Option<KeyCode> {
    Some(match letter {
        'A' => KeyCode::Up,
        'B' => KeyCode::Down,
        'C' => KeyCode::Right,
        'D' => KeyCode::Left,
        'F' => KeyCode::End,
        'H' => KeyCode::Home,
        _ => return None,
    })
}

/// Returns the key for the letter after `ESC O`: a cursor key, or a key of the keypad, which sends such letters
/// where a program has left it in the application mode.
pub fn single_shift_key(letter: char) -> Option<KeyCode> {
    Some(match letter {
        'M' => KeyCode::Enter,
        // The keypad sends its characters 64 places higher in ASCII.
        'j'..='y' => KeyCode::Char(char::from(u8::try_from(letter).ok()? - 64)),
        _ => return cursor_key(letter),
    })
}

/// Returns the key for the number in a sequence `ESC [ number ~`.
pub fn tilde_key(number: u16) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        _ => return None,
    })
}

/// Returns the key press for a sequence `ESC [ code ; modifiers u` of the kitty keyboard protocol, or
/// `ESC [ 27 ; modifiers ; code ~` of xterm. `written` is the character that the key writes with Shift, if the
/// terminal has sent it.
pub fn unicode_key(code: u16, written: Option<u16>, modifiers: KeyModifiers) -> Option<KeyEvent> {
    let has_shift = modifiers.contains(KeyModifiers::SHIFT);
    let code = match code {
        TAB if has_shift => KeyCode::BackTab,
        TAB => KeyCode::Tab,
        ENTER => KeyCode::Enter,
        ESCAPE => KeyCode::Esc,
        BACKSPACE => KeyCode::Backspace,
        _ if PRIVATE.contains(&code) => keypad_key(code)?,
        _ => {
            let written = written.filter(|_| has_shift);
            let character = char::from_u32(written.unwrap_or(code).into())?;
            KeyCode::Char(if has_shift {
                character.to_ascii_uppercase()
            } else {
                character
            })
        }
    };
    // Without this protocol a terminal sends what Shift makes of a key, and no modifier.
    Some(KeyEvent::new(code, modifiers - KeyModifiers::SHIFT))
}

/// Returns the key for a number that the kitty keyboard protocol gives to a key of the keypad.
fn keypad_key(code: u16) -> Option<KeyCode> {
    Some(match code {
        57_399..=57_408 => KeyCode::Char(char::from_digit(u32::from(code) - 57_399, 10)?),
        57_409 => KeyCode::Char('.'),
        57_410 => KeyCode::Char('/'),
        57_411 => KeyCode::Char('*'),
        57_412 => KeyCode::Char('-'),
        57_413 => KeyCode::Char('+'),
        57_414 => KeyCode::Enter,
        57_417 => KeyCode::Left,
        57_418 => KeyCode::Right,
        57_419 => KeyCode::Up,
        57_420 => KeyCode::Down,
        57_421 => KeyCode::PageUp,
        57_422 => KeyCode::PageDown,
        57_423 => KeyCode::Home,
        57_424 => KeyCode::End,
        57_425 => KeyCode::Insert,
        57_426 => KeyCode::Delete,
        _ => return None,
    })
}

/// Returns the modifiers for the number that xterm sends: 1, plus 1 for Shift, 2 for Alt and 4 for Control.
pub fn modifiers(number: u16) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
    ]
    .into_iter()
    .filter(|(bit, _)| bits & bit != 0)
    .fold(KeyModifiers::NONE, |all, (_, one)| all | one)
}
