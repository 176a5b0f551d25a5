//! The input thread: what the terminal sends becomes messages.

use std::io;
use std::sync::mpsc::SyncSender;
use std::thread;

use crossterm::event::{self, Event};

use crate::app::Message;

/// Starts the thread. It is the only one that reads the terminal, and may block in doing so; it ends
/// with the terminal, or with the program.
///
/// # Errors
/// Where the system cannot start a thread.
pub fn spawn(inbox: SyncSender<Message>) -> io::Result<()> {
    thread::Builder::new()
        .name("input".to_owned())
        .spawn(move || {
            while let Ok(event) = event::read() {
                let message = match event {
                    Event::Key(key) => Message::Key(key),
                    Event::Resize(..) => Message::Resized,
                    _ => continue,
                };
                if inbox.send(message).is_err() {
                    return;
                }
            }
        })?;
    Ok(())
}
