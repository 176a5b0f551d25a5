//! What the user asks of the training: the actions that become commands.

use rand::RngExt;

use crate::app::App;
use crate::app::action::Action;
use crate::app::notice::Notice;
use crate::app::view::Overlay;
use crate::app::weights::WeightEditor;
use crate::learning::features::Feature;
use crate::learning::hyperparameters::Direction;
use crate::learning::start::StartKind;
use crate::session::engine::Command;
use crate::session::settings::{FEATURES, Group, SEED, START, Setting, Settings};
use crate::session::snapshot::Phase;

/// A fresh seed has four digits at most, so that it can be read out and typed again.
const FRESH_SEEDS: u32 = 10_000;

impl App {
    /// Nobody sees what is trained, and perhaps nobody ever will.
    pub(super) fn wait_for_link(&mut self) -> Vec<Command> {
        if !self.requested.running || self.confirmed.phase != Phase::Running {
            return Vec::new();
        }
        self.waits_for_link = true;
        self.requested.running = false;
        self.count(vec![Command::Pause])
    }

    /// Goes on where nobody has said otherwise in the meantime.
    pub(super) fn go_on_after_link(&mut self) -> Vec<Command> {
        self.revision += 1;
        if !std::mem::take(&mut self.waits_for_link) {
            return Vec::new();
        }
        self.notice = Some(Notice::link_recovered());
        self.requested.running = true;
        self.count(vec![Command::Run])
    }

    pub(super) fn toggle_run(&mut self) -> Vec<Command> {
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

    pub(super) fn step(&mut self, command: Command) -> Vec<Command> {
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

    /// A new run with these settings.
    pub(super) fn restart(&mut self, settings: Settings) -> Vec<Command> {
        let mut commands = Vec::new();
        if settings != self.requested.settings {
            self.requested.settings = settings;
            commands.push(Command::Tune(settings));
        }
        self.requested.run += 1;
        commands.push(Command::Reset);
        commands
    }

    /// The same, and a word about the setting that made it new.
    fn restart_for(&mut self, setting: &Setting, settings: Settings) -> Vec<Command> {
        let commands = self.restart(settings);
        self.notice = Some(Notice::new_run(setting, &self.requested.settings));
        commands
    }

    /// A fresh seed; a start that is not drawn gives way to the tutorial's.
    pub(super) fn new_start(&mut self) -> Vec<Command> {
        let mut settings = self.requested.settings;
        let start = &mut settings.setup.start;
        start.seed = self.fresh_seed(start.seed);
        if !start.kind.is_drawn() {
            start.kind = StartKind::Uniform;
        }
        self.restart_for(&START, settings)
    }

    /// Other points of the same kind.
    pub(super) fn new_data(&mut self) -> Vec<Command> {
        let mut settings = self.requested.settings;
        if !(SEED.applies)(&settings, self.reach) {
            self.notice = Some(Notice::no_seed());
            return Vec::new();
        }
        settings.setup.data.seed = self.fresh_seed(settings.setup.data.seed);
        self.restart_for(&SEED, settings)
    }

    fn fresh_seed(&mut self, seed: u32) -> u32 {
        let fresh = self.fresh_seeds.random_range(0..FRESH_SEEDS);
        if fresh == seed {
            (fresh + 1) % FRESH_SEEDS
        } else {
            fresh
        }
    }

    pub(super) fn toggle_feature(&mut self, feature: Feature) -> Vec<Command> {
        self.view.selected = &FEATURES;
        let mut settings = self.requested.settings;
        let Some(features) = settings.setup.inputs.features.toggled(feature) else {
            self.notice = Some(Notice::last_feature(feature));
            return Vec::new();
        };
        settings.setup.inputs.features = features;
        self.restart_for(&FEATURES, settings)
    }

    pub(super) fn adjust(
        &mut self,
        setting: &'static Setting,
        direction: Direction,
    ) -> Vec<Command> {
        // How it is looked at is seen in the picture; the panel need not jump there.
        if setting.group != Group::View {
            self.view.selected = setting;
        }
        let before = self.requested.settings;
        if !(setting.applies)(&before, self.reach) {
            self.notice = Some(Notice::without_effect(setting));
            return Vec::new();
        }
        match (setting.step)(&before, direction, self.reach) {
            Some(settings) if setting.restarts => self.restart_for(setting, settings),
            Some(settings) => {
                self.notice = Notice::of_change(setting, &settings);
                self.requested.settings = settings;
                vec![Command::Tune(settings)]
            }
            None => {
                self.notice = Some(Notice::end_of_grid(setting, direction, &before));
                Vec::new()
            }
        }
    }

    /// Opens the weights; they stand still while they are edited.
    pub(super) fn edit_weights(&mut self) -> Vec<Command> {
        let resumes = self.requested.running && self.confirmed.phase == Phase::Running;
        let weights = self.confirmed.model.weights;
        self.view.editor = Some(WeightEditor::new(weights, resumes));
        // What is edited must be seen.
        self.view.overlay = Overlay::None;
        self.requested.running = false;
        self.waits_for_link = false;
        vec![Command::Pause]
    }

    /// What the keys do while the weights are edited. Whatever is changed is learned on from.
    pub(super) fn edit(&mut self, action: Action) -> Vec<Command> {
        let Some(editor) = &mut self.view.editor else {
            return Vec::new();
        };
        let mut closes = false;
        let outcome = match action {
            Action::Type(character) => {
                editor.push(character);
                Ok(false)
            }
            Action::Erase => {
                editor.erase();
                Ok(false)
            }
            Action::SelectWeight(direction) => {
                let outcome = editor.accept();
                editor.select(direction);
                outcome
            }
            Action::NudgeWeight(direction) => {
                editor.nudge(direction);
                Ok(true)
            }
            Action::Accept => {
                closes = editor.typed().is_empty();
                editor.accept()
            }
            _ => {
                closes = true;
                Ok(false)
            }
        };
        let (weights, resumes) = (*editor.weights(), editor.resumes);
        if closes {
            self.view.editor = None;
            self.requested.running = resumes;
            return if resumes {
                vec![Command::Run]
            } else {
                Vec::new()
            };
        }
        match outcome {
            Ok(true) => vec![Command::PutWeights(weights)],
            Ok(false) => Vec::new(),
            Err(typed) => {
                self.notice = Some(Notice::no_number(&typed));
                Vec::new()
            }
        }
    }
}
