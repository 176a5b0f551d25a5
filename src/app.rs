//! The state of the screen, and how a message changes it. Pure: no clock, no thread, no terminal.

pub mod action;
pub mod cursor;
pub mod keymap;
pub mod notice;
mod saving;
pub mod scene;
mod steering;
pub mod view;
pub mod weights;

use crossterm::event::{KeyEvent, KeyEventKind};
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::notice::Notice;
use crate::app::saving::Saving;
use crate::app::view::{Overlay, View};
use crate::learning::start::StartKind;
use crate::session::engine::Command;
use crate::session::record;
use crate::session::settings::{Reach, Setting};
use crate::session::share::Recipe;
use crate::session::snapshot::{Control, Snapshot};
use crate::session::worker::Report;

/// So many commands may wait to be confirmed. Nobody types as many in the time between two pictures;
/// what is pasted must not pile up before a worker that is busy.
const MOST_UNCONFIRMED: u64 = 256;

/// What the screen shows: what the user requested, and the last state the engine confirmed.
pub struct App {
    requested: Control,
    confirmed: Snapshot,
    reach: Reach,
    /// The options that read the user's own table, if there is one.
    table: Vec<String>,
    fresh_seeds: Xoshiro256PlusPlus,
    view: View,
    notice: Option<Notice>,
    end: Option<End>,
    errand: Option<Errand>,
    saving: Saving,
    /// Whether training pauses only because the link has stalled.
    waits_for_link: bool,
    revision: u64,
}

/// What is to be done outside the picture and the training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Errand {
    /// The program is to be suspended.
    Suspend,
    /// A text is to be copied to where the user can paste it.
    Copy(String),
    /// A run is to be written to a new file.
    Save(String),
}

/// Why the program is to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The user asked for it.
    Quit,
    /// There is nothing to train on, for this reason.
    Refused(String),
    /// The worker is gone, with this message.
    WorkerFailed(String),
    /// The terminal cannot be read any more, for this reason.
    InputEnded(String),
}

/// What happens to the screen.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(KeyEvent),
    /// The window has another size.
    Resized,
    /// The worker has something to tell.
    Worker(Report),
    /// No more keys will come, for this reason.
    InputEnded(String),
    /// The terminal has taken no picture for long.
    LinkStalled,
    /// The terminal takes pictures again.
    LinkRecovered,
    /// The pointer was moved to this place.
    Pointer(Cursor),
    /// A run was written to this file, or could not be for this reason.
    Saved(Result<String, String>),
    /// There is no shell that could bring a suspended program back.
    CannotSuspend,
}

impl App {
    /// The screen of a training at `confirmed`. Fresh seeds are drawn from `seed`.
    #[must_use]
    pub fn new(confirmed: Snapshot, seed: u64) -> Self {
        let given = match confirmed.control.settings.setup.start.kind {
            StartKind::Given(weights) => Some(weights),
            _ => None,
        };
        Self {
            requested: confirmed.control,
            reach: Reach {
                samples: confirmed.dataset.training().len(),
                given,
                has_table: false,
            },
            table: Vec::new(),
            confirmed,
            fresh_seeds: Xoshiro256PlusPlus::seed_from_u64(seed),
            view: View::default(),
            notice: None,
            end: None,
            errand: None,
            saving: Saving::default(),
            waits_for_link: false,
            revision: 0,
        }
    }

    /// The same, with the options that read a table of the user's own.
    #[must_use]
    pub fn with_table(mut self, table: Vec<String>) -> Self {
        self.reach.has_table = !table.is_empty();
        self.table = table;
        self
    }

    /// Takes in a message and returns what the engine is to be told.
    pub fn update(&mut self, message: Message) -> Vec<Command> {
        match message {
            Message::Key(event) if event.kind == KeyEventKind::Press => {
                let action = keymap::action(&event, self.view.mode());
                action.map_or_else(Vec::new, |action| self.act(action))
            }
            Message::Key(_) | Message::Worker(Report::Loading(_)) => Vec::new(),
            Message::Resized => {
                self.revision += 1;
                Vec::new()
            }
            Message::Worker(Report::Loaded(snapshot) | Report::Snapshot(snapshot)) => {
                self.confirm(*snapshot);
                Vec::new()
            }
            Message::Worker(Report::Refused(why)) => {
                self.end = Some(End::Refused(why));
                Vec::new()
            }
            Message::Worker(Report::Failed(text)) => {
                self.end = Some(End::WorkerFailed(text));
                Vec::new()
            }
            Message::InputEnded(reason) => {
                self.end = Some(End::InputEnded(reason));
                Vec::new()
            }
            Message::LinkStalled => self.wait_for_link(),
            Message::LinkRecovered => self.go_on_after_link(),
            Message::Pointer(cursor) => {
                self.view.cursor = Some(cursor);
                self.revision += 1;
                Vec::new()
            }
            Message::Saved(outcome) => {
                self.saving.end(&outcome);
                self.tell(Notice::saved(&outcome))
            }
            Message::CannotSuspend => self.tell(Notice::cannot_suspend()),
        }
    }

    fn tell(&mut self, notice: Notice) -> Vec<Command> {
        self.notice = Some(notice);
        self.revision += 1;
        Vec::new()
    }

    fn confirm(&mut self, snapshot: Snapshot) {
        // What is left of a run that was reset is not shown any more.
        if snapshot.control.run < self.requested.run {
            return;
        }
        self.reach.samples = snapshot.dataset.training().len();
        self.confirmed = snapshot;
        self.revision += 1;
        // Where nothing is asked for that is not confirmed, what differs was planned from the start.
        if self.requested.commands == self.confirmed.control.commands {
            self.requested.settings = self.confirmed.control.settings;
        }
    }

    /// What the user wants; it holds as soon as the engine has confirmed it.
    #[must_use]
    pub fn requested(&self) -> &Control {
        &self.requested
    }

    /// The last state of the training.
    #[must_use]
    pub fn confirmed(&self) -> &Snapshot {
        &self.confirmed
    }

    /// Whether all that was requested is confirmed.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.requested == self.confirmed.control
    }

    /// A number that grows whenever the picture may look different.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How the picture is looked at.
    #[must_use]
    pub fn view(&self) -> &View {
        &self.view
    }

    /// What the last key has to tell, if anything.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Why the program is to end, once it is.
    #[must_use]
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// The settings that can be selected now.
    #[must_use]
    pub fn listed_settings(&self) -> Vec<&'static Setting> {
        self.view.listed(&self.requested.settings, self.reach)
    }

    /// The command that repeats the run, quoted for a shell; nothing where too much was changed.
    #[must_use]
    pub fn command(&self) -> Option<String> {
        let recipe = Recipe {
            table: &self.table,
            began: &self.confirmed.began,
            changes: &self.confirmed.changes,
        };
        recipe.command()
    }

    /// What is to be done outside; it is said once.
    pub fn take_errand(&mut self) -> Option<Errand> {
        self.errand.take()
    }

    fn act(&mut self, action: Action) -> Vec<Command> {
        self.notice = None;
        self.revision += 1;
        let confirmed = self.confirmed.control.commands;
        let unconfirmed = self.requested.commands.saturating_sub(confirmed);
        if action.is_for_engine() && unconfirmed >= MOST_UNCONFIRMED {
            self.notice = Some(Notice::busy());
            return Vec::new();
        }
        let commands = self.commands(action);
        self.count(commands)
    }

    /// What the engine will confirm when it has obeyed.
    fn count(&mut self, commands: Vec<Command>) -> Vec<Command> {
        self.requested.commands += commands.len() as u64;
        commands
    }

    fn commands(&mut self, action: Action) -> Vec<Command> {
        let settings = self.requested.settings;
        match action {
            Action::ToggleRun => return self.toggle_run(),
            Action::StepUpdate => return self.step(Command::StepUpdate),
            Action::StepEpoch => return self.step(Command::StepEpoch),
            Action::Reset => return self.restart(settings),
            Action::NewStart => return self.new_start(),
            Action::NewData => return self.new_data(),
            Action::ToggleFeature(feature) => return self.toggle_feature(feature),
            Action::Adjust(setting, direction) => return self.adjust(setting, direction),
            Action::AdjustSelected(direction) => {
                return self.adjust(self.view.selected, direction);
            }
            Action::EditWeights => return self.edit_weights(),
            Action::SelectWeight(_)
            | Action::NudgeWeight(_)
            | Action::Type(_)
            | Action::Erase
            | Action::Accept
            | Action::CloseWeights => return self.edit(action),
            Action::Select(direction) => self.view.select(direction, &settings, self.reach),
            Action::SelectGroup => self.view.select_group(&settings, self.reach),
            Action::ToggleCursor => {
                let cursor = self.view.cursor.take();
                self.view.cursor = cursor.is_none().then(Cursor::default);
            }
            Action::MoveCursor(toward) => {
                self.view.cursor = self.view.cursor.map(|cursor| cursor.moved(toward));
            }
            Action::Share => self.share(),
            Action::Save => self.save(),
            Action::ToggleHelp => {
                self.view.overlay = match self.view.overlay {
                    Overlay::Help => Overlay::None,
                    _ => Overlay::Help,
                }
            }
            Action::Close => self.view.close(),
            Action::Suspend => self.errand = Some(Errand::Suspend),
            Action::Quit => self.end = Some(End::Quit),
        }
        Vec::new()
    }

    fn share(&mut self) {
        if matches!(self.view.overlay, Overlay::Command(_)) {
            self.view.overlay = Overlay::None;
        } else if let Some(command) = self.command() {
            self.errand = Some(Errand::Copy(command.clone()));
            self.view.overlay = Overlay::Command(command);
        } else {
            self.notice = Some(Notice::too_many_changes());
        }
    }

    fn save(&mut self) {
        if let Err(why) = self.saving.begin(&self.confirmed) {
            self.notice = Some(Notice::not_saved(why));
            return;
        }
        if let Some(text) = record::write(&self.confirmed, &self.table) {
            self.errand = Some(Errand::Save(text));
        } else {
            self.saving.end(&Err(String::new()));
            self.notice = Some(Notice::too_many_changes());
        }
    }
}
