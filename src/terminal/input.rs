//! The input thread: what the terminal sends becomes messages.

use std::io;
use std::sync::mpsc::SyncSender;
use std::thread;

use crossterm::event::{self, Event};

use crate::app::Message;

/// Starts the thread. It is the only one that reads the terminal, and may block in doing so. Its last
/// message says why it cannot be read any more.
///
/// # Errors
/// Where the system cannot start a thread.
pub fn spawn(inbox: SyncSender<Message>) -> io::Result<()> {
    thread::Builder::new()
        .name("input".to_owned())
        .spawn(move || {
            loop {
                let message = match event::read() {
                    Ok(Event::Key(key)) => Message::Key(key),
                    Ok(Event::Resize(..)) => Message::Resized,
                    Ok(_) => continue,
                    Err(error) => Message::InputEnded(error.to_string()),
                };
                let is_last = matches!(message, Message::InputEnded(_));
                if inbox.send(message).is_err() || is_last {
                    return;
                }
            }
        })?;
    Ok(())
}
