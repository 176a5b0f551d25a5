//! The display: from the app to the bytes of one picture.

use std::sync::Arc;

use crossterm::clipboard::CopyToClipboard;
use ratatui::Terminal;
use ratatui::layout::{Position, Rect, Size};

use crate::app::scene::Scene;
use crate::terminal::backend::FrameBackend;
use crate::terminal::screen::{ansi, synchronized};
use crate::terminal::tty::Tty;
use crate::ui::Picture;
use crate::ui::panels::scatter::RasterCache;

/// What the terminal shows, as far as it was told.
pub struct Display {
    terminal: Terminal<FrameBackend>,
    picture: Picture,
    tty: Arc<Tty>,
    /// Whether nothing of what the terminal shows is known.
    is_unknown: bool,
    /// Whether it may still show what it showed before the program.
    is_outside: bool,
    /// What takes the terminal over.
    entrance: String,
    /// What goes with the next picture.
    aside: String,
}

impl Display {
    /// A display of which nothing is known.
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

    /// The next picture has all of it: a window that was smaller in between has lost some, though its
    /// size be the same.
    pub fn forget(&mut self) {
        self.is_unknown = true;
    }

    /// The next picture has all of it, and takes the terminal over.
    pub fn come_back(&mut self) {
        self.is_unknown = true;
        self.is_outside = true;
    }

    /// Has the terminal copy a text to where it can be pasted from, with the next picture; a terminal that
    /// does not know how passes it over.
    pub fn copy(&mut self, text: &str) {
        self.aside = ansi(&CopyToClipboard::to_clipboard_from(text));
    }

    /// The size that the terminal tells.
    #[must_use]
    pub fn size(&self) -> Size {
        self.tty.size()
    }

    /// The rasters of large data sets.
    pub fn rasters(&mut self) -> &mut RasterCache {
        self.picture.rasters()
    }

    /// The bytes that make the terminal show `scene`; none where it already does.
    pub fn draw(&mut self, scene: &Scene) -> String {
        let size = self.tty.size();
        self.terminal.backend_mut().size = size;
        if std::mem::take(&mut self.is_unknown) {
            // Not `clear`, which asks the terminal where its cursor is.
            let Ok(()) = self.terminal.resize(Rect::from((Position::ORIGIN, size)));
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
