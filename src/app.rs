//! The state of the screen, and how a message changes it. Pure: no clock, no thread, no terminal.

pub mod action;
pub mod cursor;
pub mod effect;
pub mod keymap;
pub mod notice;
mod saving;
pub mod scene;
mod steering;
pub mod training;
pub mod view;
pub mod weights;

use crossterm::event::{KeyEvent, KeyEventKind};
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::effect::{Effect, End};
use crate::app::notice::Notice;
use crate::app::saving::Saving;
use crate::app::training::{Requested, Training};
use crate::app::view::{Overlay, View};
use crate::learning::model::parameters::Parameters;
use crate::session::engine::Command;
use crate::session::recipe::file;
use crate::session::settings::Setting;
use crate::session::snapshot::{LaneView, Snapshot};
use crate::session::worker::Report;

/// What the screen shows: what the user requested, and the last state that the engine confirmed.
pub struct App {
    training: Training,
    view: View,
    notice: Option<Notice>,
    /// The options that read a person's own data, if there are any.
    own_data: Vec<String>,
    fresh_seeds: Xoshiro256PlusPlus,
    saving: Saving,
    /// Whether training pauses only because the link has stalled.
    waits_for_link: bool,
    revision: u64,
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
    /// The terminal has accepted no picture for long.
    LinkStalled,
    /// The terminal accepts pictures again.
    LinkRecovered,
    /// The pointer was moved to this place.
    Pointer(Cursor),
    /// A run was written to this file, or could not be for this reason.
    Saved(Result<String, String>),
    /// There is no shell that could bring a suspended program back.
    CannotSuspend,
}

impl App {
    /// The screen of a training at `confirmed`. Fresh seeds are drawn from `seed`; `own_data` are the options
    /// that read a person's own data, if there are any.
    #[must_use]
    pub fn new(confirmed: Snapshot, seed: u64, own_data: Vec<String>) -> Self {
        Self {
            training: Training::new(confirmed, !own_data.is_empty()),
            view: View::default(),
            notice: None,
            own_data,
            fresh_seeds: Xoshiro256PlusPlus::seed_from_u64(seed),
            saving: Saving::default(),
            waits_for_link: false,
            revision: 0,
        }
    }

    /// Takes in a message and returns what is to be done outside, in this order.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
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
                vec![Effect::End(End::Refused(why.to_string()))]
            }
            Message::Worker(Report::Failed(text)) => vec![Effect::End(End::WorkerFailed(text))],
            Message::InputEnded(reason) => vec![Effect::End(End::InputEnded(reason))],
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

    fn tell(&mut self, notice: Notice) -> Vec<Effect> {
        self.notice = Some(notice);
        self.revision += 1;
        Vec::new()
    }

    fn confirm(&mut self, snapshot: Snapshot) {
        if self.training.confirm(snapshot) {
            self.revision += 1;
        }
        let weights = self.lane().parameters.len();
        if let Some(editor) = &mut self.view.editor {
            editor.fit(weights);
        }
    }

    /// What the user wants; it holds as soon as the engine has confirmed it.
    #[must_use]
    pub fn requested(&self) -> &Requested {
        self.training.requested()
    }

    /// The last state of the training.
    #[must_use]
    pub fn confirmed(&self) -> &Snapshot {
        self.training.confirmed()
    }

    /// The run that the panels show and the keys steer, as it was confirmed last.
    #[must_use]
    pub fn lane(&self) -> &LaneView {
        self.training.lane()
    }

    /// The weights of that run, with those that were set and are not confirmed.
    #[must_use]
    pub fn weights(&self) -> Parameters {
        self.training.weights()
    }

    /// Whether everything that was requested is confirmed.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.training.is_settled()
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

    /// The settings that can be selected now.
    #[must_use]
    pub fn listed_settings(&self) -> Vec<&'static Setting> {
        let settings = &self.requested().settings;
        self.view.listed(settings, self.training.reach())
    }

    /// The command that repeats the run up to where it stands, quoted for a shell; nothing where too much was
    /// changed.
    #[must_use]
    pub fn command(&self) -> Option<String> {
        self.lane().recipe.command(&self.own_data)
    }

    /// The command that repeats the run and goes on to its end.
    #[must_use]
    pub fn command_of_whole_run(&self) -> Option<String> {
        self.lane().recipe.of_whole_run().command(&self.own_data)
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notice = None;
        self.revision += 1;
        if action.is_for_engine() && self.training.is_busy() {
            self.notice = Some(Notice::busy());
            return Vec::new();
        }
        match action {
            Action::ToggleRun => self.toggle_run(),
            Action::StepUpdate => self.step(Command::StepUpdate),
            Action::StepEpoch => self.step(Command::StepEpoch),
            Action::Reset => self.restart(),
            Action::NewStart => self.new_start(),
            Action::NewData => self.new_data(),
            Action::ToggleFeature(feature) => self.toggle_feature(feature),
            Action::Adjust(setting, direction) => self.adjust(setting, direction),
            Action::AdjustSelected(direction) => self.adjust(self.view.selected, direction),
            Action::EditWeights => self.edit_weights(),
            Action::SelectWeight(_)
            | Action::NudgeWeight(_)
            | Action::Type(_)
            | Action::Erase
            | Action::Accept
            | Action::CloseWeights => self.edit(action),
            Action::Share => self.share(),
            Action::Save => self.save(),
            Action::Suspend => vec![Effect::Suspend],
            Action::Quit => vec![Effect::End(End::Quit)],
            Action::Select(_)
            | Action::SelectGroup
            | Action::ToggleCursor
            | Action::MoveCursor(_)
            | Action::ToggleHelp
            | Action::Close => {
                self.look(action);
                Vec::new()
            }
        }
    }

    /// Changes how the picture is looked at, of which the training knows nothing.
    fn look(&mut self, action: Action) {
        let (settings, reach) = (&self.training.requested().settings, self.training.reach());
        match action {
            Action::Select(direction) => self.view.select(direction, settings, reach),
            Action::SelectGroup => self.view.select_group(settings, reach),
            Action::ToggleCursor => self.view.toggle_cursor(),
            Action::MoveCursor(toward) => self.view.move_cursor(toward),
            Action::ToggleHelp => self.view.toggle_help(),
            _ => self.view.close(),
        }
    }

    fn share(&mut self) -> Vec<Effect> {
        if matches!(self.view.overlay, Overlay::Command(_)) {
            self.view.overlay = Overlay::None;
            return Vec::new();
        }
        let Some(command) = self.command() else {
            self.notice = Some(Notice::too_many_changes());
            return Vec::new();
        };
        self.view.overlay = Overlay::Command(command.clone());
        vec![Effect::Copy(command)]
    }

    fn save(&mut self) -> Vec<Effect> {
        if let Err(why) = self.saving.check(self.training.confirmed()) {
            self.notice = Some(Notice::not_saved(why));
            return Vec::new();
        }
        let Some(text) = file::write(self.lane(), &self.own_data) else {
            self.notice = Some(Notice::too_many_changes());
            return Vec::new();
        };
        self.saving.begin(self.training.confirmed());
        vec![Effect::Save(text)]
    }
}
