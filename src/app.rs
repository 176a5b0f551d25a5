//! The state of the screen, and how a message changes it. Pure: no clock, no thread, no terminal.

pub mod action;
pub mod keymap;
pub mod notice;
pub mod scene;

use crossterm::event::{KeyEvent, KeyEventKind};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use crate::app::action::Action;
use crate::app::notice::Notice;
use crate::learning::hyperparameters::Direction;
use crate::learning::start::{Start, StartKind};
use crate::session::engine::Command;
use crate::session::settings::{Reach, START, Setting, TABLE};
use crate::session::snapshot::{Control, Phase, Snapshot};
use crate::session::worker::Report;

/// A fresh seed has four digits at most, so that it can be read out and typed again.
const FRESH_SEEDS: u32 = 10_000;

/// So many commands may wait to be confirmed. Nobody types as many in the time between two pictures;
/// what is pasted must not pile up before a worker that is busy.
const MOST_UNCONFIRMED: u64 = 256;

/// What the screen shows: what the user requested, and the last state the engine confirmed.
pub struct App {
    requested: Control,
    confirmed: Snapshot,
    reach: Reach,
    fresh_seeds: Xoshiro256PlusPlus,
    view: View,
    notice: Option<Notice>,
    end: Option<End>,
    /// Whether the program is to be suspended.
    suspension: bool,
    /// Whether training pauses only because the link has stalled.
    waits_for_link: bool,
    revision: u64,
}

/// How the picture is looked at; the training knows nothing of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct View {
    /// Which row of the table of settings is selected.
    pub selected: usize,
    /// The axis of the loss.
    pub scale: Scale,
    /// Whether the help lies over the picture.
    pub help: bool,
}

/// An axis of the loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scale {
    /// From 0, in equal steps.
    #[default]
    Linear,
    /// In decades.
    Log,
}

/// Why the program is to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The user asked for it.
    Quit,
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
    /// There is no shell that could bring a suspended program back.
    CannotSuspend,
}

impl App {
    /// The screen of a training at `confirmed`. Fresh seeds are drawn from `seed`.
    #[must_use]
    pub fn new(confirmed: Snapshot, seed: u64) -> Self {
        let given = match confirmed.control.settings.start.kind {
            StartKind::Given(weights) => Some(weights),
            _ => None,
        };
        Self {
            requested: confirmed.control,
            reach: Reach {
                samples: confirmed.dataset.len(),
                given,
            },
            confirmed,
            fresh_seeds: Xoshiro256PlusPlus::seed_from_u64(seed),
            view: View::default(),
            notice: None,
            end: None,
            suspension: false,
            waits_for_link: false,
            revision: 0,
        }
    }

    /// Takes in a message and returns what the engine is to be told.
    pub fn update(&mut self, message: Message) -> Vec<Command> {
        match message {
            Message::Key(event) if event.kind == KeyEventKind::Press => {
                let action = keymap::action(&event);
                action.map_or_else(Vec::new, |action| self.act(action))
            }
            Message::Key(_) | Message::Worker(Report::Loading(_)) => Vec::new(),
            Message::Resized => {
                self.revision += 1;
                Vec::new()
            }
            Message::Worker(Report::Loaded(snapshot) | Report::Snapshot(snapshot)) => {
                // What is left of a run that was reset is not shown any more.
                if snapshot.control.run >= self.requested.run {
                    self.confirmed = *snapshot;
                    self.revision += 1;
                }
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
            Message::CannotSuspend => {
                self.notice = Some(Notice::cannot_suspend());
                self.revision += 1;
                Vec::new()
            }
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

    /// Whether the program is to be suspended; it is said once.
    pub fn take_suspension(&mut self) -> bool {
        std::mem::take(&mut self.suspension)
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
        match action {
            Action::ToggleRun => self.toggle_run(),
            Action::StepUpdate => self.step(Command::StepUpdate),
            Action::StepEpoch => self.step(Command::StepEpoch),
            Action::Reset => self.restart(self.requested.settings.start),
            Action::NewStart => self.new_start(),
            Action::Adjust(setting, direction) => self.adjust(setting, direction),
            Action::AdjustSelected(direction) => self.adjust(TABLE[self.view.selected], direction),
            Action::Select(direction) => self.select(direction),
            Action::ToggleScale => {
                self.view.scale = match self.view.scale {
                    Scale::Linear => Scale::Log,
                    Scale::Log => Scale::Linear,
                };
                Vec::new()
            }
            Action::ToggleHelp => {
                self.view.help = !self.view.help;
                Vec::new()
            }
            Action::Close => {
                self.view.help = false;
                Vec::new()
            }
            Action::Suspend => {
                self.suspension = true;
                Vec::new()
            }
            Action::Quit => {
                self.end = Some(End::Quit);
                Vec::new()
            }
        }
    }

    /// Nobody sees what is trained, and perhaps nobody ever will.
    fn wait_for_link(&mut self) -> Vec<Command> {
        if !self.requested.running || self.confirmed.phase != Phase::Running {
            return Vec::new();
        }
        self.waits_for_link = true;
        self.requested.running = false;
        self.count(vec![Command::Pause])
    }

    /// Goes on where nobody has said otherwise in the meantime.
    fn go_on_after_link(&mut self) -> Vec<Command> {
        self.revision += 1;
        if !std::mem::take(&mut self.waits_for_link) {
            return Vec::new();
        }
        self.notice = Some(Notice::link_recovered());
        self.requested.running = true;
        self.count(vec![Command::Run])
    }

    fn toggle_run(&mut self) -> Vec<Command> {
        if self.refuses_to_move() {
            return Vec::new();
        }
        // Whoever presses the key on a screen that stands still wants to stop what it shows.
        if std::mem::take(&mut self.waits_for_link) {
            return Vec::new();
        }
        // A step to the end of an epoch may be under way: space stops that too.
        let moving = self.requested.running || self.is_stepping();
        self.requested.running = !moving;
        vec![if moving { Command::Pause } else { Command::Run }]
    }

    /// Whether the engine goes on without having been told to run: it makes a step.
    fn is_stepping(&self) -> bool {
        let control = &self.confirmed.control;
        self.confirmed.phase == Phase::Running && !control.running
    }

    fn step(&mut self, command: Command) -> Vec<Command> {
        if self.refuses_to_move() {
            return Vec::new();
        }
        self.waits_for_link = false;
        self.requested.running = false;
        vec![command]
    }

    /// Says why nothing moves where the run is over, and has not been reset in the meantime.
    fn refuses_to_move(&mut self) -> bool {
        if self.requested.run != self.confirmed.control.run {
            return false;
        }
        // More epochs may just have been asked for.
        let is_tuned = self.requested.settings != self.confirmed.control.settings;
        if self.confirmed.phase == Phase::Finished && is_tuned {
            return false;
        }
        self.notice = Notice::run_is_over(&self.confirmed);
        self.notice.is_some()
    }

    fn restart(&mut self, start: Start) -> Vec<Command> {
        let mut commands = Vec::new();
        if start != self.requested.settings.start {
            self.requested.settings.start = start;
            commands.push(Command::Tune(self.requested.settings));
        }
        self.requested.run += 1;
        commands.push(Command::Reset);
        commands
    }

    /// A fresh seed; a start that is not drawn gives way to the tutorial's.
    fn new_start(&mut self) -> Vec<Command> {
        let Start { kind, seed } = self.requested.settings.start;
        let mut fresh = self.fresh_seeds.random_range(0..FRESH_SEEDS);
        if fresh == seed {
            fresh = (fresh + 1) % FRESH_SEEDS;
        }
        let kind = if kind.is_drawn() {
            kind
        } else {
            StartKind::Uniform
        };
        self.restart_with(Start { kind, seed: fresh })
    }

    /// A new run from another start, and a word about it.
    fn restart_with(&mut self, start: Start) -> Vec<Command> {
        let commands = self.restart(start);
        let shown = (START.show)(&self.requested.settings);
        self.notice = Some(Notice::new_run(&shown));
        commands
    }

    fn select(&mut self, direction: Direction) -> Vec<Command> {
        let selected = self.view.selected;
        self.view.selected = match direction {
            Direction::Up => selected.saturating_sub(1),
            Direction::Down => (selected + 1).min(TABLE.len() - 1),
        };
        Vec::new()
    }

    fn adjust(&mut self, setting: &'static Setting, direction: Direction) -> Vec<Command> {
        if let Some(selected) = TABLE.iter().position(|row| *row == setting) {
            self.view.selected = selected;
        }
        match (setting.step)(&self.requested.settings, direction, self.reach) {
            Some(settings) if setting.restarts => self.restart_with(settings.start),
            Some(settings) => {
                self.notice = Notice::of_change(setting);
                self.requested.settings = settings;
                vec![Command::Tune(settings)]
            }
            None => {
                let settings = &self.requested.settings;
                self.notice = Some(Notice::end_of_grid(setting, direction, settings));
                Vec::new()
            }
        }
    }
}
