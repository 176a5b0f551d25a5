//! The real binary in a pseudo-terminal, with a screen that reads what it writes.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long a loaded machine may take for what must become true.
const LIMIT: Duration = Duration::from_secs(30);

pub struct Session {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    heard: Arc<Mutex<Heard>>,
    termios_before: String,
}

/// All that the program wrote, and the screen it makes.
struct Heard {
    bytes: Vec<u8>,
    screen: vt100::Parser,
}

impl Session {
    /// Starts `program` with `arguments` in a terminal of that size.
    pub fn start(program: &str, arguments: &[&str], (columns, rows): (u16, u16)) -> Self {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("COLORTERM", ""),
        ] {
            command.env(name, value);
        }
        let termios_before = format!("{:?}", pair.master.get_termios());
        let mut reader = pair.master.try_clone_reader().unwrap();
        let heard = Arc::new(Mutex::new(Heard {
            bytes: Vec::new(),
            screen: vt100::Parser::new(non_zero(rows), non_zero(columns), 0),
        }));
        let listener = Arc::clone(&heard);
        thread::spawn(move || {
            let mut chunk = [0; 16_384];
            while let Ok(count @ 1..) = reader.read(&mut chunk) {
                let mut heard = listener.lock().unwrap();
                heard.bytes.extend_from_slice(&chunk[..count]);
                heard.screen.process(&chunk[..count]);
            }
        });
        Self {
            child: pair.slave.spawn_command(command).unwrap(),
            keys: pair.master.take_writer().unwrap(),
            master: pair.master,
            heard,
            termios_before,
        }
    }

    /// The live program.
    pub fn sgdscope(arguments: &[&str], size: (u16, u16)) -> Self {
        Self::start(env!("CARGO_BIN_EXE_sgdscope"), arguments, size)
    }

    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    pub fn resize(&mut self, (columns, rows): (u16, u16)) {
        self.heard
            .lock()
            .unwrap()
            .screen
            .screen_mut()
            .set_size(non_zero(rows), non_zero(columns));
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.resize(size).unwrap();
    }

    pub fn text(&self) -> String {
        self.heard.lock().unwrap().screen.screen().contents()
    }

    /// How many bytes the program has written.
    pub fn written(&self) -> usize {
        self.heard.lock().unwrap().bytes.len()
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.heard.lock().unwrap().bytes.clone()
    }

    /// Waits until the screen shows all `words`.
    pub fn wait_for(&self, words: &[&str]) {
        let end = Instant::now() + LIMIT;
        while !words.iter().all(|word| self.text().contains(word)) {
            assert!(Instant::now() < end, "no {words:?} on\n{}", self.text());
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits for the end of the program and returns its exit code.
    pub fn exit_code(&mut self) -> u32 {
        let end = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(Instant::now() < end, "it does not end:\n{}", self.text());
            thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// The terminal is as the shell left it: the main screen, a cursor, and the same modes.
    pub fn assert_restored(&self) {
        let end = Instant::now() + LIMIT;
        let is_clean = || {
            let heard = self.heard.lock().unwrap();
            let screen = heard.screen.screen();
            !screen.alternate_screen() && !screen.hide_cursor()
        };
        while !is_clean() {
            assert!(Instant::now() < end, "the screen is not restored");
            thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(
            format!("{:?}", self.master.get_termios()),
            self.termios_before
        );
    }

    pub fn is_alternate(&self) -> bool {
        self.heard
            .lock()
            .unwrap()
            .screen
            .screen()
            .alternate_screen()
    }
}

fn non_zero(size: u16) -> NonZeroU16 {
    NonZeroU16::new(size).unwrap()
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
