//! Holds back a thread that aborts, such as after a failed allocation, until the terminal is restored.
//!
//! `abort` raises `SIGABRT`, and ends the process as soon as the handler of the signal returns: the signal
//! thread would come too late. So the handler writes to a pipe that is full, and blocks. Meanwhile the signal
//! thread restores the terminal and ends the process. If the thread that aborts holds what the signal thread
//! needs, another thread opens the gate after a while, and the process ends as it would without all this.

use std::io::{self, ErrorKind, PipeReader, PipeWriter, Read, Write};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::Duration;

use rustix::fs::{OFlags, fcntl_setfl};
use signal_hook::consts::SIGABRT;
use signal_hook::low_level::pipe;

/// Longest time for which a thread that aborts is held back.
const PATIENCE: Duration = Duration::from_secs(1);

/// Makes `SIGABRT` hold back the thread that it hits. Must be called after the signal thread has registered for
/// `SIGABRT`, because the handler does one thing after another.
///
/// # Errors
/// Returns an error if the system has no pipe or no thread left.
pub fn hold_back() -> io::Result<()> {
    let (mut alarm, ring) = UnixStream::pair()?;
    let (exit, entrance) = full_pipe()?;
    thread::Builder::new()
        .name("abort".to_owned())
        .spawn(move || {
            // Registering may send an empty message, which is not read as a byte.
            if alarm.read_exact(&mut [0]).is_ok() {
                thread::sleep(PATIENCE);
            }
            // Writing to a pipe that nobody can read fails at once.
            drop(exit);
        })?;
    pipe::register(SIGABRT, ring)?;
    let same = entrance.try_clone()?;
    pipe::register(SIGABRT, entrance)?;
    // Registering has made the pipe one that does not block, for both descriptors.
    fcntl_setfl(same, OFlags::empty())?;
    Ok(())
}

/// Returns a pipe into which not one byte more can be written.
fn full_pipe() -> io::Result<(PipeReader, PipeWriter)> {
    let (exit, mut entrance) = io::pipe()?;
    fcntl_setfl(&entrance, OFlags::NONBLOCK)?;
    for piece in [4096, 1] {
        loop {
            match entrance.write(&[0; 4096][..piece]) {
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok((exit, entrance))
}
