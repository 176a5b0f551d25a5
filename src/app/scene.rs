//! The screen from the first frame to the last: it shows that the data are loading, then the training.

use crossterm::event::{KeyEvent, KeyEventKind};

use crate::app::action::Action;
use crate::app::effect::{Effect, End};
use crate::app::keymap::Mode;
use crate::app::notice::Notice;
use crate::app::notices::Notices;
use crate::app::{App, Message, keymap};
use crate::session::worker::Report;

/// Largest number of keys that are kept for the training while the data are loading.
const MOST_TYPED: usize = 64;

/// The screen from the first frame to the last.
pub struct Scene {
    showing: Showing,
    seed: u64,
    /// Command-line options that read the user's own data; empty if there are none.
    own_data: Vec<String>,
    /// Command-line options of the screen that were given, such as its theme.
    screen_options: Vec<String>,
    /// Revision of the screen at which the current stage (loading or training) began.
    began: u64,
}

/// What the screen shows: the loading of the data, or the training.
pub enum Showing {
    /// The data are being drawn or read.
    Loading(Box<Loading>),
    /// The data are loaded, and the training is shown.
    Training(Box<App>),
}

/// State of the screen while the data are being drawn or read.
#[derive(Debug, Default)]
pub struct Loading {
    /// Short description of what is drawn or read.
    pub what: String,
    /// Share that is done, from 0 to 1.
    pub share: f64,
    /// Notices about the keys.
    pub notices: Notices,
    /// Time, in milliseconds since the start of the program.
    now: u64,
    /// Keys that are kept for the training, oldest first.
    typed: Vec<KeyEvent>,
    /// Numbers of columns of the plot of the loss chart, and whether weight space has room, if they are known; see
    /// [`Message::Resized`].
    room: Option<([u16; 2], bool)>,
    /// Whether the terminal has stopped accepting frames.
    is_stalled: bool,
    revision: u64,
}

impl Scene {
    /// Creates a screen without data; `what` describes the data that are loading. The training takes fresh
    /// seeds from a random generator that starts from `seed`. `own_data` holds the command-line options that
    /// read the user's own data; it is empty if there are none.
    #[must_use]
    pub fn new(what: String, seed: u64, own_data: Vec<String>) -> Self {
        Self {
            showing: Showing::Loading(Box::new(Loading {
                what,
                ..Loading::default()
            })),
            seed,
            own_data,
            screen_options: Vec::new(),
            began: 0,
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
        match (&mut self.showing, message) {
            (Showing::Training(app), message) => app.update(message),
            (Showing::Loading(_), Message::Worker(Report::Loaded(snapshot))) => {
                self.began = self.revision() + 1;
                let own_data = std::mem::take(&mut self.own_data);
                let screen_options = std::mem::take(&mut self.screen_options);
                let app = App::new(*snapshot, self.seed, own_data);
                let app = app.with_screen_options(screen_options);
                let before = std::mem::replace(&mut self.showing, Showing::Training(Box::new(app)));
                let Showing::Loading(before) = before else {
                    return Vec::new();
                };
                let messages = before.left_for_training();
                let effects = messages.flat_map(|message| self.update(message)).collect();
                // Keys that were pressed before anything could be read have not read it.
                if let Showing::Training(app) = &mut self.showing {
                    app.show_reading();
                }
                effects
            }
            (Showing::Loading(loading), message) => loading.update(message),
        }
    }

    /// Returns what is shown: the loading of the data, or the training.
    #[must_use]
    pub fn showing(&self) -> &Showing {
        &self.showing
    }

    /// Returns a number that grows whenever the frame may look different.
    #[must_use]
    pub fn revision(&self) -> u64 {
        match &self.showing {
            Showing::Loading(loading) => loading.revision,
            Showing::Training(app) => self.began + app.revision(),
        }
    }

    /// Returns whether a frame would show everything that was requested. This is false while the data are
    /// loading: a small data set loads so quickly that it needs no frame of its own.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        match &self.showing {
            Showing::Loading(_) => false,
            Showing::Training(app) => app.is_settled(),
        }
    }

    /// Returns the time, in milliseconds since the start of the program, at which the frame may look different
    /// although nothing happens; `None` if there is no such time.
    #[must_use]
    pub fn calm_at(&self) -> Option<u64> {
        match &self.showing {
            Showing::Loading(loading) => loading.notices.changes_at(),
            Showing::Training(app) => app.calm_at(),
        }
    }

    /// Returns the number of lanes; 1 while the data are loading.
    #[must_use]
    pub fn lanes(&self) -> usize {
        match &self.showing {
            Showing::Loading(_) => 1,
            Showing::Training(app) => app.confirmed().shown_lanes().count(),
        }
    }

    /// Returns whether any update has been made.
    #[must_use]
    pub fn has_trained(&self) -> bool {
        matches!(&self.showing, Showing::Training(app) if app.lane().progress.updates > 0)
    }

    /// Returns the command that repeats the run and continues it to its end, quoted for a shell; `None` if
    /// the data are still loading or too many changes were made to repeat the run.
    #[must_use]
    pub fn command(&self) -> Option<String> {
        match &self.showing {
            Showing::Loading(_) => None,
            Showing::Training(app) => app.command_of_whole_run(),
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
            Message::CannotSuspend => self.tell(Notice::cannot_suspend()),
            Message::Paste(text) if !text.is_empty() => self.tell(Notice::pasted()),
            Message::LinkStalled => self.is_stalled = true,
            Message::LinkRecovered => {
                self.is_stalled = false;
                self.revision += 1;
            }
            Message::Resized { chart, has_space } => {
                self.room = Some((chart, has_space));
                self.revision += 1;
            }
            Message::Time(now) => {
                self.now = self.now.max(now);
                self.revision += u64::from(self.notices.pass(now));
            }
            Message::Key(_)
            | Message::Paste(_)
            | Message::Pointer(_)
            | Message::Saved(_)
            | Message::Worker(Report::Loaded(_) | Report::Snapshot(_) | Report::Travelling(_)) => {}
        }
        Vec::new()
    }

    fn tell(&mut self, notice: Notice) {
        self.notices.tell(notice);
        self.revision += 1;
    }

    /// Carries out the keys that work without a training (quit, suspend and repaint), and keeps the others for it.
    fn press(&mut self, event: KeyEvent) -> Vec<Effect> {
        self.notices.press();
        self.revision += 1;
        match keymap::action(&event, Mode::Main) {
            Some(Action::Quit) => return vec![Effect::End(End::Quit)],
            Some(Action::Repaint) => return vec![Effect::Repaint],
            Some(Action::Suspend) => return vec![Effect::Suspend],
            // What is typed into a line must be seen.
            Some(Action::AskValue | Action::AskName) => {}
            Some(_) if self.typed.len() < MOST_TYPED => self.typed.push(event),
            _ => {}
        }
        Vec::new()
    }

    /// Returns the messages that the training must still receive: the time, the kept keys, and a stall that has not
    /// ended.
    fn left_for_training(self) -> impl Iterator<Item = Message> {
        let resized = self
            .room
            .map(|(chart, has_space)| Message::Resized { chart, has_space });
        let keys = self.typed.into_iter().map(Message::Key);
        let first = std::iter::once(Message::Time(self.now)).chain(resized);
        let stalled = self.is_stalled.then_some(Message::LinkStalled);
        first.chain(keys).chain(stalled)
    }
}
