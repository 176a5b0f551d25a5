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
//! | [`terminal`] | the tty: event loop, input, output, signals, restore; the files that are written |
//! | [`table`] | a person's own data, read from a file |
//! | [`headless`] | training and data without a screen |
//! | [`cli`] | the command line |
//!
//! Imports go one way, `learning` ← `session` ← `app` ← `ui` ← `terminal`; `table` stands on `learning`,
//! `headless` on `learning` and `session`, `cli` on both and on `table`. A test holds the files to it.
//!
//! One key press: [`terminal`]'s input thread decodes it and sends `Message::Key` → `app::keymap` finds
//! the `Action` → `App::update` steps the requested value and returns `Command::Tune` → the worker
//! applies it between two updates → the next `Snapshot` confirms it. What needs a new run (data,
//! features, start) is followed by `Command::Reset`.
//!
//! One mini-batch: `Order` says which samples → the kernel adds up their errors in eight lanes, compiled
//! for what the CPU has → the optimiser moves the weights. The tutorial's own way (the two coordinates,
//! plain gradient descent) has a loop of its own, `kernel::plain`; every other model goes through
//! `kernel::general`.
//!
//! One epoch: `Trainer` completes it → `Engine` files it in a bounded `History` → the event loop has
//! asked for a snapshot, and gets one → `App::update` keeps it → the picture is drawn, and the writer
//! thread hands its bytes to the terminal.
//!
//! # The architecture: where something new goes
//!
//! | to add | write | and name it in |
//! |---|---|---|
//! | a data family | a file like `learning/dataset/moons.rs` | the list in `learning/dataset/family.rs` |
//! | an optimiser | a file like `learning/optimizer/adam.rs` | the list in `learning/optimizer.rs` |
//! | a schedule | a file like `learning/schedule/cosine.rs` | the list in `learning/schedule.rs` |
//! | a feature | its variant, name and formula in `learning/features.rs` | |
//! | a setting | a row in `session/settings/*.rs` | the table in `session/settings.rs` |
//! | a key | its row in `app/keymap.rs` | |
//!
//! The panel, the command line, `--help`, `--at`, the command that repeats a run, the file that keeps
//! one, and the README's tables follow from the table of settings; the dispatch of keys, the hints and
//! the help from the table of keys.

#![warn(clippy::unwrap_used)]

pub mod app;
pub mod cli;
pub mod commands;
pub mod input;
pub mod learning;
pub mod session;
pub mod studio;
pub mod terminal;
pub mod ui;
