//! The actions that change what is looked at, and not the training.

use crate::app::App;
use crate::app::action::Action;

impl App {
    /// Changes the view only. The training is not affected.
    pub(super) fn look(&mut self, action: Action) {
        let (settings, reach) = (&self.training.requested().settings, self.training.reach());
        match action {
            Action::Select(direction) => self.view.select(direction, settings, reach),
            Action::SelectGroup(direction) => self.view.select_group(direction, settings, reach),
            Action::AskMoment => self.ask_moment(),
            Action::MoveMoment(direction) => self.move_moment(direction),
            Action::NextLane => self.next_lane(),
            Action::SteerAll => self.steer_all(),
            Action::ToggleCursor if self.shows_reasons() => self.toggle_probe(),
            Action::ToggleCursor => self.view.toggle_cursor(),
            Action::MoveProbe(toward) => self.move_probe(toward),
            Action::MoveCursor(toward) => self.view.move_cursor(toward),
            Action::ToggleHelp => self.view.toggle_help(),
            Action::TurnPage(direction) => self.view.turn_page(direction),
            _ => {
                self.notices.dismiss();
                self.view.close();
            }
        }
    }
}
