//! The commands that repeat the run: they are shown and copied.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::notice::Notice;
use crate::app::view::Overlay;
use crate::session::recipe;

impl App {
    /// Returns the command that repeats the run up to its current update, quoted for a shell; `None` if too
    /// many changes were made to repeat the run.
    #[must_use]
    pub fn command(&self) -> Option<String> {
        self.lane().recipe.command(&self.own_data)
    }

    /// Returns the command that repeats the run up to its current update and looks as the screen does now: it
    /// also has the requested settings of the view and the speed, and the options of the screen. `None` if
    /// too many changes were made to repeat the run.
    #[must_use]
    pub fn command_with_look(&self) -> Option<String> {
        let mut look = recipe::look(&self.requested().settings);
        look.extend_from_slice(&self.screen_options);
        Some(recipe::with_options(self.command()?, &look))
    }

    /// Returns the command that repeats the whole run, wherever it stands, quoted for a shell; `None` if
    /// too many changes were made to repeat the run.
    #[must_use]
    pub fn command_of_whole_run(&self) -> Option<String> {
        self.lane().recipe.of_whole_run().command(&self.own_data)
    }

    /// Shows and copies the command that repeats the run, or the one with the whole look if that command is
    /// shown already; closes the latter.
    pub(super) fn share(&mut self) -> Vec<Effect> {
        let (command, overlay): (_, fn(String) -> Overlay) = match self.view.overlay {
            Overlay::CommandWithLook(_) => {
                self.view.overlay = Overlay::None;
                return Vec::new();
            }
            Overlay::Command(_) => (self.command_with_look(), Overlay::CommandWithLook),
            Overlay::None | Overlay::Help | Overlay::Reading(_) => {
                (self.command(), Overlay::Command)
            }
        };
        let Some(command) = command else {
            self.notices.tell(Notice::too_many_changes());
            return Vec::new();
        };
        self.view.overlay = overlay(command.clone());
        vec![Effect::Copy(command)]
    }
}
