//! The values of settings that another setting resets: they come back with its value.
//!
//! Noise means something else in each family of data, so a change of the family resets it. The amount that a
//! person chose for a family is kept, and used again when the person returns to the family.

use crate::session::settings::{Setting, Settings};

/// The values that were reset by keys, to be used again.
#[derive(Debug, Default)]
pub struct KeptValues(Vec<Kept>);

/// A value of a setting that was in use with a value of another setting, which resets it.
#[derive(Debug)]
struct Kept {
    /// The setting that resets.
    resetting: &'static Setting,
    /// The text of the value that it had.
    with: String,
    /// The setting that was reset.
    setting: &'static Setting,
    /// The text of the value that was reset.
    text: String,
}

impl KeptValues {
    /// Keeps the present values of the settings that `setting` resets.
    pub fn keep(&mut self, setting: &'static Setting, settings: &Settings) {
        let with = setting.text(settings);
        for (reset, _) in resets(setting) {
            let kept = Kept {
                resetting: setting,
                with: with.clone(),
                setting: reset,
                text: reset.text(settings),
            };
            self.0.retain(|old| !old.is_of(setting, &with, reset));
            self.0.push(kept);
        }
    }

    /// Returns a setting with its new text, followed by the settings that it resets, each with the text that
    /// was kept for the new value, or else with its default.
    #[must_use]
    pub fn with_resets(
        &self,
        setting: &'static Setting,
        text: String,
    ) -> Vec<(&'static Setting, String)> {
        let value_of = |reset: &'static Setting, default: &str| {
            let kept = self.0.iter().find(|kept| kept.is_of(setting, &text, reset));
            kept.map_or(default, |kept| &kept.text).to_owned()
        };
        let resets = resets(setting).map(|(reset, default)| (reset, value_of(reset, default)));
        let resets: Vec<_> = resets.collect();
        std::iter::once((setting, text)).chain(resets).collect()
    }
}

impl Kept {
    fn is_of(&self, resetting: &Setting, with: &str, setting: &Setting) -> bool {
        self.resetting == resetting && self.with == with && self.setting == setting
    }
}

/// Returns the settings that a setting resets, and their default texts.
fn resets(setting: &Setting) -> impl Iterator<Item = (&'static Setting, &'static str)> {
    let resets = setting.resets.iter();
    resets.filter_map(|(flag, default)| Some((Settings::find(flag)?, *default)))
}
