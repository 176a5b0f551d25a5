//! A training that is controlled by commands and observed through snapshots.
//!
//! A [`run`] is a trainer with its changes and its curves. The [`engine`] advances it as a state machine
//! without a thread or a clock. [`pace`] decides when updates are due, and [`worker`] runs the engine on a
//! background thread.

pub mod change;
pub mod changes;
pub mod check;
pub mod command;
pub mod curves;
pub mod engine;
pub mod history;
pub mod lane;
pub mod lanes;
pub mod pace;
pub mod race;
pub mod recipe;
pub mod run;
pub mod settings;
pub mod shelf;
pub mod snapshot;
pub mod sweep;
pub mod timeline;
pub mod trail;
pub mod values;
pub mod watched;
pub mod why;
pub mod worker;
