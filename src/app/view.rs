//! The state of the view that is not a setting: selection, overlay, cursor, weight editor and prompt.

use crate::app::action::Toward;
use crate::app::cursor::Cursor;
use crate::app::keymap::Mode;
use crate::app::prompt::Prompt;
use crate::app::weights::WeightEditor;
use crate::session::settings::{ALPHA, Direction, Reach, Setting, SettingGroup, Settings, TABLE};

/// Numbers of columns of the plot of the loss chart in a window of 80 columns: if there is one lane, and if there are
/// several.
const NARROW_CHART: [u16; 2] = [22, 30];

/// State of the view. The training does not depend on it.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The selected setting.
    pub selected: &'static Setting,
    /// Overlay that is open.
    pub overlay: Overlay,
    /// Number of pages that were turned in the help since it was opened; negative if they were turned back.
    /// Only the picture knows how many pages there are. The first page follows the last.
    pub help_page: i32,
    /// Cursor over the points; `None` if it is hidden.
    pub cursor: Option<Cursor>,
    /// Cursor in weight space, as the two weights on its axes; `None` if it is hidden.
    pub probe: Option<[f64; 2]>,
    /// Moment that is chosen on the loss chart, as a position in epochs; `None` if none is chosen.
    pub moment: Option<f64>,
    /// Numbers of columns of the plot of the loss chart: if there is one lane, and if there are several.
    pub chart_columns: [u16; 2],
    /// Whether the why view has room for weight space.
    pub has_space: bool,
    /// Weight editor; `None` if it is closed.
    pub editor: Option<WeightEditor>,
    /// Line that is being typed; `None` if there is none.
    pub prompt: Option<Prompt>,
}

/// A panel that is drawn over the others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Overlay {
    /// No overlay.
    #[default]
    None,
    /// Help: the list of all keys.
    Help,
    /// What was read from the user's own file, with the warning at this place.
    Reading(usize),
    /// Shell command that repeats the run.
    Command(String),
    /// Shell command that repeats the run and its whole look.
    CommandWithLook(String),
}

impl Default for View {
    fn default() -> Self {
        Self {
            selected: &ALPHA,
            overlay: Overlay::None,
            help_page: 0,
            cursor: None,
            probe: None,
            moment: None,
            chart_columns: NARROW_CHART,
            has_space: true,
            editor: None,
            prompt: None,
        }
    }
}

impl View {
    /// Returns the mode of the keys, which decides what they do.
    #[must_use]
    pub fn mode(&self) -> Mode {
        if self.prompt.is_some() {
            return Mode::Prompt;
        }
        match (&self.editor, &self.overlay, self.cursor) {
            (Some(_), ..) => Mode::Weights,
            (None, Overlay::Help, _) => Mode::Help,
            (None, _, Some(_)) => Mode::Cursor,
            (None, _, None) if self.probe.is_some() => Mode::Probe,
            (None, _, None) if self.moment.is_some() => Mode::Moment,
            (None, _, None) => Mode::Main,
        }
    }

    /// Returns the settings that can be selected now: all settings that have an effect, and the selected one.
    #[must_use]
    pub fn listed(&self, settings: &Settings, reach: &Reach) -> Vec<&'static Setting> {
        let is_listed = |setting: &&'static Setting| {
            (setting.applies)(settings, reach) || *setting == self.selected
        };
        TABLE.into_iter().filter(is_listed).collect()
    }

    /// Shows the cursor in the middle of the plane, or hides it.
    pub fn toggle_cursor(&mut self) {
        self.moment = None;
        let cursor = self.cursor.take();
        self.cursor = cursor.is_none().then(Cursor::default);
    }

    /// Moves the cursor by one step, if it is shown.
    pub fn move_cursor(&mut self, toward: Toward) {
        self.cursor = self.cursor.map(|cursor| cursor.moved(toward));
    }

    /// Shows the first page of the help, or hides the help.
    pub fn toggle_help(&mut self) {
        self.help_page = 0;
        self.overlay = match self.overlay {
            Overlay::Help => Overlay::None,
            _ => Overlay::Help,
        };
    }

    /// Shows what was read with the first of `warnings` warnings, or with the next one if it is shown already;
    /// hides it after the last one.
    pub fn toggle_reading(&mut self, warnings: usize) {
        self.overlay = match self.overlay {
            Overlay::Reading(place) if place + 1 < warnings => Overlay::Reading(place + 1),
            Overlay::Reading(_) => Overlay::None,
            _ => Overlay::Reading(0),
        };
    }

    /// Turns a page of the help.
    pub fn turn_page(&mut self, direction: Direction) {
        self.help_page = match direction {
            Direction::Up => self.help_page.saturating_sub(1),
            Direction::Down => self.help_page.saturating_add(1),
        };
    }

    /// Closes the overlay; closes the cursors and the moment if no overlay is open.
    pub fn close(&mut self) {
        if self.overlay == Overlay::None {
            self.cursor = None;
            self.probe = None;
            self.moment = None;
        }
        self.overlay = Overlay::None;
    }

    /// Selects the setting above or below in the panel, if there is one.
    pub fn select(&mut self, direction: Direction, settings: &Settings, reach: &Reach) {
        let listed = self.listed(settings, reach);
        let place = listed.iter().position(|row| *row == self.selected);
        let place = place.unwrap_or(0);
        self.selected = listed[match direction {
            Direction::Up => place.saturating_sub(1),
            Direction::Down => (place + 1).min(listed.len() - 1),
        }];
    }

    /// Selects the first setting of the next group that has a setting to select (up), or of the previous one (down).
    pub fn select_group(&mut self, direction: Direction, settings: &Settings, reach: &Reach) {
        let listed = self.listed(settings, reach);
        let mut groups = SettingGroup::ALL;
        if direction == Direction::Down {
            groups.reverse();
        }
        let place = groups
            .iter()
            .position(|group| *group == self.selected.group);
        groups.rotate_left(place.map_or(0, |place| place + 1));
        let first = |group: &SettingGroup| listed.iter().find(|row| row.group == *group);
        let first = groups.iter().find_map(first);
        self.selected = first.copied().unwrap_or(self.selected);
    }
}
