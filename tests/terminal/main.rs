//! Tests the real binary in pseudo-terminals, under shells, in tmux and through OpenSSH: the promises that
//! users can rely on.
//!
//! | promise | where it is tested |
//! |---|---|
//! | 1 to 3: the program ends when the terminal goes away | [`hangup`] |
//! | 4 to 6: every way out leaves a clean terminal | [`ways_out`], [`fatal`], [`memory`], [`saving`] |
//! | 7, 8: suspended, continued, in the background | [`jobs`] |
//! | 9 to 11: what the terminal sends cannot harm the program | [`input`] |
//! | 12: any size of the window | [`sizes`] |
//! | 13 to 15: a link that stalls | [`stalls`] |
//! | 16, 17, 19: silence, byte budgets, keys answered at once | [`traffic`] |
//! | a slow link shows a key soon | [`slow`] |
//! | 18: a bounded history | `src/session/history.rs`, as a unit test without a terminal |
//! | the terminal is no table | [`own_data`] |
//! | going back, races, and what is brought back | [`time`] |
//! | a watched log: keys from the terminal, a file that grows and begins again | [`watched`] |
//! | the picture of a sweep stays, and can be interrupted | [`sweep`] |
//! | 20: the environment variables | [`environment`] |

mod environment;
mod fatal;
mod hangup;
mod input;
mod jobs;
mod line;
mod memory;
mod own_data;
mod process;
mod program;
mod saving;
mod session;
mod sizes;
mod slow;
mod ssh;
mod stalls;
mod sweep;
mod time;
mod tmux;
mod traffic;
mod watched;
mod ways_out;
mod why;
