//! The picture of a sweep on the terminal, drawn in place while runs finish, so that it stays when they have.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use anyhow::Result;
use ratatui::buffer::Buffer;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr};

use crate::terminal::inline_rows;

/// Shortest time between two pictures.
const FRAME: Duration = Duration::from_millis(100);
/// Escape sequences around a picture, which many terminals then show all at once.
const BEGIN: &str = "\x1b[?2026h";
const END: &str = "\x1b[?2026l";
/// Size of a terminal that does not tell it.
const DEFAULT_SIZE: (u16, u16) = (80, 24);

/// A picture that is drawn again and again at the same place.
pub struct Picture {
    /// Widths of the lines that are on the screen.
    shown: Vec<usize>,
    drawn: Option<Instant>,
    found: Option<Termios>,
}

impl Picture {
    /// Begins a picture where the cursor is. What is typed is not shown until the picture is dropped, because it
    /// would be written into it.
    #[must_use]
    pub fn begin() -> Self {
        let found = tcgetattr(io::stdout()).ok();
        // A program in the background may not change the modes.
        let is_foreground = rustix::termios::tcgetpgrp(io::stdout())
            .is_ok_and(|group| group == rustix::process::getpgrp());
        let found = found.filter(|_| is_foreground);
        if let Some(found) = &found {
            let mut quiet = found.clone();
            quiet.local_modes.remove(LocalModes::ECHO);
            let _ = tcsetattr(io::stdout(), OptionalActions::Now, &quiet);
        }
        Self {
            shown: Vec::new(),
            drawn: None,
            found,
        }
    }

    /// Returns whether it is time for another picture.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.drawn.is_none_or(|drawn| drawn.elapsed() >= FRAME)
    }

    /// Draws what `draw` makes for a size, over what was drawn before.
    ///
    /// # Errors
    /// If the terminal cannot be written to.
    pub fn draw(&mut self, draw: impl Fn((u16, u16)) -> Buffer) -> Result<()> {
        let (columns, rows) = size();
        // The last line is that of the cursor, and a full line would take two in some terminals.
        let room = (
            columns.saturating_sub(1).max(1),
            rows.saturating_sub(1).max(1),
        );
        let picture = draw(room);
        // In a window that is too low for a picture, its words at the end say more than what stands above.
        let hidden = usize::from(picture.area.height.saturating_sub(room.1));
        // A window that has become narrower has broken the lines that were wider.
        let broken = self
            .shown
            .iter()
            .map(|width| width.div_ceil(usize::from(columns)).max(1));
        let lines: usize = broken.sum();
        // Lines are written over, not erased first, so that no half of a picture is seen.
        let up = match lines {
            0 => String::new(),
            lines => format!("\x1b[{lines}A"),
        };
        let mut text = format!("{BEGIN}\r{up}");
        self.shown.clear();
        for row in inline_rows(&picture).iter().skip(hidden) {
            text += row;
            text += "\x1b[K\r\n";
            self.shown.push(usize::from(picture.area.width));
        }
        text += "\x1b[J";
        text += END;
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        self.drawn = Some(Instant::now());
        Ok(())
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        if let Some(found) = &self.found {
            let _ = tcsetattr(io::stdout(), OptionalActions::Now, found);
        }
    }
}

/// Returns the size of the terminal in columns and rows.
fn size() -> (u16, u16) {
    let size = tcgetwinsize(io::stdout()).ok();
    let size = size.map(|size| (size.ws_col, size.ws_row));
    size.filter(|(columns, rows)| *columns > 0 && *rows > 0)
        .unwrap_or(DEFAULT_SIZE)
}
