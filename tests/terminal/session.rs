//! Runs a program in a pseudo-terminal, with a screen that reads what the program writes.

use std::io;
use std::num::NonZeroU16;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::OwnedFd;
use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcgetattr, tcsetwinsize};

use crate::line::{ANSWER, Line, REQUEST, Tap};
use crate::process::Process;

/// Path of the program that is tested.
pub const BINARY: &str = env!("CARGO_BIN_EXE_sgdscope");

/// Columns and rows of the terminal that everything is designed for.
pub const SIZE: (u16, u16) = (80, 24);

/// Time limit for conditions that must become true, also on a loaded machine.
pub const LIMIT: Duration = Duration::from_secs(30);

/// Time limit for what is promised within a second. A loaded machine may need longer than a second.
pub const A_SECOND: Duration = Duration::from_secs(8);

/// Escape sequence with which each frame begins.
pub const PICTURE: &[u8] = b"\x1b[?2026h";

/// Escape sequences with which the program restores the terminal.
pub const RESTORED: &[u8] = b"\x1b[?2026l\x1b[?2004l\x1b[0m\x1b[?1049l\x1b[?25h";

/// Program, the terminal in which it runs, and a listener that reads the terminal as a user would.
pub struct Session {
    child: Child,
    master: Option<Arc<OwnedFd>>,
    listener: Option<JoinHandle<()>>,
    ear: Arc<Ear>,
    found: String,
}

/// State of the listener: what it has read, and whether it reads.
struct Ear {
    heard: Mutex<Heard>,
    is_deaf: AtomicBool,
    is_gone: AtomicBool,
    line: Line,
    /// Number of times that there was nothing to read.
    silences: AtomicUsize,
}

/// All bytes that the program wrote, and the screen that they make.
struct Heard {
    bytes: Vec<u8>,
    screen: vt100::Parser,
}

impl Session {
    /// Starts `program` with `arguments` as the leader of its own session, in a terminal of this size.
    pub fn start(program: &str, arguments: &[&str], size: (u16, u16)) -> Self {
        Self::start_on(Line::default(), program, arguments, size)
    }

    /// Starts `program` as [`Session::start`] does, in a terminal at the end of `line`.
    pub fn start_on(
        line: Line,
        program: &str,
        arguments: &[&str],
        (columns, rows): (u16, u16),
    ) -> Self {
        let master =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        tcsetwinsize(&master, window(columns, rows)).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let found = modes(&master);
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let slave = || open(name.as_c_str(), flags, Mode::empty()).unwrap();
        // Rust has no safe way to give a child a controlling terminal, so the command of util-linux does
        // it.
        let mut command = Command::new("setsid");
        // Files that the program writes must not end up among the sources.
        command.current_dir(env!("CARGO_TARGET_TMPDIR"));
        command.arg("--ctty").arg(program).args(arguments);
        command.envs([
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("COLORTERM", ""),
        ]);
        command.stdin(slave()).stdout(slave()).stderr(slave());
        let child = command.spawn().expect("setsid of util-linux is needed");
        let master = Arc::new(master);
        let ear = Arc::new(Ear {
            heard: Mutex::new(Heard {
                bytes: Vec::new(),
                screen: vt100::Parser::new(legible(rows), legible(columns), 0),
            }),
            is_deaf: AtomicBool::new(false),
            is_gone: AtomicBool::new(false),
            line,
            silences: AtomicUsize::new(0),
        });
        let listener = {
            let (master, ear) = (Arc::clone(&master), Arc::clone(&ear));
            thread::spawn(move || ear.listen(&master))
        };
        Self {
            child,
            master: Some(master),
            listener: Some(listener),
            ear,
            found,
        }
    }

    /// Starts the live program in a terminal of the size [`SIZE`].
    pub fn sgdscope(arguments: &[&str]) -> Self {
        Self::start(BINARY, arguments, SIZE)
    }

    /// Starts a shell that reads commands, with job control and an empty history.
    pub fn shell(name: &str) -> Self {
        let mut arguments = vec!["-u", "ENV", "-u", "BASH_ENV", "PS1=$ ", name];
        if name == "bash" {
            arguments.extend(["--norc", "--noprofile", "--noediting"]);
        }
        arguments.push("-i");
        let session = Self::start("env", &arguments, SIZE);
        assert!(
            is_installed(name),
            "{name} is needed: apt-get install {name}"
        );
        session.wait_for(&["$"]);
        session
    }

    /// Returns the process that was started.
    pub fn process(&self) -> Process {
        Process::new(self.child.id())
    }

    pub fn press(&mut self, keys: &str) {
        self.send(keys.as_bytes());
    }

    /// Sends bytes to the program as fast as it reads them.
    pub fn send(&mut self, mut bytes: &[u8]) {
        let patience = Timespec::try_from(LIMIT).unwrap();
        while !bytes.is_empty() {
            let mut descriptors = [PollFd::new(self.master(), PollFlags::OUT)];
            let takes = poll(&mut descriptors, Some(&patience)).unwrap() > 0;
            assert!(takes, "it takes no keys on\n{}", self.text());
            let piece = bytes.len().min(256);
            let count = rustix::io::write(self.master(), &bytes[..piece]).unwrap();
            bytes = &bytes[count..];
        }
    }

    /// Writes to the terminal as another program does that has it open.
    pub fn scribble(&self, text: &str) {
        let name = ptsname(self.master(), Vec::new()).unwrap();
        let terminal = open(
            name.as_c_str(),
            OFlags::WRONLY | OFlags::NOCTTY,
            Mode::empty(),
        )
        .unwrap();
        rustix::io::write(&terminal, text.as_bytes()).unwrap();
    }

    /// Types a line into a shell.
    pub fn enter(&mut self, line: &str) {
        self.press(&format!("{line}\n"));
    }

    pub fn resize(&mut self, (columns, rows): (u16, u16)) {
        let mut heard = self.ear.lock();
        let screen = heard.screen.screen_mut();
        screen.set_size(legible(rows), legible(columns));
        tcsetwinsize(self.master(), window(columns, rows)).unwrap();
    }

    /// Makes the listener stop reading what the program writes, or read it again.
    pub fn set_deaf(&mut self, is_deaf: bool) {
        self.ear.is_deaf.store(is_deaf, Ordering::SeqCst);
        // The listener may still be reading one chunk.
        thread::sleep(Duration::from_millis(100));
    }

    /// Closes the terminal, as if its window were closed.
    pub fn hang_up(&mut self) {
        self.ear.is_gone.store(true, Ordering::SeqCst);
        if let Some(listener) = self.listener.take() {
            listener.join().unwrap();
        }
        self.master = None;
    }

    pub fn text(&self) -> String {
        self.ear.lock().screen.screen().contents()
    }

    /// Returns the number of bytes that the program has written and the listener has read.
    pub fn written(&self) -> usize {
        self.ear.lock().bytes.len()
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.ear.lock().bytes.clone()
    }

    /// Returns the number of frames that have arrived.
    pub fn pictures(&self) -> usize {
        count(&self.ear.lock().bytes, PICTURE)
    }

    /// Waits until the screen shows all `words`.
    pub fn wait_for(&self, words: &[&str]) {
        self.wait_until(&format!("{words:?}"), || {
            let text = self.text();
            words.iter().all(|word| text.contains(word))
        });
    }

    /// Waits until a condition holds.
    pub fn wait_until(&self, what: &str, holds: impl FnMut() -> bool) {
        let is_true = eventually(LIMIT, holds);
        assert!(is_true, "no {what} on\n{}", self.text());
    }

    /// Waits for the end of the program and returns its exit code. If a signal ended the program, returns
    /// 1000 plus the number of the signal, so that it is not taken for an exit code of the program.
    pub fn exit_code(&mut self) -> i32 {
        let ended = eventually(LIMIT, || self.has_ended());
        assert!(ended, "it does not end:\n{}", self.text());
        let status = self.child.wait().unwrap();
        self.hear_out();
        status
            .code()
            .unwrap_or_else(|| 1000 + status.signal().unwrap_or(0))
    }

    /// Waits until everything that was written has been read. Returns at once if the listener does not
    /// read.
    fn hear_out(&self) {
        let is_deaf = self.ear.is_deaf.load(Ordering::SeqCst);
        if is_deaf || self.master.is_none() {
            return;
        }
        // The first silence may have begun before the last bytes arrived.
        let silences = || self.ear.silences.load(Ordering::SeqCst);
        let heard = silences();
        assert!(eventually(LIMIT, || silences() >= heard + 2), "it goes on");
    }

    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Checks that the terminal is as the program found it: the main screen, a visible cursor, and
    /// unchanged modes.
    pub fn assert_restored(&self) {
        self.wait_until("main screen with a cursor", || {
            let heard = self.ear.lock();
            let screen = heard.screen.screen();
            !screen.alternate_screen() && !screen.hide_cursor()
        });
        assert_eq!(self.modes(), self.found);
    }

    /// Returns all modes of the terminal as text.
    pub fn modes(&self) -> String {
        modes(self.master())
    }

    pub fn is_alternate(&self) -> bool {
        self.ear.lock().screen.screen().alternate_screen()
    }

    fn master(&self) -> &OwnedFd {
        self.master.as_ref().expect("it has not hung up")
    }
}

impl Ear {
    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap()
    }

    /// Answers status requests, if the terminal does that.
    fn answer(&self, master: &OwnedFd, requests: usize) {
        if self.line.answers && requests > 0 {
            // A program that has ended takes no answer.
            let _ = rustix::io::write(master, &ANSWER.repeat(requests));
        }
    }

    fn listen(&self, master: &OwnedFd) {
        let mut chunk = [0; 16_384];
        let mut tap = Tap::new(self.line);
        let patience = Timespec::try_from(Duration::from_millis(20)).unwrap();
        while !self.is_gone.load(Ordering::SeqCst) {
            if self.is_deaf.load(Ordering::SeqCst) {
                thread::sleep(Duration::from_millis(5));
                continue;
            }
            let mut descriptors = [PollFd::new(master, PollFlags::IN)];
            if poll(&mut descriptors, Some(&patience)) == Ok(0) {
                self.silences.fetch_add(1, Ordering::SeqCst);
                continue;
            }
            let most = tap.wait(chunk.len());
            if let Ok(count @ 1..) = rustix::io::read(master, &mut chunk[..most]) {
                tap.took(count);
                let asked = self.lock().take_in(&chunk[..count]);
                self.answer(master, asked);
            } else {
                // No process has the other end open: not yet, or not any more.
                self.silences.fetch_add(1, Ordering::SeqCst);
                thread::sleep(Duration::from_millis(5));
            }
        }
    }
}

impl Heard {
    /// Adds bytes, and returns the number of status requests that they complete.
    fn take_in(&mut self, bytes: &[u8]) -> usize {
        // A request may have begun in the bytes before.
        let start = self.bytes.len().saturating_sub(REQUEST.len() - 1);
        self.bytes.extend_from_slice(bytes);
        self.screen.process(bytes);
        count(&self.bytes[start..], REQUEST)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.hang_up();
    }
}

/// Waits until a condition holds, and returns whether it became true within `limit`.
pub fn eventually(limit: Duration, mut holds: impl FnMut() -> bool) -> bool {
    let end = Instant::now() + limit;
    while !holds() {
        if Instant::now() >= end {
            return false;
        }
        thread::sleep(Duration::from_millis(5));
    }
    true
}

/// Returns the number of the epoch that a screen shows.
pub fn epoch(screen: &str) -> Option<u64> {
    let mut places = screen.split("epoch ").skip(1);
    places.find_map(|rest| rest.split_once('/')?.0.parse().ok())
}

/// Returns how often `part` occurs in `whole`.
pub fn count(whole: &[u8], part: &[u8]) -> usize {
    whole.windows(part.len()).filter(|it| *it == part).count()
}

/// Returns whether a command is installed.
pub fn is_installed(name: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = std::env::split_paths(&paths);
    folders.any(|folder| folder.join(name).is_file()) || std::path::Path::new(name).is_file()
}

fn modes(terminal: &OwnedFd) -> String {
    format!("{:?}", tcgetattr(terminal).map_err(io::Error::from))
}

fn window(columns: u16, rows: u16) -> Winsize {
    Winsize {
        ws_row: rows,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    }
}

/// Limits a size to 1 to 1000 for the screen of the test: only the program is tested with extreme sizes.
fn legible(size: u16) -> NonZeroU16 {
    NonZeroU16::new(size.min(1000)).unwrap_or(NonZeroU16::MIN)
}
