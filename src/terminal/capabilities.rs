//! Finds out what the terminal can show: from the environment variables, and by asking for its background.
//!
//! crossterm sends colours to every terminal, so the program decides which colours to use. The crate
//! `supports-unicode` is not used, because it takes an empty `LC_ALL` for a locale without UTF-8.

use terminal_colorsaurus::{QueryOptions, ThemeMode, theme_mode};

use crate::ui::signs::Charset;
use crate::ui::theme::{Background, ColorDepth};

/// Values of `TERM` of terminals that have 24-bit colours but no `256color` in their name. Over SSH, `TERM`
/// is all that is known about the terminal.
const RGB_TERMINALS: [&str; 7] = [
    "alacritty",
    "contour",
    "foot",
    "rio",
    "wezterm",
    "xterm-ghostty",
    "xterm-kitty",
];

/// Colours and characters that a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Number of colours that the terminal can show.
    pub depth: ColorDepth,
    /// Set of characters that the terminal can show.
    pub charset: Charset,
}

impl Capabilities {
    /// Determines the capabilities of the terminal from the environment variables `TERM`, `COLORTERM`,
    /// `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE`, `LC_ALL`, `LC_CTYPE` and `LANG`. `environment` returns the
    /// value of a variable.
    ///
    /// # Errors
    /// Returns a message for the user if `TERM` is not set or is `dumb`, since such a terminal cannot place
    /// characters on the screen.
    pub fn of(environment: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        // By convention, an empty variable counts as not set.
        let get = |name: &str| environment(name).filter(|value| !value.is_empty());
        let remedy = "set TERM to what your terminal is, as in TERM=xterm-256color; sgdscope train \
                      trains without a screen";
        let terminal = match get("TERM") {
            None => return Err(format!("TERM is not set; {remedy}")),
            Some(dumb) if dumb == "dumb" => {
                return Err(format!(
                    "TERM=dumb: this terminal cannot show pictures; {remedy}"
                ));
            }
            Some(terminal) => terminal,
        };
        Ok(Self {
            depth: depth(&terminal, get),
            charset: charset(&terminal, get),
        })
    }
}

/// Returns the number of colours, by the rules of <https://no-color.org> and <https://bixense.com/clicolors>,
/// by `COLORTERM`, and by the name of the terminal.
fn depth(terminal: &str, get: impl Fn(&str) -> Option<String>) -> ColorDepth {
    let is_forced = get("CLICOLOR_FORCE").is_some_and(|value| value != "0");
    let is_off = get("CLICOLOR").is_some_and(|value| value == "0");
    if get("NO_COLOR").is_some() || (is_off && !is_forced) {
        return ColorDepth::None;
    }
    match get("COLORTERM").as_deref() {
        Some("truecolor" | "24bit") => ColorDepth::Rgb,
        _ if terminal.ends_with("-direct") || RGB_TERMINALS.contains(&terminal) => ColorDepth::Rgb,
        _ if terminal.contains("256color") => ColorDepth::Indexed,
        // Terminals such as the VT100 have no colours.
        _ if terminal.starts_with("vt") && !is_forced => ColorDepth::None,
        _ => ColorDepth::Ansi,
    }
}

fn charset(terminal: &str, get: impl Fn(&str) -> Option<String>) -> Charset {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(get);
    let locale = locale.unwrap_or_default().to_uppercase();
    // The font of the Linux console has 512 characters and no braille patterns.
    if terminal != "linux" && (locale.contains("UTF-8") || locale.contains("UTF8")) {
        Charset::Unicode
    } else {
        Charset::Ascii
    }
}

/// Asks the terminal whether its background is dark or light. Returns dark if the terminal does not answer in
/// time or cannot be asked. Nothing else may read the terminal during the call.
#[must_use]
pub fn ask_background() -> Background {
    match theme_mode(QueryOptions::default()) {
        Ok(ThemeMode::Light) => Background::Light,
        Ok(ThemeMode::Dark) | Err(_) => Background::Dark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(environment: &[(&str, &str)]) -> Result<Capabilities, String> {
        Capabilities::of(|name| {
            let set = environment.iter().find(|(set, _)| *set == name);
            set.map(|(_, value)| (*value).to_owned())
        })
    }

    fn depth_of(environment: &[(&str, &str)]) -> ColorDepth {
        of(environment).unwrap().depth
    }

    fn charset_of(environment: &[(&str, &str)]) -> Charset {
        of(&[&[("TERM", "xterm")], environment].concat())
            .unwrap()
            .charset
    }

    #[test]
    fn colours_follow_the_name_of_the_terminal() {
        for (terminal, depth) in [
            ("xterm-256color", ColorDepth::Indexed),
            ("tmux-256color", ColorDepth::Indexed),
            ("screen.xterm-256color", ColorDepth::Indexed),
            ("xterm", ColorDepth::Ansi),
            ("screen", ColorDepth::Ansi),
            ("linux", ColorDepth::Ansi),
            ("unheard-of", ColorDepth::Ansi),
            ("vt220", ColorDepth::None),
            ("xterm-direct", ColorDepth::Rgb),
            ("xterm-kitty", ColorDepth::Rgb),
        ] {
            assert_eq!(depth_of(&[("TERM", terminal)]), depth, "{terminal}");
        }
        for value in ["truecolor", "24bit"] {
            let environment = [("TERM", "xterm"), ("COLORTERM", value)];
            assert_eq!(depth_of(&environment), ColorDepth::Rgb);
        }
    }

    #[test]
    fn colours_can_be_refused_and_forced() {
        let with = |more: &[(&str, &str)]| {
            depth_of(&[&[("TERM", "xterm"), ("COLORTERM", "24bit")], more].concat())
        };
        assert_eq!(with(&[("NO_COLOR", "1")]), ColorDepth::None);
        assert_eq!(with(&[("NO_COLOR", "")]), ColorDepth::Rgb);
        assert_eq!(with(&[("CLICOLOR", "0")]), ColorDepth::None);
        let forced = ("CLICOLOR_FORCE", "1");
        assert_eq!(with(&[("CLICOLOR", "0"), forced]), ColorDepth::Rgb);
        assert_eq!(with(&[("NO_COLOR", "1"), forced]), ColorDepth::None);
        assert_eq!(depth_of(&[("TERM", "vt100"), forced]), ColorDepth::Ansi);
    }

    #[test]
    fn characters_follow_the_locale() {
        for (environment, charset) in [
            (&[("LANG", "C.UTF-8")][..], Charset::Unicode),
            (&[("LANG", "de_DE.utf8")], Charset::Unicode),
            (&[("LANG", "C")], Charset::Ascii),
            (&[], Charset::Ascii),
            (&[("LANG", "C.UTF-8"), ("LC_ALL", "C")], Charset::Ascii),
            (&[("LANG", "C.UTF-8"), ("LC_ALL", "")], Charset::Unicode),
            (
                &[("LANG", "C"), ("LC_CTYPE", "en_US.UTF-8")],
                Charset::Unicode,
            ),
            (&[("LANG", "ca_ES.UTF-8@valencia")], Charset::Unicode),
        ] {
            assert_eq!(charset_of(environment), charset, "{environment:?}");
        }
        let console = of(&[("TERM", "linux"), ("LANG", "C.UTF-8")]).unwrap();
        assert_eq!(console.charset, Charset::Ascii);
    }

    #[test]
    fn a_terminal_that_cannot_place_characters_is_refused() {
        for environment in [&[("TERM", "dumb")][..], &[("TERM", "")], &[]] {
            let refusal = of(environment).unwrap_err();
            assert!(refusal.contains("TERM=xterm-256color"), "{refusal}");
        }
    }
}
