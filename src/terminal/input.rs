//! The input thread: what the terminal sends becomes messages.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::thread;
use std::time::Duration;

use rustix::io::Errno;

use crate::app::Message;
use crate::terminal::Event;
use crate::terminal::decoder::Decoder;
use crate::terminal::hangup;
use crate::terminal::tty::Tty;

/// The rest of a sequence comes within this time, even over a slow link.
const PATIENCE: Duration = Duration::from_millis(100);

/// Starts the thread. It is the only one that reads the terminal, and only while that is ours. Its last
/// message says why it cannot be read any more.
///
/// # Errors
/// Where the system cannot start a thread.
pub fn spawn(tty: Arc<Tty>, inbox: SyncSender<Event>, has_mouse: bool) -> io::Result<()> {
    thread::Builder::new()
        .name("input".to_owned())
        .spawn(move || {
            let send = |event| inbox.send(event).is_ok();
            if let Err(error) = read_keys(&tty, has_mouse, send) {
                send(Event::Message(Message::InputEnded(error.to_string())));
            }
        })?;
    Ok(())
}

/// Goes on until nobody takes the keys any more.
fn read_keys(tty: &Tty, has_mouse: bool, send: impl Fn(Event) -> bool) -> io::Result<()> {
    let mut decoder = Decoder::default();
    let mut buffer = [0; 1024];
    loop {
        let patience = decoder.is_pending().then_some(PATIENCE);
        let can_read = tty.can_read(patience);
        // What is typed while the terminal is not ours is for somebody else.
        if !tty.is_foreground() {
            tty.wait_for_foreground();
            continue;
        }
        let keys = if can_read {
            match tty.read(&mut buffer) {
                Ok(0) => hangup::leave(),
                Ok(count) => decoder.push(&buffer[..count]),
                Err(error) if error.raw_os_error() == Some(Errno::IO.raw_os_error()) => {
                    hangup::leave()
                }
                Err(error) if is_passing(&error) => continue,
                Err(error) => return Err(error),
            }
        } else {
            decoder.settle().into_iter().collect()
        };
        let pointer = decoder.take_pointer().filter(|_| has_mouse);
        let pointer = pointer.map(|(column, row)| Event::Pointer(column, row));
        let keys = keys
            .into_iter()
            .map(|key| Event::Message(Message::Key(key)));
        if !keys.chain(pointer).all(&send) {
            return Ok(());
        }
    }
}

/// Whether it is worth trying again.
fn is_passing(error: &io::Error) -> bool {
    use io::ErrorKind::{Interrupted, WouldBlock};
    matches!(error.kind(), Interrupted | WouldBlock)
}
