//! Tests the demo tape: parses it strictly and plays it on a virtual clock with the real key table.

#[path = "support/stage.rs"]
#[expect(dead_code, reason = "a tape presses its own keys")]
mod stage;

use sgdscope::app::effect::End;
use sgdscope::studio::player::{PlayError, Played, play};
use sgdscope::studio::stage::Stage;
use sgdscope::studio::tape::{Tape, TapeCommand};

/// Columns and rows of the tape's terminal: 1280x720 pixels with 10 pixels of padding at a font size of 24.
const SIZE: (u16, u16) = (88, 24);

fn demo() -> Tape {
    Tape::parse(include_str!("../demo.tape")).unwrap()
}

/// Starts the program for a command line of the release build, and refuses every other command.
fn launch(command_line: &str) -> Result<Stage, String> {
    if command_line.starts_with("target/release/sgdscope ") {
        Ok(stage::open(command_line, SIZE))
    } else {
        Err(format!("{command_line} is not sgdscope"))
    }
}

fn played(tape: &str) -> Result<Played, PlayError> {
    play(&Tape::parse(tape).unwrap(), launch)
}

#[test]
fn the_demo_plays_and_lasts_60_to_90_seconds() {
    let played = play(&demo(), launch).unwrap_or_else(|error| panic!("{error}"));
    let seconds = played.shown.as_secs_f64();
    assert!((60.0..=90.0).contains(&seconds), "{seconds} s");
    assert_eq!(played.stage.unwrap().end(), Some(&End::Quit));
    assert!(
        played.is_hidden,
        "the curtain falls before the shell is seen again"
    );
}

#[test]
fn the_demo_is_set_up_as_it_is_meant_to_be_shown() {
    let commands = demo().commands;
    let value = |wanted: &str| {
        let mut settings = commands.iter().filter_map(|(_, command)| match command {
            TapeCommand::Set(name, value) if name == wanted => Some(value.clone()),
            _ => None,
        });
        settings.next().unwrap_or_else(|| panic!("no Set {wanted}"))
    };
    assert_eq!(
        (value("Width"), value("Height")),
        ("1280".into(), "720".into())
    );
    assert_eq!(
        (value("FontSize"), value("Padding")),
        ("24".into(), "10".into())
    );
    assert_eq!(
        (value("Framerate"), value("MarginFill")),
        ("15".into(), String::new())
    );
    assert!(matches!(&commands[0].1, TapeCommand::Output(file) if file == "demo.mp4"));
}

#[test]
fn a_demo_that_is_played_twice_ends_with_equal_pictures() {
    let end = || {
        let played = play(&demo(), launch).unwrap_or_else(|error| panic!("{error}"));
        let picture = played.stage.unwrap().draw().clone();
        (played.shown, picture)
    };
    assert_eq!(end(), end());
}

#[test]
fn what_vhs_passes_over_in_silence_is_refused() {
    for (tape, complaint) in [
        ("Slep 2s", "Slep is no command"),
        ("Type \"s\" Slep 2s", "is not one string"),
        ("Type \"s\" \"e\"", "is not one string"),
        ("Type s", "is not quoted"),
        ("Sleep soon", "soon is not a time"),
        (
            "Hide\nSet FontSize 24",
            "line 2: Set FontSize comes too late",
        ),
        ("Set FontsSize 24", "FontsSize is no setting"),
        ("Wait+Screen PAUSED", "is no /pattern/"),
        ("Space twice", "is not a number of times"),
        ("Home", "Home is no command"),
        ("Hide now", "Hide is no command"),
    ] {
        let error = Tape::parse(tape)
            .err()
            .unwrap_or_else(|| panic!("{tape} was taken"));
        assert!(error.to_string().contains(complaint), "{tape}: {error}");
    }
}

#[test]
fn what_would_be_played_without_any_effect_is_an_error_that_names_its_line() {
    let start = "Type 'target/release/sgdscope --paused --alpha 100'\nEnter\n";
    for (rest, said) in [
        (
            "Type '+'",
            "line 3: + was refused: alpha 100: largest by key",
        ),
        ("Type '~'", "line 3: ~ means nothing here"),
        ("Escape", "line 3: esc changes nothing"),
        (
            "Wait+Screen@1s /FINISHED/",
            "line 3: no FINISHED on the screen",
        ),
        ("Type 'q'\nType 's'", "line 4: the program does not run"),
    ] {
        let error = played(&format!("{start}{rest}")).err().expect(said);
        assert!(error.to_string().starts_with(said), "{rest}: {error}");
    }
    let error = played("Type 'vi'\nEnter")
        .err()
        .expect("it is not sgdscope");
    assert_eq!(
        error.to_string(),
        "line 2: the program did not start: vi is not sgdscope"
    );
    let error = played("Up").err().expect("no key of a shell");
    assert_eq!(
        error.to_string(),
        "line 1: ↑ cannot be pressed at the shell"
    );
}
