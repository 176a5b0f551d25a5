//! What was read from the user's own file: it is shown at load until a key is pressed, and again by its key.

use crossterm::event::{KeyCode, KeyEvent};

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::notice::Notice;
use crate::app::view::Overlay;
use crate::app::warning::warnings;
use crate::app::{App, keymap};

/// Beginnings of the names under which a shell passes a pipe.
const PIPES: [&str; 3] = ["/dev/stdin", "/dev/fd/", "/proc/self/fd/"];

impl App {
    /// Handles a key. A key that closes what was read is not lost: it also does what it does otherwise, except
    /// esc and enter.
    pub(super) fn press(&mut self, event: KeyEvent) -> Vec<Effect> {
        let action = keymap::action(&event, self.view.mode());
        let leaves_reading = !matches!(
            action,
            Some(Action::ToggleReading | Action::Repaint | Action::Suspend)
        );
        if leaves_reading && self.hide_reading() && is_only_to_close(event) {
            return Vec::new();
        }
        action.map_or_else(Vec::new, |action| self.act(action))
    }

    /// Returns whether the data came through a pipe, so that no file can give them again.
    pub(super) fn is_piped(&self) -> bool {
        let mut files = self.own_data.iter();
        let file = files.find_map(|word| word.strip_prefix("--data="));
        let is_pipe = |file: &str| file == "-" || PIPES.iter().any(|pipe| file.starts_with(pipe));
        self.confirmed().dataset.origin().is_some() && file.is_some_and(is_pipe)
    }

    /// Hides what was read. Returns whether it was shown.
    fn hide_reading(&mut self) -> bool {
        let is_shown = matches!(self.view.overlay, Overlay::Reading(_));
        if is_shown {
            self.view.overlay = Overlay::None;
            self.revision += 1;
        }
        is_shown
    }

    /// Shows what was read from the user's own file, with the next warning if it is shown already.
    pub(super) fn toggle_reading(&mut self) {
        match self.confirmed().dataset.origin() {
            Some(origin) => {
                let warnings = warnings(origin, &self.requested().settings);
                self.view.toggle_reading(warnings.len());
            }
            None => self.notices.tell(Notice::nothing_read()),
        }
    }

    /// Shows what was read once more, unless a key has opened something else.
    pub(super) fn show_reading(&mut self) {
        let is_free = self.view.overlay == Overlay::None && self.view.editor.is_none();
        if is_free && self.confirmed().dataset.origin().is_some() {
            self.view.overlay = Overlay::Reading(0);
            self.revision += 1;
        }
    }
}

/// Returns whether a key has no other meaning than to close what was read.
fn is_only_to_close(event: KeyEvent) -> bool {
    event.modifiers.is_empty() && matches!(event.code, KeyCode::Esc | KeyCode::Enter)
}
