//! The demo tape, read strictly and played on a virtual clock against the real key table.

#[path = "support/stage.rs"]
#[expect(dead_code, reason = "a tape presses its own keys")]
mod stage;
#[path = "support/tape.rs"]
mod tape;

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent};
use regex::Regex;
use sgdscope::app::End;
use sgdscope::app::keymap;
use stage::Stage;
use tape::Command;

/// 1280x720 with 10 pixels of padding at a font size of 24.
const SIZE: (u16, u16) = (88, 24);
/// How often VHS looks at the screen while it waits.
const LOOK: Duration = Duration::from_millis(50);

fn demo() -> Vec<(usize, Command)> {
    tape::parse(include_str!("../demo.tape")).unwrap()
}

/// Plays a tape and measures what is seen.
struct Player {
    /// What is typed at the shell, until the program runs.
    shell: String,
    stage: Option<Stage>,
    hidden: bool,
    seen: Duration,
}

impl Player {
    fn play(commands: Vec<(usize, Command)>) -> Self {
        let mut player = Self {
            shell: String::new(),
            stage: None,
            hidden: false,
            seen: Duration::ZERO,
        };
        for (line, command) in commands {
            match command {
                Command::Output(_) | Command::Set(..) => {}
                Command::Hide => player.hidden = true,
                Command::Show => player.hidden = false,
                Command::Sleep(time) => player.pass(time),
                Command::Keys(keys, each) => keys.into_iter().for_each(|key| {
                    player.press(key, line);
                    player.pass(each);
                }),
                Command::WaitScreen(pattern, limit) => player.wait(&pattern, limit, line),
            }
        }
        player
    }

    fn pass(&mut self, time: Duration) {
        if !self.hidden {
            self.seen += time;
        }
        if let Some(stage) = &mut self.stage {
            stage.pass(time);
        }
    }

    fn press(&mut self, key: KeyEvent, line: usize) {
        let Some(stage) = &mut self.stage else {
            return self.type_at_shell(key);
        };
        assert_eq!(stage.app.end(), None, "line {line}: the program has ended");
        assert!(
            keymap::action(&key, stage.app.view().mode()).is_some(),
            "line {line}: {key:?} means nothing"
        );
        let before = stage.draw().clone();
        stage.send(key);
        let changed = *stage.draw() != before || stage.app.end().is_some();
        assert!(changed, "line {line}: {key:?} changes nothing");
        let refusal = stage.app.notice().filter(|notice| notice.is_refusal);
        assert_eq!(refusal, None, "line {line}: {key:?} was refused");
    }

    fn type_at_shell(&mut self, key: KeyEvent) {
        match key.code {
            KeyCode::Char(character) => self.shell.push(character),
            KeyCode::Enter => {
                let launch = self.shell.split(';').next_back().unwrap().trim();
                assert!(launch.starts_with("target/release/sgdscope "), "{launch}");
                self.stage = Some(Stage::open(launch, SIZE));
            }
            other => panic!("{other:?} at the shell"),
        }
    }

    fn wait(&mut self, pattern: &Regex, limit: Duration, line: usize) {
        let mut waited = Duration::ZERO;
        loop {
            let text = self.stage.as_mut().expect("the program runs").text();
            if pattern.is_match(&text) {
                return;
            }
            assert!(waited < limit, "line {line}: no {pattern} on\n{text}");
            self.pass(LOOK);
            waited += LOOK;
        }
    }
}

#[test]
fn the_demo_plays_and_lasts_60_to_90_seconds() {
    let player = Player::play(demo());
    let seconds = player.seen.as_secs_f64();
    assert!((60.0..=90.0).contains(&seconds), "{seconds} s");
    assert_eq!(player.stage.unwrap().app.end(), Some(&End::Quit));
    assert!(
        player.hidden,
        "the curtain falls before the shell is seen again"
    );
}

#[test]
fn the_demo_is_set_up_as_it_is_meant_to_be_shown() {
    let commands = demo();
    let value = |wanted: &str| {
        let mut settings = commands.iter().filter_map(|(_, command)| match command {
            Command::Set(name, value) if name == wanted => Some(value.clone()),
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
    assert!(matches!(&commands[0].1, Command::Output(file) if file == "demo.mp4"));
}

#[test]
fn a_demo_tells_the_same_story_every_time() {
    let times = [demo(), demo()].map(|commands| Player::play(commands).seen);
    assert_eq!(times[0], times[1]);
}

#[test]
fn what_vhs_passes_over_in_silence_is_refused() {
    for (tape, complaint) in [
        ("Slep 2s", "Slep is no command"),
        ("Type \"s\" Slep 2s", "is not one string"),
        ("Type \"s\" \"e\"", "is not one string"),
        ("Type s", "is not quoted"),
        ("Sleep soon", "soon is no time"),
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
        let error = tape::parse(tape)
            .err()
            .unwrap_or_else(|| panic!("{tape} was taken"));
        assert!(error.contains(complaint), "{tape}: {error}");
    }
}

#[test]
#[should_panic(expected = "was refused")]
fn a_key_that_does_nothing_is_found_out() {
    let tape = "Type 'target/release/sgdscope --paused --alpha 100'\nEnter\nType '+'";
    Player::play(tape::parse(tape).unwrap());
}

#[test]
#[should_panic(expected = "no FINISHED on")]
fn words_that_never_come_are_found_out() {
    let tape = "Type 'target/release/sgdscope --paused'\nEnter\nWait+Screen /FINISHED/";
    Player::play(tape::parse(tape).unwrap());
}
