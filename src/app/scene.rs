//! What the screen is about: data that are being made, and then the training.

use crossterm::event::{KeyEvent, KeyEventKind};

use crate::app::action::Action;
use crate::app::effect::{Effect, End};
use crate::app::keymap::Mode;
use crate::app::notice::Notice;
use crate::app::{App, Message, keymap};
use crate::session::worker::Report;

/// So many keys may be typed ahead.
const MOST_TYPED: usize = 64;

/// The screen from its first picture to its last.
pub struct Scene {
    stage: Stage,
    seed: u64,
    /// The options that read a person's own data, if there are any.
    own_data: Vec<String>,
    /// The revision at which the stage began.
    began: u64,
}

/// What is shown.
pub enum Stage {
    /// The data are being made.
    Loading(Loading),
    /// They are there.
    Training(Box<App>),
}

/// Data that are being made.
#[derive(Debug, Default)]
pub struct Loading {
    /// What is made, in a few words.
    pub what: String,
    /// The share that is done, 0 to 1.
    pub share: f64,
    /// What the last key has to tell, if anything.
    pub notice: Option<Notice>,
    /// Keys that are for the training.
    typed: Vec<KeyEvent>,
    /// Whether the terminal has stopped taking pictures.
    is_stalled: bool,
    revision: u64,
}

impl Scene {
    /// A screen without data yet: `what` is being made. The training draws fresh seeds from `seed`, and
    /// `own_data` are the options that read a person's own data, if there are any.
    #[must_use]
    pub fn new(what: String, seed: u64, own_data: Vec<String>) -> Self {
        Self {
            stage: Stage::Loading(Loading {
                what,
                ..Loading::default()
            }),
            seed,
            own_data,
            began: 0,
        }
    }

    /// Takes in a message and returns what is to be done outside, in this order.
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        match (&mut self.stage, message) {
            (Stage::Training(app), message) => app.update(message),
            (Stage::Loading(_), Message::Worker(Report::Loaded(snapshot))) => {
                self.began = self.revision() + 1;
                let own_data = std::mem::take(&mut self.own_data);
                let app = App::new(*snapshot, self.seed, own_data);
                let before = std::mem::replace(&mut self.stage, Stage::Training(Box::new(app)));
                let Stage::Loading(before) = before else {
                    return Vec::new();
                };
                let messages = before.left_for_training();
                messages.flat_map(|message| self.update(message)).collect()
            }
            (Stage::Loading(loading), message) => loading.update(message),
        }
    }

    /// What is shown.
    #[must_use]
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// A number that grows whenever the picture may look different.
    #[must_use]
    pub fn revision(&self) -> u64 {
        match &self.stage {
            Stage::Loading(loading) => loading.revision,
            Stage::Training(app) => self.began + app.revision(),
        }
    }

    /// Whether a picture of it would show what was asked for. Few data are made in no time, and need no
    /// picture of their own.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match &self.stage {
            Stage::Loading(_) => false,
            Stage::Training(app) => app.is_settled(),
        }
    }

    /// Whether any update has been made.
    #[must_use]
    pub fn has_trained(&self) -> bool {
        matches!(&self.stage, Stage::Training(app) if app.lane().progress.updates > 0)
    }

    /// The command that repeats the run and goes on to its end, once there is a run.
    #[must_use]
    pub fn command(&self) -> Option<String> {
        match &self.stage {
            Stage::Loading(_) => None,
            Stage::Training(app) => app.command_of_whole_run(),
        }
    }
}

impl Loading {
    fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Key(event) if event.kind == KeyEventKind::Press => return self.press(event),
            Message::Worker(Report::Refused(why)) => {
                return vec![Effect::End(End::Refused(why.to_string()))];
            }
            Message::Worker(Report::Failed(text)) => {
                return vec![Effect::End(End::WorkerFailed(text))];
            }
            Message::InputEnded(reason) => return vec![Effect::End(End::InputEnded(reason))],
            Message::Worker(Report::Loading(share)) => {
                self.share = share;
                self.revision += 1;
            }
            Message::CannotSuspend => {
                self.notice = Some(Notice::cannot_suspend());
                self.revision += 1;
            }
            Message::LinkStalled => self.is_stalled = true,
            Message::LinkRecovered => {
                self.is_stalled = false;
                self.revision += 1;
            }
            Message::Resized => self.revision += 1,
            Message::Key(_)
            | Message::Pointer(_)
            | Message::Saved(_)
            | Message::Worker(Report::Loaded(_) | Report::Snapshot(_)) => {}
        }
        Vec::new()
    }

    /// Obeys the keys that mean something without a training, and keeps the others for it.
    fn press(&mut self, event: KeyEvent) -> Vec<Effect> {
        self.notice = None;
        self.revision += 1;
        match keymap::action(&event, Mode::Main) {
            Some(Action::Quit) => return vec![Effect::End(End::Quit)],
            Some(Action::Suspend) => return vec![Effect::Suspend],
            Some(_) if self.typed.len() < MOST_TYPED => self.typed.push(event),
            _ => {}
        }
        Vec::new()
    }

    /// What came too early: keys that were typed ahead, and a stall that has not ended.
    fn left_for_training(self) -> impl Iterator<Item = Message> {
        let keys = self.typed.into_iter().map(Message::Key);
        keys.chain(self.is_stalled.then_some(Message::LinkStalled))
    }
}
