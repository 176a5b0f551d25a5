//! Values that were typed: one value of a setting, or several that begin a race.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::notice::Notice;
use crate::app::prompt::PromptError;
use crate::session::change::Value;
use crate::session::command::Command;
use crate::session::race::RaceOption;
use crate::session::settings::{InvalidValue, Setting};

impl App {
    /// Sets a value that was typed.
    ///
    /// # Errors
    /// The reason why it cannot be set: the text is no value of the setting, the value does not fit the other
    /// settings, or the setting has no effect at the moment.
    pub(super) fn put_typed(
        &mut self,
        setting: &'static Setting,
        typed: &str,
    ) -> Result<Vec<Effect>, PromptError> {
        let (settings, reach) = (&self.training.requested().settings, self.training.reach());
        if !(setting.applies)(settings, reach) {
            return Err(PromptError {
                what: String::new(),
                why: Notice::without_effect(setting).text,
            });
        }
        if let Some(lane) = self.pinned_against(setting) {
            return Err(PromptError {
                what: String::new(),
                why: Notice::pinned(lane).text,
            });
        }
        match race_of(setting, typed) {
            Some(values) if setting.is_of_lane() => return self.begin_race(setting, values),
            Some(_) => {
                return Err(PromptError {
                    what: format!("{} {typed}", setting.name),
                    why: "must be one value: all lanes share it".to_owned(),
                });
            }
            None => {}
        }
        let value = Value::of_setting(setting, typed);
        let text = value.map_err(|why| refused(setting, typed, &why))?.text();
        if text == setting.text(settings) && !self.training.steers_all() {
            let unchanged = Notice::unchanged(setting);
            self.notices.tell(unchanged);
            return Ok(Vec::new());
        }
        let values = self.kept.with_resets(setting, text.clone());
        let mut wanted = settings.clone();
        for (row, text) in &values {
            row.set(&mut wanted, text)
                .map_err(|why| refused(row, text, &why))?;
        }
        // Given weights that do not fit the features were there before; a run fits them to its model.
        if let Err((row, why)) = wanted.check_within(reach)
            && values.iter().any(|(set, _)| *set == row)
        {
            return Err(refused(row, typed, &why));
        }
        Ok(self.put(setting, text))
    }

    /// Begins a race that was typed: one lane for each value of the setting, from the settings of the chosen lane.
    fn begin_race(
        &mut self,
        setting: &'static Setting,
        values: Result<RaceOption, String>,
    ) -> Result<Vec<Effect>, PromptError> {
        let race = values.map_err(|why| PromptError {
            what: setting.name.to_owned(),
            why,
        })?;
        for value in race.values() {
            let mut wanted = self.requested().settings.clone();
            value.set(&mut wanted);
            // As for a single value, only what is typed is refused.
            if let Err((row, why)) = wanted.check_within(self.training.reach())
                && row == setting
            {
                return Err(refused(row, value.text(), &why));
            }
        }
        let lane = self.lane().id;
        let effects = self.travel(Command::Race(lane, race.values().to_vec()));
        let begun = Notice::race(setting, race.values().len());
        self.notices.tell(begun);
        Ok(effects)
    }
}

/// Returns the reason why a typed value of a setting was refused.
fn refused(setting: &Setting, typed: &str, why: &InvalidValue) -> PromptError {
    PromptError {
        what: format!("{} {typed}", setting.name),
        why: format!("must be {}", why.must_be()),
    }
}

/// Returns the values of a race if the typed text lists several: `0.1,0.5` or `1..5`. A text that is one value, as
/// `x1,x2` is, makes no race.
fn race_of(setting: &'static Setting, typed: &str) -> Option<Result<RaceOption, String>> {
    let lists_several = typed.contains([',', ';']) || typed.contains("..");
    let is_one = Value::of_setting(setting, typed).is_ok();
    (lists_several && !is_one).then(|| format!("{}={typed}", setting.flag).parse())
}
