//! What the keys of an open prompt do.

use crate::app::App;
use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::line::LineEdit;
use crate::app::notice::Notice;
use crate::app::prompt::{MOST_TYPED, Prompt, PromptError, PromptKind};
use crate::app::view::Overlay;
use crate::session::command::{Command, Moment, NotAMoment};
use crate::session::settings::Setting;
use crate::session::settings::search::query;

impl App {
    /// Opens the prompt for a value of the selected setting, unless the setting has no effect.
    pub(super) fn ask_value(&mut self) {
        let setting = self.view.selected;
        if self.refuses_without_effect(setting) {
            return;
        }
        self.open_prompt(PromptKind::Value(setting));
    }

    /// Opens the prompt for a moment to go to.
    pub(super) fn ask_moment(&mut self) {
        self.open_prompt(PromptKind::Moment);
    }

    /// Opens the prompt that finds a setting.
    pub(super) fn ask_name(&mut self) {
        let before = self.view.selected;
        self.open_prompt(PromptKind::Find { before });
    }

    fn open_prompt(&mut self, kind: PromptKind) {
        // An overlay could hide the settings, and a notice what can be typed.
        self.view.overlay = Overlay::None;
        self.notices.forget(|notice| !notice.lasts);
        let (settings, reach) = (&self.training.requested().settings, self.training.reach());
        self.view.prompt = Some(Prompt::new(kind, settings, reach));
    }

    /// Types a text into the prompt. Returns false if no prompt is open.
    pub(super) fn type_text(&mut self, text: &str) -> bool {
        let Some(prompt) = &mut self.view.prompt else {
            return false;
        };
        let has_room = text.chars().all(|character| prompt.line.insert(character));
        self.renew_prompt();
        if !has_room {
            self.notices.tell(Notice::too_long("line", MOST_TYPED));
        }
        true
    }

    /// Carries out an action while a prompt is open.
    pub(super) fn prompted(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Type(character) => {
                self.type_text(character.encode_utf8(&mut [0; 4]));
            }
            Action::Edit(edit) => self.edit_line(edit),
            Action::Complete(direction) => {
                if let Some(prompt) = &mut self.view.prompt {
                    prompt.complete(direction);
                }
                self.select_found();
            }
            Action::Accept => return self.accept_line(),
            _ => self.leave_prompt(),
        }
        Vec::new()
    }

    fn edit_line(&mut self, edit: LineEdit) {
        let settings = &self.training.requested().settings;
        let Some(prompt) = &mut self.view.prompt else {
            return;
        };
        let before = prompt.line.text().to_owned();
        match (prompt.kind, edit) {
            // The present value is shown in an empty line, and these keys go into it.
            (PromptKind::Value(setting), LineEdit::Right | LineEdit::End) if before.is_empty() => {
                prompt.line.set(&setting.text(settings), usize::MAX);
            }
            _ => prompt.line.edit(edit),
        }
        if prompt.line.text() != before {
            self.renew_prompt();
        }
    }

    /// Renews what depends on the text of the prompt.
    fn renew_prompt(&mut self) {
        let (settings, reach) = (&self.training.requested().settings, self.training.reach());
        if let Some(prompt) = &mut self.view.prompt {
            prompt.edited(settings, reach);
        }
        self.select_found();
    }

    /// Selects the setting that the prompt finds, or the one that was selected before if it finds none.
    fn select_found(&mut self) {
        if let Some(prompt) = &self.view.prompt
            && let PromptKind::Find { before } = prompt.kind
        {
            self.view.selected = prompt.found().unwrap_or(before);
        }
    }

    /// Closes the prompt, and changes nothing.
    fn leave_prompt(&mut self) {
        if let Some(prompt) = self.view.prompt.take()
            && let PromptKind::Find { before } = prompt.kind
        {
            self.view.selected = before;
        }
    }

    /// Carries out what was typed, and closes the prompt. If that is not possible, the prompt stays open and says
    /// why. An empty line changes nothing.
    fn accept_line(&mut self) -> Vec<Effect> {
        let Some(prompt) = &self.view.prompt else {
            return Vec::new();
        };
        let typed = prompt.line.text().trim().to_owned();
        if typed.is_empty() {
            self.leave_prompt();
            return Vec::new();
        }
        let outcome = match prompt.kind {
            PromptKind::Value(setting) => self.put_typed(setting, &typed),
            PromptKind::Moment => self.go_to_typed(&typed),
            PromptKind::Find { .. } => self.go_to_found(&typed),
        };
        match outcome {
            Ok(effects) => {
                self.view.prompt = None;
                effects
            }
            Err(error) => {
                if let Some(prompt) = &mut self.view.prompt {
                    prompt.error = Some(error);
                }
                Vec::new()
            }
        }
    }

    /// Goes to a moment that was typed.
    fn go_to_typed(&mut self, typed: &str) -> Result<Vec<Effect>, PromptError> {
        let moment: Moment = typed.parse().map_err(|NotAMoment| PromptError {
            what: format!("go to {typed}"),
            why: format!("must be {}", Moment::RANGE),
        })?;
        self.view.moment = None;
        let lane = self.lane().id;
        Ok(self.go(Command::GoTo(lane, moment)))
    }

    /// Keeps the setting that was found selected, and sets it if a value was typed too.
    fn go_to_found(&mut self, typed: &str) -> Result<Vec<Effect>, PromptError> {
        let query = query(typed);
        let found: Option<&'static Setting> = query.matches.first().copied();
        let setting = found.ok_or_else(|| PromptError {
            what: typed.to_owned(),
            why: "no hyperparameter is called that".to_owned(),
        })?;
        let value = query.value.unwrap_or_default().0;
        if !value.trim().is_empty() {
            return self.put_typed(setting, value.trim());
        }
        self.refuses_without_effect(setting);
        Ok(Vec::new())
    }
}
