//! The arguments of the screen: its colours and characters, the mouse, and the frames per second.

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};

/// Default of the largest number of frames per second.
const DEFAULT_FPS: u32 = 30;

/// Arguments of the screen.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Screen")]
pub struct ScreenArgs {
    /// Start paused
    #[arg(long)]
    pub paused: bool,
    /// Largest number of frames per second (a whole number from 1 to 60)
    #[arg(long, value_name = "N", value_parser = parse_fps, default_value_t = DEFAULT_FPS,
          allow_negative_numbers = true)]
    pub fps: u32,
    /// Colours and characters.
    #[command(flatten)]
    pub look: LookArgs,
    /// Show the predicted probability at the mouse pointer
    #[arg(long)]
    pub mouse: bool,
}

/// Arguments of the colours and characters.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Screen")]
pub struct LookArgs {
    /// Colours for a dark or a light background; auto asks the terminal for its background
    #[arg(long, value_enum, default_value_t = ThemeName::Dark)]
    pub theme: ThemeName,
    /// Number of colours
    #[arg(long, value_enum, help = "Number of colours; auto follows TERM, COLORTERM and NO_COLOR",
          default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
    /// Draw with ASCII characters only; this is the default in a locale without UTF-8
    #[arg(long)]
    pub ascii: bool,
}

/// Colours of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ThemeName {
    /// For a dark background
    Dark,
    /// For a light background
    Light,
    /// For the background that the terminal reports; dark if it reports none
    Auto,
}

/// Number of colours of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// The number that the environment variables indicate
    Auto,
    /// No colours
    Never,
    /// The 16 basic colours of terminals
    #[value(name = "16")]
    Ansi,
    /// The 256 colours of xterm
    #[value(name = "256")]
    Indexed,
    /// 24-bit colours
    Rgb,
}

impl ScreenArgs {
    /// Returns the options of the look of the screen that differ from their defaults, each as one word. The
    /// option that starts a run paused is not one of them.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let Self {
            paused: _,
            fps,
            look:
                LookArgs {
                    theme,
                    color,
                    ascii,
                },
            mouse,
        } = *self;
        let name = |value: Option<PossibleValue>| value.map(|value| value.get_name().to_owned());
        let theme = name(
            theme
                .to_possible_value()
                .filter(|_| theme != ThemeName::Dark),
        );
        let color = name(
            color
                .to_possible_value()
                .filter(|_| color != ColorChoice::Auto),
        );
        let mut words = Vec::new();
        words.extend((fps != DEFAULT_FPS).then(|| format!("--fps={fps}")));
        words.extend(theme.map(|theme| format!("--theme={theme}")));
        words.extend(color.map(|color| format!("--color={color}")));
        words.extend(ascii.then(|| "--ascii".to_owned()));
        words.extend(mouse.then(|| "--mouse".to_owned()));
        words
    }
}

fn parse_fps(text: &str) -> Result<u32, String> {
    let fps = text.parse().ok().filter(|fps| (1..=60).contains(fps));
    fps.ok_or_else(|| "must be a whole number from 1 to 60; try 30".to_owned())
}
