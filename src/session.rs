//! A training that can be steered: commands in, snapshots out.
//!
//! [`engine`] is a state machine without thread or clock; [`pace`] says when it is due and [`worker`]
//! gives it a thread.

pub mod change;
pub mod engine;
pub mod history;
pub mod pace;
pub mod record;
pub mod settings;
pub mod share;
pub mod snapshot;
pub mod worker;
