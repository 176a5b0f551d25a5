//! Tests the program inside tmux: attached and detached, resized, and killed.

use std::process::{Command, Output};
use std::thread;
use std::time::Duration;

use crate::process::Process;
use crate::session::{A_SECOND, BINARY, LIMIT, Session, epoch, eventually, is_installed};

/// Separate tmux server that reads no configuration of the user.
struct Tmux {
    name: String,
    seed: String,
}

impl Tmux {
    /// Starts a session of 80 columns and 24 rows in which a shell runs the program.
    fn start(seed: &str, terminal: &str, arguments: &str) -> Self {
        assert!(is_installed("tmux"), "tmux is needed: apt-get install tmux");
        let tmux = Self {
            name: format!("sgdscope-test-{seed}-{}", std::process::id()),
            seed: seed.to_owned(),
        };
        let shell = format!("{BINARY} --init-seed {seed} {arguments}; echo code $?; sleep 600");
        tmux.run(&[
            "new-session",
            "-d",
            "-x",
            "80",
            "-y",
            "25",
            "sh",
            ";",
            "set-option",
            "-g",
            "default-terminal",
            terminal,
            ";",
            "set-option",
            "-g",
            "window-size",
            "latest",
            ";",
            "new-window",
            "-k",
            "-t",
            "0",
            "sh",
            "-c",
            &shell,
        ]);
        tmux
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let output = self.command().args(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "tmux {arguments:?}: {said}");
        output
    }

    fn command(&self) -> Command {
        let mut command = Command::new("tmux");
        command.args(["-u", "-L", &self.name, "-f", "/dev/null"]);
        command
            .env("LC_ALL", "C.UTF-8")
            .env_remove("COLORTERM")
            .env_remove("NO_COLOR");
        command
    }

    fn keys(&self, keys: &[&str]) {
        self.run(&[&["send-keys"], keys].concat());
    }

    /// Returns the text of the screen. With the option `-e` it includes the escape sequences for the look
    /// of characters.
    fn screen(&self, options: &[&str]) -> String {
        let output = self.run(&[&["capture-pane", "-p"], options].concat());
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn wait_for(&self, words: &[&str]) {
        let shown = eventually(LIMIT, || {
            let screen = self.screen(&[]);
            words.iter().all(|word| screen.contains(word))
        });
        assert!(shown, "no {words:?} on\n{}", self.screen(&[]));
    }

    fn process(&self) -> Process {
        Process::find(&self.seed)
    }

    /// Attaches a new terminal to the session.
    fn attach(&self) -> Session {
        let command = ["LC_ALL=C.UTF-8", "tmux", "-u", "-L", &self.name, "attach"];
        let session = Session::start("env", &command, (80, 25));
        session.wait_for(&["quit"]);
        session
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = self.command().arg("kill-server").output();
    }
}

#[test]
fn it_shows_its_colours_and_characters_under_the_names_that_tmux_goes_by() {
    for (seed, terminal) in [("90001", "screen-256color"), ("90002", "tmux-256color")] {
        let tmux = Tmux::start(seed, terminal, "--paused");
        tmux.wait_for(&["PAUSED", "Training Loss", "400 points · seed 95", "quit"]);
        let looks = tmux.screen(&["-e"]);
        assert!(looks.contains("38;5;"), "{terminal} has 256 colours");
        assert!(
            looks.contains('⡀') || looks.contains('⠄'),
            "{terminal} has braille"
        );
        tmux.keys(&["s"]);
        tmux.wait_for(&["update 1/13"]);
        tmux.keys(&["Right"]);
        tmux.wait_for(&["‹ 0.02 ›"]);
        tmux.keys(&["q"]);
        tmux.wait_for(&["code 0"]);
        assert!(!tmux.screen(&[]).contains("PAUSED"), "a clean screen");
    }
}

#[test]
fn detached_it_trains_on_and_attached_again_all_of_it_is_there() {
    let tmux = Tmux::start("90003", "tmux-256color", "--epochs 1000000");
    let mut terminal = tmux.attach();
    terminal.wait_for(&["RUNNING", "Training Loss"]);
    terminal.press("\x02d");
    assert_eq!(terminal.exit_code(), 0);
    let shown = || epoch(&tmux.screen(&[])).expect("an epoch");
    let before = shown();
    assert!(eventually(LIMIT, || shown() > before + 1), "it trains on");
    let mut terminal = tmux.attach();
    terminal.wait_for(&["RUNNING", "Training Loss", "[Training]", "quit"]);
    terminal.press(" ");
    terminal.wait_for(&["PAUSED"]);
    terminal.press("q");
    terminal.wait_for(&["code 0"]);
}

#[test]
fn it_follows_the_size_of_the_pane() {
    let tmux = Tmux::start("90004", "tmux-256color", "--paused");
    let mut terminal = tmux.attach();
    for (size, words) in [
        ((120, 41), &["Training Loss", "[Training]"][..]),
        ((20, 6), &["needs 30x10", "has 20x5"]),
        ((80, 25), &["Training Loss", "[Training]"]),
    ] {
        terminal.resize(size);
        tmux.wait_for(words);
    }
    let whole = tmux.screen(&[]);
    tmux.run(&["split-window", "-d", "-l", "8", "sleep 600"]);
    tmux.wait_for(&["PAUSED"]);
    tmux.run(&["kill-pane", "-t", "1"]);
    let is_back = eventually(LIMIT, || tmux.screen(&[]) == whole);
    assert!(is_back, "{whole}\nbecame\n{}", tmux.screen(&[]));
}

#[test]
fn a_killed_session_takes_it_along() {
    let tmux = Tmux::start("90005", "tmux-256color", "--speed max --epochs 1000000000");
    tmux.wait_for(&["RUNNING"]);
    let process = tmux.process();
    tmux.run(&["kill-session"]);
    assert!(process.ends_within(A_SECOND), "it goes on");
}

#[test]
fn a_killed_server_takes_it_along() {
    let tmux = Tmux::start("90006", "tmux-256color", "--speed max --epochs 1000000000");
    tmux.wait_for(&["RUNNING"]);
    let process = tmux.process();
    let id = String::from_utf8(tmux.run(&["display", "-p", "#{pid}"]).stdout).unwrap();
    let server = Process::new(id.trim().parse().unwrap());
    server.signal(rustix::process::Signal::KILL);
    assert!(process.ends_within(A_SECOND), "it goes on");
}

#[test]
fn it_can_be_suspended_in_a_pane() {
    let tmux = Tmux::start("90007", "tmux-256color", "--paused");
    tmux.wait_for(&["PAUSED"]);
    // The shell of the pane has no job control, so it could not continue the program.
    tmux.keys(&["C-z"]);
    tmux.wait_for(&["not suspended"]);
    thread::sleep(Duration::from_millis(100));
    tmux.keys(&["q"]);
    tmux.wait_for(&["code 0"]);
}
