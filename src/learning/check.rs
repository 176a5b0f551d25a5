//! Checking a training that somebody else has programmed: the rows of its log, the program itself, and the slips
//! that are often made in it.

pub mod program;
pub mod row;
pub mod slips;
