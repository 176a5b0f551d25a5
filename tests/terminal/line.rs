//! The line between the program and the terminal of a test: how fast it is, and whether the terminal at its
//! end answers.

use std::thread;
use std::time::{Duration, Instant};

/// Escape sequence that asks for the status of the terminal, and the answer to it.
pub const REQUEST: &[u8] = b"\x1b[5n";
pub const ANSWER: &[u8] = b"\x1b[0n";

/// Number of times a second that a slow line carries bytes.
const INTERVALS_A_SECOND: usize = 100;

/// Line between the program and the terminal of a test.
#[derive(Debug, Clone, Copy, Default)]
pub struct Line {
    /// Number of bytes a second that the line carries; `None` if it is as fast as the machine.
    pub bytes_a_second: Option<u32>,
    /// Whether the terminal at its end answers status requests.
    pub answers: bool,
}

/// End of a line that lets through as many bytes as the line carries.
#[derive(Debug)]
pub struct Tap {
    line: Line,
    /// Time at which the line has carried all bytes that were taken from it.
    carried: Instant,
}

impl Tap {
    pub fn new(line: Line) -> Self {
        Self {
            line,
            carried: Instant::now(),
        }
    }

    /// Waits until the line carries more bytes, and returns how many may be taken: at most `most`.
    pub fn wait(&self, most: usize) -> usize {
        let Some(speed) = self.line.bytes_a_second else {
            return most;
        };
        thread::sleep(self.carried.saturating_duration_since(Instant::now()));
        let bytes = speed as usize / INTERVALS_A_SECOND;
        bytes.clamp(1, most)
    }

    /// Records that `count` bytes were taken.
    pub fn took(&mut self, count: usize) {
        if let Some(speed) = self.line.bytes_a_second {
            let time = Duration::from_secs_f64(count as f64 / f64::from(speed));
            self.carried = self.carried.max(Instant::now()) + time;
        }
    }
}
