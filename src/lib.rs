//! Stochastic gradient descent, live in the terminal.
//!
//! A background worker trains logistic regression on two-dimensional points, one mini-batch after
//! another; the screen shows the points, the decision boundary turning under each update, and the
//! loss falling. Keys change the hyperparameters, and the next update obeys.
//!
//! # The map
//!
//! | layer | what it knows |
//! |---|---|
//! | [`learning`] | data, model, training loop; no thread, clock, file or terminal |
//! | [`session`] | a training that can be steered: `Command` in, `Snapshot` out; its worker thread |
//! | [`app`] | the state of the screen: `App::update(Message)` gives commands; pure |
//! | [`ui`] | the picture, a pure function of `App` |
//! | [`terminal`] | the tty: event loop, input, output, signals, restore |
//! | [`headless`] | training and data without a screen |
//! | [`table`] | a person's own data, read from CSV and its relatives |
//! | [`cli`] | the command line |
//!
//! Imports go one way, `learning` ← `session` ← `app` ← `ui` ← `terminal`; `headless` and `cli` stand
//! on `learning` and `session`, `table` on `learning` alone. A test holds the files to it.
//!
//! One key press: [`terminal`]'s input thread decodes it and sends `Message::Key` → `app::keymap` finds
//! the `Action` → `App::update` steps the requested value and returns `Command::Tune` → the worker
//! applies it between two updates → the next `Snapshot` confirms it.
//!
//! One mini-batch: `Order` says which samples → the kernel adds up their errors in eight lanes, compiled
//! for what the CPU has → the weights move.
//!
//! One epoch: `Trainer` completes it → `Engine` files it in a bounded `History` → the event loop has
//! asked for a snapshot, and gets one → `App::update` keeps it → the picture is drawn, and the writer
//! thread hands its bytes to the terminal.

#![warn(clippy::unwrap_used)]

pub mod app;
pub mod cli;
pub mod headless;
pub mod learning;
pub mod session;
pub mod table;
pub mod terminal;
pub mod ui;
