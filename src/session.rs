//! A training that can be steered: commands in, snapshots out.
//!
//! A [`run`] is a trainer with its changes and its curves. The [`engine`] runs it as a state machine
//! without thread or clock; [`pace`] says when it is due, and [`worker`] gives it a thread.

pub mod change;
pub mod changes;
pub mod curves;
pub mod engine;
pub mod history;
pub mod lane;
pub mod pace;
pub mod recipe;
pub mod run;
pub mod settings;
pub mod snapshot;
pub mod worker;
