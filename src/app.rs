//! The state of the screen, and how a message changes it. Pure: no clock, no thread, no terminal.

pub mod action;
pub mod chart;
mod confirming;
pub mod cursor;
pub mod effect;
pub mod ground;
mod kept;
pub mod keymap;
pub mod line;
mod looking;
pub mod notice;
pub mod notices;
pub mod prompt;
mod prompting;
pub mod race;
mod reading;
mod reasons;
mod saving;
pub mod scene;
mod sharing;
mod steering;
mod time;
pub mod training;
mod typed;
pub mod view;
pub mod warning;
mod watching;
pub mod weights;

use crossterm::event::{KeyEvent, KeyEventKind};
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::effect::{Effect, End};
use crate::app::ground::Ground;
use crate::app::kept::KeptValues;
use crate::app::notice::{Notice, Topic};
use crate::app::notices::Notices;
use crate::app::reasons::Saying;
use crate::app::saving::Saving;
use crate::app::training::{Requested, Training};
use crate::app::view::{Overlay, View};
use crate::learning::model::parameters::Parameters;
use crate::session::command::Command;
use crate::session::settings::Setting;
use crate::session::snapshot::{LaneView, Snapshot};
use crate::session::why::explainer::Attention;
use crate::session::worker::Report;

/// State of the screen: what the user requested, and the last state that the engine confirmed.
pub struct App {
    training: Training,
    ground: Ground,
    view: View,
    notices: Notices,
    /// Command-line options that read the user's own data; empty if there are none.
    own_data: Vec<String>,
    /// Command-line options of the screen that were given, such as its theme.
    screen_options: Vec<String>,
    fresh_seeds: Xoshiro256PlusPlus,
    saving: Saving,
    kept: KeptValues,
    saying: Saying,
    /// What was asked about the reasons last.
    attended: Attention,
    /// Share of the way to another moment that is done, from 0 to 1; `None` if the run is there.
    journey: Option<f64>,
    /// Whether training pauses only because the link has stalled.
    waits_for_link: bool,
    revision: u64,
}

/// An event that the screen reacts to.
#[derive(Debug)]
pub enum Message {
    /// Milliseconds since the start of the program. They are told before each other message, and when
    /// [`App::calm_at`] has come.
    Time(u64),
    /// A key was pressed.
    Key(KeyEvent),
    /// This text was pasted.
    Paste(String),
    /// The size of the window is known or has changed.
    Resized {
        /// Numbers of columns of the plot of the loss chart: if there is one lane, and if there are several.
        chart: [u16; 2],
        /// Whether the why view has room for weight space.
        has_space: bool,
    },
    /// The worker sent this report.
    Worker(Report),
    /// No more keys will arrive, for this reason.
    InputEnded(String),
    /// The terminal has accepted no frame for a long time.
    LinkStalled,
    /// The terminal accepts frames again.
    LinkRecovered,
    /// The mouse pointer has moved to this place.
    Pointer(Cursor),
    /// Outcome of writing a file: its name, or the reason why it could not be written.
    Saved(Result<String, String>),
    /// The program cannot be suspended, because there is no shell that could resume it.
    CannotSuspend,
}

impl App {
    /// Creates the screen of a training whose state is `confirmed`. Fresh seeds come from a random generator
    /// that starts from `seed`. `own_data` holds the command-line options that read the user's own data; it
    /// is empty if there are none.
    #[must_use]
    pub fn new(confirmed: Snapshot, seed: u64, own_data: Vec<String>) -> Self {
        let mut ground = Ground::default();
        ground.show(&confirmed.first().parameters);
        let mut view = View::default();
        if confirmed.dataset.origin().is_some() {
            view.overlay = Overlay::Reading(0);
        }
        Self {
            training: Training::new(confirmed, !own_data.is_empty()),
            ground,
            view,
            notices: Notices::default(),
            own_data,
            screen_options: Vec::new(),
            fresh_seeds: Xoshiro256PlusPlus::seed_from_u64(seed),
            saving: Saving::default(),
            kept: KeptValues::default(),
            saying: Saying::default(),
            attended: Attention::default(),
            journey: None,
            waits_for_link: false,
            revision: 0,
        }
    }

    /// Adds the command-line options of the screen that were given, such as its theme. The command with the
    /// whole look repeats them.
    #[must_use]
    pub fn with_screen_options(self, screen_options: Vec<String>) -> Self {
        Self {
            screen_options,
            ..self
        }
    }

    /// Handles a message and returns the effects to carry out, in this order.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        let mut effects = self.handle(message);
        effects.extend(self.attend());
        effects
    }

    fn handle(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Key(event) if event.kind == KeyEventKind::Press => self.press(event),
            Message::Key(_) | Message::Worker(Report::Loading(_)) => Vec::new(),
            Message::Paste(text) => self.paste(&text),
            Message::Time(now) => {
                let calms = self.ground.pass(now) | self.notices.pass(now);
                let changes = calms | self.saying.pass(now);
                self.revision += u64::from(changes);
                Vec::new()
            }
            Message::Resized { chart, has_space } => {
                self.view.chart_columns = chart;
                self.view.has_space = has_space;
                self.revision += 1;
                Vec::new()
            }
            Message::Worker(Report::Loaded(snapshot) | Report::Snapshot(snapshot)) => {
                self.confirm(*snapshot);
                Vec::new()
            }
            Message::Worker(Report::Travelling(share)) => {
                self.journey = Some(share);
                self.revision += 1;
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
                self.notices.forget(|notice| notice.about == Topic::Saving);
                let is_piped = self.is_piped();
                self.tell(Notice::saved(&outcome, is_piped))
            }
            Message::CannotSuspend => self.tell(Notice::cannot_suspend()),
        }
    }

    fn tell(&mut self, notice: Notice) -> Vec<Effect> {
        self.notices.tell(notice);
        self.revision += 1;
        Vec::new()
    }

    /// Returns what the user has requested. The engine may not have confirmed it yet.
    #[must_use]
    pub fn requested(&self) -> &Requested {
        self.training.requested()
    }

    /// Returns the last state of the training that the engine confirmed.
    #[must_use]
    pub fn confirmed(&self) -> &Snapshot {
        self.training.confirmed()
    }

    /// Returns the last confirmed state of the run that the panels show and the keys control.
    #[must_use]
    pub fn lane(&self) -> &LaneView {
        self.training.lane()
    }

    /// Returns the weights of the run that the panels show, including weights that were set and are not
    /// confirmed yet.
    #[must_use]
    pub fn weights(&self) -> Parameters {
        self.training.weights()
    }

    /// Returns whether the engine has confirmed everything that was requested.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.training.is_settled()
    }

    /// Returns the weights of the last second, from which the picture tells where its ground would flash.
    #[must_use]
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// Returns the time, in milliseconds since the start of the program, at which the frame may look different
    /// although nothing happens: a part of the ground that would have flashed is shown again, or a notice has had its
    /// time. `None` if there is no such part and no notice.
    #[must_use]
    pub fn calm_at(&self) -> Option<u64> {
        let times = [
            self.ground.calm_at(),
            self.notices.changes_at(),
            self.saying.changes_at(),
        ];
        times.into_iter().flatten().min()
    }

    /// Returns a number that grows whenever the frame may look different.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Returns the state of the view: the selected setting, the overlay, the cursor and the weight editor.
    #[must_use]
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Returns the share of the way to another moment that is done, from 0 to 1; `None` if the run is there, or will be
    /// there soon.
    #[must_use]
    pub fn journey(&self) -> Option<f64> {
        self.journey
    }

    /// Returns the notice in the status line, if there is one.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notices.shown()
    }

    /// Returns the number of notices that were told so far, and the last of them, whether it is shown or waits.
    #[must_use]
    pub fn latest_notice(&self) -> (u64, Option<&Notice>) {
        self.notices.latest()
    }

    /// Returns the settings that can be selected now.
    #[must_use]
    pub fn listed_settings(&self) -> Vec<&'static Setting> {
        let settings = &self.requested().settings;
        self.view.listed(settings, self.training.reach())
    }

    /// Returns whether a setting has an effect at the moment.
    #[must_use]
    pub fn has_effect(&self, setting: &Setting) -> bool {
        (setting.applies)(&self.requested().settings, self.training.reach())
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        self.notices.press();
        self.revision += 1;
        if action.is_for_engine() && self.training.is_busy() {
            self.notices.tell(Notice::busy());
            return Vec::new();
        }
        if action.changes_lane()
            && let Some(lane) = self.pinned_lane()
        {
            self.notices.tell(Notice::pinned(lane));
            return Vec::new();
        }
        match action {
            Action::ToggleRun => self.toggle_run(),
            Action::StepUpdate => self.step(Command::StepUpdate),
            Action::StepEpoch => self.step(Command::StepEpoch),
            Action::Back(unit) => self.back(unit),
            Action::GoToMoment => self.go_to_moment(),
            Action::BringBack => self.bring_back(),
            Action::BringForward => self.bring_forward(),
            Action::Pin => self.pin(),
            Action::Unpin => self.unpin(),
            Action::Reset => self.restart(),
            Action::NewStart => self.new_start(),
            Action::NewData => self.new_data(),
            Action::ToggleFeature(feature) => self.toggle_feature(feature),
            Action::Adjust(setting, direction) => self.adjust(setting, direction),
            Action::AdjustSelected(direction) => self.adjust(self.view.selected, direction),
            Action::EditWeights => self.edit_weights(),
            Action::PutProbe => self.put_probe(),
            Action::AskValue => {
                self.ask_value();
                Vec::new()
            }
            Action::AskName => {
                self.ask_name();
                Vec::new()
            }
            Action::Type(_)
            | Action::Edit(_)
            | Action::Accept
            | Action::Complete(_)
            | Action::ClosePrompt
                if self.view.prompt.is_some() =>
            {
                self.prompted(action)
            }
            Action::SelectWeight(_)
            | Action::NudgeWeight(_)
            | Action::Type(_)
            | Action::Edit(_)
            | Action::Accept
            | Action::Complete(_)
            | Action::ClosePrompt
            | Action::CloseWeights => self.edit(action),
            Action::ToggleReading => {
                self.toggle_reading();
                Vec::new()
            }
            Action::Share => self.share(),
            Action::Save(kind) => self.save(kind),
            Action::Repaint => vec![Effect::Repaint],
            Action::Suspend => vec![Effect::Suspend],
            Action::Quit => vec![Effect::End(End::Quit)],
            Action::Close if self.journey.is_some() => self.stop_journey(),
            Action::Select(_)
            | Action::SelectGroup(_)
            | Action::AskMoment
            | Action::MoveMoment(_)
            | Action::NextLane
            | Action::SteerAll
            | Action::ToggleCursor
            | Action::MoveCursor(_)
            | Action::MoveProbe(_)
            | Action::ToggleHelp
            | Action::TurnPage(_)
            | Action::Close => {
                self.look(action);
                Vec::new()
            }
        }
    }
}
