//! Tests promises 7 and 8: the program is suspended, continued, and run in the background of a shell with
//! job control.

use std::thread;
use std::time::Duration;

use rustix::process::Signal;

use crate::process::Process;
use crate::session::{BINARY, LIMIT, SIZE, Session, eventually};

const SHELLS: [&str; 2] = ["bash", "dash"];

/// Shell in which the program runs, and the terminal modes that the shell itself uses.
struct Job {
    session: Session,
    process: Process,
    modes: String,
}

impl Job {
    /// Starts the program in a shell. `before` comes before the program on the command line, and `after`
    /// comes after it.
    fn start(shell: &str, before: &str, after: &str, seed: &str) -> Self {
        let mut session = Session::shell(shell);
        let modes = session.modes();
        session.enter(&format!("{before} {BINARY} --init-seed {seed} {after}"));
        let process = Process::find(seed);
        Self {
            session,
            process,
            modes,
        }
    }

    fn wait_until_clean(&self) {
        self.session.wait_until("clean shell", || {
            !self.session.is_alternate() && self.session.modes() == self.modes
        });
        assert!(!self.session.text().contains("RUNNING"));
    }

    /// Checks that the shell runs a command and is ready for another one.
    fn assert_shell_answers(&mut self, word: &str) {
        self.session.enter(&format!("echo {word}-$((40 + 2))"));
        let answer = format!("{word}-42");
        self.session.wait_until(&answer, || {
            let text = self.session.text();
            text.contains(&answer) && text.trim_end().ends_with("\n$")
        });
    }

    fn quit(mut self) {
        self.session.press("q");
        assert!(self.process.ends_within(LIMIT));
        self.wait_until_clean();
        self.assert_shell_answers("after");
    }
}

#[test]
fn promise_7_control_z_leaves_a_clean_shell_and_fg_brings_all_of_it_back() {
    for (shell, seed) in SHELLS.into_iter().zip(["70001", "70002"]) {
        let mut job = Job::start(shell, "", "--paused", seed);
        job.session.wait_for(&["PAUSED", "quit"]);
        let picture = job.session.text();
        // Twice, because the first time may work only by luck with the modes that the terminal had.
        for round in ["one", "two"] {
            job.session.press("\x1a");
            job.process.wait_until_stopped();
            job.wait_until_clean();
            job.assert_shell_answers(round);
            job.session.enter("fg");
            job.session
                .wait_until("same picture", || job.session.text() == picture);
        }
        // In raw mode a key works without the end of a line, and is not echoed.
        job.session.press("s");
        job.session.wait_for(&["update 1/13"]);
        job.quit();
    }
}

#[test]
fn promise_7_so_does_a_stop_from_outside() {
    for (shell, seed) in SHELLS.into_iter().zip(["70003", "70004"]) {
        let mut job = Job::start(shell, "", "--epochs 1000000", seed);
        job.session.wait_for(&["RUNNING", "quit"]);
        job.process.signal(Signal::TSTP);
        job.process.wait_until_stopped();
        job.wait_until_clean();
        job.assert_shell_answers("stopped");
        job.session.enter("fg");
        job.session.wait_for(&["RUNNING", "quit", "Training Loss"]);
        job.quit();
    }
}

#[test]
fn promise_7_a_script_around_it_is_stopped_with_it() {
    for (shell, seed) in SHELLS.into_iter().zip(["70005", "70006"]) {
        let mut session = Session::shell(shell);
        session.enter(&format!(
            "sh -c '{BINARY} --paused --init-seed {seed}; echo out-$((1 + 1))'"
        ));
        session.wait_for(&["PAUSED", "quit"]);
        let process = Process::find(seed);
        session.press("\x1a");
        process.wait_until_stopped();
        session.enter("echo shell-$((40 + 2))");
        session.wait_for(&["shell-42"]);
        session.enter("fg");
        session.wait_for(&["PAUSED", "quit", "Training Loss"]);
        session.press("q");
        session.wait_for(&["out-2"]);
    }
}

/// Without a shell nobody could continue the program, so it does not stop and its keys still work.
#[test]
fn promise_7_without_a_shell_control_z_says_so() {
    let mut session = Session::sgdscope(&["--paused"]);
    session.wait_for(&["PAUSED", "quit"]);
    session.press("\x1a");
    session.wait_for(&["not suspended"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}

#[test]
fn promise_8_in_the_background_it_trains_and_writes_nothing() {
    for (shell, seed) in SHELLS.into_iter().zip(["80001", "80002"]) {
        let arguments = "--speed max --epochs 1000000000";
        let mut job = Job::start(shell, "", arguments, seed);
        job.session.wait_for(&["RUNNING", "quit"]);
        job.session.press("\x1a");
        job.process.wait_until_stopped();
        job.wait_until_clean();
        job.session.enter("bg");
        let time = job.process.time();
        let trains = || job.process.time() > time + Duration::from_millis(300);
        assert!(eventually(LIMIT, trains), "it does not train");
        job.assert_shell_answers("ground");
        let before = (job.session.bytes(), job.process.written().bytes);
        thread::sleep(Duration::from_secs(1));
        let after = (job.session.bytes(), job.process.written().bytes);
        assert!(before == after, "it writes to {}", job.session.text());
        assert_eq!(job.session.modes(), job.modes);
        job.session.enter("fg");
        job.session.wait_for(&["RUNNING", "quit", "Training Loss"]);
        job.quit();
    }
}

#[test]
fn promise_8_started_in_the_background_it_waits_for_the_terminal() {
    for (shell, seed) in SHELLS.into_iter().zip(["80003", "80004"]) {
        let mut job = Job::start(shell, "", "--paused &", seed);
        job.assert_shell_answers("ground");
        thread::sleep(Duration::from_millis(300));
        // The system does not stop the program for using a terminal that it does not own, so bash reports
        // nothing. The program checks again and again whether it is in the foreground, so it is seen
        // asleep. A stopped process would never be seen asleep.
        let waits = || job.process.state() == Some('S');
        assert!(eventually(LIMIT, waits), "{:?}", job.process.state());
        assert_eq!(job.process.written().bytes, 0);
        assert_eq!(job.session.modes(), job.modes);
        job.session.enter("fg");
        job.session.wait_for(&["PAUSED", "quit"]);
        job.quit();
    }
}

/// A signal that ends the program in the background must leave the shell's terminal alone. This holds if
/// the program gave the terminal back when it was stopped, and also if it had no time to do so.
#[test]
fn promise_8_ended_in_the_background_it_leaves_the_terminal_alone() {
    for (stop, seed) in [(Signal::TSTP, "80005"), (Signal::STOP, "80006")] {
        let mut job = Job::start("bash", "", "--epochs 1000000", seed);
        job.session.wait_for(&["RUNNING", "quit"]);
        job.process.signal(stop);
        job.process.wait_until_stopped();
        job.session.enter("bg");
        job.assert_shell_answers("ground");
        let running = || job.process.state() != Some('T');
        assert!(eventually(LIMIT, running), "it is not continued");
        thread::sleep(Duration::from_millis(300));
        let before = job.session.bytes().len();
        job.process.signal(Signal::TERM);
        assert!(job.process.ends_within(LIMIT), "{stop:?}");
        thread::sleep(Duration::from_millis(200));
        let since = String::from_utf8_lossy(&job.session.bytes()[before..]).into_owned();
        assert!(!since.contains('\x1b'), "{stop:?}: {since:?}");
        assert_eq!(job.session.modes(), job.modes, "{stop:?}");
        job.assert_shell_answers("after");
    }
}

#[test]
fn it_is_no_trouble_where_the_keys_come_from_elsewhere() {
    let script = format!("echo nothing | {BINARY} --paused");
    let mut session = Session::start("sh", &["-c", &script], SIZE);
    session.wait_for(&["PAUSED", "quit"]);
    session.press("s");
    session.wait_for(&["update 1/13"]);
    session.press("q");
    assert_eq!(session.exit_code(), 0);
    session.assert_restored();
}
