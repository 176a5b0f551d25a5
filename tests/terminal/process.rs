//! Observes a process as the system sees it: whether it is alive, its processor time, its memory, and what
//! it writes.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::session::{LIMIT, eventually};

/// Unit in which the kernel counts processor time: a hundredth of a second.
const TICK: Duration = Duration::from_millis(10);

#[derive(Debug, Clone, Copy)]
pub struct Process(u32);

/// Number of write calls and bytes that a process has written so far.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    pub calls: u64,
    pub bytes: u64,
}

impl Process {
    pub fn new(id: u32) -> Self {
        Self(id)
    }

    pub fn id(self) -> u32 {
        self.0
    }

    /// Waits for a live program that has `marker` among its arguments, and returns it. An unusual
    /// `--init-seed` is a good marker, wherever the program runs.
    pub fn find(marker: &str) -> Self {
        let mut found = None;
        let is_found = eventually(LIMIT, || {
            found = all().find(|process| process.is_program_with(marker));
            found.is_some()
        });
        assert!(is_found, "no sgdscope {marker} runs");
        found.unwrap()
    }

    /// Returns whether the process has not ended. A process whose exit code has not been collected yet (a
    /// zombie) counts as ended.
    pub fn is_alive(self) -> bool {
        self.state().is_some_and(|state| state != 'Z')
    }

    /// Waits until the process has ended, and returns whether it ended within `limit`.
    pub fn ends_within(self, limit: Duration) -> bool {
        eventually(limit, || !self.is_alive())
    }

    /// Waits until the process is stopped.
    pub fn wait_until_stopped(self) {
        let is_stopped = eventually(LIMIT, || self.state() == Some('T'));
        assert!(is_stopped, "it is not stopped but {:?}", self.state());
    }

    pub fn signal(self, signal: Signal) {
        let id = Pid::from_raw(i32::try_from(self.0).unwrap()).unwrap();
        kill_process(id, signal).unwrap();
    }

    /// Returns the letter of the state of the process, such as S for asleep and T for stopped.
    pub fn state(self) -> Option<char> {
        self.stat()?.first()?.chars().next()
    }

    /// Returns the processor time that was used so far, by the process itself and by the kernel on its
    /// behalf.
    pub fn time(self) -> Duration {
        let stat = self.stat().expect("it runs");
        let ticks = |place: usize| stat[place].parse::<u32>().unwrap();
        TICK * (ticks(11) + ticks(12))
    }

    /// Returns the processor time that was used since the process had used `before`.
    pub fn time_since(self, before: Duration) -> Duration {
        self.time().saturating_sub(before)
    }

    /// Returns the memory that the process holds, in bytes.
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

    /// Returns the fields of `stat` after the name of the program, which may contain any characters.
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

/// Returns the number that follows a name at the start of a line.
fn number(text: &str, name: &str) -> usize {
    let line = text.lines().find(|line| line.starts_with(name));
    let line = line.unwrap_or_else(|| panic!("no {name} in {text}"));
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
