//! A process as the system sees it: alive or not, its time, its memory, what it writes.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::session::{LIMIT, eventually};

/// The kernel counts processor time in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

#[derive(Debug, Clone, Copy)]
pub struct Process(u32);

/// What a process has written so far.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    pub calls: u64,
    pub bytes: u64,
}

impl Process {
    pub fn new(id: u32) -> Self {
        Self(id)
    }

    /// The live program that has `marker` among its arguments, once there is one. An unusual
    /// `--init-seed` makes a good marker, wherever the program runs.
    pub fn find(marker: &str) -> Self {
        let mut found = None;
        let is_found = eventually(LIMIT, || {
            found = all().find(|process| process.is_program_with(marker));
            found.is_some()
        });
        assert!(is_found, "no sgdscope {marker} runs");
        found.unwrap()
    }

    /// Whether it has not ended. One that nobody has asked for its exit code counts as ended.
    pub fn is_alive(self) -> bool {
        self.state().is_some_and(|state| state != 'Z')
    }

    /// Waits until it has ended.
    pub fn ends_within(self, limit: Duration) -> bool {
        eventually(limit, || !self.is_alive())
    }

    /// Waits until it is stopped.
    pub fn wait_until_stopped(self) {
        let is_stopped = eventually(LIMIT, || self.state() == Some('T'));
        assert!(is_stopped, "it is not stopped but {:?}", self.state());
    }

    pub fn signal(self, signal: Signal) {
        let id = Pid::from_raw(i32::try_from(self.0).unwrap()).unwrap();
        kill_process(id, signal).unwrap();
    }

    /// The letter of its state.
    pub fn state(self) -> Option<char> {
        self.stat()?.first()?.chars().next()
    }

    /// Processor time so far, in and for it.
    pub fn time(self) -> Duration {
        let stat = self.stat().expect("it runs");
        let ticks = |place: usize| stat[place].parse::<u32>().unwrap();
        TICK * (ticks(11) + ticks(12))
    }

    /// Processor time since it had spent `before`.
    pub fn time_since(self, before: Duration) -> Duration {
        self.time().saturating_sub(before)
    }

    /// Memory that it holds, in bytes.
    pub fn memory(self) -> usize {
        let status = self.read("status").expect("it runs");
        1024 * number(&status, "VmRSS:")
    }

    pub fn written(self) -> Written {
        let io = self.read("io").expect("it runs");
        Written {
            calls: number(&io, "syscw:") as u64,
            bytes: number(&io, "wchar:") as u64,
        }
    }

    fn is_program_with(self, marker: &str) -> bool {
        let arguments = self.read("cmdline").unwrap_or_default();
        let program = fs::read_link(self.path("exe")).unwrap_or_default();
        program.ends_with("sgdscope") && arguments.split('\0').any(|word| word == marker)
    }

    /// The fields of `stat` after the name, which may hold anything.
    fn stat(self) -> Option<Vec<String>> {
        let stat = self.read("stat")?;
        let (_, fields) = stat.rsplit_once(") ")?;
        Some(fields.split_whitespace().map(str::to_owned).collect())
    }

    fn read(self, file: &str) -> Option<String> {
        let bytes = fs::read(self.path(file)).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn path(self, file: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{file}", self.0))
    }
}

fn all() -> impl Iterator<Item = Process> {
    let entries = fs::read_dir("/proc").expect("these tests need Linux");
    entries.filter_map(|entry| {
        let name = entry.ok()?.file_name();
        name.to_str()?.parse().ok().map(Process)
    })
}

/// The number behind a name.
fn number(text: &str, name: &str) -> usize {
    let line = text.lines().find(|line| line.starts_with(name));
    let line = line.unwrap_or_else(|| panic!("no {name} in {text}"));
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
