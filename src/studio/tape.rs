//! A strict parser of VHS tapes: what VHS ignores silently is an error here.
//!
//! VHS treats newlines as white space, so a misspelt word after a `Type` becomes part of the typed text. VHS
//! also ignores a `Set` that comes after the first other command. Here, each line is one command, every word
//! in it must be known, and every value must be valid.

use std::fmt;
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

/// The time after which VHS gives up on a `Wait`.
const WAIT_TIMEOUT: Duration = Duration::from_secs(15);
/// Default time that VHS waits after each key.
const TYPING_SPEED: Duration = Duration::from_millis(50);

/// The largest number of times that one line may press a key.
const MOST_REPEATS: usize = 10_000;

/// A tape: its commands in order.
#[derive(Debug, Clone)]
pub struct Tape {
    /// Each command with the number of its line, from 1.
    pub commands: Vec<(usize, TapeCommand)>,
}

/// A command of a tape.
#[derive(Debug, Clone)]
pub enum TapeCommand {
    /// Write the recording to this file.
    Output(String),
    /// Set a setting of VHS to a value.
    Set(String, String),
    /// Stop showing the screen in the recording.
    Hide,
    /// Show the screen in the recording again.
    Show,
    /// Press these keys, and wait this time after each key.
    Keys(Vec<KeyEvent>, Duration),
    /// Wait this time.
    Sleep(Duration),
    /// Wait until the screen matches the pattern, for this time at most.
    WaitScreen(Regex, Duration),
}

/// Error of a line of a tape that is not a valid command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TapeError {
    /// The number of the line, from 1.
    pub line: usize,
    /// Reason why the line is not a valid command.
    pub reason: String,
}

impl fmt::Display for TapeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for TapeError {}

impl Tape {
    /// Parses a tape. Empty lines and comments are ignored.
    ///
    /// # Errors
    /// The first line that is not a valid command, and the reason.
    pub fn parse(text: &str) -> Result<Self, TapeError> {
        let mut speed = TYPING_SPEED;
        let mut commands = Vec::new();
        let mut settings_are_over = false;
        for (place, line) in text.lines().enumerate() {
            let number = place + 1;
            let error = |reason| TapeError {
                line: number,
                reason,
            };
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let command = parse_line(line, speed).map_err(error)?;
            match &command {
                TapeCommand::Set(name, _) if settings_are_over => {
                    return Err(error(format!("Set {name} comes too late and is ignored")));
                }
                TapeCommand::Set(name, value) if name == "TypingSpeed" => {
                    speed = duration(value).map_err(error)?;
                }
                TapeCommand::Set(..) | TapeCommand::Output(_) => {}
                _ => settings_are_over = true,
            }
            commands.push((number, command));
        }
        Ok(Self { commands })
    }
}

fn parse_line(line: &str, speed: Duration) -> Result<TapeCommand, String> {
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let (word, time) = match word.split_once('@') {
        Some((word, time)) => (word, Some(duration(time)?)),
        None => (word, None),
    };
    let each = time.unwrap_or(speed);
    match word {
        "Output" => Ok(TapeCommand::Output(rest.to_owned())),
        "Set" => setting(rest),
        "Hide" if rest.is_empty() => Ok(TapeCommand::Hide),
        "Show" if rest.is_empty() => Ok(TapeCommand::Show),
        "Type" => Ok(TapeCommand::Keys(typed(rest)?, each)),
        "Sleep" => Ok(TapeCommand::Sleep(duration(rest)?)),
        "Wait+Screen" => Ok(TapeCommand::WaitScreen(
            pattern(rest)?,
            time.unwrap_or(WAIT_TIMEOUT),
        )),
        _ => Ok(TapeCommand::Keys(repeated(key(word)?, rest)?, each)),
    }
}

fn setting(rest: &str) -> Result<TapeCommand, String> {
    let (name, value) = rest.split_once(' ').ok_or("Set needs a name and a value")?;
    let value = value.trim().trim_matches('"').to_owned();
    if SETTINGS.contains(&name) {
        Ok(TapeCommand::Set(name.to_owned(), value))
    } else {
        Err(format!("{name} is no setting"))
    }
}

/// Parses one quoted string, with nothing after it, and returns the keys that type it.
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
    let count = if rest.is_empty() {
        Some(1)
    } else {
        rest.parse().ok().filter(|count| *count <= MOST_REPEATS)
    };
    let count = count.ok_or_else(|| format!("{rest} is not a number of times; try 3"))?;
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

/// Parses a time such as `2`, `500ms` or `1.5s`. A number without a unit is in seconds.
fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 0.001),
        None => (text.strip_suffix('s').unwrap_or(text), 1.0),
    };
    let seconds = number.parse::<f64>().ok();
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds * unit).ok())
        .ok_or_else(|| format!("{text} is not a time; try 500ms or 2s"))
}
