//! Draws the screen and returns the bytes that show it on the terminal.

use std::sync::Arc;

use crossterm::clipboard::CopyToClipboard;
use ratatui::Terminal;
use ratatui::layout::{Position, Rect, Size};

use crate::app::scene::Scene;
use crate::terminal::backend::FrameBackend;
use crate::terminal::screen::{ansi, synchronized};
use crate::terminal::tty::Tty;
use crate::ui::{self, Picture, RasterCache};

/// The terminal's display: what it shows after all frames sent so far, and how the next frame is drawn.
pub struct Display {
    terminal: Terminal<FrameBackend>,
    picture: Picture,
    tty: Arc<Tty>,
    /// Whether the content of the terminal is unknown, so that the next frame must draw every cell.
    is_unknown: bool,
    /// Whether the terminal may still show the normal screen, so that the next frame must begin with
    /// `entrance`.
    is_outside: bool,
    /// Escape sequences that switch to the alternate screen and set it up.
    entrance: String,
    /// Escape sequences that are sent after the next frame, such as a text for the clipboard.
    aside: String,
}

impl Display {
    /// Creates a display of unknown content. Its first frame draws every cell and begins with `entrance`.
    #[must_use]
    pub fn new(tty: Arc<Tty>, picture: Picture, entrance: String) -> Self {
        let Ok(terminal) = Terminal::new(FrameBackend::default());
        Self {
            terminal,
            picture,
            tty,
            is_unknown: true,
            is_outside: true,
            entrance,
            aside: String::new(),
        }
    }

    /// Makes the next frame draw every cell. This is needed after a resize even if the size is unchanged: a
    /// window that was smaller for a moment has lost part of its content.
    pub fn forget(&mut self) {
        self.is_unknown = true;
    }

    /// Makes the next frame draw every cell and switch to the alternate screen again.
    pub fn come_back(&mut self) {
        self.is_unknown = true;
        self.is_outside = true;
    }

    /// Makes the terminal copy a text to the clipboard, together with the next frame. A terminal without this
    /// function ignores the request.
    pub fn copy(&mut self, text: &str) {
        self.aside = ansi(&CopyToClipboard::to_clipboard_from(text));
    }

    /// Returns the size of the terminal in columns and rows.
    #[must_use]
    pub fn size(&self) -> Size {
        self.tty.size()
    }

    /// Returns the cache of the rasters of large data sets.
    pub fn rasters(&mut self) -> &mut RasterCache {
        self.picture.rasters()
    }

    /// Returns whether the last frame had no room for everything that has changed, so that another frame must
    /// follow even if nothing changes.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        self.terminal.backend().is_cut_off()
    }

    /// Draws `scene` and returns the bytes that make the terminal show it. Returns an empty string if the
    /// terminal already shows it and there is nothing to copy. With `room`, a frame ends after about as many
    /// bytes, and the rest comes with the next frames.
    pub fn draw(&mut self, scene: &Scene, room: Option<usize>) -> String {
        let size = self.tty.size();
        let backend = self.terminal.backend_mut();
        (backend.size, backend.room) = (size, room);
        // What a key changes is a text. The ground behind the points changes all the time, and is large.
        let window = Rect::from((Position::ORIGIN, size));
        backend.last = ui::points_area(window, scene.lanes()).unwrap_or_default();
        if std::mem::take(&mut self.is_unknown) {
            // `clear` is not used, because it asks the terminal for the cursor position.
            let Ok(()) = self.terminal.resize(window);
        }
        let picture = &mut self.picture;
        let Ok(_) = self.terminal.draw(|frame| picture.draw_scene(frame, scene));
        let bytes = self.terminal.backend_mut().take();
        if bytes.is_empty() && self.aside.is_empty() {
            return bytes;
        }
        let picture = synchronized(&bytes) + &std::mem::take(&mut self.aside);
        if std::mem::take(&mut self.is_outside) {
            self.entrance.clone() + &picture
        } else {
            picture
        }
    }
}
