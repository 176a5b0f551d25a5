//! How the picture is looked at, beside the settings of the view; the training knows nothing of it.

use crate::app::action::Toward;
use crate::app::cursor::Cursor;
use crate::app::keymap::Mode;
use crate::app::weights::WeightEditor;
use crate::session::settings::{ALPHA, Direction, Reach, Setting, SettingGroup, Settings, TABLE};

/// What is selected, and what lies over the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The selected setting.
    pub selected: &'static Setting,
    /// What lies over the picture.
    pub overlay: Overlay,
    /// The cursor, where there is one.
    pub cursor: Option<Cursor>,
    /// The weights, while they are edited.
    pub editor: Option<WeightEditor>,
}

/// What lies over the picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Overlay {
    /// Nothing.
    #[default]
    None,
    /// The help.
    Help,
    /// The command that repeats the run.
    Command(String),
}

impl Default for View {
    fn default() -> Self {
        Self {
            selected: &ALPHA,
            overlay: Overlay::None,
            cursor: None,
            editor: None,
        }
    }
}

impl View {
    /// What the keys are for.
    #[must_use]
    pub fn mode(&self) -> Mode {
        match (&self.editor, self.cursor) {
            (Some(_), _) => Mode::Weights,
            (None, Some(_)) => Mode::Cursor,
            (None, None) => Mode::Main,
        }
    }

    /// The settings that can be selected now: those that change something, and the selected one.
    #[must_use]
    pub fn listed(&self, settings: &Settings, reach: &Reach) -> Vec<&'static Setting> {
        let is_listed = |setting: &&'static Setting| {
            (setting.applies)(settings, reach) || *setting == self.selected
        };
        TABLE.into_iter().filter(is_listed).collect()
    }

    /// Shows the cursor in the middle, or hides it.
    pub fn toggle_cursor(&mut self) {
        let cursor = self.cursor.take();
        self.cursor = cursor.is_none().then(Cursor::default);
    }

    /// Moves the cursor, where there is one.
    pub fn move_cursor(&mut self, toward: Toward) {
        self.cursor = self.cursor.map(|cursor| cursor.moved(toward));
    }

    /// Shows the help, or hides it.
    pub fn toggle_help(&mut self) {
        self.overlay = match self.overlay {
            Overlay::Help => Overlay::None,
            _ => Overlay::Help,
        };
    }

    /// Closes what lies uppermost: the overlay, else the cursor.
    pub fn close(&mut self) {
        if self.overlay == Overlay::None {
            self.cursor = None;
        }
        self.overlay = Overlay::None;
    }

    /// Selects the setting above or below, if there is one.
    pub fn select(&mut self, direction: Direction, settings: &Settings, reach: &Reach) {
        let listed = self.listed(settings, reach);
        let place = listed.iter().position(|row| *row == self.selected);
        let place = place.unwrap_or(0);
        self.selected = listed[match direction {
            Direction::Up => place.saturating_sub(1),
            Direction::Down => (place + 1).min(listed.len() - 1),
        }];
    }

    /// Selects the first setting of the next group that has any.
    pub fn select_group(&mut self, settings: &Settings, reach: &Reach) {
        let listed = self.listed(settings, reach);
        let place = SettingGroup::ALL
            .iter()
            .position(|group| *group == self.selected.group);
        let groups = SettingGroup::ALL
            .iter()
            .cycle()
            .skip(place.map_or(0, |place| place + 1));
        let first = groups
            .take(SettingGroup::ALL.len())
            .find_map(|group| listed.iter().find(|row| row.group == *group));
        self.selected = first.copied().unwrap_or(self.selected);
    }
}
