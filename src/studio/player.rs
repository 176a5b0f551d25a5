//! Plays a tape on a virtual clock, against the real key table, app and engine.

use std::fmt;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent};
use regex::Regex;

use crate::app::keymap;
use crate::studio::stage::Stage;
use crate::studio::tape::{Tape, TapeCommand};

/// Time between two checks of the screen while a tape waits for a pattern.
const LOOK: Duration = Duration::from_millis(50);

/// Result of a tape that was played to its end.
pub struct Played {
    /// The program; `None` if the tape has not started it.
    pub stage: Option<Stage>,
    /// Whether the tape ends with the screen hidden.
    pub is_hidden: bool,
    /// Total time for which the screen is shown.
    pub shown: Duration,
}

/// Error of a command of a tape that cannot be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlayError {
    /// Number of the line of the command, from 1.
    pub line: usize,
    /// Reason why the command cannot be played.
    pub problem: PlayProblem,
}

/// Reason why a command of a tape cannot be played.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlayProblem {
    /// The command line that was typed does not start the program, for this reason.
    NotStarted(String),
    /// The program is not running yet, or has ended.
    NotRunning,
    /// The player cannot press this key at the shell.
    NotForShell(String),
    /// This key has no action at this moment.
    Unbound(String),
    /// This key changes nothing on the screen.
    WithoutEffect(String),
    /// This key was refused, with this notice.
    Refused(String, String),
    /// This pattern did not appear in time; the second text is what the screen showed.
    NeverCame(String, String),
}

/// Plays a tape from its first command to its last. Enter at the shell starts the program: `launch` is
/// called with the last command of the typed line.
///
/// # Errors
/// The first command that cannot be played, or that would have no effect in VHS.
pub fn play(
    tape: &Tape,
    launch: impl Fn(&str) -> Result<Stage, String>,
) -> Result<Played, PlayError> {
    let mut player = Player {
        launch,
        typed: String::new(),
        played: Played {
            stage: None,
            is_hidden: false,
            shown: Duration::ZERO,
        },
    };
    for (line, command) in &tape.commands {
        player.play(command).map_err(|problem| PlayError {
            line: *line,
            problem,
        })?;
    }
    Ok(player.played)
}

/// A tape that is being played.
struct Player<L> {
    launch: L,
    /// Text that has been typed at the shell before the program runs.
    typed: String,
    played: Played,
}

impl<L: Fn(&str) -> Result<Stage, String>> Player<L> {
    fn play(&mut self, command: &TapeCommand) -> Result<(), PlayProblem> {
        match command {
            TapeCommand::Output(_) | TapeCommand::Set(..) => {}
            TapeCommand::Hide => self.played.is_hidden = true,
            TapeCommand::Show => self.played.is_hidden = false,
            TapeCommand::Sleep(time) => self.pass(*time),
            TapeCommand::Keys(keys, each) => {
                for key in keys {
                    self.press(*key)?;
                    self.pass(*each);
                }
            }
            TapeCommand::WaitScreen(pattern, limit) => self.wait(pattern, *limit)?,
        }
        Ok(())
    }

    fn pass(&mut self, time: Duration) {
        if !self.played.is_hidden {
            self.played.shown += time;
        }
        if let Some(stage) = &mut self.played.stage {
            stage.pass(time);
        }
    }

    fn press(&mut self, key: KeyEvent) -> Result<(), PlayProblem> {
        let Some(stage) = &mut self.played.stage else {
            return self.type_at_shell(key);
        };
        if stage.end().is_some() {
            return Err(PlayProblem::NotRunning);
        }
        let name = || name_of(key);
        if keymap::action(&key, stage.app().view().mode()).is_none() {
            return Err(PlayProblem::Unbound(name()));
        }
        let before = stage.draw().clone();
        let (told, _) = stage.app().latest_notice();
        stage.press(key);
        let has_changed = *stage.draw() != before || stage.end().is_some();
        // The notice on an earlier key may still be shown.
        if let (now_told, Some(notice)) = stage.app().latest_notice()
            && now_told > told
            && notice.is_refusal()
        {
            return Err(PlayProblem::Refused(name(), notice.text.clone()));
        }
        let prompt = stage.app().view().prompt.as_ref();
        if let Some(error) = prompt.and_then(|prompt| prompt.error.as_ref()) {
            return Err(PlayProblem::Refused(name(), error.why.clone()));
        }
        if !has_changed {
            return Err(PlayProblem::WithoutEffect(name()));
        }
        Ok(())
    }

    fn type_at_shell(&mut self, key: KeyEvent) -> Result<(), PlayProblem> {
        match key.code {
            KeyCode::Char(character) => self.typed.push(character),
            KeyCode::Enter => {
                let last = self.typed.rsplit(';').next().unwrap_or_default();
                let stage = (self.launch)(last.trim()).map_err(PlayProblem::NotStarted)?;
                self.played.stage = Some(stage);
            }
            _ => return Err(PlayProblem::NotForShell(name_of(key))),
        }
        Ok(())
    }

    fn wait(&mut self, pattern: &Regex, limit: Duration) -> Result<(), PlayProblem> {
        let mut waited = Duration::ZERO;
        loop {
            let stage = self.played.stage.as_mut().ok_or(PlayProblem::NotRunning)?;
            let text = stage.text();
            if pattern.is_match(&text) {
                return Ok(());
            }
            if waited >= limit {
                return Err(PlayProblem::NeverCame(pattern.to_string(), text));
            }
            self.pass(LOOK);
            waited += LOOK;
        }
    }
}

fn name_of(key: KeyEvent) -> String {
    keymap::Key::from(key).to_string()
}

impl fmt::Display for PlayError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for PlayError {}

impl fmt::Display for PlayProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted(why) => write!(formatter, "the program did not start: {why}"),
            Self::NotRunning => formatter.write_str("the program does not run"),
            Self::NotForShell(key) => write!(formatter, "{key} cannot be pressed at the shell"),
            Self::Unbound(key) => write!(formatter, "{key} means nothing here"),
            Self::WithoutEffect(key) => write!(formatter, "{key} changes nothing"),
            Self::Refused(key, why) => write!(formatter, "{key} was refused: {why}"),
            Self::NeverCame(pattern, screen) => {
                write!(formatter, "no {pattern} on the screen:\n{screen}")
            }
        }
    }
}
