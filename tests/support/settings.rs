//! Makes settings from a short text.

use sgdscope::session::settings::Settings;

/// Returns the default settings with other values: `samples=500 noise=5`.
pub fn settings(values: &str) -> Settings {
    let mut settings = Settings::default();
    for value in values.split_whitespace() {
        let (name, text) = value.split_once('=').unwrap();
        let setting = Settings::find(name).unwrap_or_else(|| panic!("{name} is no setting"));
        setting.set(&mut settings, text).unwrap();
    }
    settings
}
