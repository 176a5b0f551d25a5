//! Values that were typed: one value of a setting, or several that begin a race.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::notice::Notice;
use crate::app::prompt::PromptError;
use crate::session::change::Value;
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
        let refused = |setting: &Setting, typed: &str, why: &InvalidValue| PromptError {
            what: format!("{} {typed}", setting.name),
            why: format!("must be {}", why.must_be()),
        };
        if !(setting.applies)(settings, reach) {
            return Err(PromptError {
                what: String::new(),
                why: Notice::without_effect(setting).text,
            });
        }
        if setting.decides_run
            && !setting.is_shared()
            && let Some(lane) = self.pinned_lane()
        {
            return Err(PromptError {
                what: String::new(),
                why: Notice::pinned(lane).text,
            });
        }
        if let Some(values) = race_of(setting, typed) {
            return self.begin_race(setting, values);
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
        // What other settings lack was there before: given weights fit themselves to the features.
        if let Err((row, why)) = wanted.check_within(reach)
            && values.iter().any(|(set, _)| *set == row)
        {
            return Err(refused(row, typed, &why));
        }
        Ok(self.put(setting, text))
    }
}

/// Returns the values of a race if the typed text lists several: `0.1,0.5` or `1..5`. A text that is one value, as
/// `x1,x2` is, makes no race.
fn race_of(setting: &'static Setting, typed: &str) -> Option<Result<RaceOption, String>> {
    let lists_several = typed.contains([',', ';']) || typed.contains("..");
    let is_one = Value::of_setting(setting, typed).is_ok();
    (lists_several && !is_one).then(|| format!("{}={typed}", setting.flag).parse())
}
