//! Runs the input thread, which turns the bytes that the terminal sends into events for the event loop.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::thread;

use rustix::io::Errno;

use crate::app::Message;
use crate::terminal::Event;
use crate::terminal::decoder::{Decoder, Input};
use crate::terminal::hangup;
use crate::terminal::tty::Tty;
use crate::terminal::unanswered::Unanswered;

/// Starts the input thread. Only this thread reads the terminal, and only while the program is in the
/// foreground. If the terminal can no longer be read, the last message of the thread gives the reason.
/// Without `has_mouse`, positions of the mouse pointer are ignored.
///
/// # Errors
/// Returns an error if the system cannot start a thread.
pub fn spawn(
    tty: Arc<Tty>,
    inbox: SyncSender<Event>,
    unanswered: Arc<Unanswered>,
    has_mouse: bool,
) -> io::Result<()> {
    thread::Builder::new()
        .name("input".to_owned())
        .spawn(move || {
            let send = |event| {
                if matches!(event, Event::Answered) {
                    unanswered.answered();
                }
                inbox.send(event).is_ok()
            };
            if let Err(error) = read_keys(&tty, has_mouse, send) {
                send(Event::Message(Message::InputEnded(error.to_string())));
            }
        })?;
    Ok(())
}

/// Reads keys and pastes, and passes them to `send` until `send` returns false, because the event loop has ended.
fn read_keys(tty: &Tty, has_mouse: bool, send: impl Fn(Event) -> bool) -> io::Result<()> {
    let mut decoder = Decoder::default();
    let mut buffer = [0; 1024];
    loop {
        let can_read = tty.can_read(decoder.patience());
        // Keys that are typed while the program is in the background belong to another program.
        if !tty.is_foreground() {
            tty.wait_for_foreground();
            continue;
        }
        let inputs = if can_read {
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
        let events = inputs.into_iter().map(event);
        if !events.chain(pointer).all(&send) {
            return Ok(());
        }
    }
}

fn event(input: Input) -> Event {
    match input {
        Input::Key(key) => Event::Message(Message::Key(key)),
        Input::Paste(text) => Event::Message(Message::Paste(text)),
        Input::Answer => Event::Answered,
    }
}

/// Returns whether an error is temporary, so that reading can be tried again.
fn is_passing(error: &io::Error) -> bool {
    use io::ErrorKind::{Interrupted, WouldBlock};
    matches!(error.kind(), Interrupted | WouldBlock)
}
