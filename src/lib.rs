//! Stochastic gradient descent, live in the terminal.
//!
//! A background worker trains logistic regression on two-dimensional points, one mini-batch after
//! another. The screen shows the points, the decision boundary turning under each update, and the loss
//! falling. Keys change the hyperparameters, and the next update obeys.
//!
//! The program is the product: this library exists for it and for its tests. Its API is not stable.
//!
//! # The layers
//!
//! | layer | what it knows |
//! |---|---|
//! | [`learning`] | data, model, training loop; no thread, clock, file, key or terminal |
//! | [`session`] | a training that can be steered: `Command` in, `Snapshot` out; its worker thread |
//! | [`app`] | the state of the screen: `App::update(Message)` returns `Effect`s; pure |
//! | [`ui`] | the picture, a pure function of `App` |
//! | [`terminal`] | the tty: event loop, input, output, signals, restore; the files that are written |
//! | [`studio`] | the same program on a virtual clock: tapes and the player of them |
//! | [`input`] | a person's own data, read from a file |
//! | [`cli`] | the arguments |
//! | [`commands`] | what the program can do, a file each |
//!
//! Imports go one way, `learning` ← `session` ← `app` ← `ui` ← `terminal`; `studio` stands beside
//! `terminal` on `ui`, and `input` on `learning` and `session`. A test checks every file.
//!
//! # A run is its recipe
//!
//! A run is a pure function of its data, the settings that it began with, and one ordered list of
//! changes, each after a certain update. [`session::run::Run`] follows the list; the screen's engine and
//! `sgdscope train` both stand on it. A change sets one setting or one weight, never all of them, and is
//! described, parsed and printed in [`session::change`]. Changes that were made and changes that lie ahead
//! are one list with a cursor ([`session::changes`]). The command that `y` shows and the file that `w`
//! writes are the recipe ([`session::recipe`]).
//!
//! Several runs on the same data are a race ([`session::race`]), and one command repeats all its lanes. A grid of
//! runs is a sweep ([`session::sweep`]), whose runs may also differ in their data. Each lane and each run of a grid
//! has the bits of its own single run, whatever the threads do.
//!
//! # Time and lanes
//!
//! Because a run is its recipe, going back is a checkpoint and a replay: [`session::timeline`] wraps a run, keeps
//! at most 64 checkpoints of it, and goes to any update, past or future. Going back moves the cursor of the
//! changes; going on makes those ahead again; a new change in the past drops them. A *lane* is a timeline with a
//! letter ([`session::lanes`]); the lanes of an engine have one data set and are kept level by samples seen. Lanes
//! that a reset, other data, a race or a branch replaces are put on a shelf ([`session::shelf`]), from which they
//! are brought back. On the way to another moment the engine keeps commands until it has arrived, and the worker
//! delivers no snapshot.
//!
//! # Somebody else's program
//!
//! [`session::check`] follows the rows of a log beside a run ([`session::check::comparison`]), and beside programs that
//! make one slip each: `learning::check` has a second, plain implementation of mini-batch gradient descent with a switch
//! for each slip. What agrees with all rows is named. A log that is watched live is read by a thread of
//! [`commands`], which sends its rows to the worker. The engine shows a row when its own first lane comes beside it, goes on
//! no further than the log does, and its snapshots have the log as a lane of its own ([`session::watched`]).
//!
//! # One key press
//!
//! The input thread of [`terminal`] decodes it and sends `Message::Key` → `app::keymap` finds the `Action` →
//! `App::update` asks for a value one step further, and returns `Effect::Command(Command::Change(…))` → the
//! event loop hands the command to the worker → the engine obeys before the next mini-batch: the run sets the
//! value and records the change → the next `Snapshot` confirms it. A setting that needs a new run (data,
//! features, start) is followed by `Command::Reset`.
//!
//! # One mini-batch, one epoch
//!
//! `Order` says which samples → the kernel adds up their errors in eight lanes, compiled for the
//! instructions of the CPU → the learner moves the weights. The tutorial's own way (the two coordinates, plain
//! gradient descent) has a loop of its own, `kernel::plain`; every other model goes through
//! `kernel::general`.
//!
//! `Trainer` completes an epoch → `Run` adds its losses to the bounded curves → the event loop has asked for
//! a snapshot, and gets one → `App::update` keeps it → the picture is drawn, and the writer thread hands its
//! bytes to the terminal.
//!
//! # Where something new goes
//!
//! | to add | write | and name it in |
//! |---|---|---|
//! | a data family | a file like `learning/data/moons.rs` | the list in `learning/data/family.rs` |
//! | an optimiser | a file like `learning/optimize/optimizer/adam.rs` | the list in `learning/optimize/optimizer.rs` |
//! | a schedule | a file like `learning/optimize/schedule/cosine.rs` | the list in `learning/optimize/schedule.rs` |
//! | a feature | its variant, name and formula in `learning/model/features.rs` | |
//! | a hyperparameter | its field, and where each inner loop obeys it: both name all fields | a row of the table |
//! | a setting | a row in `session/settings/*.rs` | the table in `session/settings.rs` |
//! | a panel | a file in `ui/panels` | its place in `ui/layout.rs`, its call in `ui/train.rs` |
//! | a slip of a program | its row in `learning/check/slips.rs`, and a log of it in `tests/check` | |
//! | a warning about own data | its fact in `learning/data/facts.rs`, its words in `app/warning.rs` | the list in `warnings` |
//! | a key | its row in `app/keymap/bindings.rs` | |
//!
//! The panel, the command line, `--help`, `--at`, the command that repeats a run, the file that keeps one,
//! and the README's table follow from the table of settings; the dispatch of keys, the hints and the help
//! from the table of keys.

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
