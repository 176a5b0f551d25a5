//! The actions that control the training, and the commands that they send to the engine.

use rand::RngExt;

use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::notice::{Notice, Topic};
use crate::app::view::Overlay;
use crate::app::weights::{MOST_TYPED, WeightEditor, nudged};
use crate::learning::model::features::Feature;
use crate::learning::model::start::StartKind;
use crate::session::change::Value;
use crate::session::command::Command;
use crate::session::lane::{Address, LaneId};
use crate::session::settings::{
    Direction, FEATURES, SEED, START, START_SEED, Setting, SettingGroup,
};
use crate::session::snapshot::Phase;

/// Number of possible fresh seeds. A seed has at most four digits, so that it is easy to read aloud and to
/// type again.
const FRESH_SEEDS: u32 = 10_000;

impl App {
    /// Records a command as requested, and returns the effect that sends it to the engine.
    pub(super) fn ask(&mut self, command: Command) -> Effect {
        if !matches!(command, Command::Change(..) | Command::Attend(_)) {
            // What was said of the run and its lanes is no longer true.
            let is_over = |notice: &Notice| matches!(notice.about, Topic::End | Topic::Lanes);
            self.notices.forget(is_over);
        }
        self.training.request(&command);
        Effect::Command(command)
    }

    /// Requests a value in the lanes that the keys control, and returns the effect that sends it to the engine.
    fn change(&mut self, value: Value) -> Effect {
        let address = match &value {
            Value::Setting(of) if !of.setting().is_of_lane() => Address::All,
            _ => self.training.address(),
        };
        self.ask(Command::Change(address, value))
    }

    /// Pauses training while the terminal accepts no output.
    pub(super) fn wait_for_link(&mut self) -> Vec<Effect> {
        let is_running = self.confirmed().phase == Phase::Running;
        if !self.requested().running || !is_running {
            return Vec::new();
        }
        self.waits_for_link = true;
        vec![self.ask(Command::Pause)]
    }

    /// Resumes training when the terminal accepts output again, unless a key was pressed in the meantime that
    /// decides otherwise.
    pub(super) fn go_on_after_link(&mut self) -> Vec<Effect> {
        self.revision += 1;
        if !std::mem::take(&mut self.waits_for_link) {
            return Vec::new();
        }
        self.notices.tell(Notice::link_recovered());
        vec![self.ask(Command::Run)]
    }

    pub(super) fn toggle_run(&mut self) -> Vec<Effect> {
        if self.journey.is_some() {
            return self.stop_journey();
        }
        if self.refuses_to_move() {
            return Vec::new();
        }
        // The frozen screen still shows a running training, so the key means pause. Training is paused
        // already.
        if std::mem::take(&mut self.waits_for_link) {
            return Vec::new();
        }
        // The key also stops a step to the end of an epoch that is in progress.
        let is_moving = self.requested().running || self.is_stepping();
        vec![self.ask(if is_moving {
            Command::Pause
        } else {
            Command::Run
        })]
    }

    /// Returns whether the engine makes updates for a step only, without running continuously.
    fn is_stepping(&self) -> bool {
        let confirmed = self.confirmed();
        confirmed.phase == Phase::Running && !confirmed.control.running
    }

    pub(super) fn step(&mut self, command: Command) -> Vec<Effect> {
        if self.refuses_to_move() {
            return Vec::new();
        }
        self.waits_for_link = false;
        vec![self.ask(command)]
    }

    /// Returns whether the run is over and no reset has been requested since. If so, sets the notice that
    /// says why it cannot continue.
    fn refuses_to_move(&mut self) -> bool {
        let confirmed = self.confirmed();
        if self.requested().run != confirmed.control.run {
            return false;
        }
        // A setting that was just changed, such as a larger number of epochs, may let the run continue.
        let is_tuned = self.requested().settings != self.lane().settings;
        if confirmed.phase == Phase::Finished && is_tuned {
            return false;
        }
        let over = Notice::run_is_over(confirmed);
        let is_over = over.is_some();
        if let Some(notice) = over {
            self.notices.tell(notice);
        }
        is_over
    }

    /// Begins a new run with the requested settings.
    pub(super) fn restart(&mut self) -> Vec<Effect> {
        self.notices.forget(|notice| notice.about == Topic::End);
        vec![self.ask(Command::Reset)]
    }

    /// Requests these values of settings, except values that are requested already.
    fn set(&mut self, values: &[(&'static Setting, String)]) -> Vec<Effect> {
        let mut effects = Vec::new();
        for (setting, text) in values {
            // The texts are steps, drawn seeds and names, which are all valid. None of them is skipped here.
            let Ok(value) = Value::of_setting(setting, text) else {
                continue;
            };
            // The settings that are requested are those of the chosen lane; others may have other values.
            let is_new = value.text() != setting.text(&self.requested().settings);
            if is_new || self.training.steers_all() {
                effects.push(self.change(value));
            }
        }
        effects
    }

    /// Sets values that need a new run, begins the run, and sets a notice about `setting`.
    fn restart_with(
        &mut self,
        setting: &Setting,
        values: &[(&'static Setting, String)],
    ) -> Vec<Effect> {
        let mut effects = self.set(values);
        effects.extend(self.restart());
        let notice = Notice::new_run(setting, &self.requested().settings);
        self.notices.tell(notice);
        let loses_pins = self.confirmed().lanes.iter().any(|lane| lane.is_pinned);
        if setting.is_shared() && loses_pins {
            self.notices.tell(Notice::pins_put_aside());
        }
        effects
    }

    /// Begins a new run from initial weights that are drawn with a fresh seed. If the initial weights are
    /// zeros or given numbers, the new ones are drawn as in the tutorial: uniformly.
    pub(super) fn new_start(&mut self) -> Vec<Effect> {
        let start = &self.requested().settings.setup.start;
        let (seed, kind) = (start.seed, start.kind.clone());
        let kind = if kind.is_drawn() {
            kind
        } else {
            StartKind::Uniform
        };
        let seed = self.fresh_seed(seed).to_string();
        self.restart_with(&START, &[(&START_SEED, seed), (&START, kind.to_string())])
    }

    /// Begins a new run on data that are drawn with a fresh seed.
    pub(super) fn new_data(&mut self) -> Vec<Effect> {
        let settings = &self.requested().settings;
        if !(SEED.applies)(settings, self.training.reach()) {
            self.notices.tell(Notice::no_seed());
            return Vec::new();
        }
        let seed = self.fresh_seed(settings.setup.data.seed).to_string();
        self.restart_with(&SEED, &[(&SEED, seed)])
    }

    fn fresh_seed(&mut self, seed: u32) -> u32 {
        let fresh = self.fresh_seeds.random_range(0..FRESH_SEEDS);
        if fresh == seed {
            (fresh + 1) % FRESH_SEEDS
        } else {
            fresh
        }
    }

    pub(super) fn toggle_feature(&mut self, feature: Feature) -> Vec<Effect> {
        self.view.selected = &FEATURES;
        let features = self.requested().settings.setup.inputs.features;
        let Some(features) = features.toggled(feature) else {
            self.notices.tell(Notice::last_feature(feature));
            return Vec::new();
        };
        self.restart_with(&FEATURES, &[(&FEATURES, features.to_string())])
    }

    pub(super) fn adjust(
        &mut self,
        setting: &'static Setting,
        direction: Direction,
    ) -> Vec<Effect> {
        // A change of the view is visible at once, so the selection in the panel does not move to it.
        if setting.group != SettingGroup::View {
            self.view.selected = setting;
        }
        if self.refuses_without_effect(setting) {
            return Vec::new();
        }
        if self.refuses_pinned(setting) {
            return Vec::new();
        }
        if self.training.steers_all() && setting.is_of_lane() {
            return self.adjust_all(setting, direction);
        }
        let (settings, reach) = (&self.training.requested().settings, self.training.reach());
        let Some(text) = setting.stepped(settings, direction, reach) else {
            let end = Notice::end_of_grid(setting, direction, settings);
            self.notices.tell(end);
            return Vec::new();
        };
        self.put(setting, text)
    }

    /// Steps a setting in each lane from its own value, so that lanes that differ still do.
    fn adjust_all(&mut self, setting: &'static Setting, direction: Direction) -> Vec<Effect> {
        let live = self.confirmed().lanes.iter().filter(|lane| !lane.is_pinned);
        let live: Vec<LaneId> = live.map(|lane| lane.id).collect();
        let mut effects = Vec::new();
        for lane in live {
            let settings = self.training.settings_of(lane);
            let text = setting.stepped(&settings, direction, self.training.reach());
            let value = text.and_then(|text| Value::of_setting(setting, &text).ok());
            if let Some(value) = value {
                let change = Command::Change(Address::Lane(lane), value);
                effects.push(self.ask(change));
            }
        }
        if setting.restarts {
            effects.extend(self.restart());
        }
        let told = Notice::all_lanes(setting, !effects.is_empty());
        self.notices.tell(told);
        effects
    }

    /// Returns whether a setting has no effect at the moment. If so, tells it.
    pub(super) fn refuses_without_effect(&mut self, setting: &Setting) -> bool {
        let (settings, reach) = (&self.training.requested().settings, self.training.reach());
        let applies = (setting.applies)(settings, reach);
        if !applies {
            self.notices.tell(Notice::without_effect(setting));
        }
        !applies
    }

    /// Sets a valid value of a setting and of the settings that it resets, and begins a new run if that is needed.
    pub(super) fn put(&mut self, setting: &'static Setting, text: String) -> Vec<Effect> {
        self.forget_about(setting);
        self.kept.keep(setting, &self.training.requested().settings);
        let values = self.kept.with_resets(setting, text);
        if setting.restarts {
            return self.restart_with(setting, &values);
        }
        let effects = self.set(&values);
        if let Some(notice) = Notice::of_change(setting, &self.requested().settings) {
            self.notices.tell(notice);
        }
        effects
    }

    /// Removes the notices that a change of `setting` makes untrue.
    fn forget_about(&mut self, setting: &Setting) {
        self.notices.forget(|notice| match notice.about {
            Topic::None | Topic::Saving => false,
            Topic::Setting(flag) => flag == setting.flag,
            Topic::Effect | Topic::End | Topic::Lanes => true,
        });
    }

    /// Opens the weight editor, and pauses training while it is open.
    pub(super) fn edit_weights(&mut self) -> Vec<Effect> {
        let is_running = self.confirmed().phase == Phase::Running;
        let resumes = self.requested().running && is_running;
        self.view.editor = Some(WeightEditor::new(resumes));
        // An overlay could hide the weights that are edited.
        self.view.overlay = Overlay::None;
        self.waits_for_link = false;
        vec![self.ask(Command::Pause)]
    }

    /// Takes a pasted text for characters of the line or of the weight that is being typed. No key is pressed by it,
    /// neither a letter nor the end of a line. If nothing is being typed, the text has no effect.
    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if text.is_empty() {
            return Vec::new();
        }
        self.revision += 1;
        if self.type_text(text) {
            return Vec::new();
        }
        let Some(editor) = &mut self.view.editor else {
            return self.tell(Notice::pasted());
        };
        if !text.chars().all(|character| editor.push(character)) {
            self.notices.tell(Notice::too_long("weight", MOST_TYPED));
        }
        Vec::new()
    }

    /// Carries out an action while the weight editor is open. Training continues from the weights that are
    /// set.
    pub(super) fn edit(&mut self, action: Action) -> Vec<Effect> {
        let weights = self.training.weights();
        let Some(editor) = &mut self.view.editor else {
            return Vec::new();
        };
        let place = editor.selected();
        let outcome = match action {
            Action::Type(character) => {
                if !editor.push(character) {
                    self.notices.tell(Notice::too_long("weight", MOST_TYPED));
                }
                Ok(None)
            }
            Action::Edit(edit) => {
                editor.edit(edit);
                Ok(None)
            }
            Action::SelectWeight(direction) => {
                let outcome = editor.accept();
                editor.select(direction, weights.len());
                outcome
            }
            Action::NudgeWeight(direction) => {
                editor.clear();
                Ok(weights.get(place).map(|weight| nudged(*weight, direction)))
            }
            Action::Accept if !editor.typed().is_empty() => editor.accept(),
            _ => return self.close_editor(),
        };
        match outcome {
            Ok(weight) => weight.map_or_else(Vec::new, |weight| {
                let value = Value::Weight(place, weight);
                vec![self.change(value)]
            }),
            Err(typed) => {
                self.notices.tell(Notice::no_number(&typed));
                Vec::new()
            }
        }
    }

    fn close_editor(&mut self) -> Vec<Effect> {
        self.notices.dismiss();
        let editor = self.view.editor.take();
        if editor.is_some_and(|editor| editor.resumes) {
            vec![self.ask(Command::Run)]
        } else {
            Vec::new()
        }
    }
}
