//! The program on a virtual clock: tapes, and a stage that plays them without a terminal.

pub mod player;
pub mod stage;
pub mod tape;
