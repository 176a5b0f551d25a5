//! A strict reader of VHS tapes: what VHS passes over in silence is an error here.
//!
//! VHS takes newlines for white space, so that a misspelt word after a `Type` becomes part of what is
//! typed, and it ignores a `Set` that comes after the first other command. Here a line is a command,
//! every word of it must be known, and every value must be of its kind.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use regex::Regex;

/// The settings that VHS knows.
const SETTINGS: [&str; 19] = [
    "Shell",
    "FontFamily",
    "FontSize",
    "Width",
    "Height",
    "Padding",
    "Margin",
    "MarginFill",
    "WindowBar",
    "BorderRadius",
    "LetterSpacing",
    "LineHeight",
    "Theme",
    "TypingSpeed",
    "Framerate",
    "PlaybackSpeed",
    "LoopOffset",
    "CursorBlink",
    "WaitTimeout",
];

/// VHS gives up on a `Wait` after this.
const WAIT_TIMEOUT: Duration = Duration::from_secs(15);
/// VHS waits so long after a key.
const TYPING_SPEED: Duration = Duration::from_millis(50);

#[derive(Debug, Clone)]
pub enum Command {
    Output(String),
    Set(String, String),
    Hide,
    Show,
    /// Keys, and how long each takes.
    Keys(Vec<KeyEvent>, Duration),
    Sleep(Duration),
    /// What the screen must show, and for how long to wait for it.
    WaitScreen(Regex, Duration),
}

/// The commands of a tape, each with the number of its line.
pub fn parse(text: &str) -> Result<Vec<(usize, Command)>, String> {
    let mut speed = TYPING_SPEED;
    let mut commands = Vec::new();
    let mut settings_are_over = false;
    for (place, line) in text.lines().enumerate() {
        let number = place + 1;
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let command = parse_line(line, speed).map_err(|why| format!("line {number}: {why}"))?;
        match &command {
            Command::Set(name, _) if settings_are_over => {
                return Err(format!(
                    "line {number}: Set {name} comes too late and is ignored"
                ));
            }
            Command::Set(name, value) if name == "TypingSpeed" => speed = duration(value)?,
            Command::Set(..) | Command::Output(_) => {}
            _ => settings_are_over = true,
        }
        commands.push((number, command));
    }
    Ok(commands)
}

fn parse_line(line: &str, speed: Duration) -> Result<Command, String> {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let (word, time) = match word.split_once('@') {
        Some((word, time)) => (word, Some(duration(time)?)),
        None => (word, None),
    };
    let each = time.unwrap_or(speed);
    match word {
        "Output" => Ok(Command::Output(rest.to_owned())),
        "Set" => setting(rest),
        "Hide" if rest.is_empty() => Ok(Command::Hide),
        "Show" if rest.is_empty() => Ok(Command::Show),
        "Type" => Ok(Command::Keys(typed(rest)?, each)),
        "Sleep" => Ok(Command::Sleep(duration(rest)?)),
        "Wait+Screen" => Ok(Command::WaitScreen(
            pattern(rest)?,
            time.unwrap_or(WAIT_TIMEOUT),
        )),
        _ => Ok(Command::Keys(repeated(key(word)?, rest)?, each)),
    }
}

fn setting(rest: &str) -> Result<Command, String> {
    let (name, value) = rest.split_once(' ').ok_or("Set needs a name and a value")?;
    let value = value.trim().trim_matches('"').to_owned();
    if SETTINGS.contains(&name) {
        Ok(Command::Set(name.to_owned(), value))
    } else {
        Err(format!("{name} is no setting"))
    }
}

/// One quoted string and nothing after it.
fn typed(rest: &str) -> Result<Vec<KeyEvent>, String> {
    let quote = rest.chars().next().filter(|quote| "\"'`".contains(*quote));
    let quote = quote.ok_or_else(|| format!("{rest} is not quoted"))?;
    let inside = rest[1..]
        .strip_suffix(quote)
        .filter(|inside| !inside.contains(quote));
    let inside = inside.ok_or_else(|| format!("{rest} is not one string"))?;
    Ok(inside
        .chars()
        .map(|c| KeyEvent::from(KeyCode::Char(c)))
        .collect())
}

fn repeated(key: KeyEvent, rest: &str) -> Result<Vec<KeyEvent>, String> {
    let count = if rest.is_empty() { Ok(1) } else { rest.parse() };
    let count = count.map_err(|_| format!("{rest} is not a number of times"))?;
    Ok(vec![key; count])
}

fn key(word: &str) -> Result<KeyEvent, String> {
    let code = match word {
        "Enter" => KeyCode::Enter,
        "Space" => KeyCode::Char(' '),
        "Tab" => KeyCode::Tab,
        "Backspace" => KeyCode::Backspace,
        "Escape" => KeyCode::Esc,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        _ => {
            let letter = word
                .strip_prefix("Ctrl+")
                .filter(|letter| letter.len() == 1);
            let letter = letter.and_then(|letter| letter.chars().next());
            let letter = letter.ok_or_else(|| format!("{word} is no command"))?;
            let code = KeyCode::Char(letter.to_ascii_lowercase());
            return Ok(KeyEvent::new(code, KeyModifiers::CONTROL));
        }
    };
    Ok(KeyEvent::from(code))
}

fn pattern(rest: &str) -> Result<Regex, String> {
    let inside = rest
        .strip_prefix('/')
        .and_then(|rest| rest.strip_suffix('/'));
    let inside = inside.ok_or_else(|| format!("{rest} is no /pattern/"))?;
    Regex::new(&inside.replace("\\/", "/")).map_err(|error| error.to_string())
}

/// `2`, `500ms` or `1.5s`.
fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 0.001),
        None => (text.strip_suffix('s').unwrap_or(text), 1.0),
    };
    let seconds: f64 = number.parse().map_err(|_| format!("{text} is no time"))?;
    Ok(Duration::from_secs_f64(seconds * unit))
}
