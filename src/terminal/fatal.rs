//! Lists the signals that end a process, and ends the process as a signal does.

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::Command;

use rustix::process::Signal;
use signal_hook::low_level;

/// Signals with which a user or a shell ends a program. After them the exit code is 128 plus the number of the
/// signal. They are caught even if the program was started with the signal ignored.
const ASKED_FOR: [Signal; 4] = [Signal::HUP, Signal::INT, Signal::QUIT, Signal::TERM];

/// The other signals that end a process, except those that no safe code can catch: `SIGKILL`, and `SIGILL`,
/// `SIGFPE` and `SIGSEGV`, which stand for an instruction that cannot be carried out.
const OTHERS: [Signal; 11] = [
    Signal::ABORT,
    Signal::ALARM,
    Signal::BUS,
    Signal::PROF,
    Signal::SYS,
    Signal::TRAP,
    Signal::USR1,
    Signal::USR2,
    Signal::VTALARM,
    Signal::XCPU,
    Signal::XFSZ,
];

/// The signals that end a process on Linux only; they are followed by the real-time signals.
#[cfg(target_os = "linux")]
const OF_LINUX: [Signal; 3] = [Signal::IO, Signal::POWER, Signal::STKFLT];

/// Numbers of the real-time signals of Linux. The C library keeps some of them for itself; these cannot be
/// caught.
#[cfg(target_os = "linux")]
const REAL_TIME: std::ops::RangeInclusive<i32> = 34..=64;

/// Returns the numbers of the signals after which the terminal must be restored.
pub fn signals() -> impl Iterator<Item = i32> {
    let ignored = ignored();
    let is_ignored = move |number: i32| ignored & (1 << (number - 1)) != 0;
    let number = |signal: Signal| signal.as_raw();
    let others = OTHERS.into_iter().map(number);
    #[cfg(target_os = "linux")]
    let others = others
        .chain(OF_LINUX.into_iter().map(number))
        .chain(REAL_TIME);
    let others = others.filter(move |number| !is_ignored(*number));
    ASKED_FOR.into_iter().map(number).chain(others)
}

/// Returns the signals that the program was started to ignore, one bit each, the lowest for signal 1. Such a
/// signal ends no process, and catching it would change this. Returns 0 where the system does not tell.
fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or(0)
}

/// Ends the process at once. The exit code is 128 plus the number of the signal if the signal is one with which
/// users end programs. Otherwise the parent process sees that the signal itself ended the process.
pub fn end_by(signal: i32) -> ! {
    if !ASKED_FOR.iter().any(|asked| asked.as_raw() == signal) {
        // Returns if it does not know the signal, or takes it for harmless.
        let _ = low_level::emulate_default_handler(signal);
        // A new program has the default handlers and keeps the process id, so its death is that of this process.
        let kill = format!("kill -{signal} $$");
        let _ = Command::new("/bin/sh").args(["-c", &kill]).exec();
    }
    low_level::exit(128 + signal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signal_that_was_ignored_at_the_start_is_left_alone() {
        // Rust itself ignores broken pipes.
        let pipe = 1 << (Signal::PIPE.as_raw() - 1);
        assert_eq!(ignored() & pipe, pipe);
        assert_eq!(ignored() & (1 << (Signal::USR1.as_raw() - 1)), 0);
    }

    #[test]
    fn no_signal_is_caught_twice_and_none_that_stops_or_is_harmless() {
        let numbers: Vec<i32> = signals().collect();
        let mut sorted = numbers.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), numbers.len());
        for harmless in [
            Signal::CHILD,
            Signal::CONT,
            Signal::PIPE,
            Signal::TSTP,
            Signal::TTIN,
            Signal::TTOU,
            Signal::URG,
            Signal::WINCH,
        ] {
            assert!(!numbers.contains(&harmless.as_raw()), "{harmless:?}");
        }
    }
}
